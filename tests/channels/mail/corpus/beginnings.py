"""What stands before the first field, between the fields and at the ends of lines."""

from __future__ import annotations

from tests.channels.mail.corpus import HEAD, Case, case, wire
from tests.channels.mail.letters import letter

_HOLA = wire(f"{HEAD}Content-Type: text/plain; charset=utf-8\n\nHola, señora\nadiós\n")
_READ = "Hola, señora\nadiós"
_PARTS = wire(
    f"{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHola\n--b\nContent-Type: text/html\n\n<p>Hola</p>\n--b--\n"
)
_FIELDS = HEAD.splitlines()
_NOBODY = {
    "subject": "",
    "from_addr": "",
    "from_name": "",
    "to": [],
    "message_id": "",
    "date": None,
    "notices": ["no_sender"],
}


def _with(line: str, place: int) -> bytes:
    return wire("\n".join([*_FIELDS[:place], line, *_FIELDS[place:], "", "Hola"]))


CASES: list[Case] = [
    case(
        "the line of an mbox file", b"From jorge@molina.example Mon Mar  3 10:15:00 2025\r\n" + _HOLA, _READ
    ),
    case(
        "the line of an mbox file, escaped",
        b">From jorge@molina.example Mon Mar  3 10:15:00 2025\n" + _HOLA,
        _READ,
    ),
    case("a byte order mark", b"\xef\xbb\xbf" + _HOLA, _READ),
    case("blank lines", b"\r\n\r\n \r\n" + _HOLA, _READ),
    case(
        "a blank line and the line of an mbox file",
        b"\nFrom x@y.example Mon Mar  3 10:15:00 2025\n" + _HOLA,
        _READ,
    ),
    case("line feeds", _HOLA.replace(b"\r\n", b"\n"), _READ),
    case("carriage returns", _HOLA.replace(b"\r\n", b"\r"), _READ),
    case("two carriage returns before each line feed", _HOLA.replace(b"\r\n", b"\r\r\n"), _READ),
    case(
        "carriage returns in the header and line feeds in the body",
        wire(HEAD).replace(b"\r\n", b"\r") + b"\rHola\nadi\xc3\xb3s\n",
        "Hola\nadiós",
    ),
    case("line feeds in the header, both in the body", HEAD.encode() + b"\nHola\r\nadios\n", "Hola\nadios"),
    case("parts and line feeds", _PARTS.replace(b"\r\n", b"\n"), "Hola", html="<p>Hola</p>"),
    case("parts and carriage returns", _PARTS.replace(b"\r\n", b"\r"), "Hola", html="<p>Hola</p>"),
    case("parts and two carriage returns", _PARTS.replace(b"\r\n", b"\r\r\n"), "Hola", html="<p>Hola</p>"),
    case("a mail in UTF-16", ("\ufeff" + _HOLA.decode()).encode("utf-16-le"), _READ),
    *(
        case(f"a line without a colon as number {place}", _with("this is no field", place), "Hola")
        for place in (1, 3, 5)
    ),
    case("a field without a value", _with("X-Empty:", 2), "Hola"),
    case("a field without a name", _with(": nothing", 2), "Hola"),
    case("a field with NUL in it", _with("X-Nul: a\x00b", 2), "Hola"),
    case("a field of a long name", _with("X-" + "a" * 70 + ": b", 2), "Hola"),
    case("spaces before the colons", wire(HEAD.replace(": ", "  : ") + "\nHola\n"), "Hola"),
    case("no spaces behind the colons", wire(HEAD.replace(": ", ":") + "\nHola\n"), "Hola"),
    case(
        "names in capitals",
        wire(
            "\n".join(
                name.upper() + ":" + value for name, _, value in (line.partition(":") for line in _FIELDS)
            )
            + "\n\nHola\n"
        ),
        "Hola",
    ),
    case("a field that is folded often", wire(HEAD.replace("Duo 2", "\n Duo\n\t2\n ") + "\nHola\n"), "Hola"),
    case("a blank line of spaces ends the header", wire(HEAD + "   \nHola\nadiós\n"), "Hola\nadiós"),
    case(
        "no blank line below the header",
        wire(HEAD + "Hola, dijo él\ny nada más\n"),
        "Hola, dijo él\ny nada más",
    ),
    case("a header and nothing else", wire(HEAD), ""),
    case("a header without its last line end", wire(HEAD).rstrip(), ""),
    case(
        "no header",
        b"Hola, el altavoz no enciende.\r\n\r\nJorge\r\n",
        "Hola, el altavoz no enciende.\n\nJorge",
        **_NOBODY,
    ),
    case(
        "no header, and a colon in the text",
        b"Nota: el altavoz no enciende.\r\n\r\nJorge\r\n",
        "Nota: el altavoz no enciende.\n\nJorge",
        **_NOBODY,
    ),
    case(
        "no header, and a text like an envelope",
        b"From here on it is silent.\r\nJorge\r\n",
        "From here on it is silent.\nJorge",
        **_NOBODY,
    ),
    case(
        "a part that begins like an envelope",
        wire(
            f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nFrom here on it is silent.\nJorge\n--b--\n"
        ),
        "From here on it is silent.\nJorge",
    ),
    case("blank lines before a field that nobody knows", b"\r\n\r\nMareko-Gateway: 7\r\n" + _HOLA, _READ),
    case("a space before the first field", b" " + _HOLA, _READ),
    case(
        "carriage returns and line feeds mixed in the header",
        b"Subject: Duo 2\rFrom: Jorge Molina <jorge@molina.example>\nTo: support@auralis.example\r"
        b"Date: Mon, 03 Mar 2025 10:15:00 +0100\nReferences: <a@x.example>\rMessage-ID: <one@molina.example>\n\rHola\n",
        "Hola",
        references=["a@x.example"],
    ),
    case("nothing", b"", "", **_NOBODY),
    case("one line end", b"\r\n", "", **_NOBODY),
    case(
        "a thousand fields before those that matter",
        b"X-Odd: y\r\n" * 1000 + _HOLA,
        _READ,
        notices=["headers_cut"],
    ),
    case(
        "a field of a megabyte before those that matter",
        b"X-Odd: " + b"y" * 1_000_000 + b"\r\n" + _HOLA,
        _READ,
        notices=["headers_cut"],
    ),
    case("two subjects", wire(HEAD + "Subject: Otro\n\nHola\n"), "Hola"),
    case(
        "a body that looks like a header",
        wire(HEAD + "\nSubject: Otro\nFrom: eve@evil.example\n\nHola\n"),
        "Subject: Otro\nFrom: eve@evil.example\n\nHola",
    ),
    case(
        "a stray return within a field is no line",
        letter("Hola", subject="uno\rBcc: eve@evil.example"),
        "Hola",
        subject="uno Bcc: eve@evil.example",
    ),
    case(
        "our own control fields from outside",
        letter("Hola", X_Relevo_Ticket="AUR-1", X_Loop="relevo"),
        "Hola",
    ),
]
