"""The one automatic answer: to people only, once, and never with a word of whoever wrote."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from relevo.channels.mail.doors import intake
from relevo.channels.mail.judging import machine, trust
from relevo.channels.mail.mailbox_settings import set_acknowledgements
from relevo.channels.mail.models import Mailbox, OutState, RawMail
from relevo.channels.mail.out import acknowledging
from relevo.channels.mail.out.acknowledging import acknowledge
from relevo.channels.mail.out.outbox import send
from relevo.channels.mail.parsing import parse
from relevo.commerce.models import Charge
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.events.subscribers import run_subscriber
from relevo.promises.models import Clock, Kind
from relevo.tickets.models import Delivery, Direction, Message
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import (
    HELP,
    SUPPORT,
    answer,
    envelope,
    let_in,
    letter,
    messages,
    open_sink,
    outgoing,
    reply_to,
    run_mail_jobs,
    tickets,
    wire_mail,
    write_again,
)
from tests.stories import customer_writes

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TEXTS = {
    "es": "Hemos recibido su mensaje. Su número es {reference}.\n\n{desk}",
    "en": "We have got your message. Its number is {reference}.\n\n{desk}",
}


@pytest.fixture(autouse=True)
def _words(cast: Cast) -> None:
    """Both desks answer at once."""
    with acting(EVERYWHERE):
        for address in (SUPPORT, HELP):
            mailbox = Mailbox.objects.get(address=address)
            set_acknowledgements(mailbox, TEXTS, actor=system(mailbox.client_id))


def take_in(raw: bytes, *rcpt_tos: str, mail_from: str = "jorge@molina.example") -> None:
    """Store a mail, read it, and let the later subscribers work; nothing is sent."""
    let_in(raw, *rcpt_tos, mail_from=mail_from)
    follow_up()


def follow_up() -> None:
    """The later subscribers of what has happened; no mail is sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'run_subscriber' RETURNING args::text"
        )
        waiting = [json.loads(row[0]) for row in cursor.fetchall()]
    for arguments in sorted(waiting, key=lambda job: job["event_id"]):
        run_subscriber(**arguments)


def answers() -> list[Message]:
    with acting(EVERYWHERE):
        return list(Message.objects.filter(direction=Direction.OUT, automatic=True).order_by("pk"))


def from_(number: int, **headers: str) -> bytes:
    """Jorge's mail number so and so."""
    headers = {"message_id": f"<m{number}@molina.example>", "subject": f"Asunto {number}"} | headers
    return letter(f"Buenos días, es mi mensaje número {number} sobre el altavoz que no suena.", **headers)


# -- what it is -----------------------------------------------------------------------------------------------------


def test_the_mail_that_opens_a_ticket_is_answered_in_the_customers_language(cast: Cast) -> None:
    take_in(letter())
    [ticket] = tickets()
    [said] = answers()
    assert said.text == f"Hemos recibido su mensaje. Su número es {ticket.reference}.\n\nAuralis"
    assert (said.shown_name, said.sent_language, said.delivery) == ("Auralis", "es", Delivery.QUEUED)
    [mail] = outgoing()
    text = wire_mail(mail)
    assert str(text["From"]) == "Auralis <support@auralis.example>"
    assert str(text["To"]) == "jorge@molina.example"
    assert str(text["Subject"]) == f"Auralis [{ticket.reference}]"
    assert str(text["Auto-Submitted"]) == "auto-replied"
    assert str(text["X-Auto-Response-Suppress"]) == "All"
    assert str(text["Precedence"]) == "bulk"
    assert str(text["In-Reply-To"]) == "<one@molina.example>"
    assert text["List-Unsubscribe"] is None
    assert ">" not in str(text.get_body(("plain",)).get_content())


def test_it_touches_no_promise_costs_nothing_and_moves_nothing(cast: Cast) -> None:
    take_in(letter())
    [ticket] = tickets()
    with acting(EVERYWHERE):
        assert Clock.objects.get(ticket=ticket, kind=Kind.FIRST_RESPONSE).met_at is None
        assert not Charge.objects.exists()
        assert ticket.status == "new"
        kinds = set(Event.objects.filter(ticket_id=ticket.pk).values_list("kind", flat=True))
    assert "ticket.acknowledged" in kinds
    assert not {"reply.released", "reply.submitted"} & kinds


def test_an_agent_who_typed_meanwhile_is_not_told_that_somebody_was_quicker(cast: Cast) -> None:
    take_in(letter())
    [ticket] = tickets()
    first = messages(ticket)[0]
    assert answer(cast, ticket, seen_message_id=first.pk).delivery == Delivery.QUEUED


def test_an_answer_to_it_comes_to_the_same_ticket_and_is_not_acknowledged(cast: Cast) -> None:
    take_in(letter())
    write_again(reply_to(outgoing()[0]))
    follow_up()
    assert len(tickets()) == 1
    assert len(answers()) == 1


def test_the_language_of_the_desk_stands_in_where_there_is_no_text(cast: Cast) -> None:
    take_in(letter("Labdien! Mans skaļrunis vairs neieslēdzas, ko darīt? Paldies par palīdzību!"))
    assert answers()[0].text.startswith("We have got your message.")


def test_without_texts_nothing_is_answered(cast: Cast) -> None:
    with acting(EVERYWHERE):
        Mailbox.objects.update(acknowledgements={})
    take_in(letter())
    assert answers() == []


def test_it_is_in_the_thread_and_so_is_its_message_id(cast: Cast) -> None:
    take_in(letter())
    [ticket] = tickets()
    answer(cast, ticket)
    said, replied = outgoing()
    assert str(wire_mail(replied)["References"]).split() == ["<one@molina.example>", f"<{said.header_id}>"]


# -- to whom --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.molina.example>"},
        {"X_Auto_Response_Suppress": "All"},
        {"subject": "Respuesta automática: fuera de la oficina"},
        {"sender": "No reply <no-reply@molina.example>"},
        {"Feedback_ID": "1:2:3"},
        {"sender": f"Auralis <{SUPPORT}>"},
        {"sender": f"Auralis <{SUPPORT.upper()}>"},
        {"sender": "Auralis <support+tag@auralis.example>"},
        {"sender": None},
    ],
    ids=str,
)
def test_machines_lists_ourselves_and_nobody_get_no_answer(cast: Cast, headers: dict[str, str]) -> None:
    take_in(letter(**headers))
    assert answers() == []


def test_a_mail_with_the_null_return_path_gets_no_answer(cast: Cast) -> None:
    take_in(letter(), mail_from="")
    assert answers() == []


def believe(monkeypatch: pytest.MonkeyPatch, verdict: str) -> None:
    """Let our mail server say this of every mail: how it says so is tested elsewhere."""
    monkeypatch.setattr(trust, "told", lambda raw, mail: verdict)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (RawMail, {"trust": "fail"}),
        (RawMail, {"note": "list"}),
        (RawMail, {"released": True}),
        (RawMail, {"sender": "unknown-1@nobody.invalid"}),
        (RawMail, {"sender": ""}),
        (Message, {"trust": "fail"}),
        (Message, {"notices": ["perhaps_junk"]}),
        (Message, {"notices": ["sender_disowned"]}),
    ],
    ids=str,
)
def test_whatever_is_doubtful_about_a_mail_gets_no_answer(
    cast: Cast, row: type[RawMail | Message], found: dict[str, object]
) -> None:
    let_in(letter())
    with acting(EVERYWHERE):
        row.objects.update(**found)
    follow_up()
    assert len(tickets()) == 1
    assert answers() == []


def test_an_agent_who_was_quicker_has_said_more(cast: Cast) -> None:
    let_in(letter())
    answer(cast, tickets()[0])
    follow_up()
    assert answers() == []


def test_an_old_mail_is_not_greeted_as_news(cast: Cast) -> None:
    intake.store(envelope(letter()))
    with clock.travel(START + timedelta(hours=25)):
        run_mail_jobs("mail.digest")
        follow_up()
    assert len(tickets()) == 1
    assert answers() == []


def test_messages_that_did_not_come_by_mail_are_left_alone(cast: Cast) -> None:
    ticket = customer_writes(cast)
    [message] = messages(ticket)
    with acting(EVERYWHERE):
        assert acknowledge(message.pk, actor=system(ticket.client_id)) is None


# -- how often: F20, attacks 21 to 24 ---------------------------------------------------------------------------------


def test_the_same_event_twice_is_one_answer(cast: Cast) -> None:
    take_in(letter())
    [ticket] = tickets()
    with acting(EVERYWHERE):
        first = messages(ticket)[0]
        assert acknowledge(first.pk, actor=system(ticket.client_id)) is None
    assert len(answers()) == 1


def test_attack_22_fifty_absences_without_any_header_get_one_answer_in_all(cast: Cast) -> None:
    for number in range(50):
        body = "Estoy de viaje y no leo el correo. Volveré el lunes y le responderé entonces sin falta."
        take_in(letter(body, subject="Gracias por su mensaje", message_id=f"<o{number}@molina.example>",
                       X_Number=str(number)))  # fmt: skip
    assert len(answers()) == acknowledging.UNPROVEN_A_DAY == 1


def test_attack_24_a_borrowed_address_gets_one_neutral_mail_whatever_comes_in_its_name(cast: Cast) -> None:
    bait = "GRATIS https://evil.example/gana"
    for number in range(12):
        take_in(letter(f"{bait} {number}", sender=f'"{bait}" <victim@casa.example>', subject=f"{bait} {number}",
                       message_id=f"<b{number}@evil.example>"))  # fmt: skip
    [mail] = outgoing()
    assert mail.rcpt_to == "victim@casa.example"
    raw = bytes(mail.raw)
    said = parse(raw)
    assert "evil.example/gana" not in said.text + said.subject
    assert b"GRATIS" not in raw
    assert str(wire_mail(mail)["To"]) == "victim@casa.example"


def test_an_address_that_its_domain_vouches_for_gets_five_a_day_and_five_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    believe(monkeypatch, "pass")
    for day in range(2):
        for number in range(8):
            with clock.travel(START + timedelta(days=day, minutes=number)):
                take_in(from_(10 * day + number))
    assert len(tickets()) == 16
    assert len(answers()) == 2 * acknowledging.PROVEN_A_DAY == 10


def test_addresses_are_counted_each_for_itself_and_by_mailbox(cast: Cast) -> None:
    take_in(letter())
    take_in(
        letter(sender="Elena <elena@prats.example>", message_id="<e@prats.example>"),
        mail_from="elena@prats.example",
    )
    take_in(letter(to=HELP, message_id="<h@molina.example>"), HELP)
    assert len(answers()) == 3


def test_fault_20_and_attack_21_two_of_our_mailboxes_that_answer_each_other_fall_silent(cast: Cast) -> None:
    """Somebody forges the first mail from one of our addresses to the other; the answers of both are let in again."""
    take_in(letter(sender=f"Mareko <{HELP}>", to=SUPPORT), SUPPORT, mail_from=HELP)
    take_in(letter(sender=f"Auralis <{SUPPORT}>", to=HELP), HELP, mail_from=SUPPORT)
    assert answers() == []
    take_in(letter())
    ours = bytes(outgoing()[0].raw)
    take_in(ours.replace(b"To: jorge@molina.example", f"To: {HELP}".encode()), HELP, mail_from=SUPPORT)
    assert len(answers()) == 1
    assert len(tickets()) == 1


def test_attack_21_another_installation_sees_at_once_that_nobody_wrote_ours(cast: Cast) -> None:
    take_in(letter())
    judged = machine.judge(parse(bytes(outgoing()[0].raw)), mail_from="support+b-x@auralis.example")
    assert judged.kind == "auto_reply"


def test_attack_21_the_answer_of_a_machine_to_ours_ends_it(cast: Cast) -> None:
    take_in(letter())
    for number in range(5):
        raw = reply_to(
            outgoing()[0], "I am away.", subject="Automatic reply", message_id=f"<a{number}@molina.example>"
        )
        write_again(raw.replace(b"To:", b"Auto-Submitted: auto-replied\r\nTo:", 1))
        follow_up()
    assert len(answers()) == 1
    assert len(tickets()) == 1


def test_the_return_path_is_signed_so_that_a_report_finds_it(cast: Cast, settings: object) -> None:
    take_in(letter())
    [mail] = outgoing()
    with open_sink() as sink:
        settings.SMTP_SERVER = {  # type: ignore[attr-defined]
            "host": "127.0.0.1", "port": sink.port, "security": "none", "username": "", "password": "",
        }  # fmt: skip
        send(mail.pk, actor=system(mail.client_id))
    [(sender, rcpt, _)] = sink.mails
    assert sender.startswith("support+b-")
    assert rcpt == "jorge@molina.example"
    assert answers()[0].delivery == Delivery.SENT


def test_fault_36_an_automatic_answer_older_than_a_day_is_dropped_and_a_persons_never(
    cast: Cast, settings: object
) -> None:
    take_in(letter())
    answer(cast, tickets()[0])
    with open_sink() as sink, clock.travel(START + timedelta(hours=24, minutes=1)):
        settings.SMTP_SERVER = {  # type: ignore[attr-defined]
            "host": "127.0.0.1", "port": sink.port, "security": "none", "username": "", "password": "",
        }  # fmt: skip
        for mail in outgoing():
            send(mail.pk, actor=system(mail.client_id))
    assert [mail.state for mail in outgoing()] == [OutState.FAILED, OutState.SENT]
    assert len(sink.mails) == 1
    assert answers()[0].delivery_note == "too_late"
