"""Messages in wrappers: Outlook's winmail.dat, S/MIME in one piece."""

from __future__ import annotations

import base64
import struct

from tests.channels.mail.corpus import HEAD, Case, attached, case, wire
from tests.channels.mail.letters import file, letter, multipart, plain, png

# -- winmail.dat (MS-OXTNEF) ----------------------------------------------------------------------------------------

TEXT, HTML, RTF = 0x1000, 0x1013, 0x1009
LONG_NAME, MIME_TYPE, FILE_ID, FILE_BYTES, METHOD = 0x3707, 0x370E, 0x3712, 0x3701, 0x3705


def attribute(level: int, name: int, content: bytes) -> bytes:
    """One attribute with its checksum."""
    return (
        struct.pack("<BHHI", level, name, 0, len(content))
        + content
        + struct.pack("<H", sum(content) & 0xFFFF)
    )


def properties(*values: tuple[int, int, bytes]) -> bytes:
    """A list of properties: number, type, bytes."""
    written = struct.pack("<I", len(values))
    for number, kind, content in values:
        written += struct.pack("<HH", kind, number)
        if number >= 0x8000:
            written += b"\0" * 16 + struct.pack("<II", 0, 1)
        if kind in {0x1E, 0x1F, 0x102, 0x0D}:
            written += struct.pack("<II", 1, len(content)) + content + b"\0" * (-len(content) % 4)
        else:
            written += content
    return written


def winmail(*attributes: bytes, codepage: int = 1252) -> bytes:
    """A winmail.dat of these attributes."""
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x9007, struct.pack("<II", codepage, 0))
        + b"".join(attributes)
    )


def packed_file(title: bytes, content: bytes, *more: tuple[int, int, bytes]) -> bytes:
    """A file in a winmail.dat."""
    return (
        attribute(2, 0x9002, b"\0" * 14)
        + attribute(2, 0x8010, title + b"\0")
        + attribute(2, 0x800F, content)
        + (attribute(2, 0x9005, properties(*more)) if more else b"")
    )


def enclosed(inner: bytes, title: bytes) -> bytes:
    """A message in a winmail.dat, itself one."""
    return (
        attribute(2, 0x9002, b"\0" * 14)
        + attribute(2, 0x8010, title + b"\0")
        + attribute(
            2, 0x9005, properties((METHOD, 3, struct.pack("<I", 5)), (FILE_BYTES, 0x0D, b"\0" * 16 + inner))
        )
    )


def _unpacked_rtf(text: bytes) -> bytes:
    return struct.pack("<II4sI", len(text) + 12, len(text), b"MELA", 0) + text


# The example of MS-OXRTFCP 4.1.1: "hello world", packed.
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
FROM_HTML = rb"{\rtf1\ansi\ansicpg1257\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 Sveiki, Zan\'e2{\*\htmltag244 <b>}\u363?{\*\htmltag252 </b>}\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}\par {\*\mhtmltag x}}"
PLAIN_RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\colortbl;}{\*\generator x;}\pard El a\'f1o \ldblquote nuevo\rdblquote\par Adi\u243?s \{1\}\tab fin}"


def _mail(dat: bytes, text: bytes = b"") -> bytes:
    return multipart(
        "mixed", text or plain("Vea los archivos"), file(dat, "winmail.dat", "application/ms-tnef")
    )


PDF = packed_file(b"INVOIC~1.PDF", b"%PDF-1.7", (LONG_NAME, 0x1F, "rēķins Nr. 7.pdf\0".encode("utf-16-le")))
PNG = packed_file(b"logo.png", png(), (MIME_TYPE, 0x1E, b"image/png\0"), (FILE_ID, 0x1E, b"logo@x\0"))
INVOICE = attached("rēķins Nr. 7.pdf", 8, "application/pdf")
BLANK = plain("")
_BODY = attribute(
    1,
    0x9003,
    properties(
        (0x8005, 3, b"\0" * 4),
        (0x0017, 3, b"\1\0\0\0"),
        (TEXT, 0x1F, "El altavoz calla\r\n\0".encode("utf-16-le")),
    ),
)

_TNEF = [
    case("winmail.dat with a file", _mail(winmail(PDF)), "Vea los archivos", attachments=[INVOICE]),
    case("winmail.dat with files and a text that says the same", _mail(winmail(_BODY, PDF, PNG)), "Vea los archivos", attachments=[INVOICE, attached("logo.png", len(png()), "image/png")]),
    case("winmail.dat with the only text", _mail(winmail(_BODY), BLANK), "El altavoz calla"),
    case("winmail.dat with the old kind of text", _mail(winmail(attribute(1, 0x800C, "El año nuevo\0".encode("cp1252"))), BLANK), "El año nuevo"),
    case("winmail.dat with HTML", _mail(winmail(attribute(1, 0x9003, properties((HTML, 0x102, "<p>Año <script>x</script>nuevo</p>".encode("cp1252"))))), BLANK), "Año nuevo", html="<p>Año nuevo</p>"),
    case("winmail.dat with packed rich text", _mail(winmail(attribute(1, 0x9003, properties((RTF, 0x102, HELLO)))), BLANK), "hello world"),
    case("winmail.dat with rich text", _mail(winmail(attribute(1, 0x9003, properties((RTF, 0x102, _unpacked_rtf(PLAIN_RTF))))), BLANK), "El año “nuevo”\nAdiós {1}\tfin"),
    case("winmail.dat with rich text made of HTML", _mail(winmail(attribute(1, 0x9003, properties((RTF, 0x102, _unpacked_rtf(FROM_HTML))))), BLANK), "Sveiki, Zanāū", html="<p>Sveiki, Zanā<b>ū</b></p>"),
    case("winmail.dat with a message that only another program can read", _mail(winmail(enclosed(winmail(), b"Lista de Auralis"))), "Vea los archivos", attachments=[attached("Lista de Auralis", len(winmail()), "application/octet-stream")]),
    case("winmail.dat with a message in it", _mail(winmail(enclosed(winmail(_BODY, PDF), b"Antes"))), "Vea los archivos", attachments=[attached("Antes.txt", 17, "text/plain"), INVOICE]),
    case("winmail.dat with a Cyrillic name", _mail(winmail(packed_file("счёт.pdf".encode("cp1251"), b"%PDF"), codepage=1251)), "Vea los archivos", attachments=[attached("счёт.pdf", 4, "application/pdf")]),
    case("winmail.dat cut short", _mail(winmail(PDF, PNG)[:-40]), "Vea los archivos", attachments=[attached("winmail.dat", len(winmail(PDF, PNG)) - 40, "application/ms-tnef"), INVOICE, attached("logo.png", len(png()), "image/png")], notices=["tnef_not_unpacked"]),
    case("winmail.dat with a length that lies", _mail(winmail(PDF) + struct.pack("<BHHI", 2, 0x800F, 6, 0x7FFFFFFF)), "Vea los archivos", attachments=[attached("winmail.dat", len(winmail(PDF)) + 9, "application/ms-tnef"), INVOICE], notices=["tnef_not_unpacked"]),
    case("winmail.dat with properties that lie", _mail(winmail(attribute(1, 0x9003, struct.pack("<IHHII", 0xFFFFFFFF, 0x1E, TEXT, 1, 0xFFFFFFF0)))), "Vea los archivos"),
    case("winmail.dat that is none", _mail(b"hello"), "Vea los archivos", attachments=[attached("winmail.dat", 5, "application/ms-tnef")], notices=["tnef_not_unpacked"]),
    case("the whole mail is a winmail.dat", letter(base64.encodebytes(winmail(_BODY, PDF)), content_type='application/ms-tnef; name="winmail.dat"', Content_Transfer_Encoding="base64"), "El altavoz calla", attachments=[INVOICE]),
]  # fmt: skip

# -- S/MIME (RFC 8551) ----------------------------------------------------------------------------------------------


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2)
    return bytes([tag]) + length + content


SIGNED = _der(6, bytes.fromhex("2a864886f70d010702"))
ENVELOPED = _der(6, bytes.fromhex("2a864886f70d010703"))
DATA = _der(6, bytes.fromhex("2a864886f70d010701"))
ENTITY = "Content-Type: text/plain; charset=utf-8\r\n\r\nFirmado, señora".encode()
_INSIDE = _der(2, b"\1") + _der(0x31, b"")


def signed(content: bytes) -> bytes:
    """A signed message in one piece, its lengths all told."""
    return _der(
        0x30,
        SIGNED
        + _der(0xA0, _der(0x30, _INSIDE + _der(0x30, DATA + _der(0xA0, _der(4, content))) + _der(0x31, b""))),
    )


def signed_in_pieces(content: bytes) -> bytes:
    """The same with lengths left open and the content in pieces, as programs that stream write it."""
    pieces = b"".join(_der(4, content[at : at + 20]) for at in range(0, len(content), 20))
    inner = b"\x30\x80" + DATA + b"\xa0\x80\x24\x80" + pieces + b"\0\0" * 3
    return b"\x30\x80" + SIGNED + b"\xa0\x80\x30\x80" + _INSIDE + inner + b"\0\0" * 3


def _smime(content: bytes, kind: str = "signed-data") -> bytes:
    head = f'{HEAD}Content-Type: application/pkcs7-mime; smime-type={kind}; name="smime.p7m"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="smime.p7m"\n\n'
    return wire(head) + base64.encodebytes(content)


def _kept(content: bytes) -> list[dict[str, object]]:
    return [attached("smime.p7m", len(content), "application/pkcs7-mime")]


_SEALED = _der(0x30, ENVELOPED + _der(0xA0, b"x" * 20))
_SMIME = [
    case("signed in one piece", _smime(signed(ENTITY)), "Firmado, señora", notices=["signed_wrapped"]),
    case("signed in many pieces", _smime(signed_in_pieces(ENTITY)), "Firmado, señora", notices=["signed_wrapped"]),
    case("signed, with parts inside", _smime(signed(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHola\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--b--\r\n")), "Hola", attachments=[attached("a.pdf", 4, "application/pdf")], notices=["signed_wrapped"]),
    case("signed twice", _smime(signed(b"Content-Type: application/pkcs7-mime\r\n\r\n" + signed(ENTITY))), "Firmado, señora", notices=["signed_wrapped"]),
    case("encrypted in one piece", _smime(_SEALED, "enveloped-data"), "", attachments=_kept(_SEALED), notices=["encrypted"]),
    case("signed and cut short", _smime(signed(ENTITY)[:-20]), "", attachments=_kept(signed(ENTITY)[:-20]), notices=["encrypted"]),
    case("nothing that one could sign", _smime(b""), "", attachments=_kept(b""), notices=["encrypted"]),
]  # fmt: skip

CASES: list[Case] = [*_TNEF, *_SMIME]
