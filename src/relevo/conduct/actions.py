"""How a reply leaves: checked, approved where it must be, and in one way for every door."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from relevo.conduct.approvals import approval_reasons, returned_to, waiting_for
from relevo.conduct.checks import Finding
from relevo.conduct.drafts import check_draft, rules_for
from relevo.conduct.models import Approval, Decision, FindingRecord, StyleGuide
from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.formats import quoted
from relevo.core.scope import acting
from relevo.desks.models import Desk
from relevo.engagements.models import Seat
from relevo.events.record import record
from relevo.language.actions import PERSON, UNKNOWN, record_sent
from relevo.language.codes import UNDETERMINED, base_language
from relevo.language.composing import customer_language, judge_edited, written_language
from relevo.language.names import language_name
from relevo.language.words import hard_failures
from relevo.tickets.actions import locked
from relevo.tickets.draft_files import give_back_files
from relevo.tickets.models import Delivery, Draft, Message, Ticket
from relevo.tickets.replies import (
    Reply,
    call_back_reply,
    release_due,
    release_reply,
    return_reply,
    write_reply,
)
from relevo.tickets.statuses import Status

__all__ = [
    "GUIDE_FIELDS", "approve", "call_back", "check_draft", "escalate", "return_to_writer", "returned_to", "rules_for",
    "send_reply", "set_style_guide", "settle_scheduled", "waiting_for",
]  # fmt: skip

GUIDE_FIELDS = frozenset({
    "tone", "address_form", "greeting", "closing", "greeting_required", "closing_required", "words_to_avoid",
    "promises_forbidden", "max_exclamations", "emoji_allowed", "min_words",
})  # fmt: skip
"""What a style guide says; the fields of ``set_style_guide``."""

MOST_FINDINGS = 100
"""Findings kept of one text; a reply with more has made its point."""


@transaction.atomic
def set_style_guide(desk: Desk, language: str, *, actor: Actor, **fields: Any) -> StyleGuide:
    """Say how the desk writes in a language; fields that are not given stay as they are.

    Raises ``RuleBroken`` for a value that makes no sense, ``TypeError`` for a field that is not in ``GUIDE_FIELDS``.
    """
    actor.require("style_guide.manage", desk)
    if unknown := set(fields) - GUIDE_FIELDS:
        raise TypeError(f"not a field of a style guide: {', '.join(sorted(unknown))}")
    language = base_language(language)
    guide = StyleGuide.objects.select_for_update(no_key=True).filter(desk=desk, language=language).first()
    guide = guide or StyleGuide(desk=desk, client_id=desk.client_id, language=language)
    for name, value in fields.items():
        setattr(guide, name, value)
    _refuse_guide(guide)
    guide.save()
    record("style_guide.set", actor=actor, client_id=desk.client_id, subject_id=guide.pk,
           facts={"language": language, "fields": sorted(fields)})  # fmt: skip
    return guide


def _refuse_guide(guide: StyleGuide) -> None:
    """Raise ``RuleBroken`` unless the checks can work with it."""
    if guide.address_form not in {"", "formal", "informal"}:
        raise RuleBroken(_("The form of address is formal, informal or left open."))
    words = guide.words_to_avoid
    pairs = isinstance(words, list) and all(
        isinstance(row, list | tuple)
        and len(row) == 2
        and all(isinstance(part, str) for part in row)
        and row[0].strip()
        for row in words
    )
    if not pairs or len(words) > MOST_FINDINGS:
        raise RuleBroken(_("Words to avoid are pairs: the word, and a better one (which may be empty)."))
    try:
        guide.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error


@transaction.atomic
def send_reply(
    ticket: Ticket, reply: Reply, *, actor: Actor, engine: str = UNKNOWN, confirmed: bool = False,
    release_at: datetime | None = None,
) -> Message:  # fmt: skip
    """Send a reply in the client's name, or let it wait for approval. The one way out, for every door.

    engine: whose words ``reply.sent_text`` are, an engine's name as long as nobody touched them, else ``PERSON``;
    a door that does not say is not trusted to have asked a person. confirmed: the agent has looked at a translation
    that asks for it, or wants to write in a language that the customer does not. release_at: when it goes (after
    approval, if it waits for one); until then ``call_back`` takes it back; None for at once. The same ``request_key``
    twice is the same reply. Raises ``RuleBroken`` when the words must not go out (``facts["findings"]`` has them), and
    what ``tickets.replies.write_reply`` raises.
    """
    actor.require("ticket.reply", ticket)
    known = Message.objects.filter(request_key=reply.request_key).first() if reply.request_key else None
    if known is not None:
        return known
    reply = _with_languages(ticket, reply)
    findings = _findings(ticket, reply, actor)
    _refuse_blocked([finding for finding, _translated in findings])
    unread = _translation_unread(ticket, reply, engine, confirmed=confirmed)
    ticket = locked(ticket)
    seat = _seat(ticket, actor)
    reasons = _reasons(ticket, seat, [finding for finding, _translated in findings], actor, unread=unread)

    def beside(message: Message) -> None:
        _keep(message, findings)
        record_sent(message, engine=engine, actor=actor)

    message = write_reply(
        ticket, reply, waits=bool(reasons), actor=actor, release_at=release_at, beside=beside
    )
    if reasons:
        _ask(message, seat, reasons)
    return message


def _ask(message: Message, seat: Seat, reasons: tuple[str, ...]) -> None:
    asked_at = now()
    Approval.objects.create(
        client_id=message.client_id, ticket_id=message.ticket_id, engagement_id=seat.engagement_id, message=message,
        reasons=list(reasons), asked_at=asked_at, due_at=asked_at + timedelta(minutes=_minutes()),
    )  # fmt: skip


@transaction.atomic
def approve(
    approval: Approval, *, actor: Actor, sent_text: str | None = None, confirmed: bool = False
) -> Approval:
    """Let a waiting reply go to the customer, perhaps in corrected words, which are checked like any others.

    Nobody approves her own reply. Raises ``RuleBroken`` when somebody decided already, when the ticket has gone to
    another team, or when the corrected words must not go out.
    """
    approval = _locked_waiting(approval, actor)
    message = approval.message
    corrected = (sent_text or "").strip()
    changed = bool(corrected) and corrected != message.sent_text
    if changed:
        reply = Reply(message.text, message.language, corrected, message.sent_language)
        _refuse_blocked(check_draft(approval.ticket, corrected, message.sent_language, actor=actor))
        _translation_unread(approval.ticket, reply, PERSON, confirmed=confirmed)
    _decide(approval, Decision.APPROVED, actor, facts={"changed": changed})
    release_reply(message, actor=actor, sent_text=corrected if changed else None)
    return approval


@transaction.atomic
def return_to_writer(approval: Approval, comment: str, *, actor: Actor) -> Approval:
    """Give a waiting reply back with a comment; its words become the writer's draft again, beside any newer ones."""
    if not comment.strip():
        raise RuleBroken(_("Say what should be different, so that the writer can change it."))
    approval = _locked_waiting(approval, actor)
    approval.comment = comment.strip()
    _decide(approval, Decision.RETURNED, actor, facts={})
    _give_back(return_reply(approval.message, actor=actor))
    return approval


@transaction.atomic
def withdraw_approval(approval: Approval, *, actor: Actor) -> None:
    """Give a waiting reply back because its team has lost the ticket. Nothing when that is not so."""
    actor.require("reply.approve", approval)
    ticket = locked(approval.ticket)
    approval = (
        Approval.objects.select_for_update(of=("self",), no_key=True)
        .select_related("message__seat")
        .get(pk=approval.pk)
    )
    if approval.decision != Decision.WAITING or ticket.holder_id == approval.engagement_id:
        return
    _decide(approval, Decision.RETURNED, actor, facts={"moved": True})
    _give_back(return_reply(approval.message, actor=actor))


@transaction.atomic
def call_back(message: Message, *, actor: Actor) -> Message:
    """Take a scheduled reply back before it goes out; its words become the writer's draft again.

    Raises ``RuleBroken`` when it has gone already: the row lock decides between this and the clock.
    """
    message = call_back_reply(message, actor=actor)
    _give_back(message)
    return message


@transaction.atomic
def settle_scheduled(message: Message, *, actor: Actor) -> None:
    """Give a scheduled reply back when its team has lost the ticket or the ticket is closed; else let it go if due."""
    actor.require("reply.approve", message)
    ticket = locked(message.ticket)
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    if message.delivery != Delivery.SCHEDULED:
        return
    if ticket.holder_id != message.engagement_id or ticket.status == Status.CLOSED:
        _give_back(call_back_reply(message, actor=actor, facts={"moved": True}))
    else:
        release_due(message, actor=actor)


@transaction.atomic
def escalate(approval: Approval, *, actor: Actor) -> bool:
    """Show a reply for which nobody decided in time as overdue. It goes on waiting: nothing is sent unread."""
    actor.require("reply.approve", approval)
    approval = Approval.objects.select_for_update(of=("self",), no_key=True).get(pk=approval.pk)
    if not approval.overdue or approval.escalated_at is not None:
        return False
    approval.escalated_at = now()
    approval.save(update_fields=["escalated_at"])
    _record(approval, "reply.escalated", actor, {"minutes": int(approval.age.total_seconds()) // 60})
    return True


def _with_languages(ticket: Ticket, reply: Reply) -> Reply:
    """The reply with the languages it is in, where the door did not say."""
    if base_language(reply.language) not in {"", UNDETERMINED}:
        return reply
    return replace(
        reply, language=written_language(ticket.desk, reply.text, among=[customer_language(ticket)])
    )


def _translated(reply: Reply) -> bool:
    return bool(reply.sent_text.strip()) and base_language(
        reply.sent_language or reply.language
    ) != base_language(reply.language)


def _findings(ticket: Ticket, reply: Reply, actor: Actor) -> list[tuple[Finding, bool]]:
    """The findings, and for each whether it is in the words that the customer reads rather than the agent's."""
    found = [(finding, False) for finding in check_draft(ticket, reply.text, reply.language, actor=actor)]
    sent = reply.sent_text.strip()
    if sent and sent != reply.text.strip():
        language = reply.sent_language or reply.language
        found += [(finding, True) for finding in check_draft(ticket, sent, language, actor=actor)]
    return found


def _refuse_blocked(findings: list[Finding]) -> None:
    blocked = [finding for finding in findings if finding.level == "block"]
    if not blocked:
        return
    # A card number is shown by its last digits, here as everywhere.
    words = dict.fromkeys(
        finding.better if finding.rule == "unsafe.card_number" else finding.quote for finding in blocked
    )
    cited = ", ".join(map(quoted, words))
    why = " ".join(dict.fromkeys(str(finding.why) for finding in blocked))
    raise RuleBroken(
        _("This cannot be sent: %(words)s. %(why)s") % {"words": cited, "why": why}, findings=blocked
    )


def _translation_unread(ticket: Ticket, reply: Reply, engine: str, *, confirmed: bool) -> bool:
    """Whether a translation asks for a look that nobody gave it. Raises ``RuleBroken`` for one that must not go out."""
    reads, target = customer_language(ticket), base_language(reply.sent_language or reply.language)
    if reads and reads != target and not confirmed:
        names = {"reads": language_name(reads), "is_in": language_name(target)}
        raise RuleBroken(_("This customer reads %(reads)s, and the reply is in %(is_in)s. Translate it, or confirm that"
                           " it shall go out as it is.") % names)  # fmt: skip
    if not _translated(reply):
        return False
    source = base_language(reply.language)
    verdict = judge_edited(ticket, reply.text, reply.sent_text, source=source, target=target, engine=engine)
    if verdict.status == "blocked" and (engine != PERSON or not confirmed):
        raise RuleBroken(_("The translation changed what must stay as it is. %(details)s Correct it, then confirm that"
                           " you have read it.") % {"details": hard_failures(verdict)})  # fmt: skip
    return (verdict.status != "pass" or engine == UNKNOWN) and not confirmed


def _seat(ticket: Ticket, actor: Actor) -> Seat:
    """The writer's seat where the ticket is now. Raises ``NotAllowed`` for a machine, which never signs a reply."""
    seat = Seat.objects.select_related("engagement").filter(pk=actor.seat_on(ticket.holder_id) or 0).first()
    if seat is None:
        raise NotAllowed(permission="ticket.reply")
    return seat


def _reasons(
    ticket: Ticket, seat: Seat, findings: list[Finding], actor: Actor, *, unread: bool
) -> tuple[str, ...]:
    """Why the reply waits; nothing makes somebody wait who may send without approval."""
    if actor.may("ticket.reply_unapproved", ticket):
        return ()
    return approval_reasons(
        readiness=seat.readiness, given_at=seat.given_at, first_week_days=seat.engagement.first_week_days,
        at=now(), findings=findings, translation_unread=unread,
    )  # fmt: skip


def _keep(message: Message, findings: list[tuple[Finding, bool]]) -> None:
    FindingRecord.objects.bulk_create(
        FindingRecord(
            client_id=message.client_id, ticket_id=message.ticket_id, message=message, rule=finding.rule,
            kind=finding.kind, level=finding.level, start=finding.start, end=finding.end, quote=finding.quote[:300],
            in_translation=in_translation,
        )
        for finding, in_translation in findings[:MOST_FINDINGS]
    )  # fmt: skip


def _minutes() -> int:
    """Minutes after which an approval that nobody decided is overdue; the operator may set another number."""
    return int(getattr(settings, "APPROVAL_MINUTES", 30))


def _locked_waiting(approval: Approval, actor: Actor) -> Approval:
    """The approval, locked after its ticket, if this actor may decide it now. Raises ``RuleBroken`` if she may not."""
    actor.require("reply.approve", approval)
    ticket = locked(approval.ticket)
    actor.require("reply.approve", ticket)  # the holder may have changed meanwhile
    approval = (
        Approval.objects.select_for_update(of=("self",), no_key=True)
        .select_related("message__seat")
        .get(pk=approval.pk)
    )
    approval.ticket = approval.message.ticket = ticket
    if approval.decision != Decision.WAITING:
        decided = {"name": approval.decided_by, "decision": approval.get_decision_display()}
        raise RuleBroken(_("%(name)s has decided already: %(decision)s.") % decided)
    if ticket.holder_id != approval.engagement_id:
        raise RuleBroken(_("The ticket has gone to another team; this reply is not sent any more."))
    if approval.message.seat is not None and approval.message.seat.member_id == actor.member_id:
        raise RuleBroken(_("Nobody decides about her own reply. Ask a colleague who leads, or the client."))
    return approval


def _decide(approval: Approval, decision: Decision, actor: Actor, facts: dict[str, Any]) -> None:
    approval.decision, approval.decided_by, approval.decided_at = decision, actor.label[:150], now()
    approval.save(update_fields=["decision", "decided_by", "decided_at", "comment"])
    kind = "reply.approved" if decision == Decision.APPROVED else "reply.returned"
    _record(approval, kind, actor, {"reasons": approval.reasons, **facts})


def _record(approval: Approval, kind: str, actor: Actor, facts: dict[str, Any]) -> None:
    record(kind, actor=actor, client_id=approval.client_id, engagement_id=approval.engagement_id,
           ticket_id=approval.ticket_id, subject_id=approval.message_id, facts=facts)  # fmt: skip


def _give_back(message: Message) -> None:
    """Make a returned reply its writer's draft again. The machine does it: a draft is her firm's alone."""
    seat = Seat.objects.get(pk=message.seat_id or 0)
    with acting(system(message.client_id, seat.provider_id)):
        draft, _created = Draft.objects.select_for_update(no_key=True).get_or_create(
            ticket_id=message.ticket_id, member_id=seat.member_id, kind="reply",
            defaults={"client_id": message.client_id, "organization_id": seat.provider_id},
        )  # fmt: skip
        newer = draft.text.strip()
        draft.text = f"{newer}\n\n{message.text}" if newer else message.text
        if not newer and message.sent_text != message.text:
            draft.translation = message.sent_text
        draft.version, draft.saved_at = draft.version + 1, now()
        draft.save()
        give_back_files(message, draft)
