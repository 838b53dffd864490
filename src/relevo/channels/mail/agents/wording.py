"""The words of the mails that an agent gets about her tickets. Called with her language active."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relevo.channels.mail import names
from relevo.channels.mail.agents.people import Agent
from relevo.core.clock import now
from relevo.core.formats import day_and_time, minutes_words
from relevo.language.codes import base_language
from relevo.language.models import Status as Trust
from relevo.language.models import Translation
from relevo.language.names import language_name
from relevo.promises.models import Clock, Verdict
from relevo.tickets.models import Message, Participant, Ticket

TEXT_LIMIT: Final = 5000
"""Letters of one message that are told by mail; the rest is on screen."""

MARK: Final = "##-"
"""How the first line begins, below which mail readers (ours included) take everything for history."""

REASONS: Final = {
    "agent_gone": gettext_lazy("There is no seat of yours at this desk any more."),
    "agent_moved": gettext_lazy("Another team has this ticket now."),
    "agent_rule_off": gettext_lazy("This desk takes no answers by mail now."),
    "agent_wish_off": gettext_lazy("Your settings say that you want no mail about your tickets."),
    "agent_late": gettext_lazy("The mail that it answers is more than 14 days old."),
    "agent_long": gettext_lazy("It is longer than a reply can be."),
    "agent_empty": gettext_lazy("It holds no words of yours."),
}
"""Why an answer was held back, for those reasons that its proven writer is told."""


def link(ticket: Ticket) -> str:
    """Where the ticket is on screen."""
    return settings.PUBLIC_URL + reverse("workspace:ticket", args=[ticket.reference])


def notification(ticket: Ticket, said: list[Message], agent: Agent) -> str:
    """What happened on her ticket. said: what she is shown of it, oldest first."""
    above = _("Write your answer above this line")
    with timezone.override(ZoneInfo(agent.actor.zone)):
        pieces = [
            f"{MARK} {above} -##",
            f"{ticket.desk.name} · {ticket.reference}\n{names.one_line(ticket.subject, 300)}",
            *(_said(message, ticket) for message in said),
            _due(ticket),
            _("Answer this mail to write to the customer in the name of %(desk)s. Your words are checked, translated"
              " and approved as on screen; files cannot go along.") % {"desk": ticket.desk.name},
            _copies(ticket),
            link(ticket),
        ]  # fmt: skip
    return "\n\n".join(filter(None, pieces))


def not_sent(ticket: Ticket, why: str, *, kept: bool) -> str:
    """That her answer did not go, and why. kept: her words are a draft on the ticket."""
    said = _("Your answer on %(reference)s was not sent.") % {"reference": ticket.reference}
    draft = _("Your words are your draft on the ticket:") if kept else ""
    return "\n\n".join(filter(None, [said, why, draft, link(ticket) if kept else ""]))


def _said(message: Message, ticket: Ticket) -> str:
    shown = names.one_line(message.shown_name, 150)
    # One who gave no name is called by her address, which a partner need not have in his mailbox.
    nameless = _("The customer") if message.participant_id is None else _("Somebody in copy")
    words = {"name": nameless if "@" in shown else shown, "time": day_and_time(message.at)}
    pieces = [_("%(name)s wrote (%(time)s):") % words, _cut(message.text)]
    working = base_language(ticket.desk.working_language)
    found = Translation.objects.filter(message=message, target=working).exclude(status=Trust.UNTRANSLATED)
    if (translated := found.first()) is not None:
        pieces += [_("In %(language)s:") % {"language": language_name(working)}, _cut(translated.text)]
    return "\n\n".join(pieces)


def _copies(ticket: Ticket) -> str:
    """How many besides the customer get her answer, "" when nobody does; who they are is on screen."""
    others = Participant.objects.present().filter(ticket=ticket).count()
    if not others:
        return ""
    return ngettext(
        "%(count)s person besides the customer gets a copy of it.",
        "%(count)s people besides the customer get a copy of it.",
        others,
    ) % {"count": others}


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT].rstrip() + " […]"


def _due(ticket: Ticket) -> str:
    """The promise that is due soonest and the time that is left, "" when none runs."""
    owed = Q(verdict=Verdict.RUNNING, paused_since=None) | Q(verdict=Verdict.MISSED, met_at=None)
    clock = Clock.objects.filter(owed, ticket=ticket).order_by("due_at").first()
    if clock is None:
        return ""
    left = (clock.due_at - now()).total_seconds()
    facts = {
        "promise": clock.get_kind_display(),
        "time": day_and_time(clock.due_at),
        "left": minutes_words(abs(left)),
    }
    if left < 0:
        return _("%(promise)s: was due %(time)s, %(left)s ago.") % facts
    return _("%(promise)s: due %(time)s, in %(left)s.") % facts
