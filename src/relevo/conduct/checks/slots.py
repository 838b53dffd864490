"""Places of a template that were never filled in, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from relevo.conduct.checks.draft import folded_words
from relevo.conduct.checks.reply import Reply
from relevo.conduct.checks.values import Finding
from relevo.conduct.checks.wordlist import words

_ALWAYS: Final = re.compile(r"\{\{[^{}\n]{0,60}\}\}|\{%[^{}%\n]{0,60}%\}|\$\{[^{}$\n]{1,60}\}")
_PERHAPS: Final = re.compile(
    r"\{([^\W\d][\w .'/-]{0,40})\}|\[([^\W\d][\w .'/-]{0,40})\]|<([^\W\d][\w .'/-]{0,40})>|%([^\W\d][\w.]{1,40})%"
)
_NAMES: Final = words("""
    name firstname lastname fullname surname customer client agent ticket order date time day number serial product
    model link url amount price company signature email phone address title case nombre apellido apellidos cliente
    agente pedido fecha hora dia numero serie producto modelo enlace importe empresa firma correo telefono direccion
    vards uzvards klients klienta agents pasutijums pasutijuma datums laiks diena numurs produkts modelis saite
    summa uznemums paraksts epasts talrunis adrese
""")
_AROUND: Final = words("first last full your the of insert here id su de del el la jusu customers s")


def unfilled_slots(reply: Reply) -> Iterator[Finding]:
    """Slots such as {{name}}, and [NAME] or {order number} when all that stands in them names a slot."""
    text = reply.draft.plain
    for match in _ALWAYS.finditer(text):
        yield reply.finding("evasive.unfilled_slot", match.span())
    for match in _PERHAPS.finditer(text):
        words = [part for word in folded_words(match.group().replace("_", " ")) for part in word.split("'")]
        if not _NAMES.isdisjoint(words) and _NAMES.union(_AROUND).issuperset(words):
            yield reply.finding("evasive.unfilled_slot", match.span())
