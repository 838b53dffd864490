"""Which part of a message its author wrote himself.

Quoted lines, "On Monday X wrote:" and signatures belong to somebody or something else: they must neither vote
on the customer's language nor count as "I don't understand".
"""

from __future__ import annotations

_ATTRIBUTION_ENDS = (
    "wrote:",
    "escribió:",
    "rakstīja:",
    "schrieb:",
    "a écrit :",
    "a écrit:",
    "escreveu:",
    "ha scritto:",
    "napisał:",
    "napisała:",
    "rašė:",
    "написал:",
    "написала:",
    "пишет:",
)
_DEVICE_STARTS = (
    "sent from my",
    "enviado desde mi",
    "enviado do meu",
    "sūtīts no mana",
    "nosūtīts no mana",
    "gesendet von meinem",
    "envoyé de mon",
    "envoyé depuis mon",
    "inviato da",
    "wysłane z",
    "wysłano z",
    "išsiųsta iš mano",
    "отправлено с",
    "get outlook for",
)


def blank_foreign_words(text: str) -> str:
    """Return ``text`` with quoted lines, attributions and the signature turned into spaces.

    Length and line ends stay, so an offset in the answer is an offset in ``text``.
    """
    lines = text.splitlines(keepends=True)
    kept: list[str] = []
    in_signature = False
    for line in lines:
        in_signature = in_signature or _opens_signature(line)
        kept.append(_blank(line) if in_signature or _is_foreign(line) else line)
    return "".join(kept)


def _opens_signature(line: str) -> bool:
    """Say whether the line is the delimiter ``-- `` of RFC 3676 (mail programs often eat its space)."""
    return line.rstrip() == "--"


def _is_foreign(line: str) -> bool:
    words = line.strip()
    return (
        words.startswith(">") or words.endswith(_ATTRIBUTION_ENDS) or words.lower().startswith(_DEVICE_STARTS)
    )


def _blank(line: str) -> str:
    body = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    return " " * len(body) + line[len(body) :]
