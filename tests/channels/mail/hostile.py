"""Mails that stop other readers; each is made when its test runs."""

from __future__ import annotations

import base64
import struct

from tests.channels.mail.corpus.packed import attribute, enclosed, winmail
from tests.channels.mail.letters import file, letter, multipart, plain, png, rich

MB = 1_000_000


def _page(source: str) -> bytes:
    return letter(source, content_type="text/html; charset=utf-8")


def _body(content: bytes, encoding: str, kind: str = "application/octet-stream") -> bytes:
    return letter(content, content_type=kind, Content_Transfer_Encoding=encoding)


def _text(content: bytes, charset: str) -> bytes:
    return letter(content, content_type=f"text/plain; charset={charset}")


def _winmail(content: bytes) -> bytes:
    return multipart("mixed", plain("x"), file(content, "winmail.dat", "application/ms-tnef"))


def _rich(content: bytes) -> bytes:
    """Rich text in a winmail.dat."""
    value = struct.pack("<IHHII", 1, 0x102, 0x1009, 1, len(content)) + content + b"\0" * (-len(content) % 4)
    return _winmail(winmail(attribute(1, 0x9003, value)))


def _nested_messages(depth: int) -> bytes:
    content = winmail(attribute(1, 0x800C, b"x"))
    for _ in range(depth):
        content = winmail(enclosed(content, b"x"))
    return content


POISON = {
    "empty": lambda: b"",
    "nested 10000": lambda: b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(10_000)
    ),
    "nested 25 deep and long": lambda: (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(25))
        + b"\n--" * 3 * MB
    ),
    "a million empty parts": lambda: letter(b"--b0\r\n" * MB, content_type="multipart/mixed; boundary=b0"),
    "100000 headers": lambda: b"".join(b"X-%d: y\r\n" % number for number in range(100_000)) + letter(),
    "100000 senders": lambda: b"From: a@b.example\r\n" * 100_000 + letter(),
    "a header of 10 MB": lambda: letter(X_Big="a" * 10 * MB),
    "a subject of 10 MB": lambda: letter(subject="a" * 10 * MB),
    "stray lines": lambda: b"Subject: x\r\n" + b"stray line\r\n" * 400_000 + b"To: a@b.example\r\n\r\nx",
    "5 MB of encoded words": lambda: letter(subject="=?utf-8?b?xIE=?=\r\n " * 250_000),
    "5 MB of senders": lambda: letter(sender=", ".join(f"a{number}@b.example" for number in range(280_000))),
    "20000 To fields": lambda: b"To: a@b.example, c@d.example\r\n" * 20_000 + letter(),
    "5 MB of references": lambda: letter(References=" ".join(f"<r{n}@x.example>" for n in range(280_000))),
    "references of brackets": lambda: letter(References="<" * 5 * MB, Message_ID="<" + " " * 5 * MB),
    "5 MB of comments": lambda: letter(sender="(" * 5 * MB + " a@b.example"),
    "a date of brackets": lambda: letter(Date="(" * MB + "1 " * MB),
    "100000 segments of a name": lambda: letter(
        "x", Content_Disposition="attachment;" + ";".join(f"\r\n filename*{n}*=%41" for n in range(100_000))
    ),
    "a name of percent signs": lambda: letter(
        "x", Content_Disposition='attachment; filename="' + "%C4%81" * MB + '"'
    ),
    "a boundary of a megabyte": lambda: letter(
        b"--" + b"b" * MB, content_type='multipart/mixed; boundary="' + "b" * MB + '"'
    ),
    "lines like boundaries": lambda: letter(b"--abcdefg:" * MB, content_type="multipart/mixed"),
    "a charset of a megabyte": lambda: _text(b"h\xe4llo", "x" * MB),
    "a charset of a megabyte in a word": lambda: letter(subject="=?" + "x" * MB + "?q?a?="),
    "UTF-7": lambda: _text(b"+AGE-" * MB, "utf-7"),
    "UTF-7 without an end": lambda: _text(b"+" + b"A" * 5 * MB, "utf-7"),
    "escapes": lambda: _text(b"\x1b$B" * 2 * MB, "iso-2022-jp"),
    "escapes that nobody announced": lambda: letter(b"\x1b$(D!!\x1b(I!!" * MB, content_type="text/plain"),
    "Korean shifts": lambda: _text(b"\x1b$)C\x0e!!\x0f" * MB, "iso-2022-kr"),
    "Chinese tildes": lambda: _text(b"~{!!~}" * MB, "hz-gb-2312"),
    "half signs": lambda: _text(b"\xd8\x00" * 2 * MB, "utf-16"),
    "halves of GB 18030": lambda: _text(b"\x81\x30" * 2 * MB, "gb18030"),
    "lines of two charsets": lambda: _text(
        (b"\xc4\x81" * 5 + b"\n") * 20_000 + b"\xe2\xf0\n" * 20_000, "utf-8"
    ),
    "base64 of 10 MB": lambda: _body(base64.encodebytes(bytes(7 * MB)), "base64"),
    "base64 of padding": lambda: _body(b"=" * 10 * MB, "base64"),
    "base64 of padded lines": lambda: _body(b"QQ==\r\n" * 2 * MB, "base64"),
    "base64 of foreign signs": lambda: _body(b"QUJD=\r\n!" * MB, "base64"),
    "quoted-printable of signs": lambda: _body(b"=" * 10 * MB, "quoted-printable"),
    "quoted-printable of spaces": lambda: _body(b"= " * 2 * MB, "quoted-printable"),
    "quoted-printable without a word of it": lambda: letter(b"=C3=A9" * MB),
    "10 MB of letters beyond ASCII": lambda: letter(b"\xe2\xf0\xea " * 2 * MB, content_type="text/plain"),
    "uuencode without an end": lambda: letter(b"begin 644 x.bin\n" + (b"M" + b"A" * 60 + b"\n") * 100_000),
    "beginnings of uuencode": lambda: letter(b"begin 644 x\n" * 400_000),
    "files of uuencode": lambda: letter(b"begin 644 x\n#0V%T\n" * 200_000),
    "hidden divisions": lambda: _page("<div style='display:none'>" * 20_000),
    "a style without an end": lambda: _page("<p style='max-height:0;font-size:1px;opacity:" * 12_000),
    "a million brackets": lambda: _page("<" * MB),
    "100000 nested tables": lambda: _page("<table><tr><td>" * 100_000),
    "metas": lambda: letter("<meta " * 200_000, content_type="text/html"),
    "a picture in the text of a page": lambda: _page(
        "<img src='data:image/png;base64," + "A" * 3 * MB + "'>hello"
    ),
    "beginnings of pictures": lambda: _page("data:image/" * 100_000),
    "enriched": lambda: letter("<<<param>" * 200_000, content_type="text/enriched"),
    "a winmail.dat of files": lambda: _winmail(winmail(*[attribute(2, 0x9002, b"x")] * 100_000)),
    "a winmail.dat of lies": lambda: _winmail(winmail(attribute(1, 0x9003, b"\xff" * MB))),
    "a winmail.dat in a winmail.dat": lambda: _winmail(_nested_messages(40)),
    "rich text that unpacks without an end": lambda: _rich(
        struct.pack("<II4sI", MB, 0xFFFFFFF, b"LZFu", 0) + b"\xff" * MB
    ),
    "rich text of braces": lambda: _rich(
        struct.pack("<II4sI", 2 * MB, 2 * MB, b"MELA", 0) + (b"{\\rtf1" + b"{\\u1 \\'41" * 200_000)
    ),
    "signatures in signatures": lambda: _body(
        base64.encodebytes(b"\x30\x80" * MB), "base64", "application/pkcs7-mime"
    ),
    "an invitation of parameters": lambda: multipart(
        "mixed", b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nSUMMARY" + b';a="' * MB
    ),
    "an invitation of titles": lambda: multipart(
        "mixed", b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\n" + b"SUMMARY;a;b;c\r\n" * 200_000
    ),
    "200 mails with long subjects": lambda: multipart(
        "mixed", *[b"Content-Type: message/rfc822\r\n\r\nSubject: " + b"=?utf-8?q?a?= " * 5000] * 200
    ),
    "names of encoded words": lambda: multipart(
        "mixed", *[file(png(), "=?utf-8?q?a?= " * 1000, "image/png")] * 100
    ),
    "lines of an mbox file": lambda: b"From x\n" * MB,
    "fields of nothing": lambda: b"a:\n" * MB,
    "two carriage returns": lambda: letter().replace(b"\r\n", b"\r\r\n") + b"x\r\r\n" * MB,
    "zeros": lambda: b"\0" * 1_000_000,
    "random high bytes": lambda: bytes(range(128, 256)) * 8000,
    "only line feeds": lambda: b"\n" * 1_000_000,
    "only carriage returns": lambda: b"\r" * 1_000_000,
    "one line": lambda: b"a" * 5_000_000,
    "20000 headers": lambda: b"".join(b"X-%d: y\r\n" % number for number in range(20_000)) + b"\r\n",
    "header without end": lambda: b"Subject: x\r\n" + b" y" * 2_000_000,
    "2 MB of folding": lambda: b"Subject: x\r\n" + b" y\r\n" * 500_000 + b"\r\n",
    "20000 encoded words": lambda: letter(subject=" ".join(["=?utf-8?q?a?="] * 20_000)),
    "unclosed encoded words": lambda: letter(subject="=?utf-8?q?" * 2000),
    "8000 quotes": lambda: letter(sender='"' * 8000 + " <a@b.example>"),
    "escaped quotes": lambda: letter(sender='"' + '\\"' * 8000 + "\\"),
    "8000 comments": lambda: letter(sender="(" * 8000 + "a@b.example"),
    "8000 groups": lambda: letter(to="a:" * 8000),
    "8000 angles": lambda: letter(to="<" * 8000),
    "white space": lambda: letter(
        subject=" " * 16_000, to="\t" * 16_000, content_type="text/plain;" + " " * 16_000 + "x"
    ),
    "parameters": lambda: letter(content_type="text/plain;" + "a*0=" * 4000),
    "parameter quotes": lambda: letter(content_type='text/plain; a="' + '\\"' * 8000),
    "parameter letters": lambda: letter(content_type="text/plain;" + "a" * 16_000),
    "nested 5000": lambda: b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5000)
    ),
    "same boundary": lambda: b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 5000,
    "20000 parts": lambda: multipart("mixed", *[plain("x")] * 20_000),
    "boundary lines": lambda: letter(b"--b \t" * 300_000, content_type="multipart/mixed; boundary=b"),
    "boundary spaces": lambda: letter(
        (b"--b" + b" " * 1000 + b"x\n") * 1000, content_type="multipart/mixed; boundary=b"
    ),
    "long boundary": lambda: letter(
        b"--" + b"b" * 900_000, content_type='multipart/mixed; boundary="' + "b" * 15_000 + '"'
    ),
    "rfc822 in rfc822": lambda: b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    "broken base64": lambda: letter(b"=" * 2_000_000, Content_Transfer_Encoding="base64"),
    "broken quoted-printable": lambda: letter(
        b"=\n" * 1_000_000, Content_Transfer_Encoding="quoted-printable"
    ),
    "flowed": lambda: letter("> " * 3 + "a \n" * 300_000, content_type="text/plain; format=flowed"),
    "flowed spaces": lambda: letter(" " * 1_000_000, content_type="text/plain; format=flowed"),
    "flowed quotes": lambda: letter(">" * 1_000_000, content_type="text/plain; format=flowed"),
    "flowed blank lines": lambda: letter(" \n" * MB, content_type="text/plain; format=flowed"),
    "Japanese escapes": lambda: _text(b"\x1b$B" * MB, "iso-2022-jp"),
    "envelope lines": lambda: b"From a\n" * MB + letter(),
    "On a, a, a": lambda: letter("On " + "a, " * 300_000),
    "100000 On": lambda: letter("On \n" * 100_000),
    "200000 quotes": lambda: letter(">\n" * 200_000),
    "10:15 wrote": lambda: letter("On 1/1/2025 10:15 a@b.example wrote:\n" * 20_000),
    "From blocks": lambda: letter("From: a\nx\n" * 60_000),
    "divs": lambda: letter("<div>" * 200_000, content_type="text/html"),
    "bold": lambda: letter("<b>" * 300_000, content_type="text/html"),
    "comments": lambda: letter("<!--" * 250_000, content_type="text/html"),
    "brackets": lambda: letter("<" * 1_000_000, content_type="text/html"),
    "ampersands": lambda: letter("&" * 1_000_000, content_type="text/html"),
    "attributes": lambda: letter(
        "<a " + " ".join(f"x{n}" for n in range(150_000)) + ">", content_type="text/html"
    ),
    "quoted attributes": lambda: letter("<a x=\"'" * 120_000, content_type="text/html"),
    "blockquotes": lambda: letter("<blockquote>a" * 70_000, content_type="text/html"),
    "paragraphs": lambda: letter("<p>a" * 240_000, content_type="text/html"),
    "tables": lambda: letter("<table><tr><td>" * 60_000, content_type="text/html"),
    "styles": lambda: letter("<style>" * 140_000, content_type="text/html"),
    "links": lambda: letter("<a href='https://x.example/y'>z</a>" * 28_000, content_type="text/html"),
    "200 html parts": lambda: multipart("mixed", *[rich("<p>x" * 5000)] * 200),
    "delivery report": lambda: multipart(
        "report", b"Content-Type: message/delivery-status\r\n\r\n" + b"Final-Recipient: x\r\n\r\n" * 50_000
    ),
    "images": lambda: multipart(
        "related",
        rich("<img src=cid:a>" * 60_000),
        *[file(png(), "", "image/png", "Content-ID: <a>\r\n")] * 100,
    ),
}
