"""Transfer encodings, whole, damaged and misnamed."""

from __future__ import annotations

import base64
import binascii

from tests.channels.mail.corpus import Case, attached, case
from tests.channels.mail.letters import letter, multipart, plain

TEXT = "¿Qué puedo hacer? Mañana viajo a Logroño y el altavoz sigue sin encenderse."
PACKED = base64.encodebytes(TEXT.encode())
QUOTED = binascii.b2a_qp(TEXT.encode())
LONG = "\n".join([TEXT] * 6)
LINES = base64.encodebytes(LONG.encode()).splitlines()
UU = b"begin 644 log.txt\r\n" + binascii.b2a_uu(b"E-0042 E-0107").replace(b"\n", b"\r\n") + b"`\r\nend\r\n"


def _mail(encoding: str, body: bytes) -> bytes:
    return letter(body, Content_Transfer_Encoding=encoding)


def _file(body: bytes, encoding: str = "base64") -> bytes:
    return multipart(
        "mixed",
        plain("Vea"),
        f"Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        + body,
    )


def _of(size: int) -> list[dict[str, object]]:
    return [attached("a.bin", size, "application/octet-stream")]


CASES: list[Case] = [
    *(case(f"encoding called {name!r}", _mail(name, QUOTED), TEXT) for name in ("quoted-printable", "Quoted-Printable", "quoted_printable", '"quoted-printable"', "quoted-printable (x)", "QUOTED-PRINTABLE;")),
    *(case(f"encoding called {name!r}", _mail(name, PACKED), TEXT) for name in ("base64", "BASE64", "base-64", "b64", "base64 (comment)")),
    *(case(f"encoding called {name!r}", _mail(name, TEXT.encode()), TEXT) for name in ("7bit", "8bit", "binary", "7-bit", "8bits", "none", "utf-8")),
    case("an encoding nobody knows", _mail("x-odd", TEXT.encode()), TEXT, notices=["unknown_encoding"]),
    case("base64 without padding", _mail("base64", PACKED.strip().rstrip(b"=")), TEXT, notices=["broken_base64"]),
    case("base64 in one line", _mail("base64", base64.b64encode(LONG.encode())), LONG),
    case("base64 in lines of 75", _mail("base64", b"\r\n".join(PACKED.replace(b"\n", b"")[at : at + 75] for at in range(0, 200, 75))), TEXT),
    case("base64 with spaces in it", _mail("base64", b"  " + PACKED.replace(b"Q", b"Q ").replace(b"\n", b" \r\n\r\n ")), TEXT),
    case("base64 with signs in it", _mail("base64", PACKED[:20] + b"!" + PACKED[20:60] + b"*" + PACKED[60:]), TEXT, notices=["broken_base64"]),
    case("base64, each line with its own padding", _mail("base64", b"\r\n".join(base64.b64encode(TEXT.encode()[at : at + 10]) for at in range(0, 90, 10))), TEXT, notices=["broken_base64"]),
    case("base64 below which a list server wrote", _mail("base64", PACKED + b"_______________________\r\nLista de correo, see https://x.example/\r\nto unsubscribe\r\n"), TEXT, notices=["broken_base64"]),
    case("base64 between words", _mail("base64", b"\r\n".join([*LINES[:3], b"-- scanned by a server, all clean --", *LINES[3:]])), LONG, notices=["broken_base64"]),
    case("base64 that is none", _mail("base64", TEXT.encode()), TEXT, notices=["broken_base64"]),
    case("base64 that nobody announced", letter(base64.encodebytes(LONG.encode())), LONG),
    case("quoted-printable that nobody announced", letter(QUOTED), TEXT),
    case("an address that looks quoted", letter("See https://x.example/?a=3D&b=20 = ok"), "See https://x.example/?a=3D&b=20 = ok"),
    case("quoted-printable in small letters", _mail("quoted-printable", QUOTED.replace(b"=C3", b"=c3").replace(b"=C2=BF", b"=c2=bf")), TEXT),
    case("soft breaks with spaces behind them", _mail("quoted-printable", QUOTED.replace(b"=\n", b"= \t\n")), TEXT),
    case("quoted-printable with bare signs", _mail("quoted-printable", b"2 = 2, a=b, =ZZ, 100=\n% y =C3=A9 ="), "2 = 2, a=b, =ZZ, 100% y é"),
    case("quoted-printable with raw letters", _mail("quoted-printable", "Qué =C2=BFtal? ñ".encode()), "Qué ¿tal? ñ"),
    case("a last soft break", _mail("quoted-printable", b"Hola=\n"), "Hola"),
    case("a uuencoded body", _mail("x-uuencode", b"begin 644 body.txt\n" + binascii.b2a_uu(b"Hola desde lejos") + b"`\nend\n"), "Hola desde lejos"),
    case("a uuencoded file in the text", letter(b"Vea el registro:\r\n\r\n" + UU + b"\r\nGracias"), "Vea el registro:\n\n\nGracias", attachments=[attached("log.txt", 13, "text/plain")]),
    case("a uuencoded file without an end", letter(b"Vea:\r\n" + UU.replace(b"`\r\nend\r\n", b"")), "Vea:", attachments=[attached("log.txt", 13, "text/plain")]),
    case("two uuencoded files", letter(UU + b"y\r\n" + UU.replace(b"log.txt", b"log2.txt")), "y", attachments=[attached("log.txt", 13, "text/plain"), attached("log2.txt", 13, "text/plain")]),
    case("a text that begins with begin", letter("begin 644 of you, please\r\nand tell me more"), "begin 644 of you, please\nand tell me more"),
    case("a file in base64", _file(base64.encodebytes(bytes(range(256)))), "Vea", attachments=_of(256)),
    case("a file in base64 without padding", _file(base64.encodebytes(b"1234").strip().rstrip(b"=")), "Vea", attachments=_of(4), notices=["broken_base64"]),
    case("a file in quoted-printable", _file(b"=00=01=FF a=\r\nb\r\n", "quoted-printable"), "Vea", attachments=_of(8)),
    case("a file in no encoding", _file(b"\x00\x01\xff", "binary"), "Vea", attachments=_of(3)),
    case("an empty file", _file(b""), "Vea", attachments=_of(0)),
    case("a file of padding", _file(b"===="), "Vea", attachments=_of(0)),
    case("flowing lines", letter("Estimados señores, el altavoz \r\nno enciende desde \r\nayer.\r\n\r\n> dijo \r\n> usted\r\n-- \r\nJorge", content_type="text/plain; charset=utf-8; format=flowed"), "Estimados señores, el altavoz no enciende desde ayer.\n\n> dijo usted\n-- \nJorge"),
    case("flowing lines without spaces", letter("スピーカーが \r\n動きません", content_type="text/plain; charset=utf-8; format=flowed; delsp=yes"), "スピーカーが動きません"),
    case("lines that do not flow", letter("one \r\ntwo"), "one \ntwo"),
    case("carriage returns and a form feed", letter(b"one\rtwo\x0cthree\x00 four\x08"), "one\ntwo\nthree four"),
    case("a very long line", letter("palabra " * 5000 + "fin"), "palabra " * 5000 + "fin"),
    case("blank lines around", letter("\r\n\r\n  Hola\r\n\r\n\r\nadiós  \r\n\r\n"), "  Hola\n\n\nadiós"),
]  # fmt: skip
