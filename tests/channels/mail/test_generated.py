"""Mails drawn at random, written in many right and wrong ways: what is read is what was meant."""

from __future__ import annotations

import email
import json
import random
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.channels.mail.parsing import parse
from relevo.channels.mail.showing import as_json
from tests.channels.mail import writers
from tests.channels.mail.test_corpus import CASES
from tests.channels.mail.tongues import LANGUAGES

DAMAGE = [
    b"\r\n",
    b"\r\n\r\n",
    b"--b\r\n",
    b"=?utf-8?b?",
    b"<",
    b'"',
    b"\0",
    b"\xff",
    b"=",
    b"%",
    b";",
    b"Content-Type: text/html\r\n",
]


def lines(text: str) -> str:
    """The text without white space at the ends of lines, which transfer encodings do not keep."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def differences(raw: bytes, meant: writers.Meant) -> dict[str, tuple[object, object]]:
    """What is read and what was meant, where they differ."""
    read = as_json(parse(raw))
    read["attachments"] = [(file["name"], file["size"], file["content_type"]) for file in read["attachments"]]
    read["text"], read["has_html"] = lines(read["text"]), bool(read["html"])
    wanted = {name: getattr(meant, name) for name in writers.Meant.__dataclass_fields__} | {
        "text": lines(meant.text)
    }
    return {name: (read[name], value) for name, value in wanted.items() if read[name] != value}


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_what_programs_write_in_their_many_ways_is_read_as_it_was_meant(seed):
    raw, meant = writers.whole(random.Random(seed))
    assert not differences(raw, meant)


@settings(max_examples=200, deadline=None)
@given(
    language=st.sampled_from(sorted(LANGUAGES)),
    how=st.sampled_from([policy.SMTP, policy.default, policy.SMTP.clone(cte_type="7bit"), policy.SMTPUTF8]),
    cte=st.sampled_from([None, "base64", "quoted-printable", "8bit"]),
    content=st.binary(max_size=300),
    named=st.sampled_from(
        ["plain.bin", "with spaces (1), and; more.bin", "{name} 2025.bin", "{name} {name} {name}.bin"]
    ),
)
def test_what_the_standard_library_writes_is_read_as_it_was_meant(language, how, cte, content, named):
    sentence, name, short, _ = LANGUAGES[language]
    message = EmailMessage(policy=how)
    message["Subject"] = short
    message["From"] = Address(name, addr_spec="jorge@molina.example")
    message["To"] = [
        Address(f"{name}, {number}", addr_spec=f"a{number}@auralis.example") for number in range(3)
    ]
    message["Message-ID"] = "<" + "a" * 90 + "@molina.example>"
    message["References"] = " ".join(f"<{'r' * 70}{number}@auralis.example>" for number in range(5))
    message.set_content(sentence, cte=cte)
    message.add_alternative(f"<p>{sentence}</p>", subtype="html", cte=cte)
    file_name = named.format(name=name)
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=file_name)
    raw = message.as_bytes()
    read = as_json(parse(raw))
    assert read["subject"] == str(email.message_from_bytes(raw, policy=policy.default)["Subject"])
    assert (read["from_addr"], read["from_name"]) == ("jorge@molina.example", name)
    assert read["to"] == [f"a{number}@auralis.example" for number in range(3)]
    assert read["message_id"] == "a" * 90 + "@molina.example"
    assert read["references"] == [f"{'r' * 70}{number}@auralis.example" for number in range(5)]
    assert read["text"] == sentence
    assert read["html"] == f"<p>{sentence}</p>"
    assert [(file["name"], file["size"], file["inline"]) for file in read["attachments"]] == [
        (file_name, len(content), False)
    ]


def damaged(r: random.Random, raw: bytes) -> bytes:
    """A mail of the corpus with pieces changed, lost, doubled or taken from another."""
    content = bytearray(raw)
    for _ in range(r.choice([1, 3, 10, 40])):
        place = r.randrange(len(content) + 1)
        other = r.choice(CASES).raw
        start = r.randrange(len(other) + 1)
        length = r.randrange(1, 200)
        content[place : place + r.choice([0, 1, length])] = r.choice(
            [
                bytes([r.randrange(256)]),
                b"",
                content[place : place + length],
                other[start : start + length],
                *DAMAGE,
            ]
        )
    return bytes(content)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_damaged_mails_are_still_read(seed):
    r = random.Random(seed)
    mail = parse(damaged(r, r.choice(CASES).raw))
    assert "unreadable" not in mail.notices
    assert len(mail.contents) == len(mail.attachments)
    json.dumps(as_json(mail), ensure_ascii=False).encode()
