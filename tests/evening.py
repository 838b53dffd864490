"""One evening at both desks, told through the real actions: a row of every kind, for tests of who sees and does what.

Auralis: Jorge's ticket is with Noctua (a hand-over to accept, a reply to approve, notes of both audiences, drafts);
Elena's was answered by Noctua and handed in; Juris's is with Baltline. Mareko: Zane's is with Baltline, Hannah's was
taken back from Baltline.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from relevo.channels.mail.doors import intake
from relevo.channels.mail.models import Alarm, AutomaticAnswer, ImapAccount, Mailbox, RawMail, SendingAccount
from relevo.channels.mail.participants import add_participant
from relevo.conduct.actions import send_reply
from relevo.conduct.models import Approval
from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.hand_overs import hand_over, prepare_hand_over, take_back_ticket
from relevo.coverage.models import HandOver
from relevo.coverage.passing import pass_ball
from relevo.events.subscribers import run_subscriber
from relevo.live import presence
from relevo.study.actions import open_study, run_scenario
from relevo.study.models import Study, StudyReport, StudyScenario
from relevo.tickets.actions import File, assign_ticket, write_note
from relevo.tickets.draft_files import add_files
from relevo.tickets.models import Attachment, DraftFile, Message, Participant, Ticket
from relevo.tickets.replies import Reply, save_draft
from tests.cast import Cast
from tests.channels.mail.postbox import SUPPORT, envelope, run_mail_jobs
from tests.stories import customer_writes

EVENING = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
"""Sunday evening: the in-house teams are off, Noctua and Baltline answer, Lucía is in her first week."""

OF_NOCTUA, OF_BOTH, OF_CLIENT = "Noctua's own words", "words for both firms", "the client's own words"
"""What the notes on Jorge's ticket say, by their audience."""

ANSWER = "Hello Elena, please hold the button of the gadget until the light turns green. Kind regards, Mateo"
TRANSLATED = (
    "Estimada Elena: mantenga pulsado el botón hasta que la luz se ponga verde. Un saludo cordial, Mateo"
)


@dataclass(frozen=True, slots=True)
class Evening:
    """The tickets by their customers, and what is on them.

    file, foto: files of Jorge and of Elena. waiting, handed: Lucía's replies on their tickets, not approved yet.
    answer: Mateo's to Elena. in_house, noctua: ids of Auralis's engagements. seat: Lucía's there.
    participant: Jorge's sister, who is in copy.
    """

    jorge: Ticket
    elena: Ticket
    juris: Ticket
    zane: Ticket
    hannah: Ticket
    file: Attachment
    foto: Attachment
    waiting: Approval
    handed: Approval
    to_accept: HandOver
    answer: Message
    in_house: int
    noctua: int
    mailbox: int
    raw_mail: int
    study: int
    scenario: int
    laid: int
    seat: int
    participant: int


DOT = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
"""The smallest picture: one black dot."""


def play(cast: Cast) -> Evening:
    """Let the evening happen; call it while the clock is at ``EVENING``."""
    jorge = _by_mail(cast)
    elena = customer_writes(
        cast, "No sé cómo se empareja.", address="elena@prats.example", name="Elena Prats",
        files=[File("foto.gif", "image/gif", DOT)],
    )  # fmt: skip
    juris = customer_writes(
        cast, "Skaļrunis neskan.", address="juris@vitols.example", name="Juris Vītols", language="lv"
    )
    zane = customer_writes(
        cast, "Nav siltā ūdens.", desk="mareko", address="zane@krumina.example", name="Zane Krūmiņa", language="lv"
    )  # fmt: skip
    hannah = customer_writes(
        cast, "No hot water since noon.", desk="mareko", address="hannah@cole.example", name="Hannah Cole",
        language="en",
    )  # fmt: skip
    to_accept = _comes_from_in_house(cast, jorge)
    _is_worked_on(cast, jorge)
    waiting = _waits(cast, jorge, UUID(int=1))
    answer = _answers(cast, elena)
    handed = _waits(cast, elena, UUID(int=2))
    _handed_in(cast, elena)
    ilze = cast.actor("Ilze")
    with acting(ilze):
        take_back_ticket(hannah, actor=ilze)
    _background(cast)
    _mailboxes_are_minded({"auralis": jorge, "mareko": zane}, cast)
    _firms_think_about_it(cast)
    with acting(cast.everywhere):
        tickets = Ticket.objects.select_related("desk", "holder", "assignee", "customer").in_bulk(
            [ticket.pk for ticket in (jorge, elena, juris, zane, hannah)]
        )
        return Evening(
            *(tickets[ticket.pk] for ticket in (jorge, elena, juris, zane, hannah)), waiting=waiting, handed=handed,
            file=Attachment.objects.get(ticket=jorge), foto=Attachment.objects.get(ticket=elena),
            to_accept=to_accept, answer=answer, in_house=cast.engagement("auralis", "auralis").pk,
            noctua=cast.engagement("auralis", "noctua").pk,
            mailbox=Mailbox.objects.get(desk__slug="auralis").pk,
            raw_mail=RawMail.objects.get(message__ticket=jorge).pk,
            study=Study.objects.get(client_id=jorge.client_id).pk,
            scenario=StudyScenario.objects.get(client_id=jorge.client_id).pk,
            laid=DraftFile.objects.get(ticket=jorge).pk, seat=cast.seat("Lucía", "auralis").pk,
            participant=Participant.objects.get(ticket=jorge).pk,
        )  # fmt: skip


@contextmanager
def played(blocker: Any) -> Iterator[tuple[Cast, Evening]]:
    """The evening for all tests of a module: ``blocker`` is pytest-django's; rolled back at the end."""
    with blocker.unblock(), clock.travel(EVENING), transaction.atomic():
        cast = Cast()
        yield cast, play(cast)
        transaction.set_rollback(True)


def _firms_think_about_it(cast: Cast) -> None:
    """Each client has a study with a scenario that is done."""
    for name in ("Carmen", "Ilze"):
        manager = cast.actor(name)
        with acting(manager):
            files = [("tickets.csv", b"created_at,channel\n2026-01-05 09:00,mail\n")]
            study = open_study("2026", "Europe/Madrid", files, actor=manager)
            scenario = run_scenario(study, "Defaults", "", actor=manager)
            StudyReport.objects.create(
                client_id=study.client_id,
                scenario=scenario,
                kind="html",
                language="en",
                content=b"<h1>No</h1>",
            )


def _mailboxes_are_minded(tickets: dict[str, Ticket], cast: Cast) -> None:
    """Each client has accounts elsewhere, an alarm, and a customer whom a machine has answered."""
    with acting(cast.everywhere):
        for slug, ticket in tickets.items():
            box = Mailbox.objects.get(desk__slug=slug)
            own = {"client_id": box.client_id, "mailbox": box}
            ImapAccount.objects.create(
                **own, host="imap.example", username=box.address, next_try_at=clock.now()
            )
            SendingAccount.objects.create(**own, kind="smtp", host="smtp.example", username=box.address)
            Alarm.objects.create(**own, kind="imap.refused")
            AutomaticAnswer.objects.create(**own, ticket=ticket, address="a@b.example", on=clock.now().date())


def _by_mail(cast: Cast) -> Ticket:
    """Jorge's ticket comes as a real mail with a file."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "Jorge Molina <jorge@molina.example>",
        SUPPORT,
        "El altavoz no enciende",
    )
    mail["Message-ID"] = "<evening@molina.example>"
    mail.set_content(
        "Buenas noches: mi Auralis Duo 2 no enciende desde ayer y muestra E-0042. ¿Qué puedo hacer?"
    )
    mail.add_attachment(DOT, maintype="image", subtype="gif", filename="serie.gif")
    intake.store(envelope(mail.as_bytes().replace(b"\n", b"\r\n")))
    run_mail_jobs("mail.digest")
    with acting(cast.everywhere):
        return Ticket.objects.get(messages__raw_mail__header_id__contains="evening@molina.example")


def _comes_from_in_house(cast: Cast, ticket: Ticket) -> HandOver:
    """The in-house team had it by day; now Noctua holds it and has still to accept."""
    machine = cast.machine("auralis")
    with acting(machine):
        pass_ball(ticket, cast.engagement("auralis", "auralis"), reason="coverage", actor=machine)
        ticket = Ticket.objects.select_related("desk", "holder").get(pk=ticket.pk)
        made = pass_ball(ticket, cast.engagement("auralis", "noctua"), reason="coverage", actor=machine)
    assert made is not None
    return made


def _is_worked_on(cast: Cast, ticket: Ticket) -> None:
    mateo, carmen = cast.actor("Mateo"), cast.actor("Carmen")
    with acting(mateo):
        held = Ticket.objects.get(pk=ticket.pk)
        assign_ticket(held, cast.seat("Mateo", "auralis"), actor=mateo)
        write_note(held, OF_BOTH, audience="both", actor=mateo)
        write_note(held, OF_NOCTUA, audience="own", actor=mateo)
        save_draft(held, kind="reply", text="Estimado Jorge", actor=mateo)
        add_files(held, [File("guía.gif", "image/gif", DOT)], actor=mateo)
        add_participant(held, "Marisa Molina <marisa@molina.example>", actor=mateo)
        prepare_hand_over(held, "The power supply, most likely.", "Ask for the serial number.", actor=mateo)
        presence.note(held, typing=True, actor=mateo)
    with acting(carmen):
        held = Ticket.objects.get(pk=ticket.pk)
        write_note(held, OF_CLIENT, audience="own", actor=carmen)
        save_draft(held, kind="note", text="Sobre Noctua", actor=carmen)
        presence.note(held, typing=False, actor=carmen)


def _waits(cast: Cast, ticket: Ticket, key: UUID) -> Approval:
    """Lucía is in her first week: her reply waits for a lead."""
    lucia = cast.actor("Lucía")
    text = "Estimado cliente: pulse el botón durante diez segundos, por favor. Un saludo cordial, Lucía"
    with acting(lucia):
        held = Ticket.objects.select_related("desk", "customer", "holder").get(pk=ticket.pk)
        message = send_reply(held, Reply(text, "es", request_key=key), actor=lucia, confirmed=True)
        return Approval.objects.get(message=message)


def _answers(cast: Cast, ticket: Ticket) -> Message:
    """Mateo writes in English and Elena reads Spanish: findings, a translation, a mail, a charge."""
    mateo = cast.actor("Mateo")
    with acting(mateo):
        held = Ticket.objects.select_related("desk", "customer", "holder").get(pk=ticket.pk)
        return send_reply(held, Reply(ANSWER, "en", TRANSLATED, "es"), actor=mateo, confirmed=True)


def _handed_in(cast: Cast, ticket: Ticket) -> None:
    mateo, in_house = cast.actor("Mateo"), cast.engagement("auralis", "auralis")
    with acting(mateo):
        hand_over(Ticket.objects.get(pk=ticket.pk), in_house, actor=mateo)


def _background(cast: Cast) -> None:
    """One job of the many runs, and leaves its mark; the others are dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'event_id')::bigint, args->>'subscriber', (args->>'organization_id')::bigint FROM"
            " procrastinate_jobs WHERE task_name = 'run_subscriber' AND args->>'subscriber' LIKE '%keep_what_went_out'"
        )
        for event_id, subscriber, firm in cursor.fetchall():
            run_subscriber.func(event_id=event_id, subscriber=subscriber, organization_id=firm)
        cursor.execute("DELETE FROM procrastinate_jobs")
