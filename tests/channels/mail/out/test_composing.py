"""Outgoing mail: what a reader's program makes of it, and what nobody can inject into it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail import tokens
from relevo.channels.mail.mime import markup
from relevo.channels.mail.out import phrases, wire
from relevo.channels.mail.out.composing import (
    OutgoingFile,
    OutgoingReply,
    Person,
    QuotedMessage,
    compose,
    tagged_subject,
)
from relevo.channels.mail.parsing import parse

TOKEN = tokens.issue(b"0123456789abcdef", desk_id=1, ticket_id=1042, nonce=1)
REPLY = OutgoingReply(
    sender=Person("support@auralis.example", "Auralis"),
    to=(Person("jorge@molina.example", "Jorge Molina"),),
    subject="El Duo 2 muestra E-0042",
    tag="AUR-1042",
    text="Buenos días, señor Molina:\n\nReinicie el altavoz, por favor.\nMás en https://auralis.example/e-0042?a=1&b=2.",
    token=TOKEN,
    date=datetime(2025, 3, 3, 11, 0, tzinfo=ZoneInfo("Europe/Madrid")),
    language="es",
    signature="Iker Sanz\nAuralis",
    quoted=QuotedMessage(
        "Jorge Molina", datetime(2025, 3, 3, 10, 15, tzinfo=ZoneInfo("Europe/Madrid")), "No suena.\n\n> antes"
    ),
    in_reply_to="one@molina.example",
    references=("zero@molina.example",),
)


def read(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def assert_fit_for_smtp(raw: bytes) -> None:
    assert raw.endswith(b"\r\n")
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 998 and b"\n" not in line and b"\r" not in line for line in lines)


def test_the_headers_of_a_reply():
    mail = read(compose(REPLY))
    assert mail["From"] == "Auralis <support@auralis.example>"
    assert mail["To"] == "Jorge Molina <jorge@molina.example>"
    assert mail["Reply-To"] == f"Auralis <support+{TOKEN}@auralis.example>"
    assert mail["Subject"] == "Re: El Duo 2 muestra E-0042 [AUR-1042]"
    assert mail["Message-ID"] == f"<{TOKEN}@auralis.example>"
    assert mail["In-Reply-To"] == "<one@molina.example>"
    assert mail["References"] == "<zero@molina.example> <one@molina.example>"
    assert mail["Date"].datetime == REPLY.date
    assert mail["Content-Language"] == "es"
    assert mail["Auto-Submitted"] is None
    assert mail["Cc"] is None
    assert mail.get_content_type() == "multipart/alternative"


def test_the_text_of_a_reply_has_signature_and_quoted_history():
    text = read(compose(REPLY)).get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == (
        "Buenos días, señor Molina:\n\nReinicie el altavoz, por favor.\nMás en https://auralis.example/e-0042?a=1&b=2.\n\n"
        "-- \nIker Sanz\nAuralis\n\n"
        "El 3 de marzo de 2025 a las 10:15, Jorge Molina escribió:\n\n> No suena.\n>\n>> antes"
    )


def test_the_html_of_a_reply_says_the_same_in_its_language():
    html = read(compose(REPLY)).get_body(("html",)).get_content()
    assert '<html lang="es" dir="ltr">' in html
    assert (
        '<a href="https://auralis.example/e-0042?a=1&amp;b=2">https://auralis.example/e-0042?a=1&amp;b=2</a>.</p>'
        in html
    )
    assert "señor Molina:</p>" in html
    assert "por favor.<br>Más en" in html
    assert "<blockquote" in html
    assert "&gt; antes" in html
    assert "<style" not in html


def test_our_own_parser_reads_our_own_mail():
    mail = parse(compose(REPLY))
    assert mail.reply == REPLY.text
    assert mail.notices == ()
    assert tokens.tokens_in(replace(mail, to=(f"support+{TOKEN}@auralis.example",))) == [TOKEN]
    assert markup.clean(mail.html) is not None


def test_a_reply_without_history_signature_and_files_is_plain():
    mail = parse(compose(replace(REPLY, quoted=None, signature="", in_reply_to="", references=())))
    assert mail.text == REPLY.text
    assert mail.in_reply_to == ""


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "On 3 March 2025 at 10:15, Zane Krūmiņa wrote:"),
        ("es-MX", "El 3 de marzo de 2025 a las 10:15, Zane Krūmiņa escribió:"),
        ("lv", "2025. gada 3. martā plkst. 10:15 Zane Krūmiņa rakstīja:"),
        ("fi", "On 3 March 2025 at 10:15, Zane Krūmiņa wrote:"),
    ],
)
def test_the_line_above_the_history_is_in_the_customers_language(language, line):
    assert phrases.attribution("Zane Krūmiņa", datetime(2025, 3, 3, 10, 15, tzinfo=UTC), language) == line
    quoted = QuotedMessage("Zane Krūmiņa", datetime(2025, 3, 3, 10, 15, tzinfo=UTC), "Nesilda.")
    mail = parse(compose(replace(REPLY, language=language, quoted=quoted)))
    assert line in mail.text
    assert mail.reply == REPLY.text


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_a_name(month):
    lines = {
        phrases.attribution("A", datetime(2025, month, 1, tzinfo=UTC), language)
        for language in ("en", "es", "lv")
    }
    assert len(lines) == 3


def test_right_to_left_languages_say_so():
    assert (
        'lang="ar" dir="rtl"'
        in read(compose(replace(REPLY, language="ar"))).get_body(("html",)).get_content()
    )
    bad = read(compose(replace(REPLY, language='x" onload="y')))
    assert 'lang="en" dir="ltr"' in bad.get_body(("html",)).get_content()
    assert bad["Content-Language"] is None


def test_automatic_mail_says_so():
    mail = read(compose(replace(REPLY, automatic="auto-replied")))
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"


def test_files_go_along():
    files = (
        OutgoingFile("guía.pdf", "application/pdf", b"%PDF" + bytes(range(256)) * 40),
        OutgoingFile("../" + "ā" * 100 + ".txt", "text/plain", b"x"),
        OutgoingFile("a.eml", "message/rfc822", b"From: x\r\n\r\n"),
        OutgoingFile('say "hi".bin', "nonsense\r\nX: y", b""),
    )
    raw = compose(replace(REPLY, files=files))
    assert_fit_for_smtp(raw)
    found = parse(raw)
    assert [file.name for file in found.attachments] == [
        "guía.pdf",
        "ā" * 100 + ".txt",
        "a.eml",
        "say _hi_.bin",
    ]
    assert list(found.contents) == [file.content for file in files]
    assert [file.content_type for file in found.attachments] == [
        "application/pdf",
        "text/plain",
        "application/octet-stream",
        "application/octet-stream",
    ]
    assert [part.get_filename() for part in read(raw).iter_attachments()] == [
        file.name for file in found.attachments
    ]


def test_several_people_are_written_to_and_copied():
    people = tuple(Person(f"a{number}@b.example", f"Krūmiņa, {number}") for number in range(20))
    mail = read(compose(replace(REPLY, to=people, cc=(Person("C@d.example"),))))
    assert [address.addr_spec for address in mail["To"].addresses] == [person.address for person in people]
    assert mail["To"].addresses[3].display_name == "Krūmiņa 3"
    assert mail["Cc"] == "c@d.example"


def test_attack_27_there_is_a_limit_to_recipients():
    with pytest.raises(ValueError, match="at most 50"):
        compose(replace(REPLY, cc=tuple(Person(f"a{number}@b.example") for number in range(50))))
    with pytest.raises(ValueError, match="needs a recipient"):
        compose(replace(REPLY, to=()))


def test_a_date_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        compose(replace(REPLY, date=datetime(2025, 3, 3)))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    "address",
    [
        "jorge@molina.example\r\nBcc: eve@evil.example",
        "a@b.example, eve@evil.example",
        "",
        "x",
        "a b@c.example",
    ],
)
def test_attack_26_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="not a mail address"):
        compose(replace(REPLY, to=(Person(address),)))
    with pytest.raises(ValueError, match="not a mail address"):
        compose(replace(REPLY, sender=Person(address)))


HOSTILE = [
    "x\r\nBcc: eve@evil.example",
    "x\nBcc: eve@evil.example\n\nbody",
    "=?utf-8?q?x=0D=0ABcc:_eve@evil.example?=",
    "\u2028Bcc: eve@evil.example",
    "\x85Bcc: eve@evil.example",
    'x" <eve@evil.example>, "y',
    "a, eve@evil.example",
    "x\x00\x1b[31m\ud800",
    "\\",
    '"',
    "ā" * 5000,
    "a" * 5000,
    "\u202eevil",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_attack_25_and_26_one_line_per_header_whatever_names_and_subjects_hold(text):
    raw = compose(
        replace(
            REPLY,
            sender=Person("support@auralis.example", text),
            to=(Person("jorge@molina.example", text),),
            subject=text,
            text=text,
            signature=text,
            quoted=QuotedMessage(text, REPLY.date, text),
            in_reply_to=text,
            references=(text,),
            language=text,
            files=(OutgoingFile(text, text, b""),),
        )
    )
    assert_fit_for_smtp(raw)
    head = raw.split(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if line[:1] not in {b" ", b"\t"}]
    allowed = (
        b"From To Reply-To Subject Date Message-ID In-Reply-To References MIME-Version Content-Type".split()
    )
    assert names == [name for name in allowed if name in names]
    mail = read(raw)
    assert mail.get_all("Bcc") is None
    assert [address.addr_spec for address in mail["To"].addresses] == ["jorge@molina.example"]
    assert [address.addr_spec for address in mail["From"].addresses] == ["support@auralis.example"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_attack_26_any_name_and_subject_survive_the_way_to_a_reader(name, subject):
    raw = compose(replace(REPLY, to=(Person("jorge@molina.example", name),), subject=subject, quoted=None))
    assert_fit_for_smtp(raw)
    mail = parse(raw)
    assert mail.to == ("jorge@molina.example",)
    assert mail.subject == tagged_subject(subject, "AUR-1042")


def test_attack_25_names_with_links_are_stripped():
    raw = compose(
        replace(
            REPLY,
            to=(Person("jorge@molina.example", "Click https://evil.example/x to claim www.evil.example"),),
        )
    )
    assert b"evil" not in raw
    history = QuotedMessage("Click https://evil.example now", REPLY.date, "hi")
    assert b"evil" not in compose(replace(REPLY, quoted=history))


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("Duo 2", "Re: Duo 2 [AUR-1042]"),
        ("Re: Duo 2 [AUR-1042]", "Re: Duo 2 [AUR-1042]"),
        ("RE: Re: AW: SV: Duo 2", "Re: Duo 2 [AUR-1042]"),
        ("Re[2]: Fwd: Duo 2", "Re: Duo 2 [AUR-1042]"),
        ("Atb: RV: Duo 2", "Re: Duo 2 [AUR-1042]"),
        ("[AUR-1042] Re: Duo 2", "Re: Duo 2 [AUR-1042]"),
        ("Duo 2 [AUR-999]", "Re: Duo 2 [AUR-999] [AUR-1042]"),
        ("Regarding: Duo 2", "Re: Regarding: Duo 2 [AUR-1042]"),
        ("Hardware: broken", "Re: Hardware: broken [AUR-1042]"),
        ("about software: licence", "Re: about software: licence [AUR-1042]"),
        ("Law: x", "Re: Law: x [AUR-1042]"),
        ("Factura re: pedido 55", "Re: Factura re: pedido 55 [AUR-1042]"),
        ("Aviso fwd: Duo 2", "Re: Aviso fwd: Duo 2 [AUR-1042]"),
        ("", "Re: [AUR-1042]"),
        ("a" * 500, f"Re: {'a' * 200} [AUR-1042]"),
    ],
)
def test_subjects_are_answered_once(subject, answer):
    assert tagged_subject(subject, "AUR-1042") == answer


def test_a_first_mail_is_no_answer():
    assert tagged_subject("Duo 2", "AUR-1042", answers=False) == "Duo 2 [AUR-1042]"
    assert tagged_subject("Re: Duo 2", "") == "Re: Duo 2"


def test_references_keep_the_first_and_the_latest():
    ids = tuple(f"{number}@x.example" for number in range(100))
    found = parse(compose(replace(REPLY, references=ids, in_reply_to="99@x.example"))).references
    assert found == ("0@x.example", *ids[-19:])


def test_long_history_is_cut():
    text = (
        read(compose(replace(REPLY, quoted=QuotedMessage("J", REPLY.date, "x" * 50_000))))
        .get_body(("plain",))
        .get_content()
    )
    assert text.rstrip().endswith("x […]")
    assert len(text) < 21_000


def test_the_same_reply_has_the_same_bytes():
    assert compose(REPLY) == compose(REPLY)
    assert REPLY.message_id == f"{TOKEN}@auralis.example"


def test_smtp_dots_and_line_ends_in_texts_are_harmless():
    raw = compose(replace(REPLY, text=".\r\n.\n\r.\r\rEnd", quoted=None))
    assert b"\r\n.\r\n" not in raw
    assert_fit_for_smtp(raw)


def test_an_address_in_another_script_goes_out_in_ascii_where_it_can():
    raw = compose(replace(REPLY, to=(Person("jānis@liepāja.example"),)))
    assert "jānis@xn--liepja-6za.example".encode() in raw


def test_whoever_has_an_ascii_address_gets_others_in_another_script_by_name_alone():
    people = (Person("jürgen@molina.example", "Jürgen Molina"), Person("ana@prats.example", "Ana"))
    reply = replace(REPLY, to=people, cc=(Person("zoë@ferrer.example"), Person("eve@prats.example")))
    raw = compose(reply, reader="ana@prats.example")
    assert raw.isascii()
    mail = read(raw)
    assert [address.addr_spec for address in mail["To"].addresses] == ["ana@prats.example"]
    assert mail["To"].groups[0].display_name == "Jürgen Molina"
    assert [address.addr_spec for address in mail["Cc"].addresses] == ["eve@prats.example"]
    assert mail["Cc"].groups[0].display_name == "zoë@ferrer.example"
    assert (mail["To"].defects, mail["Cc"].defects) == ((), ())
    hers = compose(reply, reader="jürgen@molina.example")
    assert "Jürgen".encode() not in hers
    assert "<jürgen@molina.example>".encode() in hers
    assert "zoë@ferrer.example".encode() in hers


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a.txt", 'f="a.txt"'),
        ("ā.txt", "f*=utf-8''%C4%81.txt"),
        ("ā" * 10, f"f*0*=utf-8''{'%C4%81' * 8};\r\n f*1*={'%C4%81' * 2}"),
        ("a" * 61, f"f*0*=utf-8''{'a' * 50};\r\n f*1*={'a' * 11}"),
        ('a"b', "f*=utf-8''a%22b"),
    ],
)
def test_parameters(value, written):
    assert wire.parameter("f", value) == written


def test_bare_line_ends_are_made_whole():
    assert wire.crlf(b"a\nb\rc\r\nd") == b"a\r\nb\r\nc\r\nd"


def test_dates_in_odd_zones_are_written():
    zone = timezone(timedelta(hours=5, minutes=45))
    assert b"Date: Mon, 03 Mar 2025 11:00:00 +0545\r\n" in compose(
        replace(REPLY, date=datetime(2025, 3, 3, 11, tzinfo=zone))
    )
