"""How a customer's mail program writes."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from relevo.channels.mail import parsing
from relevo.demo import customers
from relevo.demo.letters import LETTERS
from relevo.demo.past import PAST
from relevo.demo.post import Place, answer, first_mail, is_automatic, own_place, place_of, plain_text

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
EVERY = [pytest.param(letter, id=letter.key) for letter in (*LETTERS, *PAST)]
BY_KEY = {letter.key: letter for letter in (*LETTERS, *PAST)}


def desk_reply(to: EmailMessage, text: str = "Hello\n\n> older") -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "Mateo de Auralis <support@auralis.example>"
    mail["To"] = "somebody@post.example"
    mail["Reply-To"] = "Auralis <support+token@auralis.example>"
    mail["Subject"] = "Re: A matter [AUR-1042]"
    mail["Date"] = "Sun, 22 Nov 2026 02:30:00 +0000"
    mail["Message-ID"] = "<token@auralis.example>"
    mail["In-Reply-To"] = str(to["Message-ID"])
    mail["References"] = str(to["Message-ID"])
    mail.set_content(text)
    return again(mail)


def again(mail: EmailMessage) -> EmailMessage:
    return message_from_bytes(mail.as_bytes(), policy=policy.SMTP)


@pytest.mark.parametrize("letter", EVERY)
def test_the_desk_reads_of_a_letter_what_its_writer_wrote(letter) -> None:
    writer = customers.by_first_name(letter.writer)
    parsed = parsing.parse(first_mail(letter, at=AT).as_bytes())
    assert (parsed.from_addr, parsed.from_name, parsed.subject) == (
        writer.address,
        writer.name,
        letter.subject,
    )
    assert parsed.reply.split() == letter.body.split()
    assert [file.name for file in parsed.attachments] == ([letter.file[0]] if letter.file else [])


def test_a_letter_is_dated_on_its_writers_wall() -> None:
    assert str(first_mail(BY_KEY["duo-no-despierta"], at=AT)["Date"]) == "Sun, 22 Nov 2026 03:00:00 +0100"
    assert str(first_mail(BY_KEY["h12-pec-stravas"], at=AT)["Date"]) == "Sun, 22 Nov 2026 04:00:00 +0200"


@pytest.mark.parametrize("letter", EVERY)
def test_an_answer_is_threaded_and_only_its_own_words_are_read(letter) -> None:
    writer = customers.by_first_name(letter.writer)
    received = desk_reply(first_mail(letter, at=AT))
    mail = answer(received, letter.answers[0], writer=writer, place=Place(letter.key, 0, 1), at=AT)
    parsed = parsing.parse(mail.as_bytes())
    assert list(parsed.to) == ["support+token@auralis.example"]
    assert parsed.subject == "Re: A matter [AUR-1042]"
    assert parsed.in_reply_to == "token@auralis.example"
    assert list(parsed.references) == [str(received["References"]).strip("<>"), "token@auralis.example"]
    assert parsed.reply.split() == letter.answers[0].split()
    assert "> Hello" in parsed.text
    assert ">> older" in parsed.text


def test_a_subject_gets_one_re() -> None:
    received = desk_reply(first_mail(LETTERS[0], at=AT))
    del received["Subject"]
    received["Subject"] = "Your order"
    mail = answer(received, "Thanks", writer=customers.CUSTOMERS[0], place=Place("x", 0, 1), at=AT)
    assert str(mail["Subject"]) == "Re: Your order"


def test_a_place_is_found_again_in_what_comes_back() -> None:
    first = first_mail(LETTERS[0], at=AT, place=Place(LETTERS[0].key, 3))
    assert own_place(again(first)) == Place(LETTERS[0].key, 3, 0)
    received = desk_reply(first)
    assert place_of(received) == Place(LETTERS[0].key, 3, 0)
    second = answer(
        received, "Thanks", writer=customers.CUSTOMERS[0], place=Place(LETTERS[0].key, 3, 1), at=AT
    )
    later = desk_reply(second)
    del later["References"]
    later["References"] = f"{first['Message-ID']} <token@auralis.example> {second['Message-ID']}"
    assert place_of(later) == Place(LETTERS[0].key, 3, 1)


def test_a_mail_of_nobodys_thread_has_no_place() -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["Message-ID"] = "<a.b.c@elsewhere.example>"
    assert place_of(mail) is None
    assert own_place(mail) is None


@pytest.mark.parametrize(
    ("header", "value"),
    [("Auto-Submitted", "auto-replied"), ("Auto-Submitted", "auto-generated; x=y"), ("Precedence", "bulk"),
     ("Precedence", "auto-reply"), ("Return-Path", "<>"), ("List-Id", "<news.auralis.example>")],
)  # fmt: skip
def test_machine_mail_is_told_by_its_head(header, value) -> None:
    mail = desk_reply(first_mail(LETTERS[0], at=AT))
    assert not is_automatic(mail)
    mail[header] = value
    assert is_automatic(mail)


def test_a_mail_without_plain_text_reads_empty() -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail.set_content("<p>Hello</p>", subtype="html")
    assert plain_text(mail) == ""
