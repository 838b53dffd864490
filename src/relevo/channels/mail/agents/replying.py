"""An accepted answer becomes a reply on its ticket, as if written on screen, or its agent's draft.

The engine is asked outside of any transaction. What follows happens at once or not at all, under the raw mail's row,
whose note says whether it is done: a second run finds it done, and one that died has left nothing behind.
"""

from __future__ import annotations

from html import escape
from typing import Final
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from relevo.channels.mail import reading
from relevo.channels.mail.agents import wording
from relevo.channels.mail.agents.answers import WAITS, Answer, answer_to, tell_why
from relevo.channels.mail.models import RawMail, RawState
from relevo.channels.mail.parsing import ParsedMail
from relevo.conduct.actions import send_reply
from relevo.core.actor import Actor
from relevo.core.errors import RuleBroken
from relevo.core.failpoints import reach
from relevo.core.scope import acting
from relevo.events.record import record
from relevo.language.actions import PERSON
from relevo.language.composing import Preview, preview
from relevo.tickets.models import Participant, Ticket
from relevo.tickets.replies import Reply, save_draft
from relevo.tickets.statuses import Status

SENT: Final = "agent_sent"
DRAFT: Final = "agent_draft"
_KEYS: Final = UUID("5e1c0f5e-9d3b-4a57-8f0e-6a1f3c2b7d90")
"""The namespace of request keys that are made of raw mails (RFC 9562, version 5)."""
_NOT_WHOLE: Final = frozenset({reading.UNREADABLE, reading.CUT_SHORT})


def send(raw_mail_id: int, told_id: int, *, actor: Actor) -> None:
    """Send an accepted answer, unless that is done. actor: the machine of the desk's client."""
    with acting(actor):
        raw = RawMail.objects.filter(pk=raw_mail_id, note=WAITS).first()
        answer = answer_to(told_id)
    if raw is None:
        return
    mail = reading.read(bytes(raw.raw))
    shown = _preview(answer, mail)
    reach("answer_translated")
    with acting(actor):
        raw = (
            RawMail.objects.select_for_update(no_key=True)
            .defer("raw")
            .filter(pk=raw_mail_id, note=WAITS)
            .first()
        )
        if raw is None:
            return
        _settle(raw, mail, answer_to(told_id), shown, actor)
        reach("answer_before_commit")
    reach("after_answer")


def _preview(answer: Answer, mail: ParsedMail) -> Preview | None:
    """What the customer would read; None when nothing may be sent, so that no engine sees it either."""
    if answer.hindrance:
        return None
    return preview(answer.ticket, mail.reply.strip(), actor=answer.agent.actor)


def _settle(raw: RawMail, mail: ParsedMail, answer: Answer, shown: Preview | None, actor: Actor) -> None:
    """Send it, or keep it as her draft, or hold it back, by the rules as they are now; then write down which."""
    if shown is None or answer.hindrance:
        raw.state, raw.note = RawState.QUARANTINED, answer.hindrance or "agent_moved"
        record(
            "mail.quarantined",
            actor=actor,
            client_id=raw.client_id,
            subject_id=raw.pk,
            facts={"why": raw.note},
        )
        tell_why(answer, raw.note, in_reply_to=mail.message_id, actor=actor)
    else:
        with translation.override(answer.agent.language):
            why = _unfit(mail, answer, shown) or _refused(raw, answer, shown)
        raw.note = DRAFT if why else SENT
        if why:
            _keep(answer, shown)
            tell_why(answer, why, in_reply_to=mail.message_id, actor=actor, kept=True)
    raw.save(update_fields=["state", "note"])


def _unfit(mail: ParsedMail, answer: Answer, shown: Preview) -> str:
    """Why a person must look at it first, as a sentence; "" when nothing asks for that."""
    if _NOT_WHOLE & set(mail.notices):
        return _("It could not be read in full.")
    if _brings_files(mail):
        return _("It brings files along. Attach them on screen.")
    if any(words in shown.text for words in (wording.MARK, wording.link(answer.told.ticket))):
        return _(
            "It holds parts of the mail that you answered, and nobody but you can tell which words are yours."
        )
    if shown.status not in {"same", "pass"}:
        return shown.why_not or _(
            "A machine translated it, and somebody has to look at the translation first."
        )
    return ""


def _brings_files(mail: ParsedMail) -> bool:
    """Whether there are files that are not merely pictures in the text, such as a signature's."""
    return any(
        not file.content_id or f'"cid:{escape(file.content_id)}"' not in mail.html
        for file in mail.attachments
    )


def _refused(raw: RawMail, answer: Answer, shown: Preview) -> str:
    """Send it in her name, as on screen: "" when it has gone (or waits for approval), else why it may not."""
    hers = answer.agent.actor
    try:
        with acting(hers):
            seen = Ticket.objects.visible_to(hers).select_related("desk", "customer", "holder")
            ticket = seen.get(pk=answer.ticket.pk)
            reply = Reply(
                text=shown.text, language=shown.source, sent_text=shown.translation,
                sent_language=shown.target if shown.translation else "",
                status_after=Status.SOLVED if ticket.status == Status.SOLVED else Status.PENDING,
                seen_message_id=answer.told.shown_id, request_key=uuid5(_KEYS, str(raw.pk)), door="mail",
                copies=_copies(ticket, answer),
            )  # fmt: skip
            send_reply(ticket, reply, actor=hers, engine=shown.engine or PERSON)
    except RuleBroken as broken:
        return broken.message
    return ""


def _copies(ticket: Ticket, answer: Answer) -> tuple[int, ...]:
    """The participants whom she was told of: who was let in since she does not know about."""
    known = Participant.objects.present().filter(ticket=ticket, since__lte=answer.told.queued_at)
    return tuple(known.values_list("pk", flat=True))


def _keep(answer: Answer, shown: Preview) -> None:
    """Make her words her draft on the ticket, above any that are there."""
    hers = answer.agent.actor
    with acting(hers):
        save_draft(
            answer.ticket, kind="reply", text=shown.text, translation=shown.translation, over=(), actor=hers
        )  # fmt: skip
