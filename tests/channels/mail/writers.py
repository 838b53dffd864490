"""Mails as programs in the wild write them, drawn at random, beside what their writers meant.

Every function writes one aspect in one of many ways, right and wrong ones; the meaning is known, so what is read
can be compared with it as a whole.
"""

from __future__ import annotations

import base64
import binascii
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote

from tests.channels.mail.tongues import ALIASES, LANGUAGES


@dataclass
class Meant:
    """What the writer meant; attachments as (name, size, content type)."""

    subject: str = ""
    from_addr: str = ""
    from_name: str = ""
    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    text: str = ""
    has_html: bool = False
    attachments: list[tuple[str, int, str]] = field(default_factory=list)
    message_id: str = ""
    in_reply_to: str = ""
    references: list[str] = field(default_factory=list)
    date: str | None = None
    auto_submitted: str = ""


def alias(r: random.Random, charset: str) -> str:
    return r.choice(ALIASES.get(charset, [charset, charset.upper()]))


def fold(r: random.Random) -> str:
    return r.choice([" ", "\r\n ", "\r\n\t", " \r\n "])


# -- header texts ---------------------------------------------------------------------------------------------------


def encoded_word(r: random.Random, text: str, charset: str) -> str:
    """``text`` as encoded words of one program or another."""
    raw = text.encode(charset)
    shown = r.choice([charset, charset.upper(), f"{charset}*en"])
    style = r.choice(["b", "q", "letters", "bytes", "spaces", "open", "unpadded", "quantum"])
    if charset.startswith("iso-2022") and style in {"bytes", "q", "spaces"}:
        style = "b"  # their escapes are control characters
    if style == "q":
        return f"=?{shown}?{r.choice('qQ')}?{_q(raw)}?="
    if style == "spaces":
        return f"=?{shown}?Q?{_q(raw).replace('_', ' ')}?="
    if style == "letters":
        pieces = [text[at : at + 9] for at in range(0, len(text), 9)]
        return fold(r).join(f"=?{shown}?B?{_b(piece.encode(charset))}?=" for piece in pieces)
    if style == "bytes":  # letters are cut in two
        size = r.choice([5, 7, 10])
        pieces = [raw[at : at + size] for at in range(0, len(raw), size)]
        return fold(r).join(f"=?{shown}?q?{_q(piece)}?=" for piece in pieces)
    word = f"=?{shown}?{r.choice('bB')}?{_b(raw)}?="
    if style == "open":
        return word[:-2]
    if style == "unpadded":
        return word.replace("=?=", "?=").replace("=?=", "?=")
    if style == "quantum" and len(_b(raw)) > 30 and charset == "utf-8":
        return f"=?utf-8?B?{_b(raw)[:22]}?= =?utf-8?B?{_b(raw)[22:]}?="
    return word


def _q(raw: bytes) -> str:
    return "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else "_" if byte == 32 else f"={byte:02X}"
        for byte in raw
    )


def _b(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def header_text(r: random.Random, text: str, charset: str) -> bytes:
    """An unstructured field's value."""
    if text.isascii() or r.random() < 0.25:
        return text.encode()
    return encoded_word(r, text, r.choice([charset, "utf-8"])).encode()


def sender(r: random.Random, name: str, address: str, charset: str) -> bytes:
    """A From field's value."""
    if name.isascii():
        styles = [
            f"{name} <{address}>",
            f'"{name}" <{address}>',
            f'"{name}"<{address}>',
            f"{address} ({name})",
            f"{name}\r\n <{address}>",
            f"'{name}' <{address}>",
        ]
        return r.choice(styles).encode()
    word = encoded_word(r, name, r.choice([charset, "utf-8"]))
    if r.random() < 0.2:
        return f'"{name}" <{address}>'.encode()
    if not word.endswith("?="):
        word += "?="
    return r.choice(
        [f"{word} <{address}>", f'"{word}" <{address}>', f"{word}\r\n <{address}>", f"{address} ({word})"]
    ).encode()


def recipients(r: random.Random, addresses: list[str]) -> str:
    style = r.choice(["plain", "angles", "names", "semicolons", "group", "commas", "trailing", "mailto"])
    if style == "angles":
        return ",\r\n\t".join(f"<{address}>" for address in addresses)
    if style == "names":
        return ", ".join(f'"Cole, Hannah {number}" <{address}>' for number, address in enumerate(addresses))
    if style == "semicolons":
        return "; ".join(addresses)
    if style == "group":
        return "Support team: " + ", ".join(addresses) + ";"
    if style == "commas":
        return ", ".join(f"Cole, Hannah <{address}>" for address in addresses)
    if style == "mailto":
        return ", ".join(f"<mailto:{address}>" for address in addresses)
    return ", ".join(addresses) + ("," if style == "trailing" else "")


def date(r: random.Random, meant: Meant) -> str:
    zone = timezone(timedelta(minutes=r.choice([0, 60, 120, -300, 330])))
    moment = datetime(
        r.randrange(2001, 2039),
        r.randrange(1, 13),
        r.randrange(1, 29),
        r.randrange(24),
        r.randrange(60),
        r.randrange(60),
        tzinfo=zone,
    )
    meant.date = moment.astimezone(UTC).isoformat()
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    offset = f"{moment:%z}"
    core = f"{moment.day} {months[moment.month - 1]} {moment.year} {moment:%H:%M:%S}"
    day = days[moment.weekday()]
    return r.choice([
        f"{day}, {core} {offset}", f"{core} {offset}", f"{day}, {moment:%d} {months[moment.month - 1]} {moment.year} {moment:%H:%M:%S} {offset} (CEST)",
        f"{day},  {core} {offset}", f"{day}, {moment.day} {months[moment.month - 1]} {moment.year % 100:02} {moment:%H:%M:%S} {offset}",
        moment.isoformat(), f"{day} {months[moment.month - 1]} {moment.day:2} {moment:%H:%M:%S} {moment.year} {offset}" if offset == "+0000" else f"{day}, {core} {offset}",
    ])  # fmt: skip


# -- bodies ---------------------------------------------------------------------------------------------------------


def transferred(r: random.Random, content: bytes, *, text: bool) -> tuple[str, bytes]:
    """A transfer encoding's name and the content in it."""
    style = r.choice(["base64", "quoted-printable", "8bit"] if text else ["base64"])
    if style == "base64":
        name = r.choice(["base64", "BASE64", "Base64 ", '"base64"', "base64 (comment)"])
        return name, _base64_body(r, content)
    if style == "quoted-printable":
        return r.choice(["quoted-printable", "Quoted-Printable", "quoted_printable"]), _quoted_body(
            r, content
        )
    return r.choice(["8bit", "7bit", "binary", "8BIT", "8bits", "none", ""]), content


def _base64_body(r: random.Random, content: bytes) -> bytes:
    encoded = base64.b64encode(content)
    style = r.choice(["76", "60", "one line", "odd lines", "unpadded", "spaces", "blank line"])
    if style == "one line":
        return encoded
    size = {"60": 60, "odd lines": 75}.get(style, 76)
    lines = [encoded[at : at + size] for at in range(0, len(encoded), size)]
    body = b"\r\n".join(lines)
    if style == "unpadded":
        return body.rstrip(b"=")
    if style == "spaces":
        return b"\r\n".join(b" " + line + b" " for line in lines)
    if style == "blank line":
        return b"\r\n" + body + b"\r\n\r\n"
    return body


def _quoted_body(r: random.Random, content: bytes) -> bytes:
    encoded = binascii.b2a_qp(content.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    style = r.choice(["plain", "lower", "spaces"])
    if style == "lower":
        return _lower_hex(encoded)
    if style == "spaces":
        return encoded.replace(b"=\r\n", b"= \r\n")
    return encoded


def _lower_hex(encoded: bytes) -> bytes:
    pieces = encoded.split(b"=")
    return b"=".join([pieces[0], *(piece[:2].lower() + piece[2:] for piece in pieces[1:])])


def text_part(r: random.Random, text: str, kind: str, charset: str) -> bytes:
    charset = r.choice([charset, charset, "utf-8"])
    content = text.replace("\n", "\r\n").encode(charset)
    if charset.startswith("iso-2022"):
        name, body = r.choice(["7bit", ""]), content
    else:
        name, body = transferred(r, content, text=True)
    declared = f"; charset={alias(r, charset)}"
    if charset == "utf-8" and not text.isascii():
        declared = r.choice(
            [declared, declared, "", "; charset=us-ascii", "; charset=iso-8859-1", "; charset=x-unknown"]
        )
    head = f"Content-Type: {r.choice(['text', 'Text', 'TEXT'])}/{kind}{declared}\r\n"
    if name:
        head += f"Content-Transfer-Encoding: {name}\r\n"
    if r.random() < 0.2:
        head += "Content-Disposition: inline\r\n"
    return head.encode() + b"\r\n" + body


def file_part(r: random.Random, name: str, content: bytes, media: str) -> bytes:
    head = f"Content-Type: {media}"
    written = file_name(r, name)
    if r.random() < 0.3:
        head += f"; name={written}" if written.startswith('"') else ""
    head += f"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: {r.choice(['attachment', 'ATTACHMENT', 'attachment'])};"
    head += written if written.lstrip().startswith("filename") else f"\r\n filename={written}"
    return head.encode() + b"\r\n\r\n" + _base64_body(r, content)


def file_name(r: random.Random, name: str) -> str:
    style = r.choice(["2231", "continued", "words", "raw", "percent", "both"])
    if name.isascii():
        return r.choice([f'"{name}"', f" filename*=us-ascii''{quote(name)}"])
    encoded = quote(name)
    if style == "2231":
        return f" filename*=UTF-8''{encoded}"
    if style == "both":
        return f" filename=\"file.bin\";\r\n filename*=utf-8''{encoded}"
    if style == "continued":
        size = r.choice([10, 25])
        pieces = [encoded[at : at + size] for at in range(0, len(encoded), size)]
        lines = [
            f"filename*{number}*={'utf-8' + chr(39) * 2 if not number else ''}{piece}"
            for number, piece in enumerate(pieces)
        ]
        if r.random() < 0.3:
            r.shuffle(lines)
        return "\r\n " + ";\r\n ".join(lines)
    if style == "words":
        return f'"=?utf-8?B?{_b(name.encode())}?="'
    return f'"{name}"' if style == "raw" else f'"{encoded}"'


def joined(r: random.Random, kind: str, parts: list[bytes], number: int) -> bytes:
    """A multipart, its boundary written and drawn in many ways."""
    boundary = r.choice(
        [
            f"b{number}",
            f"----=_Part_{number}_123.456",
            f"=_{number}?:'()+_,-./",
            f"b{number}-{'x' * 30}",
            f"b1{'1' * number}",
        ]
    )
    plain = all(sign.isalnum() or sign in "-_.=" for sign in boundary)
    written = boundary if plain and r.random() < 0.5 else f'"{boundary}"'
    head = f"Content-Type: multipart/{kind};{fold(r)}boundary={written}\r\n\r\n"
    delimiter = f"--{boundary}".encode()
    body = r.choice([b"", b"This is a multi-part message in MIME format.\r\n\r\n"])
    for part in parts:
        body += delimiter + r.choice([b"", b" "]) + b"\r\n" + part + b"\r\n"
    return head.encode() + body + delimiter + r.choice([b"--\r\n", b"--", b"--\r\nepilogue\r\n"])


def whole(r: random.Random) -> tuple[bytes, Meant]:
    """A mail and what was meant by it."""
    language = r.choice(list(LANGUAGES))
    sentence, name, short, charsets = LANGUAGES[language]
    charset = r.choice([*charsets, "utf-8"])
    meant = Meant(subject=r.choice([short, f"Re: {short}", sentence, f"[AUR-1042] {short}"]), from_name=name)
    meant.from_addr = r.choice(["jorge@molina.example", "elena.prats@prats.example", "o'hara+1@cole.example"])
    meant.to = [f"support{number or ''}@auralis.example" for number in range(r.choice([1, 1, 2, 4]))]
    meant.message_id = "".join(r.choices("abcdef0123456789.$-", k=20)).strip(".") + "@mail.molina.example"
    meant.references = [f"r{r.randrange(10**9)}@auralis.example" for _ in range(r.choice([0, 0, 1, 4]))]
    meant.in_reply_to = meant.references[-1] if meant.references else ""
    meant.auto_submitted = r.choice(["", "", "", "auto-replied", "auto-generated"])
    body = _body(r, meant, sentence, name, charset)
    fields = [
        (r.choice(["From", "FROM", "from"]), sender(r, meant.from_name, meant.from_addr, charset)),
        ("To", recipients(r, meant.to).encode()),
        ("Subject", header_text(r, meant.subject, charset)),
        ("Date", date(r, meant).encode()),
        ("Message-ID", r.choice([f"<{meant.message_id}>", f"\r\n <{meant.message_id}>", meant.message_id, f"<{meant.message_id}> (added)"]).encode()),
        ("MIME-Version", b"1.0"),
    ]  # fmt: skip
    if meant.references:
        ids = [f"<{one}>" for one in meant.references]
        fields += [
            ("References", r.choice([" ", "\r\n ", ",", ""]).join(ids).encode()),
            ("In-Reply-To", ids[-1].encode()),
        ]
    if meant.auto_submitted:
        fields.append(
            (
                "Auto-Submitted",
                r.choice(
                    [meant.auto_submitted, meant.auto_submitted.title(), f"{meant.auto_submitted}; owner"]
                ).encode(),
            )
        )
    if r.random() < 0.3:
        r.shuffle(fields)
    head = b"".join(
        key.encode() + r.choice([b": ", b": ", b":", b" : "]) + value + b"\r\n" for key, value in fields
    )
    return _mishap(r, head, body), meant


def _body(r: random.Random, meant: Meant, sentence: str, name: str, charset: str) -> bytes:
    meant.text = r.choice(
        [
            sentence,
            f"{sentence}\n\n{name}",
            f"{sentence}\n  {sentence}\n\n-- \n{name}",
            "\n".join([sentence] * 9),
        ]
    )
    page = f"<html><head><title>x</title></head><body><p>{sentence}</p></body></html>"
    kind = r.choice(["plain", "html", "alternative", "mixed", "mixed alternative", "after", "related"])
    meant.has_html = "html" in kind or "alternative" in kind or kind == "related"
    plain = text_part(r, meant.text, "plain", charset)
    if kind == "plain":
        return plain
    rich = text_part(r, page, "html", charset)
    if kind == "html":
        meant.text = sentence
        return rich
    if kind == "related":
        meant.text = sentence
        picture = b"Content-Type: image/png; name=logo.png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline; filename=logo.png\r\n\r\nnot a picture"
        meant.attachments.append(("logo.png", 13, "image/png"))
        return joined(r, "related", [rich, picture], 1)
    alternative = joined(r, "alternative", [plain, rich], 2)
    if kind == "alternative":
        return alternative
    files = [_file(r, meant, name) for _ in range(r.choice([1, 1, 3]))]
    first = alternative if kind == "mixed alternative" else plain
    return joined(r, "mixed", [*files, first] if kind == "after" else [first, *files], 3)


def _file(r: random.Random, meant: Meant, name: str) -> bytes:
    ending, media = r.choice(
        [
            (".pdf", "application/pdf"),
            (".zip", "application/zip"),
            (".txt", "text/plain"),
            (".jpg", "image/jpeg"),
            (".csv", "text/csv"),
        ]
    )
    shown = r.choice(["report", name, f"{name} 2025", f"{name} (copy)"]) + ending
    content = r.randbytes(r.choice([0, 1, 2, 3, 57, 100, 3000]))
    meant.attachments.append((shown, len(content), media))
    return file_part(r, shown, content, media)


def _mishap(r: random.Random, head: bytes, body: bytes) -> bytes:
    """What servers and programs on the way do to a mail."""
    raw = head + body
    kind = r.choice(["", "", "", "mbox", "blank", "bom", "lf", "stray", "received"])
    if kind == "mbox":
        return b"From jorge@molina.example Mon Mar  3 10:15:00 2025\r\n" + raw
    if kind == "blank":
        return b"\r\n\r\n" + raw
    if kind == "bom":
        return b"\xef\xbb\xbf" + raw
    if kind == "lf":
        return raw.replace(b"\r\n", b"\n")
    if kind == "stray":
        return b"X-Mailer: phone\r\nthis line is no field\r\n" + raw
    if kind == "received":
        return (
            b"Return-Path: <jorge@molina.example>\r\nReceived: from x by y;\r\n Mon, 3 Mar 2025 10:15:01 +0100\r\n"
            * 5
            + raw
        )
    return raw
