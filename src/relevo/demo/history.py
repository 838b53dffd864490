"""The days before: plays the script of the past through the real paths, at its own hours.

Mails are stored and digested as the receiver does it, replies are agents' own actions, and every mail really goes
to the town's mail server by SMTP. Only the clock is told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import singledispatchmethod
from pathlib import Path

from django.conf import settings

from relevo.channels.mail.doors import intake
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.models import RawMail
from relevo.conduct.actions import approve, send_reply, waiting_for
from relevo.core import clock
from relevo.core.actor import Actor, system
from relevo.core.scope import acting
from relevo.coverage.hand_overs import hand_over, hand_over_targets, prepare_hand_over
from relevo.demo import customers
from relevo.demo.clockwork import ZONE
from relevo.demo.errands import run_periodic_jobs, run_waiting_jobs
from relevo.demo.letters.values import DESKS, Letter
from relevo.demo.maildirs import Filed, mailbox_of
from relevo.demo.past import PAST, SCRIPT
from relevo.demo.past_values import Answered, Approved, HandedOver, Noted, Prepared, Replied, Step, Wrote
from relevo.demo.post import Place, answer, first_mail, place_of
from relevo.demo.sink import Sink
from relevo.engagements.grants import actor_for
from relevo.engagements.models import Seat
from relevo.organizations.models import User
from relevo.tickets.actions import assign_ticket, set_topic, write_note
from relevo.tickets.models import Ticket
from relevo.tickets.replies import Reply

STRIDE = timedelta(minutes=30)
"""How often the periodic jobs run while the past goes by; the hours of all firms begin at such times."""

_DAYS_BEFORE = {"Fri": 2, "Sat": 1, "Sun": 0}


def tell(
    town: Path, *, sunday: datetime, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> None:
    """Let the two days before ``sunday`` (03:00 in the first client's zone) have happened.

    town: the folder of the customers' mailboxes. Mail goes to the server in the settings, which this runs itself.
    progress: told how many of all steps have happened.
    """
    with Sink(town, int(settings.SMTP_SERVER["port"]), say=lambda _: None):
        story = Story(town, sunday)
        for number, step in enumerate(SCRIPT, start=1):
            story.wait_until(step.at)
            with clock.travel(story.instant(step.at)):
                story.happen(step)
                run_waiting_jobs()
            progress(number, len(SCRIPT))
        story.wait_until("Sun 03:00")
    story.let_mail_be_read()


@dataclass
class Story:
    """The past as far as it has been told. time: the hour it is in the story (None: not begun), in UTC."""

    town: Path
    sunday: datetime
    time: datetime | None = None
    letters: dict[str, Letter] = field(default_factory=lambda: {letter.key: letter for letter in PAST})
    tickets: dict[str, int] = field(default_factory=dict)

    def wait_until(self, hour: str) -> None:
        """Let the time go by until ``Sat 18:05`` or ``Sun 01:10``, with what happens by itself meanwhile."""
        then = self.instant(hour)
        for moment in self._strides(then):
            with clock.travel(moment):
                run_periodic_jobs(moment.timestamp())
                run_waiting_jobs()
        self.time = then

    def instant(self, hour: str) -> datetime:
        """When that is."""
        day, _, time = hour.partition(" ")
        date = self.sunday.astimezone(ZONE).date() - timedelta(days=_DAYS_BEFORE[day])
        return datetime.fromisoformat(f"{date}T{time}").replace(tzinfo=ZONE).astimezone(self.sunday.tzinfo)

    def _strides(self, then: datetime) -> Iterator[datetime]:
        """The full and half hours until then; none before the story begins."""
        if self.time is None:
            return
        beyond = (self.time.timestamp() // STRIDE.total_seconds() + 1) * STRIDE.total_seconds()
        moment = datetime.fromtimestamp(beyond, self.sunday.tzinfo)
        while moment <= then:
            yield moment
            moment += STRIDE

    @singledispatchmethod
    def happen(self, step: Step) -> None:
        """Let one step of the script happen now."""
        raise TypeError(f"not a step: {step!r}")

    @happen.register
    def _wrote(self, step: Wrote) -> None:
        letter = step.letter
        self._post(letter, first_mail(letter, at=clock.now()), DESKS[letter.desk])

    @happen.register
    def _answered(self, step: Answered) -> None:
        letter = self.letters[step.key]
        writer = customers.by_first_name(letter.writer)
        filed, received = self._newest(letter)
        place = place_of(received) or Place(letter.key)
        text = letter.answers[place.turn]
        mail = answer(
            received, text, writer=writer, place=Place(letter.key, 0, place.turn + 1), at=clock.now()
        )
        self._post(letter, mail, mail["To"].addresses[0].addr_spec)
        filed.mark("RS")

    @happen.register
    def _replied(self, step: Replied) -> None:
        with self._agent(step.agent) as actor:
            ticket = self._ticket(step.key, actor)
            if step.topic:
                set_topic(ticket, step.topic, actor=actor)
            own = actor.seat_on(ticket.holder_id)
            if own is not None and ticket.assignee_id != own:
                assign_ticket(ticket, Seat.objects.get(pk=own), actor=actor)
            reply = Reply(step.text, ticket.language, sent_language=ticket.language, status_after=step.then)
            send_reply(self._ticket(step.key, actor), reply, actor=actor)

    @happen.register
    def _approved(self, step: Approved) -> None:
        with self._agent(step.lead) as actor:
            approve(waiting_for(actor).get(ticket=self._ticket(step.key, actor)), actor=actor)

    @happen.register
    def _noted(self, step: Noted) -> None:
        with self._agent(step.agent) as actor:
            write_note(self._ticket(step.key, actor), step.text, audience=step.audience, actor=actor)

    @happen.register
    def _prepared(self, step: Prepared) -> None:
        with self._agent(step.agent) as actor:
            prepare_hand_over(
                self._ticket(step.key, actor), step.assessment, step.recommendation, actor=actor
            )

    @happen.register
    def _handed_over(self, step: HandedOver) -> None:
        self._prepared(step)
        with self._agent(step.agent) as actor:
            ticket = self._ticket(step.key, actor)
            own_team = next(one for one in hand_over_targets(ticket, actor=actor) if one.in_house)
            hand_over(ticket, own_team, actor=actor)

    def let_mail_be_read(self) -> None:
        """What the customers got in the past they have read; the town answers only what comes from now on."""
        for customer in customers.CUSTOMERS:
            for filed in mailbox_of(self.town, customer.address).unseen():
                filed.mark("S")

    def _post(self, letter: Letter, mail: EmailMessage, to: str) -> None:
        """Send a customer's mail as the receiver would take it, and keep her own copy."""
        raw = mail.as_bytes()
        writer = customers.by_first_name(letter.writer)
        intake.store(Envelope(raw, writer.address, (to,), clock.now(), "smtp", "127.0.0.1", "town.example"))
        mailbox_of(self.town, writer.address).sent.file(raw, new=False)

    def _newest(self, letter: Letter) -> tuple[Filed, EmailMessage]:
        """The newest mail of a thread that its customer got and has not answered."""
        writer = customers.by_first_name(letter.writer)
        for filed in reversed(mailbox_of(self.town, writer.address).unseen()):
            mail = filed.read()
            place = place_of(mail) if mail is not None else None
            if mail is not None and place is not None and place.key == letter.key:
                return filed, mail
        raise LookupError(f"{writer.name} has got nothing to answer about {letter.key}")

    def _ticket(self, key: str, actor: Actor) -> Ticket:
        """The ticket that a letter opened, as the actor sees it now."""
        if key not in self.tickets:
            letter = self.letters[key]
            header = Place(key).message_id(customers.by_first_name(letter.writer).address).strip("<>")
            mailbox = intake.mailbox_of(DESKS[letter.desk])
            with acting(system(mailbox[1] if mailbox else 0)):
                raw = RawMail.objects.select_related("message").get(header_id=header)
                self.tickets[key] = raw.message.ticket_id if raw.message else 0
        tickets = Ticket.objects.visible_to(actor).select_related("desk__client", "customer", "holder")
        return tickets.get(pk=self.tickets[key])

    @contextmanager
    def _agent(self, first_name: str) -> Iterator[Actor]:
        """The scope of an agent at her desk now."""
        actor = actor_for(User.objects.get(name__startswith=f"{first_name} ").pk)
        with acting(actor):
            yield actor
