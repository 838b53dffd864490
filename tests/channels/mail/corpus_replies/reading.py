"""Reads the files of messages and the replies that are to be cut from them.

``messages.txt`` and its like: ``@@ name`` begins a message; ``@@ html`` its HTML; ``@@ reply`` what is expected;
``@@ kept`` says that all of the text is. ``attributions.txt``, ``headers.txt``: a name, a tab, the line or (with ``|``
between them) lines. ``footers.txt``: lines. ``\\u`` and four digits stand for signs that an editor does not show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from relevo.channels.mail.mime import markup, plaintext

_HERE = Path(__file__).parent
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


@dataclass(frozen=True, slots=True)
class Case:
    """One message; ``text`` is made from ``html`` where only that is given."""

    name: str
    text: str
    html: str
    reply: str


def cases(file: str) -> list[Case]:
    """All messages of ``corpus_replies/<file>.txt``."""
    found: list[dict[str, list[str]]] = []
    for line in lines(file):
        if not line.startswith("@@ "):
            found[-1][next(reversed(found[-1]))].append(line)
        elif line[3:] in {"html", "reply", "kept"}:
            found[-1][line[3:]] = []
        else:
            found.append({"name": [line[3:]], "text": []})
    return [_case(parts) for parts in found]


def table(file: str) -> dict[str, str]:
    """The named lines of ``corpus_replies/<file>.txt``."""
    named = (line.partition("\t") for line in lines(file))
    return {name: text.replace("|", "\n").replace("\\t", "\t") for name, _, text in named}


def lines(file: str) -> list[str]:
    """The lines of ``corpus_replies/<file>.txt``, signs that are not shown written out."""
    read = (_HERE / f"{file}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    return [_ESCAPE.sub(lambda found: chr(int(found[1], 16)), line) for line in read]


def _case(parts: dict[str, list[str]]) -> Case:
    written = {key: "\n".join(kept) for key, kept in parts.items()}
    html = written.get("html", "")
    text = written["text"].strip("\n") or _as_text(html)
    return Case(written["name"], text, html, written.get("reply", text).strip())


def _as_text(html: str) -> str:
    cleaned = markup.clean(html)
    return plaintext.of_clean(cleaned.html) if cleaned else plaintext.without_tags(html)
