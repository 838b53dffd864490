"""An agent's answer by mail, as it comes in: hers beyond doubt and still allowed, or held back.

What comes to the address of a mail to an agent is never a customer's message and never opens a ticket. From alone
proves nothing: the token must be ours, her domain must vouch for the mail, and it must be the address she signs in
with. Nobody is written to about a mail that is not proven hers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.agents import letters, wording
from relevo.channels.mail.agents.letters import Letter
from relevo.channels.mail.agents.people import Agent, agent_on, hindrance
from relevo.channels.mail.judging import machine
from relevo.channels.mail.models import OutgoingMail, RawMail, RawState
from relevo.channels.mail.parsing import ParsedMail
from relevo.channels.mail.queued import defer_answer
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.failpoints import reach
from relevo.engagements.models import Seat
from relevo.tickets.models import Ticket

GOOD_FOR: Final = timedelta(days=14)
"""How long a mail to an agent can be answered."""
LONGEST: Final = 50_000
"""Letters of one answer, as on screen."""
WAITS: Final = "agent_waits"
"""The note of an answer that is accepted and not sent yet."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An agent's answer. told: our mail that it answers. ticket: that mail's, or the one that goes on with it."""

    told: OutgoingMail
    ticket: Ticket
    agent: Agent

    @property
    def hindrance(self) -> str:
        """Why it may not be sent now, as a code; see ``people.hindrance``."""
        return hindrance(self.agent, self.ticket, self.told.mailbox)


def addressed(rcpt_to: str, desk_id: int) -> bool:
    """Whether an envelope's recipient is the address of a mail to an agent of this desk."""
    return any(
        keyed.reference(token, desk_id, "agent") for token in tokens.tokens_in(ParsedMail(), [rcpt_to])
    )


def answered(raw: RawMail, mail: ParsedMail) -> Answer | None:
    """Our mail to an agent that this one answers; None for all that is a customer's affair.

    The address that it came to tells. A mail that only names ours (her program ignores Reply-To) counts when it says
    that it is from the address that ours went to: what such a mail was forwarded with may be a customer's.
    """
    desk_id = raw.mailbox.desk_id
    for token in tokens.tokens_in(mail, [raw.rcpt_to]):
        reference = keyed.reference(token, desk_id, "agent")
        if reference is None:
            continue
        of_ticket = OutgoingMail.objects.filter(ticket_id=reference.ticket_id).exclude(seat=None)
        told = of_ticket.filter(header_id__startswith=f"{token}@").values_list("pk", "rcpt_to").first()
        if told is not None and (addressed(raw.rcpt_to, desk_id) or told[1] == mail.from_addr):
            return answer_to(told[0])
    return None


def answer_to(told_id: int) -> Answer:
    """The answer to a mail of ours, with everything about it as it is now."""
    told = OutgoingMail.objects.defer("raw").select_related(
        "mailbox", "ticket__desk", "ticket__customer", "ticket__merged_into__desk", "ticket__merged_into__customer"
    ).get(pk=told_id)  # fmt: skip
    seat = Seat.objects.get(pk=told.seat_id or 0)
    return Answer(told, told.ticket.merged_into or told.ticket, agent_on(seat))


def take(raw: RawMail, mail: ParsedMail, answer: Answer | None, *, actor: Actor) -> tuple[RawState, str]:
    """Accept an answer, to be sent by a job of its own, or hold it back: the state that the mail is in now, and why.

    answer: None for one to a mail of ours that is not kept any more.
    """
    own = [raw.mailbox.address]
    if kind := machine.machine_kind(mail, mail_from=raw.mail_from, own_addresses=own):
        return RawState.IGNORED, kind
    if answer is None or not _proven(raw, mail, answer):
        return RawState.QUARANTINED, "agent_not_proven"
    if answer.told.shown_id is None:  # two machines could go on like this for ever
        return RawState.QUARANTINED, "agent_not_asked"
    if why := _unusable(mail, answer) or answer.hindrance:
        tell_why(answer, why, in_reply_to=mail.message_id, actor=actor)
        return RawState.QUARANTINED, why
    defer_answer(raw.pk, answer.told.pk, raw.client_id)
    reach("answer_accepted")
    return RawState.DIGESTED, WAITS


def tell_why(answer: Answer, why: str, *, in_reply_to: str, actor: Actor, kept: bool = False) -> None:
    """Tell an agent that her answer did not go. why: a code of ``wording.REASONS``, or a sentence in her language."""
    with translation.override(answer.agent.language):
        text = wording.not_sent(answer.ticket, str(wording.REASONS.get(why, why)), kept=kept)
        letter = Letter(_("Your answer was not sent"), text, "auto-replied", in_reply_to=in_reply_to)
    letters.post(letter, ticket=answer.ticket, mailbox=answer.told.mailbox, agent=answer.agent, actor=actor)


def _proven(raw: RawMail, mail: ParsedMail, answer: Answer) -> bool:
    """Whether her domain vouches for the mail, its one clear sender is the address she signs in with now, and it says
    itself what it answers: a mail that she wrote to somebody else may come here again in another envelope."""
    hers = bool(mail.from_addr) and mail.from_addr == answer.agent.address
    names_it = answer.told.header_id.partition("@")[0] in tokens.tokens_in(mail)
    doubted = raw.trust != "pass" or raw.released or "headers_cut" in mail.notices
    return hers and names_it and not doubted


def _unusable(mail: ParsedMail, answer: Answer) -> str:
    if answer.told.queued_at < now() - GOOD_FOR:
        return "agent_late"
    if len(mail.reply) > LONGEST:
        return "agent_long"
    return "" if mail.reply.strip() else "agent_empty"
