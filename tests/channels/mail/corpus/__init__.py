"""Mails as they come, one module a theme, each beside all that is to be read in it.

``case`` fills in what most of them share; whatever a case does not say otherwise must come out as in ``USUAL``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

USUAL: dict[str, Any] = {
    "subject": "Duo 2",
    "from_addr": "jorge@molina.example",
    "from_name": "Jorge Molina",
    "to": ["support@auralis.example"],
    "cc": [],
    "html": "",
    "attachments": [],
    "message_id": "one@molina.example",
    "in_reply_to": "",
    "references": [],
    "date": "2025-03-03T09:15:00+00:00",
    "auto_submitted": "",
    "charset_guesses": [],
    "notices": [],
}


@dataclass(frozen=True)
class Case:
    """One mail; ``expected`` holds what ``as_json`` must give, all of it but the reply, which has its own corpus."""

    name: str
    raw: bytes
    expected: dict[str, Any]


def case(name: str, raw: bytes, text: str, **expected: Any) -> Case:
    """A case, the rest of its expectation as usual."""
    unknown = set(expected) - set(USUAL)
    assert not unknown, unknown
    return Case(name, raw, USUAL | expected | {"text": text})


def wire(text: str, charset: str = "utf-8") -> bytes:
    """A mail written as a literal, with the line ends of the wire."""
    return (
        text.removeprefix("\n")
        .encode(charset, "surrogateescape")
        .replace(b"\r\n", b"\n")
        .replace(b"\n", b"\r\n")
    )


HEAD = """From: Jorge Molina <jorge@molina.example>
To: support@auralis.example
Subject: Duo 2
Date: Mon, 03 Mar 2025 10:15:00 +0100
Message-ID: <one@molina.example>
MIME-Version: 1.0
"""
"""The usual fields."""


def attached(name: str, size: int, content_type: str, *, inline: bool = False) -> dict[str, Any]:
    """A file as it is to be shown."""
    return {"name": name, "size": size, "content_type": content_type, "inline": inline}
