"""From raw mail to ticket, in the test's own transaction."""

from __future__ import annotations

from email.utils import parseaddr

import pytest
from django.db import OperationalError

from relevo.channels.mail import digesting, jobs, parsing, reading
from relevo.channels.mail.actions import replay
from relevo.channels.mail.models import OutgoingMail, RawState
from relevo.core.actor import system
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.customers.models import Address, Customer
from relevo.events.models import Event
from relevo.tickets.models import Attachment, Delivery
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import (
    HELP,
    JORGE,
    SPANISH,
    SUPPORT,
    digest,
    let_in,
    letter,
    messages,
    raws,
    run_mail_jobs,
    tickets,
)


def kinds(kind: str) -> list[Event]:
    with acting(EVERYWHERE):
        return list(Event.objects.filter(kind=kind).order_by("pk"))


def test_a_mail_becomes_a_ticket_of_its_customer_in_his_language(cast: Cast) -> None:
    let_in(letter())
    [ticket] = tickets()
    [message] = messages(ticket)
    [raw] = raws()
    assert (ticket.subject, ticket.language, ticket.desk.slug) == ("El altavoz no conecta", "es", "auralis")
    assert (ticket.customer.name, ticket.customer.language) == ("Jorge Molina", "es")
    assert message.text.startswith("Buenos días")
    assert (message.shown_name, message.delivery, message.automatic) == (
        "Jorge Molina",
        Delivery.RECEIVED,
        False,
    )
    assert message.at == raw.received_at
    assert (raw.state, raw.message_id, raw.header_id) == (RawState.DIGESTED, message.pk, "one@molina.example")


def test_digesting_twice_changes_nothing(cast: Cast) -> None:
    let_in(letter())
    [raw] = raws()
    for _ in range(3):
        digest(raw.pk, raw.client_id)
    with acting(EVERYWHERE):
        digesting.digest_mail(raw.pk, actor=system(raw.client_id))
    assert len(tickets()) == len(messages(tickets()[0])) == 1
    assert raws()[0].attempts == 0


def test_another_clients_machine_cannot_digest_it(cast: Cast) -> None:
    let_in(letter())
    [raw] = raws()
    with acting(EVERYWHERE):
        raw.state = RawState.STORED
        raw.save(update_fields=["state"])
    digest(raw.pk, cast.desk("mareko").client_id)
    assert raws()[0].state == RawState.STORED


def test_fault_10_one_message_id_with_two_bodies_makes_two_messages_and_identical_bytes_one(
    cast: Cast,
) -> None:
    let_in(letter("Primera pregunta sobre el altavoz."))
    let_in(letter("Primera pregunta sobre el altavoz."))
    let_in(letter("Segunda pregunta, muy distinta."))
    assert [messages(ticket)[0].text for ticket in tickets()] == [
        "Primera pregunta sobre el altavoz.",
        "Segunda pregunta, muy distinta.",
    ]


def test_attack_19_a_stolen_message_id_swallows_nothing_and_joins_nothing(cast: Cast) -> None:
    let_in(letter("Mi altavoz no suena."))
    let_in(letter("Soy otra persona.", sender="eve@evil.example", in_reply_to="<one@molina.example>"))
    first, second = tickets()
    assert (len(messages(first)), len(messages(second))) == (1, 1)
    assert first.customer_id != second.customer_id


def test_fault_11_a_mail_without_any_id_date_or_sender_polled_ten_times_is_one_ticket(cast: Cast) -> None:
    raw = b"To: support@auralis.example\r\nSubject: Altavoz\r\n\r\nNo funciona el altavoz desde ayer.\r\n"
    for _ in range(10):
        let_in(raw, mail_from="")
    [ticket] = tickets()
    [message] = messages(ticket)
    assert message.shown_name == "Unknown sender"
    assert "no_sender" in message.notices


def test_fault_9_one_mail_to_two_desks_is_a_ticket_at_each_and_two_customers(cast: Cast) -> None:
    let_in(letter(to=f"{SUPPORT}, {HELP}"), SUPPORT, HELP)
    first, second = tickets()
    assert {first.desk.slug, second.desk.slug} == {"auralis", "mareko"}
    assert first.customer_id != second.customer_id
    with acting(system(cast.desk("mareko").client_id)):
        assert Customer.objects.count() == 1


def test_without_a_from_the_envelopes_sender_is_the_customer(cast: Cast) -> None:
    let_in(letter(sender=None))
    [ticket] = tickets()
    with acting(EVERYWHERE):
        assert ticket.customer.addresses.get().value == "jorge@molina.example"


@pytest.mark.parametrize(
    "sender",
    [
        "jorge@molina.example, eve@evil.example",
        "boss@auralis.example)<eve@evil.example>",
    ],
)
def test_attacks_7_and_8_two_readings_of_the_sender_are_nobodys(cast: Cast, sender: str) -> None:
    raw = letter().replace(b"From: " + JORGE.encode(), b"From: " + sender.encode())
    let_in(raw, mail_from="eve@evil.example")
    [ticket] = tickets()
    with acting(EVERYWHERE):
        address = ticket.customer.addresses.get().value
    assert address.startswith("unknown-") or address == "eve@evil.example"
    assert "jorge" not in address
    assert "boss" not in address


def test_attack_7_a_display_name_with_another_address_is_not_shown(cast: Cast) -> None:
    let_in(letter(sender='"Carmen <carmen@auralis.example>" <eve@evil.example>'))
    assert messages(tickets()[0])[0].shown_name == "eve@evil.example"


def test_attack_26_line_breaks_in_names_and_subjects_become_spaces(cast: Cast) -> None:
    raw = letter().replace(
        b"From: " + JORGE.encode(),
        b"From: =?utf-8?q?Jorge=0D=0ABcc=3A_all=40x=2Eexample?= <jorge@molina.example>",
    )
    raw = raw.replace(
        b"Subject: El altavoz no conecta", b"Subject: =?utf-8?q?Hola=0D=0ABcc=3A_x=40x=2Eexample?="
    )
    let_in(raw)
    [ticket] = tickets()
    for text in (ticket.subject, ticket.customer.name, messages(ticket)[0].shown_name):
        assert "\n" not in text
        assert "\r" not in text
    assert ticket.subject == "Hola Bcc: x@x.example"


def test_an_empty_body_and_subject_make_a_ticket_that_says_so(cast: Cast) -> None:
    let_in(letter("", subject=""))
    [ticket] = tickets()
    assert ticket.subject == "(no subject)"
    assert "no_text" in messages(ticket)[0].notices


def test_a_missing_subject_is_taken_from_the_first_line(cast: Cast) -> None:
    let_in(letter("El Duo 2 no enciende.\n\nGracias", subject=""))
    assert tickets()[0].subject == "El Duo 2 no enciende."


def test_files_come_with_safe_names_and_their_bytes(cast: Cast) -> None:
    raw = (
        b"From: jorge@molina.example\r\nTo: support@auralis.example\r\nSubject: Foto\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="xx"\r\n\r\n--xx\r\nContent-Type: text/plain\r\n\r\nMire la foto.\r\n'
        b"--xx\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="../../factura.pdf"\r\n\r\n%PDF-1.4 abc\r\n--xx--\r\n'
    )
    let_in(raw)
    with acting(EVERYWHERE):
        [file] = Attachment.objects.all()
    assert (file.name, bytes(file.content), file.size) == ("factura.pdf", b"%PDF-1.4 abc", 12)
    assert file.client_id == cast.desk("auralis").client_id


def test_a_script_in_the_html_is_gone(cast: Cast) -> None:
    raw = letter().replace(b"Content-Type: text/plain", b"Content-Type: text/html")
    raw += b"<p onclick=alert(1)>Hola</p><script>alert(2)</script><img src=x onerror=alert(3)>"
    let_in(raw)
    html = messages(tickets()[0])[0].html
    assert "Hola" in html
    assert "alert" not in html


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n--x",
        b"From: a@b.example\r\nContent-Type: text/plain; charset=../x\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Subject: " + b"x" * 300_000 + b"\r\n\r\nHola",
        b"From: a@b.example\r\nContent-Type: multipart/x; boundary=y\r\n\r\n" + b"--y\r\n" * 5000,
    ],
)
def test_broken_mail_still_becomes_a_ticket_and_the_raw_bytes_stay(cast: Cast, raw: bytes) -> None:
    let_in(raw)
    assert len(tickets()) == 1
    assert bytes(raws()[0].raw) == raw
    assert raws()[0].state == RawState.DIGESTED


def test_a_mail_that_the_parser_cannot_read_at_all_is_a_ticket_with_a_notice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read", lambda raw: parsing.ParsedMail(notices=("unreadable",)))
    let_in(letter())
    [ticket] = tickets()
    assert messages(ticket)[0].notices == ["unreadable", "no_text"]
    with acting(EVERYWHERE):
        assert ticket.customer.addresses.get().value == "jorge@molina.example"


def test_fault_15_poison_is_parked_after_three_tries_told_and_can_be_read_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(SPANISH)

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "digest_mail", fail)
        let_in(letter())
        assert run_mail_jobs(even_scheduled=True) == ["mail.digest", "mail.digest"]
    [raw] = raws()
    assert (raw.state, raw.note, raw.attempts) == (RawState.PARKED, "ValueError", 3)
    [event] = kinds("mail.parked")
    assert (event.subject_id, event.client_id, event.facts) == (raw.pk, raw.client_id, {"why": "ValueError"})
    assert "Buenos" not in caplog.text
    assert "could not be digested" in caplog.text
    digest(raw.pk, raw.client_id)
    assert tickets() == []
    actor = system(raw.client_id)
    with acting(actor):
        replay(raw, actor=actor)
    run_mail_jobs()
    assert len(tickets()) == 1
    assert raws()[0].state == RawState.DIGESTED


def test_fault_16_a_mail_that_kills_its_worker_each_time_is_parked(cast: Cast) -> None:
    let_in(letter())
    [raw] = raws()
    with acting(EVERYWHERE):
        raw.state, raw.attempts = RawState.STORED, jobs.KILLS
        raw.save(update_fields=["state", "attempts"])
    digest(raw.pk, raw.client_id, attempts=1)
    assert (raws()[0].state, raws()[0].note) == (RawState.PARKED, "killed_its_worker")
    jobs.park(raw.pk, "again", actor=system(raw.client_id))
    assert len(kinds("mail.parked")) == 1


def test_only_parked_mail_is_read_again_and_only_by_an_admin(cast: Cast) -> None:
    let_in(letter())
    [raw] = raws()
    with acting(EVERYWHERE), pytest.raises(RuleBroken):
        replay(raw, actor=system(raw.client_id))
    with acting(EVERYWHERE), pytest.raises(NotAllowed):
        replay(raw, actor=cast.actor("Iker"))


def test_a_dead_database_is_not_the_mails_fault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "digest_mail", fail)
        with pytest.raises(OperationalError):
            let_in(letter())
        [raw] = raws()
        for _ in range(jobs.TRIES):
            with pytest.raises(OperationalError):
                digest(raw.pk, raw.client_id)
    digest(raw.pk, raw.client_id)
    assert kinds("mail.parked") == []
    assert len(tickets()) == 1


LISTS = {"List_Id": "<news.shop.example>", "Precedence": "bulk"}


@pytest.mark.parametrize(("headers", "why"), [(LISTS, "list"), ({"Precedence": "list"}, "list")])
def test_mailing_lists_are_set_aside_with_a_reason(cast: Cast, headers: dict[str, str], why: str) -> None:
    let_in(letter(**headers))
    [raw] = raws()
    assert (raw.state, raw.note, tickets()) == (RawState.IGNORED, why, [])
    assert kinds("mail.ignored")[0].facts == {"why": why}


@pytest.mark.parametrize(
    "sender", [SUPPORT, "Support <SUPPORT@Auralis.Example>", "support+x@auralis.example", HELP]
)
def test_attack_23_mail_from_our_own_addresses_opens_nothing(cast: Cast, sender: str) -> None:
    let_in(letter(sender=sender))
    assert tickets() == []
    assert raws()[0].note == "loop"


def test_fault_20_twenty_absence_notes_open_no_ticket_and_nobody_answers_them(cast: Cast) -> None:
    """Relevo sends no automatic replies at all yet, so no loop can begin; the outbox must stay empty."""
    for number in range(20):
        let_in(letter(f"Vuelvo el {number}.", subject="Fuera de la oficina", auto_submitted="auto-replied"))
    assert tickets() == []
    assert {raw.note for raw in raws()} == {"auto_reply"}
    with acting(EVERYWHERE):
        assert not OutgoingMail.objects.exists()


def test_a_machine_that_is_no_loop_may_open_a_ticket_marked_as_automatic(cast: Cast) -> None:
    let_in(letter("A form was filled in on the shop's page.", sender="noreply@shop.example"))
    [message] = messages(tickets()[0])
    assert message.automatic


FORM = {"sender": "Shop <wordpress@shop.example>", "reply_to": "Jorge Molina <jorge@molina.example>"}


def test_a_form_writes_for_the_customer_whom_it_names_for_answers(cast: Cast) -> None:
    """Answered would otherwise be the form, and all its customers would be one."""
    for number, who in enumerate((FORM["reply_to"], "elena@prats.example", FORM["reply_to"])):
        fields = FORM | {"reply_to": who, "message_id": f"<{number}@shop.example>"}
        let_in(
            letter(**fields, authentication_results="mx.auralis.example; dmarc=pass header.from=shop.example")
        )
    found = [ticket.customer for ticket in tickets()]
    assert [customer.name for customer in found] == ["Jorge Molina", "", "Jorge Molina"]
    assert found[0] == found[2] != found[1]
    [message] = messages(tickets()[0])
    assert (message.automatic, message.trust, "by_form" in message.notices) == (False, "none", True)
    with acting(EVERYWHERE):
        assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"sender": "Toni Ferrer <toni@ferrer.example>"},
        {"reply_to": "wordpress@shop.example"},
        {"reply_to": "noreply@shop.example"},
        {"reply_to": "jorge@molina.example, elena@prats.example"},
        {"reply_to": "jorge@molina.example <eve@evil.example"},
        {"reply_to": SUPPORT},
        {"reply_to": "carmen@auralis.example"},
        {"in_reply_to": "<1@molina.example>"},
        {"references": "<1@molina.example>"},
    ],
)
def test_attack_13_only_a_form_may_name_another_for_answers(cast: Cast, change: dict[str, str]) -> None:
    let_in(letter(**FORM | change))
    sender = parseaddr((FORM | change)["sender"])[1]
    with acting(EVERYWHERE):
        assert Address.objects.filter(customer=tickets()[0].customer).get().value == sender
    assert "by_form" not in messages(tickets()[0])[0].notices


def test_a_postmaster_who_writes_himself_is_heard_but_a_report_of_nothing_is_set_aside(cast: Cast) -> None:
    let_in(letter("Our users cannot write to you.", sender="postmaster@molina.example"))
    assert len(tickets()) == 1
    let_in(
        letter("Undelivered.", sender="mailer-daemon@molina.example", message_id="<b@x.example>"),
        mail_from="",
    )
    assert len(tickets()) == 1
    assert raws()[1].note == "bounce_not_ours"


def test_the_customers_language_decides_when_the_words_are_too_few(cast: Cast) -> None:
    let_in(letter())
    let_in(letter("OK", message_id="<two@molina.example>", subject="AD2-0012345"))
    assert [ticket.language for ticket in tickets()] == ["es", "es"]
