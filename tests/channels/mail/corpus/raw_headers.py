"""Header fields with bytes beyond ASCII in them, as programs write that know of no encoded words."""

from __future__ import annotations

from tests.channels.mail.corpus import Case, case
from tests.channels.mail.corpus.charsets import PYTHONS, TEXTS

_NAMES = {
    "spanish": "Elena Núñez", "latvian": "Zane Krūmiņa", "german": "Jürgen Groß", "polish": "Łucja Żak", "czech": "Růžena Šťastná",
    "hungarian": "Kővári Ödön", "turkish": "Işıl Çağlar", "russian": "Анна Белова", "ukrainian": "Оленка Їжак", "greek": "Ελένη Παππά",
    "hebrew": "דנה לוי", "arabic": "ليلى حسن", "thai": "สมหญิง ใจดี", "japanese": "山田花子", "chinese": "王小明", "chinese of taiwan": "陳美玲", "korean": "김민지",
}  # fmt: skip


def _raw(
    language: str, charset: str, *, quotes: bool = False, to: bytes = b"support@auralis.example"
) -> bytes:
    """A mail that is written in one charset from its first field to its last line."""
    text, codec = TEXTS[language][0], PYTHONS.get(charset, charset)
    name = f'"{_NAMES[language]}"' if quotes else _NAMES[language]
    fields = [
        b"From: " + name.encode(codec) + b" <jorge@molina.example>",
        b"To: " + to,
        b"Subject: " + text.encode(codec),
        b"Date: Mon, 03 Mar 2025 10:15:00 +0100",
        b"Message-ID: <one@molina.example>",
        f"Content-Type: text/plain; charset={charset}".encode(),
        b"Content-Transfer-Encoding: 8bit",
    ]
    return b"\r\n".join([*fields, b"", text.encode(codec)]) + b"\r\n"


def _read(language: str, charset: str, **how: object) -> Case:
    text = TEXTS[language][0]
    name = f"{language} in {charset} from head to foot" + (", quoted" if how else "")
    return case(name, _raw(language, charset, **how), text, subject=text, from_name=_NAMES[language])


CASES: list[Case] = [
    *(
        _read(language, "utf-8")
        for language in ("spanish", "latvian", "russian", "japanese", "arabic", "korean")
    ),
    *(_read(language, "utf-8", quotes=True) for language in ("german", "greek", "chinese")),
    *(
        _read(language, charset)
        for language, charset in [
            ("spanish", "iso-8859-1"),
            ("spanish", "iso-8859-15"),
            ("latvian", "windows-1257"),
            ("latvian", "iso-8859-13"),
            ("german", "windows-1252"),
            ("polish", "iso-8859-2"),
            ("polish", "windows-1250"),
            ("czech", "windows-1250"),
            ("hungarian", "iso-8859-2"),
            ("turkish", "iso-8859-9"),
            ("russian", "koi8-r"),
            ("russian", "windows-1251"),
            ("russian", "iso-8859-5"),
            ("russian", "cp866"),
            ("ukrainian", "koi8-u"),
            ("greek", "iso-8859-7"),
            ("hebrew", "windows-1255"),
            ("arabic", "windows-1256"),
            ("thai", "tis-620"),
            ("japanese", "shift_jis"),
            ("japanese", "euc-jp"),
            ("chinese", "gb2312"),
            ("chinese", "gb18030"),
            ("chinese of taiwan", "big5"),
            ("korean", "euc-kr"),
        ]  # fmt: skip
    ),
    *(
        _read(language, charset, quotes=True)
        for language, charset in [
            ("russian", "koi8-r"),
            ("japanese", "shift_jis"),
            ("chinese of taiwan", "big5"),
            ("japanese", "iso-2022-jp"),
            ("latvian", "windows-1257"),
        ]
    ),
]
