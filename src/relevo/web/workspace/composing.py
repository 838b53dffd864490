"""What stands around the words while an agent writes."""

from __future__ import annotations

import hashlib
from uuid import uuid4

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from relevo.conduct.models import Approval, Decision, StyleGuide
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.engagements.models import Readiness, Seat
from relevo.language.actions import UNKNOWN
from relevo.language.composing import customer_language
from relevo.promises.models import Clock, Verdict
from relevo.tickets.models import Delivery, Draft, Ticket
from relevo.tickets.statuses import Status, WaitingOn
from relevo.web.ui.shapes import ComposerCard, DeskMark, PromiseMark
from relevo.web.workspace.attaching import file_marks
from relevo.web.workspace.copies import Recent, copies_for, recent_messages
from relevo.web.workspace.lists import promise_mark
from relevo.web.workspace.words import local_time


def composer_for(
    ticket: Ticket,
    actor: Actor,
    *,
    note: bool = False,
    text: str | None = None,
    preview_html: str = "",
    notice: str = "",
) -> ComposerCard | None:
    """The composer with the actor's draft (or ``text``); None when she may neither answer nor note here.

    A closed ticket takes notes alone, a merged one nothing.

    notice: why her words were not sent just now.
    """
    seat_id = actor.seat_on(ticket.holder_id)
    open_still = ticket.status != Status.CLOSED
    may_reply = open_still and seat_id is not None and actor.may("ticket.reply", ticket)
    if ticket.merged_into_id is not None or not (may_reply or actor.may("ticket.note", ticket)):
        return None
    note = note or not may_reply
    kind = "note" if note else "reply"
    draft = Draft.objects.filter(ticket=ticket, member_id=actor.as_member, kind=kind).first()
    kept = draft.text if draft else ""
    target, reads = language_pair(ticket)
    recent = recent_messages(ticket)
    here = reverse("workspace:composer", args=[ticket.reference])
    return ComposerCard(
        desk=DeskMark(ticket.desk.name, ticket.desk.hue),
        customer=str(ticket.customer),
        audience=_("Add note for both firms")
        if note
        else _("Send to %(customer)s, as %(desk)s")
        % {"customer": _first_name(str(ticket.customer)), "desk": ticket.desk.name},
        private_audience=_("For our firm only") if note else "",
        local_time=local_time(ticket.customer.zone or ticket.desk.zone, now()),
        customer_language=target,
        agent_language=reads,
        tone=_tone(ticket, target),
        text=kept if text is None else text,
        action=reverse(f"workspace:{kind}", args=[ticket.reference]),
        draft_url=reverse("workspace:draft", args=[ticket.reference]),
        draft_key=f"{ticket.reference}-{kind}-{actor.as_member}",
        known_draft=None if text is None or text == kept else kept,
        check_url="" if note else reverse("workspace:check", args=[ticket.reference]),
        reply_url=here if may_reply else "",
        note_url=f"{here}?write=note",
        preview_url="" if note else reverse("workspace:preview", args=[ticket.reference]),
        note=note,
        preview_html=preview_html or (_kept_translation(draft) if text is None and not note else ""),
        notice=notice,
        needs_approval=_needs_approval(seat_id) if not note else "",
        returned=returned_comment(ticket, actor) if not note else "",
        attach_url="" if note else reverse("workspace:attach", args=[ticket.reference]),
        files=() if note or draft is None else file_marks(ticket, actor),
        copies=None if note else copies_for(ticket, actor, recent),
        hidden=_hidden(recent, kind),
    )


def answering(
    ticket: Ticket, actor: Actor, *, note: bool = False, card: ComposerCard | None = None
) -> dict[str, object]:
    """What the pane below the thread shows: the composer (``card`` when it is made already), or why there is none.

    kept: the words of somebody who began an answer and may not send it any more.
    """
    card = card or composer_for(ticket, actor, note=note)
    draft = (
        None if card else Draft.objects.filter(ticket=ticket, member_id=actor.as_member, kind="reply").first()
    )
    return {"ticket": ticket, "composer": card, "kept": draft.text if draft else ""}


def fingerprint(text: str) -> str:
    """Which words a preview was made of: a reply whose words changed since must be looked at again."""
    return hashlib.sha256(text.strip().replace("\r\n", "\n").encode()).hexdigest()[:24]


def promise_marks(ticket: Ticket) -> list[PromiseMark]:
    """The ticket's promises: what is still owed first (late or running), then how the last of each other kind went."""
    at = now()
    latest: dict[str, Clock] = {}
    for clock in Clock.objects.filter(ticket=ticket).order_by("started_at", "pk"):
        if clock.kind not in latest or not _owed(latest[clock.kind]):
            latest[clock.kind] = clock
    paused = ticket.waiting_on != WaitingOn.DESK
    clocks = sorted(latest.values(), key=lambda clock: (not _owed(clock), clock.due_at))
    return [promise_mark(clock, at=at, paused=paused) for clock in clocks]


def _owed(clock: Clock) -> bool:
    return clock.verdict == Verdict.RUNNING or (clock.verdict == Verdict.MISSED and clock.met_at is None)


def language_pair(ticket: Ticket) -> tuple[str, str]:
    """The customer's language and the one it is translated into for the reader ("" when that is the same)."""
    target, working = customer_language(ticket), ticket.desk.working_language
    return target, working if target not in {"", working} else ""


def _kept_translation(draft: Draft | None) -> str:
    """The translation that was saved with the draft; whose words it was is not kept, so nobody's."""
    if draft is None or not draft.translation:
        return ""
    looked_at = {
        "previewed": fingerprint(draft.text), "engine": UNKNOWN, "offered": fingerprint(draft.translation),
    }  # fmt: skip
    return render_to_string(
        "workspace/kept_preview.html", {"words": looked_at, "translation": draft.translation}
    )


def _hidden(recent: list[Recent], kind: str) -> list[tuple[str, str]]:
    newest = recent[0].pk if recent else ""
    return [("kind", kind), ("seen", str(newest)), ("key", str(uuid4()))]


def _needs_approval(seat_id: int | None) -> str:
    seat = Seat.objects.filter(pk=seat_id or 0).first()
    if seat is None or seat.readiness == Readiness.CERTIFIED:
        return ""
    return _("A lead reads your answers to this client's customers before they go out.")


def _tone(ticket: Ticket, language: str) -> str:
    guide = StyleGuide.objects.filter(desk_id=ticket.desk_id, language=language).first()
    return (guide.tone if guide else "") or ticket.desk.tone


def _first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else name


def returned_comment(ticket: Ticket, actor: Actor) -> str:
    """What a lead said about the actor's last reply here, if it was returned to her and is still unsent."""
    approval = Approval.objects.filter(
        ticket=ticket, decision=Decision.RETURNED, message__delivery=Delivery.RETURNED,
        message__seat_id=actor.seat_on(ticket.holder_id) or 0,
    ).last()  # fmt: skip
    return approval.said if approval else ""
