"""How single values are typed into a field and written as YAML: numbers, yes and no, lists, pairs, quoted texts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from relevo.study.problems import Wrong

_PLAIN: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", re.ASCII)
_COMMA: Final = re.compile(r"(-?[0-9]{1,15}),([0-9]{1,15}\s*%?)", re.ASCII)
_SPACED: Final = re.compile(
    r"-?[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3}){1,4}(?:[.,][0-9]{1,15})?\s*%?", re.ASCII
)
_BY_COMMAS: Final = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,15})?\s*%?", re.ASCII)
_BY_POINTS: Final = re.compile(
    r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,4}|\.[0-9]{2}0|\.[0-9]{3}(?=,))(?:,[0-9]{1,15})?\s*%?", re.ASCII
)
"""Thousands by points, where a comma stands before decimals. One point alone counts when the last digit is 0: numbers
are shown with a decimal point, and never with a 0 at the end."""
_PARTS: Final = re.compile(r'(?:[^,"]|"(?:[^"]|"")*"?)+')
_UNWRITABLE: Final = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LONGEST_NAME: Final = 200
_PRICES: Final = ("contact", "resolution", "fixed")
_TRUTHS: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def number_text(value: float) -> str:
    """Return a number with all its digits and none for show: 29000.0 is "29000"."""
    return repr(value).removesuffix(".0")


def same_number(text: str, default: str) -> bool:
    """Tell whether two texts are the same number; an empty one is the default's."""
    one, other = text.strip() or default, default
    if one == other:
        return True
    try:
        return _number(one) == _number(other)
    except ValueError:
        return False


def _number(text: str) -> float:
    return float(text.rstrip("% ")) / (100 if text.endswith("%") else 1)


def truth_text(text: str) -> str:
    """Return "true" or "false" for the words of a scenario file, else the text in small letters."""
    word = text.strip().lower()
    return _TRUTHS.get(word, word)


def written(text: str, *, comma: bool = False, bare: bool = True) -> str:
    """Return a number as YAML: bare where it is one, else quoted; "" stays empty.

    comma: a decimal comma is read as a point. bare=False returns the text itself, for a document quoted as a whole.
    Thousands may be set apart as the reader does: 29 000, 29,000 or, with ``comma``, 29.000.
    """
    number = _ungrouped(text.strip(), comma=comma)
    found = _COMMA.fullmatch(number) if comma else None
    number = f"{found[1]}.{found[2]}" if found else number
    return number if not bare or not number or _PLAIN.fullmatch(number) else quoted(number)


def _ungrouped(number: str, *, comma: bool) -> str:
    if _SPACED.fullmatch(number):
        sign = number[-1:] if number.endswith("%") else ""
        return re.sub(r"\s", "", number.removesuffix("%")) + sign
    if comma and _BY_POINTS.fullmatch(number):
        return number.replace(".", "")
    if not comma and _BY_COMMAS.fullmatch(number):
        return number.replace(",", "")
    return number


def quoted(value: Any) -> str:
    """Return texts, lists and tables of them as YAML on one line that reads back as the same."""
    return _UNWRITABLE.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(letter: re.Match[str]) -> str:
    return f"\\u{ord(letter[0]):04x}"


def in_list(name: str) -> str:
    """Return a name as it stands among others: in double quotes where a comma, a quote or a margin would be misread."""
    plain = name and name == name.strip() and not set(name) & set(',"')
    return name if plain else f'"{name.replace(chr(34), chr(34) * 2)}"'


def listed_names(text: str) -> list[str]:
    """Return the names between commas; double quotes hold a name with commas together."""
    return [_unquoted(part.strip()) for part in _PARTS.findall(text) if part.strip()]


def pairs_text(pairs: tuple[tuple[str, float], ...]) -> str:
    """Return names with numbers as they are typed: ``price: 0.5, resolution: 0.3``."""
    return ", ".join(f"{in_list(name)}: {number_text(number)}" for name, number in pairs)


def listed_pairs(text: str) -> list[tuple[str, str]]:
    """Return names with the numbers behind their colons; raises Wrong for one without, or a name that comes twice.

    A new line parts them as a comma does, since their box has several.
    """
    found: dict[str, str] = {}
    for part in _PARTS.findall(",".join(text.splitlines())):
        if not part.strip():
            continue
        name, colon, number = part.rpartition(":")
        name = _unquoted(name.strip())
        if not colon:
            raise Wrong("pair", value=part.strip()[:40])
        if len(name) > _LONGEST_NAME:
            raise Wrong("name_long", most=_LONGEST_NAME)
        if name in found:
            raise Wrong("twice", name=name[:40])
        found[name] = number.strip()
    return list(found.items())


def _unquoted(name: str) -> str:
    whole = len(name) > 1 and name[0] == name[-1] == '"'
    return name[1:-1].replace('""', '"') if whole else name


def card_texts(document: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in the four fields of a rate card."""
    more = dict(document)
    found = dict.fromkeys(_PRICES, "")
    for name in _PRICES:
        price = document.get(name)
        if name == "fixed" and isinstance(price, Mapping) and set(price) == {"amount"}:
            price = price["amount"]
        if isinstance(price, str) and (name != "fixed" or isinstance(document[name], Mapping)):
            found[name] = price
            del more[name]
    return found | {"more": json.dumps(more, ensure_ascii=False, indent=2) if more else ""}
