"""From a released reply to the mail server, which answers in every way that mail servers do."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from relevo.channels.mail import jobs
from relevo.channels.mail.doors import intake
from relevo.channels.mail.models import Alarm, Mailbox, OutgoingMail, OutState, RawState
from relevo.channels.mail.out import outbox, standing, wording
from relevo.channels.mail.queued import defer_send
from relevo.channels.mail.subscribers import put_reply_in_the_outbox
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.customers.actions import find_or_create_customer
from relevo.customers.models import Address
from relevo.events.models import Event
from relevo.language.actions import PERSON, UNKNOWN, record_sent
from relevo.tickets.actions import hold_ticket, open_ticket
from relevo.tickets.models import Attachment, Delivery, Message, Ticket
from relevo.tickets.replies import Reply, write_reply
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import (
    SUPPORT,
    Sink,
    answer,
    envelope,
    let_in,
    letter,
    messages,
    open_sink,
    outgoing,
    raws,
    reply_to,
    run_mail_jobs,
    tickets,
    wire_mail,
    write_again,
)

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Jorge's ticket."""
    let_in(letter())
    return tickets()[0]


def point_at(settings: Any, sink: Sink) -> None:
    server = {"host": "127.0.0.1", "port": sink.port, "security": "none", "username": "", "password": ""}
    settings.SMTP_SERVER = server


def shown(message: Message) -> tuple[str, str]:
    """What both firms see about the delivery."""
    with acting(EVERYWHERE):
        fresh = Message.objects.get(pk=message.pk)
        return fresh.delivery, wording.note_words(fresh.delivery_note)


def send_all(at: datetime) -> None:
    """What the worker does at a given time: the sweep, then the jobs."""
    with clock.travel(at):
        jobs.sweep(timestamp=0)
        run_mail_jobs()


def test_a_released_reply_is_a_mail_in_the_same_transaction(cast: Cast, ticket: Ticket) -> None:
    message = answer(cast, ticket, "Reinicie el altavoz.\n\nUn saludo,\nMateo")
    [mail] = outgoing()
    text = wire_mail(mail)
    assert (mail.message, mail.state, mail.rcpt_to) == (message, OutState.QUEUED, "jorge@molina.example")
    assert str(text["From"]) == "Mateo de Auralis <support@auralis.example>"
    assert str(text["To"]) == "Jorge Molina <jorge@molina.example>"
    assert str(text["Subject"]) == f"Re: El altavoz no conecta [{ticket.reference}]"
    assert str(text["In-Reply-To"]) == "<one@molina.example>"
    assert str(text["References"]) == "<one@molina.example>"
    assert str(text["Content-Language"]) == "es"
    token = str(text["Message-ID"]).strip("<>").partition("@")[0]
    assert str(text["Reply-To"]) == f"Mateo de Auralis <support+{token}@auralis.example>"
    body = text.get_body(("plain",))
    assert body is not None
    plain = body.get_content().replace("\r\n", "\n")
    assert plain.startswith(
        "Reinicie el altavoz.\n\nUn saludo,\nMateo\n\n-- \nAtención al cliente de Auralis"
    )
    assert "Jorge Molina escribió:\n\n> Buenos días" in plain


def test_the_customer_reads_the_translation_and_its_signature(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket, "Restart it.", sent_text="Restartējiet.", sent_language="lv")
    text = bytes(outgoing()[0].raw)
    assert "Mateo no Auralis" in str(wire_mail(outgoing()[0])["From"])
    assert b"Restart=C4=93jiet" in text
    assert b"Restart it" not in text
    assert "klientu atbalsts" in str(wire_mail(outgoing()[0]).get_body(("plain",)))


def test_a_language_without_signature_gets_the_english_one(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket, "Redémarrez.", sent_text="Redémarrez.", sent_language="fr")
    assert b"Auralis customer care" in bytes(outgoing()[0].raw)


def test_a_thread_names_all_of_its_mails_in_order(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket)
    first = outgoing()[0]
    write_again(reply_to(first))
    answer(cast, ticket, "Perfecto.")
    text = wire_mail(outgoing()[1])
    assert str(text["In-Reply-To"]) == "<re@molina.example>"
    assert str(text["References"]).split() == [
        "<one@molina.example>",
        f"<{first.header_id}>",
        "<re@molina.example>",
    ]


def test_fault_37_send_pressed_twice_is_one_mail(cast: Cast, ticket: Ticket) -> None:
    key = uuid4()
    answer(cast, ticket, request_key=key)
    answer(cast, ticket, request_key=key)
    assert len(outgoing()) == 1


def test_attacks_25_and_26_a_customers_name_is_one_harmless_header_line(cast: Cast, settings: Any) -> None:
    name = "=?utf-8?q?Gana_https=3A//evil=2Eexample=0D=0ABcc=3A_all=40evil=2Eexample?="
    raw = letter().replace(b"From: Jorge Molina", b"From: " + name.encode())
    let_in(raw)
    answer(cast, tickets()[0])
    with open_sink() as sink:
        point_at(settings, sink)
        run_mail_jobs()
    [(_, rcpt, wire)] = sink.mails
    assert rcpt == "jorge@molina.example"
    head = wire.partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nbcc:" not in head
    assert b"https" not in head


def test_a_mail_that_the_server_takes_is_shown_as_sent(cast: Cast, ticket: Ticket, settings: Any) -> None:
    message = answer(cast, ticket)
    with open_sink() as sink:
        point_at(settings, sink)
        run_mail_jobs()
        for _ in range(3):
            jobs.send(outgoing_id=outgoing()[0].pk, client_id=ticket.client_id)
    [mail] = outgoing()
    [(sender, rcpt, wire)] = sink.mails
    assert (rcpt, wire) == ("jorge@molina.example", bytes(mail.raw))
    assert sender.startswith("support+b-")
    assert (mail.state, mail.attempts, mail.leased_until, mail.answer) == (
        OutState.SENT,
        1,
        None,
        "250 2.0.0 taken",
    )
    assert shown(message) == (Delivery.SENT, "")
    with acting(EVERYWHERE):
        assert Event.objects.filter(kind="reply.sent", subject_id=message.pk).count() == 1


@pytest.mark.parametrize(
    "said",
    [
        "MAIL 421 4.3.2 closing",
        "MAIL 450 4.7.1 greylisted",
        "RCPT 450 4.2.0 try later",
        "RCPT 451 4.3.0 local error",
        "DATA 451 4.3.0 local error",
        "END 450 4.3.0 queue full",
    ],
)
def test_fault_34_a_passing_refusal_is_shown_and_tried_again_after_one_five_and_fifteen_minutes(
    cast: Cast, ticket: Ticket, settings: Any, said: str
) -> None:
    with clock.travel(START), open_sink(said, said, said) as sink:
        point_at(settings, sink)
        message = answer(cast, ticket)
        run_mail_jobs()
        code = said.split()[1]
        assert shown(message) == (
            Delivery.RETRYING, f"The mail server asks to try again later ({code}). Relevo does.",
        )  # fmt: skip
        tries = []
        for minutes in range(1, 25):
            send_all(START + timedelta(minutes=minutes, seconds=30))
            tries.append(outgoing()[0].attempts)
    assert [tries.index(attempt) + 1 for attempt in (2, 3, 4)] == [1, 6, 21]
    assert shown(message) == (Delivery.SENT, "")
    assert len(sink.mails) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "RCPT 550 5.1.1 no such user",
            "The customer's address does not exist or cannot be reached. (5.1.1)",
        ),
        ("MAIL 552 5.3.4 too big", "The customer's mail server could not take the message. (5.3.4)"),
        ("DATA 554 5.7.1 spam", "The customer's mail server refused the message. (5.7.1)"),
        ("END 554 no", "The message could not be delivered."),
        ("END 552 5.2.2 full", "The customer's mailbox does not take mail; it may be full. (5.2.2)"),
    ],
)
def test_fault_34_a_final_refusal_is_shown_at_once_and_never_tried_again(
    cast: Cast, ticket: Ticket, settings: Any, said: str, words: str
) -> None:
    with clock.travel(START), open_sink(said) as sink:
        point_at(settings, sink)
        message = answer(cast, ticket)
        run_mail_jobs()
        assert shown(message) == (Delivery.FAILED, words)
        send_all(START + timedelta(hours=5))
    assert sink.mails == []
    assert (outgoing()[0].state, outgoing()[0].attempts) == (OutState.FAILED, 1)
    with acting(EVERYWHERE):
        assert Event.objects.filter(kind="reply.failed", subject_id=message.pk).count() == 1


def test_fault_36_a_server_that_is_down_for_two_days_ends_in_not_delivered(
    cast: Cast, ticket: Ticket, settings: Any
) -> None:
    with open_sink() as sink:
        point_at(settings, sink)
    with clock.travel(START):
        message = answer(cast, ticket)
        run_mail_jobs()
    assert shown(message) == (
        Delivery.RETRYING,
        "The mail server did not answer. Relevo tries again.",
    )
    for hours in range(1, 60):
        send_all(START + timedelta(hours=hours, seconds=-30))
    assert shown(message) == (Delivery.FAILED, wording.note_words(wording.GIVEN_UP))
    assert outgoing()[0].state == OutState.FAILED
    assert outgoing()[0].attempts == 1 + 48 + 1, (
        "at once, in each hour that we looked, and when the two days were over"
    )


def outage(settings: Any, *, minutes: int) -> None:
    """Nobody answers for so many minutes from ``START``, in each of which the worker looks."""
    settings.SMTP_SERVER = {
        "host": "127.0.0.1",
        "port": 1,
        "security": "none",
        "username": "",
        "password": "",
    }
    for minute in range(minutes):
        send_all(START + timedelta(minutes=minute))


def test_fault_36_a_reply_that_is_put_off_after_an_outage_has_its_two_days(
    cast: Cast, ticket: Ticket, settings: Any
) -> None:
    with clock.travel(START):
        message = answer(cast, ticket)
    outage(settings, minutes=21)
    assert outgoing()[0].attempts > 15, "more tries than the schedule has steps"
    with open_sink("RCPT 451 4.7.1 greylisted") as sink:
        point_at(settings, sink)
        send_all(START + timedelta(minutes=22))
        assert shown(message)[0] == Delivery.RETRYING
        send_all(START + timedelta(minutes=29))
    assert shown(message) == (Delivery.SENT, "")
    assert len(sink.mails) == 1


def test_fault_36_after_an_outage_the_schedule_begins_anew_for_those_that_waited(
    cast: Cast, ticket: Ticket, settings: Any
) -> None:
    put_off = "RCPT 451 4.7.1 busy"
    with clock.travel(START):
        answer(cast, ticket)
        answer(cast, ticket, "Y además esto.")
    outage(settings, minutes=40)
    with open_sink("", put_off, put_off, put_off) as sink:
        point_at(settings, sink)
        for minute in range(
            40, 68
        ):  # the first leaves; the other one is put off at once, and after 1 and 6 minutes
            send_all(START + timedelta(minutes=minute, seconds=30))
    assert {mail.state for mail in outgoing()} == {OutState.SENT}
    assert (len(sink.mails), sink.answers) == (2, [])


def test_fault_36_a_reply_put_off_during_an_outage_is_given_up_after_two_days(
    cast: Cast, ticket: Ticket, settings: Any
) -> None:
    with clock.travel(START):
        message = answer(cast, ticket)
    outage(settings, minutes=4)
    with open_sink(*["RCPT 451 4.7.1 busy"] * 1000) as sink:
        point_at(settings, sink)
        for hours in (*range(1, 48), 47.99, 48.01, 49, 60):
            send_all(START + timedelta(hours=hours))
    assert shown(message) == (Delivery.FAILED, wording.note_words(wording.GIVEN_UP))


def test_fault_59_a_server_that_wants_a_login_for_each_mail_is_an_alarm_within_five_minutes(
    cast: Cast, ticket: Ticket, settings: Any
) -> None:
    with clock.travel(START), open_sink(*["MAIL 530 5.7.0 Authentication required"] * 5) as sink:
        point_at(settings, sink)
        message = answer(cast, ticket)
        run_mail_jobs()
        for minute in range(1, 5):
            send_all(START + timedelta(minutes=minute, seconds=30))
        with acting(EVERYWHERE):
            [alarm] = Alarm.objects.all()
        assert (alarm.kind, alarm.facts, alarm.ended_at) == (outbox.CLOSED, {"code": 530}, None)
        assert alarm.since <= START + timedelta(minutes=5)
        assert shown(message)[0] == Delivery.RETRYING
        send_all(START + timedelta(minutes=7))
    assert shown(message)[0] == Delivery.SENT


class Slow:
    """A way out that takes its time, until it is told what to answer."""

    def __init__(self) -> None:
        self.told: Future[outbox.Outcome] = Future()

    def carry(self, raw: bytes, **_: object) -> outbox.Outcome:
        return self.told.result(20)


def test_a_session_that_stands_still_frees_its_worker_and_keeps_its_mail_until_it_has_ended(
    cast: Cast, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, concluded, ended = Slow(), [], threading.Event()

    def conclude(mail: OutgoingMail, outcome: outbox.Outcome, _: object) -> None:
        concluded.append((mail.pk, outcome))
        ended.set()

    with clock.travel(START - timedelta(seconds=1)):
        answer(cast, ticket)
    [mail] = outgoing()
    monkeypatch.setattr(standing, "HELD", 0.1)
    monkeypatch.setattr(outbox, "carrier_of", lambda mailbox: slow)
    monkeypatch.setattr(outbox, "_conclude", conclude)
    with clock.travel(START):
        began = time.monotonic()
        outbox.send(mail.pk, actor=system(ticket.client_id))
        assert time.monotonic() - began < 5
    longest = timedelta(seconds=outbox.PATIENT.longest(len(mail.raw)))
    with clock.travel(START + longest):
        assert outbox._take(mail.pk, system(ticket.client_id)) is None
    assert concluded == []
    slow.told.set_result(outbox.Outcome("sent", 250, "ok"))
    assert ended.wait(5)
    assert concluded == [(mail.pk, outbox.Outcome("sent", 250, "ok"))]
    with clock.travel(START + longest + 2 * outbox.LEASE):
        assert outbox._take(mail.pk, system(ticket.client_id)) is not None


def test_what_came_of_a_session_that_stood_still_is_written_down_when_the_database_is_back(
    cast: Cast, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(cast, ticket)
    [mail] = outgoing()
    away = [OperationalError("restarting"), OperationalError("restarting"), None]

    def conclude(*_: object) -> None:
        if error := away.pop(0):
            raise error

    monkeypatch.setattr(outbox, "_write_down", conclude)
    monkeypatch.setattr(outbox, "_PAUSES", (0.01, 0.01))
    told = outbox.Outcome("sent", 250, "ok")
    # In a thread of its own, as in earnest: it gives its own connection up, not this test's.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(outbox._conclude, mail, told, system(ticket.client_id)).result(10)
        assert away == []
        away += [OperationalError("gone")] * 3
        with pytest.raises(OperationalError):
            pool.submit(outbox._conclude, mail, told, system(ticket.client_id)).result(10)


def test_while_too_many_sessions_stand_still_none_begins(
    cast: Cast, ticket: Ticket, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = answer(cast, ticket)
    with open_sink() as sink:
        point_at(settings, sink)
        monkeypatch.setattr(standing, "full", lambda whose: True)
        run_mail_jobs()
        assert (outgoing()[0].attempts, sink.mails) == (0, [])
        monkeypatch.setattr(standing, "full", lambda whose: False)
        send_all(clock.now() + timedelta(minutes=1))
    assert shown(message)[0] == Delivery.SENT


def test_fault_33_an_answer_lost_after_the_data_makes_at_most_one_duplicate_with_the_same_id(
    cast: Cast, ticket: Ticket, settings: Any
) -> None:
    with clock.travel(START), open_sink("HANG UP") as sink:
        point_at(settings, sink)
        answer(cast, ticket)
        run_mail_jobs()
        assert outgoing()[0].state == OutState.QUEUED
        send_all(START + timedelta(minutes=2))
        send_all(START + timedelta(minutes=9))
    assert len(sink.mails) == 2
    assert sink.mails[0] == sink.mails[1]
    assert outgoing()[0].state == OutState.SENT


def test_a_lease_keeps_other_senders_away_and_ends(cast: Cast, ticket: Ticket) -> None:
    actor = system(ticket.client_id)
    with clock.travel(START):
        answer(cast, ticket)
        [mail] = outgoing()
        assert outbox._take(mail.pk, actor) is not None
        assert outbox._take(mail.pk, actor) is None
    with clock.travel(START + outbox.LEASE - timedelta(seconds=5)):
        assert outbox._take(mail.pk, actor) is None
    with clock.travel(START + outbox.LEASE + timedelta(seconds=5)):
        assert outbox._take(mail.pk, actor) is not None


def test_a_sender_who_was_overtaken_may_only_report_success(cast: Cast, ticket: Ticket) -> None:
    actor = system(ticket.client_id)
    message = answer(cast, ticket)
    [mail] = outgoing()
    with clock.travel(START + timedelta(days=400)):
        slow = outbox._take(mail.pk, actor)
    with clock.travel(START + timedelta(days=401)):
        assert outbox._take(mail.pk, actor) is not None
    assert slow is not None
    with acting(actor):
        outbox._settle(slow[0], outbox.Outcome("refused", 550, "no"), actor)
        assert shown(message)[0] == Delivery.QUEUED
        outbox._settle(slow[0], outbox.Outcome("sent", 250, "ok"), actor)
        assert shown(message)[0] == Delivery.SENT
        outbox._settle(slow[0], outbox.Outcome("refused", 550, "no"), actor)
        assert shown(message)[0] == Delivery.SENT


def test_a_customer_without_address_is_not_written_to(cast: Cast) -> None:
    let_in(letter(sender=None), mail_from="")
    message = answer(cast, tickets()[0])
    assert outgoing() == []
    assert shown(message) == (Delivery.FAILED, wording.note_words(wording.NO_ADDRESS))


def test_a_desk_without_mailbox_says_so(cast: Cast, ticket: Ticket) -> None:
    desk, machine = cast.desk("auralis"), cast.machine("auralis")
    with acting(machine):
        elena = find_or_create_customer(desk, channel="mail", address="elena@prats.example", actor=machine)
        other = open_ticket(desk, elena, subject="Hola", actor=machine)
        answer(cast, other)
        assert outgoing()[0].mailbox.address == SUPPORT
    with acting(EVERYWHERE):
        OutgoingMail.objects.all().delete()
        raw = raws()[0]
        raw.delete()
        Mailbox.objects.all().delete()
    message = answer(cast, other)
    assert shown(message) == (Delivery.FAILED, wording.note_words(wording.NO_MAILBOX))


def test_a_ticket_of_another_channel_sends_no_mail(cast: Cast) -> None:
    desk, machine = cast.desk("auralis"), cast.machine("auralis")
    with acting(machine):
        elena = find_or_create_customer(desk, channel="chat", address="elena", actor=machine)
        ticket = open_ticket(desk, elena, subject="Hola", actor=machine, channel="chat")
    answer(cast, ticket)
    assert outgoing() == []


def test_a_mailbox_too_long_for_tokens_still_sends(cast: Cast, ticket: Ticket, settings: Any) -> None:
    with acting(EVERYWHERE):
        Mailbox.objects.filter(address=SUPPORT).update(address=f"{'a' * 40}@auralis.example")
    answer(cast, ticket)
    with open_sink() as sink:
        point_at(settings, sink)
        run_mail_jobs()
    assert sink.mails[0][0] == f"{'a' * 40}@auralis.example"


def test_an_event_that_names_no_message_puts_nothing_in_the_outbox(cast: Cast, ticket: Ticket) -> None:
    put_reply_in_the_outbox(Event(kind="reply.released", client_id=ticket.client_id))
    put_reply_in_the_outbox(Event(kind="reply.released", subject_id=1))
    assert outgoing() == []


def test_a_mail_calls_itself_by_its_message_id(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket)
    [mail] = outgoing()
    assert str(mail) == f"mail {mail.header_id}"
    assert str(raws()[0]) == f"raw mail {raws()[0].pk}"


# What else stands in a mail


def test_a_replys_files_go_along(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")

    def with_files(message: Message) -> None:
        for name, inline in (("guía.pdf", False), ("logo.png", True)):
            Attachment.objects.create(
                client_id=message.client_id, ticket=message.ticket, message=message, name=name,
                content_type="application/pdf", size=6, inline=inline, content=b"%PDF\x00\xff",
            )  # fmt: skip

    mateo = cast.actor("Mateo")
    with acting(machine):
        hold_ticket(ticket, cast.engagement("auralis", "noctua"), reason="coverage", actor=machine)
    with acting(mateo):
        write_reply(
            Ticket.objects.get(pk=ticket.pk), Reply("Aquí tiene la guía.", "es"), waits=False, actor=mateo,
            beside=with_files,
        )  # fmt: skip
    [file] = wire_mail(outgoing()[0]).iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("guía.pdf", b"%PDF\x00\xff")


def translated(cast: Cast, ticket: Ticket, engine: str) -> str:
    """Mateo answers in English, Jorge reads Spanish; the mail's text."""

    def beside(message: Message) -> None:
        record_sent(message, engine=engine, actor=cast.machine("auralis"))

    answer(cast, ticket, "Restart the speaker.", language="en", sent_text="Reinicie el altavoz.", sent_language="es",
           beside=beside)  # fmt: skip
    body = wire_mail(outgoing()[-1]).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


NOTICE = "Esta respuesta se ha traducido automáticamente. El original está en inglés."


@pytest.mark.parametrize(("engine", "told"), [("argos", True), (UNKNOWN, True), (PERSON, False)])
def test_the_customer_is_told_what_a_machine_translated_and_nobody_corrected(
    cast: Cast, ticket: Ticket, engine: str, told: bool
) -> None:
    assert (NOTICE in translated(cast, ticket, engine)) == told


def test_a_desk_may_leave_the_notice_out(cast: Cast, ticket: Ticket) -> None:
    with acting(EVERYWHERE):
        Mailbox.objects.update(translation_notice=False)
    assert NOTICE not in translated(cast, ticket, "argos")


def test_an_answer_in_the_customers_own_language_has_no_notice(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket)
    assert "automáticamente" not in str(wire_mail(outgoing()[0]).get_body(("plain",)))


def test_the_answer_goes_to_the_address_she_wrote_from(cast: Cast) -> None:
    let_in(letter())
    [ticket] = tickets()
    with acting(EVERYWHERE):
        Address.objects.create(
            client_id=ticket.client_id,
            desk_id=ticket.desk_id,
            customer=ticket.customer,
            value="jorge@work.example",
        )
    answer(cast, ticket)
    again = reply_to(outgoing()[0]).replace(b"jorge@molina.example", b"jorge@work.example")
    write_again(again, mail_from="jorge@work.example")
    answer(cast, tickets()[0], "Perfecto.")
    assert [mail.rcpt_to for mail in outgoing()] == ["jorge@molina.example", "jorge@work.example"]


def test_attack_27_ten_thousand_copies_taken_from_one_mail_get_nothing(cast: Cast) -> None:
    crowd = ", ".join(f"a{number}@b.example" for number in range(10_000))
    let_in(letter(Cc=crowd))
    answer(cast, tickets()[0])
    [mail] = outgoing()
    assert mail.rcpt_to == "jorge@molina.example"
    assert wire_mail(mail)["Cc"] is None
    assert b"b.example" not in bytes(mail.raw).partition(b"\r\n\r\n")[0]


# Reports about our own mail


def report(action: str = "failed", status: str = "5.1.1", quoted: str = "") -> bytes:
    return (
        b"From: MAILER-DAEMON@mx.example\r\nTo: support@auralis.example\r\nSubject: Undelivered Mail\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nNo.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; jorge@molina.example\r\n"
        + f"Action: {action}\r\nStatus: {status}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n".encode()
        + f"Message-ID: <{quoted}>\r\nSubject: Re: Altavoz\r\n--b--\r\n".encode()
    )


def return_path(mail: OutgoingMail) -> str:
    with acting(EVERYWHERE):
        return outbox._return_path(OutgoingMail.objects.select_related("mailbox", "message").get(pk=mail.pk))


def test_a_report_to_the_signed_return_path_marks_that_message_as_not_delivered(
    cast: Cast, ticket: Ticket
) -> None:
    first, second = answer(cast, ticket), answer(cast, ticket, "Y además esto.")
    let_in(report(), return_path(outgoing()[1]), mail_from="")
    assert shown(second) == (
        Delivery.FAILED, "The customer's address does not exist or cannot be reached. (5.1.1)",
    )  # fmt: skip
    assert shown(first)[0] == Delivery.QUEUED
    assert outgoing()[1].state == OutState.FAILED
    assert (raws()[-1].state, raws()[-1].note, raws()[-1].message) == (RawState.DIGESTED, "bounce", None)
    assert len(messages(ticket)) == 3


def test_a_report_of_a_delay_changes_nothing(cast: Cast, ticket: Ticket) -> None:
    message = answer(cast, ticket)
    let_in(report("delayed", "4.4.1"), return_path(outgoing()[0]), mail_from="")
    assert shown(message)[0] == Delivery.QUEUED
    assert raws()[-1].note == "delay"


def test_attack_20_a_forged_report_marks_nothing(cast: Cast, ticket: Ticket) -> None:
    message = answer(cast, ticket)
    [mail] = outgoing()
    token = mail.header_id.partition("@")[0]
    signed = return_path(mail)
    for number, rcpt in enumerate([SUPPORT, f"support+b-{token}@auralis.example", f"support+{token}@auralis.example",
                                   signed.replace("support", "help").replace("auralis", "mareko")]):  # fmt: skip
        let_in(report(quoted=f"{mail.header_id}") + f"{number}".encode(), rcpt, mail_from="")
    assert shown(message)[0] == Delivery.QUEUED
    assert {raw.note for raw in raws()[1:]} == {"bounce_not_ours"}
    assert len(tickets()) == 1


def test_a_report_about_a_mail_that_is_gone_is_set_aside(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket)
    signed = return_path(outgoing()[0])
    with acting(EVERYWHERE):
        OutgoingMail.objects.all().delete()
    let_in(report(), signed, mail_from="")
    assert raws()[-1].note == "bounce_not_ours"


# What was left lying


def test_the_sweep_finds_stored_mail_without_a_job_after_a_minute(cast: Cast) -> None:
    with clock.travel(START):
        intake.store(envelope(letter()))
        lose_jobs()
    with clock.travel(START + timedelta(seconds=50)):
        jobs.sweep(timestamp=0)
        assert run_mail_jobs() == []
    with clock.travel(START + timedelta(seconds=70)):
        jobs.sweep(timestamp=0)
        jobs.sweep(timestamp=0)
        assert run_mail_jobs() == ["mail.digest"]
    assert len(tickets()) == 1


def test_the_sweep_leaves_alone_what_has_a_job_and_what_somebody_is_sending(
    cast: Cast, ticket: Ticket
) -> None:
    with clock.travel(START):
        answer(cast, ticket)
        outbox._take(outgoing()[0].pk, system(ticket.client_id))
        lose_jobs()
        jobs.sweep(timestamp=0)
        assert run_mail_jobs() == []


def test_queuing_the_same_work_twice_is_one_job(cast: Cast, ticket: Ticket) -> None:
    answer(cast, ticket)
    defer_send(outgoing()[0].pk, ticket.client_id)
    lose_jobs(expected=1)


def lose_jobs(expected: int = 1) -> None:
    """Lose the jobs that wait, as a restored backup or a purged queue would."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'mail'")
        assert cursor.rowcount == expected
