"""Whole mails, as they come: ordinary ones in many languages, and hostile ones."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.channels.mail.mime import bodies, tree
from relevo.channels.mail.mime.bodies import Delivery
from relevo.channels.mail.parsing import ParsedMail, parse
from tests.channels.mail.letters import file, letter, multipart, nested, plain, rich

SENTENCES = {
    "en": "My Duo 2 shows E-0042. Could you help, please?",
    "es": "Mi Duo 2 muestra E-0042. ¿Podría ayudarme, señora?",
    "lv": "Manam Therm 300 ir kļūda H12. Vai varat palīdzēt, lūdzu? Ļoti auksts!",
    "de": "Mein Therm 300 zeigt H12. Können Sie mir bitte helfen? Es ist früh und spät möglich.",
    "fr": "Ma barre affiche E-0107. Pourriez-vous m'aider, s'il vous plaît ? Ça ne marche déjà plus.",
    "ru": "Моя колонка показывает E-0042. Помогите, пожалуйста.",
    "pt": "A minha coluna não funciona. Não há som, só um ruído. Obrigação é convosco.",
    "it": "L'altoparlante non funziona più. Perché? È già successo, così non va.",
    "pl": "Głośnik nie działa. Proszę o pomoc, dziękuję. Wyświetla błąd.",
    "lt": "Šildytuvas neveikia. Ačiū už pagalbą. Ekrane mirksi klaida, laukiu jūsų.",
}
CODEPAGES = {
    "en": "us-ascii",
    "es": "iso-8859-1",
    "lv": "windows-1257",
    "de": "iso-8859-15",
    "fr": "windows-1252",
    "ru": "koi8-r",
    "pt": "iso-8859-1",
    "it": "windows-1252",
    "pl": "iso-8859-2",
    "lt": "windows-1257",
}
NAMES = {
    "en": "Hannah Cole",
    "es": "Elena Núñez Prats",
    "lv": "Zane Krūmiņa",
    "de": "Jürgen Groß",
    "fr": "Zoé Lefèvre",
    "ru": "Анна Белова",
    "pt": "João Conceição",
    "it": "Niccolò Rà",
    "pl": "Łucja Żak",
    "lt": "Jūratė Šakė",
}


def word(text: str, charset: str, kind: str) -> str:
    raw = text.encode(charset)
    content = base64.b64encode(raw).decode() if kind == "b" else "".join(f"={byte:02X}" for byte in raw)
    return f"=?{charset}?{kind}?{content}?="


@pytest.mark.parametrize("charset", ["utf-8", "codepage", "undeclared"])
@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
@pytest.mark.parametrize("language", SENTENCES)
def test_mails_of_ten_languages_in_their_encodings(language, charset, transfer):
    text, name = SENTENCES[language], NAMES[language]
    codec = "utf-8" if charset == "utf-8" else CODEPAGES[language]
    content = text.encode(codec)
    if transfer == "base64":
        content = base64.encodebytes(content)
    elif transfer == "quoted-printable":
        content = b"".join(b"=%02X" % byte if byte > 126 or byte == 61 else bytes([byte]) for byte in content)
    declared = "text/plain" if charset == "undeclared" else f"text/plain; charset={codec}"
    mail = parse(
        letter(
            content,
            content_type=declared,
            Content_Transfer_Encoding=transfer,
            sender=f"{word(name, codec, 'q')} <anna@b.example>",
            subject=f"{word(name, codec, 'b')} {word(' ' + text[:20], codec, 'q')}",
        )
    )
    assert mail.text == mail.reply == text
    assert mail.from_name == name
    assert mail.subject == f"{name} {text[:20]}".strip()
    assert mail.from_addr == "anna@b.example"
    assert mail.notices == ()


def test_all_that_a_mail_says():
    raw = multipart(
        "mixed",
        nested("alternative", plain("Hola\n\n> old\n\n-- \nJorge"), rich("<p>Hola</p>"), boundary="in"),
        file(b"x", "log.txt", "text/plain"),
        to="Support <Support@Auralis.example>, b@b.example",
        Cc="c@c.example, c@c.example",
        In_Reply_To="<two@auralis.example>",
        References="<one@auralis.example>\r\n <two@auralis.example>",
        X_Odd="=?utf-8?q?=C4=81?=",
    )
    mail = parse(raw)
    assert mail.to == ("support@auralis.example", "b@b.example")
    assert mail.cc == ("c@c.example",)
    assert mail.from_name == "Jorge Molina"
    assert mail.senders == ("jorge@molina.example",)
    assert (mail.message_id, mail.in_reply_to) == ("one@molina.example", "two@auralis.example")
    assert mail.references == ("one@auralis.example", "two@auralis.example")
    assert mail.date == datetime(2025, 3, 3, 9, 15, tzinfo=UTC)
    assert mail.text == "Hola\n\n> old\n\n-- \nJorge"
    assert mail.reply == "Hola"
    assert mail.html == "<p>Hola</p>"
    assert mail.attachments[0].name == "log.txt"
    assert mail.header("x-odd") == "ā"
    assert mail.header("x-none") == ""
    assert mail.auto_submitted == ""


def test_an_html_mail_gets_a_text_and_a_reply():
    mail = parse(
        letter(
            "<p>Sí</p><p>El 3/3/25 a las 10:15, Auralis escribió:</p><blockquote>¿Ya?</blockquote>",
            content_type="text/html",
        )
    )
    assert mail.reply == "Sí"
    assert mail.text.endswith("> ¿Ya?")


def test_a_blank_plain_part_gives_way_to_the_html():
    mail = parse(multipart("alternative", plain(" \n"), rich("<p>Hello</p>")))
    assert mail.text == "Hello"


def test_the_last_rich_and_the_first_plain_form_count():
    mail = parse(
        multipart("alternative", plain("one"), plain("two"), rich("<p>1</p>"), rich("<p>2</p>"), rich(" "))
    )
    assert (mail.text, mail.html) == ("one", "<p>2</p>")


def test_texts_around_a_file_are_joined():
    mail = parse(
        multipart("mixed", plain("Before"), file(b"x", "a.bin"), plain("After & <b>"), rich("<i>rich</i>"))
    )
    assert mail.text == "Before\n\nAfter & <b>\n\nrich"
    assert mail.html == "<p>Before</p>\n<p>After &amp; &lt;b&gt;</p>\n<i>rich</i>"


def test_a_plain_mail_has_no_html():
    assert parse(letter("just text")).html == ""
    assert parse(multipart("mixed", plain(""), rich("<p>x</p>"))).html == "<p>x</p>"


@pytest.mark.parametrize(
    ("written", "more", "read"),
    [
        ("one \ntwo\nthree \n\nfour", "; format=flowed", "one two\nthree \n\nfour"),
        ("> old \n> words\nnew", "; format=flowed", "> old words\nnew"),
        ("long \nword", "; format=flowed; delsp=yes", "longword"),
        ("one \ntwo", "", "one \ntwo"),
        ("end\n-- \nJorge", "; format=flowed", "end\n-- \nJorge"),
        ("end \n-- \nJorge", "; format=flowed", "end \n-- \nJorge"),
        ("> old \n>> older\n> old", "; format=flowed", "> old \n>> older\n> old"),
        ("one \ntwo \nthree ", "; format=flowed", "one two three"),
    ],
)
def test_flowed_lines_are_joined(written, more, read):
    assert parse(letter(written, content_type=f"text/plain{more}")).text == read


def test_a_forwarded_mail_is_its_whole_text():
    text = "Please see.\n\nFrom: Shop <s@shop.example>\nSent: Monday\nTo: Jorge\nSubject: Order\n\nYour order"
    assert parse(letter(text, subject="FW: Order")).reply == text
    assert parse(letter(text, subject="Order")).reply == "Please see."


def test_a_delivery_report_is_read():
    status = (
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.b.example\r\n\r\n"
        b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"Original-Recipient: rfc822;c@d.example\r\nAction: Delayed\r\nStatus: 4.4.7\r\n"
    )
    mail = parse(multipart("report; report-type=delivery-status", plain("Sorry"), status, letter("Original")))
    assert mail.deliveries == (
        Delivery("a@b.example", "failed", "5.1.1"),
        Delivery("c@d.example", "delayed", "4.4.7"),
    )
    assert mail.text.startswith("Sorry")


@pytest.mark.parametrize("media", ["multipart/encrypted; boundary=b0undary", "application/pkcs7-mime"])
def test_an_encrypted_mail_says_so(media):
    assert "encrypted" in parse(letter(b"--b0undary\n\nx\n--b0undary--\n", content_type=media)).notices


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon, 3 Mar 2025 10:15:00 +0200", datetime(2025, 3, 3, 8, 15, tzinfo=UTC)),
        ("Mon, 3 Mar 2025 10:15:00 GMT", datetime(2025, 3, 3, 10, 15, tzinfo=UTC)),
        ("Mon, 99 Mar 2025 10:15:00 +0200", None),
        ("Mon, 3 Mar 99999 10:15:00 +0200", None),
        ("Mon, 3 Mar 2025 10:15:00 +999999999", None),
        ("Fri, 31 Dec 9999 23:59:00 -1400", None),
        ("yesterday", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_dates(written, read):
    assert parse(letter(Date=written)).date == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<a@b>", "a@b"),
        ("a@b", "a@b"),
        ("  <a@b> (comment)", "a@b"),
        ("<a b@c>", "ab@c"),
        ("<" + "a" * 300 + "@b>", "a" * 250),
        ("<>", ""),
        ("", ""),
    ],
)
def test_message_ids(written, read):
    assert parse(letter(Message_ID=written)).message_id == read


def test_attack_46_only_the_last_200_references_are_kept():
    mail = parse(letter(References=" ".join(f"<r{number}@x.example>" for number in range(2000))))
    assert mail.references == tuple(f"r{number}@x.example" for number in range(1800, 2000))
    assert parse(letter(In_Reply_To="words", References="words")).references == ()


@pytest.mark.parametrize("value", ["auto-replied", "Auto-Replied; x=y", "auto-generated"])
def test_auto_submitted_is_read(value):
    assert parse(letter(Auto_Submitted=value)).auto_submitted == value.split(";")[0].lower()


@pytest.mark.parametrize(
    ("sender", "notice", "claims"),
    [
        ("", "no_sender", ()),
        ("nobody", "sender_unclear", ()),
        ("boss@a.example)<eve@evil.example>", "sender_unclear", None),
        ("boss@a.example, eve@evil.example", "several_senders", ("boss@a.example", "eve@evil.example")),
        (
            "boss@a.example\r\nFrom: eve@evil.example",
            "several_senders",
            ("boss@a.example", "eve@evil.example"),
        ),
        (
            "eve@evil.example\r\nFROM : boss@a.example",
            "several_senders",
            ("eve@evil.example", "boss@a.example"),
        ),
        ("boss@a.example\r\nFrom: ", "several_senders", ("boss@a.example",)),
    ],
)
def test_attack_07_and_08_a_mail_without_one_clear_sender_is_nobodys(sender, notice, claims):
    mail = parse(letter(sender=sender))
    assert mail.from_addr == mail.from_name == ""
    assert notice in mail.notices
    assert claims is None or mail.senders == claims


def test_attack_07_the_real_address_is_shown_not_the_one_in_the_name():
    mail = parse(
        letter(
            sender='"Pat <pat@p.example>" <eve@evil.example>',
            Sender="pat@p.example",
            Reply_To="pat@p.example",
        )
    )
    assert (mail.from_addr, mail.from_name) == ("eve@evil.example", "")


def test_attack_06_a_homograph_is_another_sender():
    assert parse(letter(sender="casey@\u0430.example")).from_addr == "casey@xn--80a.example"


def test_attack_11_control_headers_from_outside_change_nothing():
    headers = {
        "X_Relevo_Ticket": "AUR-1042",
        "X_Relevo_Internal": "yes",
        "X_Loop": "relevo",
        "RT_Ticket": "1",
    }
    with_them, without = parse(letter(**headers)), parse(letter())
    for name in ParsedMail.__dataclass_fields__:
        assert name == "headers" or getattr(with_them, name) == getattr(without, name)


def test_attack_19_the_same_message_id_with_other_content_is_another_mail():
    one, two = parse(letter("one")), parse(letter("two", sender="eve@evil.example"))
    assert one.message_id == two.message_id
    assert one != two


def test_attack_26_encoded_line_breaks_become_spaces():
    mail = parse(
        letter(
            sender="=?utf-8?q?Eve=0D=0ABcc=3A_x=40y.example?= <eve@evil.example>",
            subject="=?utf-8?b?QQ0KQmNjOiB4QHkuZXhhbXBsZQ==?=",
        )
    )
    assert mail.subject == "A Bcc: x@y.example"
    assert mail.from_name == ""
    assert parse(letter(subject="one\r two\x0b three\x00")).subject == "one two three"


def test_attack_33_to_36_hostile_html_comes_out_harmless():
    mail = parse(
        letter(
            "<base href=//e><form><input></form><p id=x style='position:fixed' onclick=x>Hi</p>",
            content_type="text/html",
        )
    )
    assert mail.html == "<p>Hi</p>"


def test_attack_37_directions_and_invisible_signs_leave_subject_and_name():
    mail = parse(letter(sender="Pay\u202epal\u200b <x@y.example>", subject="in\u2066voice\u200b"))
    assert (mail.subject, mail.from_name) == ("invoice", "Paypal")


def test_attack_46_a_huge_subject_is_cut():
    mail = parse(letter(subject="a" * 1_000_000))
    assert mail.subject == "a" * 1000
    assert {"headers_cut", "subject_cut"} <= set(mail.notices)


def test_attack_46_25000_recipients_are_cut_at_200():
    mail = parse(letter(to=", ".join(f"a{number}@b.example" for number in range(25_000))))
    assert len(mail.to) == 200
    assert "recipients_cut" in mail.notices
    many = "\r\nTo: ".join(
        ", ".join(f"a{row}.{number}@b.example" for number in range(150)) for row in range(3)
    )
    assert len(parse(letter(to=many)).to) == 200
    assert "to_unclear" in parse(letter(to="<a@b.example")).notices


def test_a_long_text_is_cut_and_the_raw_mail_still_tells_all():
    mail = parse(letter("word " * 200_000))
    assert len(mail.text) == bodies.TEXT_LIMIT
    assert mail.notices == ("text_cut",)
    assert "text_cut" in parse(letter("word " * 500_000)).notices


def test_html_beyond_the_limit_is_cut():
    mail = parse(multipart("mixed", rich("<p>x</p>" * 40_000), rich("<p>y</p>" * 40_000)))
    assert "html_cut" in mail.notices
    assert len(mail.html) <= 500_001


def test_tangled_html_is_shown_as_text():
    mail = parse(letter("<div>" * 3000 + "Hello", content_type="text/html"))
    assert (mail.text, mail.html) == ("Hello", "<p>Hello</p>")
    assert mail.notices == ("html_too_tangled",)


def test_remote_images_are_reported():
    assert parse(letter("<img src=https://x.example/p>", content_type="text/html")).notices == (
        "remote_images_removed",
    )


def test_the_charset_that_we_chose_ourselves_is_told():
    mail = parse(
        multipart(
            "mixed", plain(SENTENCES["lv"], "windows-1257").replace(b"windows-1257", b"punycode"), plain("x")
        )
    )
    assert mail.charset_guesses == ("cp1257",)
    assert mail.text.startswith(SENTENCES["lv"])


def test_a_fault_of_our_own_gives_an_unreadable_mail_and_no_error(monkeypatch, caplog):
    def broken(raw):
        raise RecursionError

    monkeypatch.setattr(tree, "read", broken)
    assert parse(letter()) == ParsedMail(notices=("unreadable",))
    assert "could not be read" in caplog.text


@settings(max_examples=300)
@given(st.binary(max_size=600))
def test_any_bytes_can_be_read(raw):
    assert "unreadable" not in parse(raw).notices


PIECES = [
    b"From: a@b.example\r\n",
    b"Subject: =?utf-8?q?=C4=81?=\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: text/html\r\n",
    b"Content-Type: text/plain; charset=windows-1257; format=flowed\r\n",
    b"Content-Type: message/delivery-status\r\n",
    b"\r\n",
    b"--b\r\n",
    b"--b--\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''%C4\r\n",
    b"<p>x<b>",
    b"aGVsbG8=",
    b"\xff\x00",
    b"> old\r\n",
    b"On 3/3/2025 10:15 a@b.example wrote:\r\n",
    b"words ",
    b"Content-Type: multipart/alternative; boundary=c\r\n",
    b"--c\r\n",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_jumble_of_mail_can_be_read_and_stored(pieces):
    mail = parse(b"".join(pieces))
    assert "unreadable" not in mail.notices
    for text in (
        mail.subject,
        mail.text,
        mail.reply,
        mail.html,
        mail.from_name,
        *(value for _, value in mail.headers),
    ):
        assert "\x00" not in text
        text.encode("utf-8")
    assert len(mail.contents) == len(mail.attachments)
