"""The agent behind a seat, with the rights she has now, and what keeps her from answering a ticket by mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from relevo.channels.mail import addresses
from relevo.channels.mail.models import Mailbox
from relevo.core.actor import Actor, system
from relevo.core.scope import acting
from relevo.engagements.grants import actor_of
from relevo.engagements.models import Seat
from relevo.organizations.models import Member
from relevo.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Agent:
    """Who has the seat. actor: what she may do now. address: where she signs in, "" when no mail can go there.

    language: of the mails that she gets. wants: whether she wants any.
    """

    seat: Seat
    actor: Actor
    name: str
    address: str
    language: str
    wants: bool

    @property
    def seated(self) -> bool:
        """Whether she still works on this seat: she, her firm's engagement and the seat itself."""
        here = self.actor.seat_on(self.seat.engagement_id) == self.seat.pk
        return here and self.actor.member_id == self.seat.member_id


def agent_on(seat: Seat) -> Agent:
    """The agent of a seat, whether it has ended or not. The machine looks: her firm's people are not the client's."""
    with acting(system(seat.client_id, seat.provider_id)):
        member = Member.objects.select_related("user", "organization").get(pk=seat.member_id)
        actor = actor_of(member)
    spoken = member.user.language or member.organization.language
    return Agent(
        seat=seat, actor=actor, name=member.user.name, address=addresses.normal(member.user.email),
        language=spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        wants=member.user.told_by_mail,
    )  # fmt: skip


def hindrance(agent: Agent, ticket: Ticket, mailbox: Mailbox) -> str:
    """Why she may not be told of this ticket by mail or answer it by mail now, as a code of ``wording``; "" when she
    may: her seat, its team's hold on the ticket, the client's rule and her own wish, all as they are now."""
    if not agent.seated:
        return "agent_gone"
    if ticket.holder_id != agent.seat.engagement_id or not agent.actor.may("ticket.reply", ticket):
        return "agent_moved"
    if not mailbox.agents_by_mail:
        return "agent_rule_off"
    return "" if agent.wants else "agent_wish_off"
