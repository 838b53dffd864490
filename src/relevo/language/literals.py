"""The one deterministic finder of things that no engine may touch: codes, addresses, numbers, product names.

Every pattern walks the text once: repeats are bounded or start only where a run starts (a look-behind), so
the time grows in proportion to the text. Patterns may overlap: what a person marked wins, then the longest
match, then the earliest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_UNITS = (
    r"%|€|\$|£|EUR|USD|GBP|°[CF]?|[kKMGTm]?B|[kmµ]?V|[kmM]?Wh?|m?Ah?|[kMG]?Hz|dBm?|[kMG]?bps|[KMG]bit/s|k?Pa|"
    r"m?bar|[mkcµ]?m²?|m³|[mk]?g|m?l|[mµ]?s|min|h|px|rpm|[kM]?Ω|K"
)
_KEYS = r"Ctrl|Control|Alt|AltGr|Shift|Cmd|Win|Fn|Mayús|Esc|Tab|Supr|Del|Enter|Intro|F\d{1,2}"
_DOMAINS = r"com|net|org|info|eu|es|lv|lt|ee|de|fr|it|pt|pl|uk|co|io|app|dev|example"
_HOST = rf"[A-Za-z0-9-]{{2,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,6}}\.(?:{_DOMAINS})"
_TO_A_SPACE = r"[^\s<>\"'`\\]"
_SPACE = r"[ \u00a0\u202f]"

_TABLE: tuple[tuple[str, str], ...] = (
    ("code", r"`[^`\n]{1,200}`"),
    ("url", rf"(?<![\w@.-])(?i:(?:https?|ftp|mailto):(?://)?|www\.){_TO_A_SPACE}+"),
    ("url", rf"(?<![\w@./-]){_HOST}(?:/{_TO_A_SPACE}*|(?![\w@-]))"),
    ("email", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    ("path", r"(?<![\w/.~])(?:~|\.{1,2})?(?:/[\w.@+-]+){2,}/?"),
    ("path", r"(?<!\w)[A-Za-z]:\\[^\s<>\"|?*]+|(?<!\\)\\\\[\w.-]+(?:\\[\w.$-]+)+"),
    ("uuid", r"(?<![\w-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![\w-])"),
    ("mac", r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])"),
    ("ip", r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5}|/\d{1,2})?(?!\w|\.\d)"),
    ("time", r"(?<![\w:])\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?(?![\w:])"),
    ("ip", r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![\w:])"),
    ("iban", r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"),
    ("card", r"(?<![\w-])(?:\d[ -]?){12,18}\d(?![\w-])"),
    ("date", r"(?<![\w./-])\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\w)"),
    ("date", r"(?<![\w./-])\d{1,2}([./-])\d{1,2}\1\d{2,4}(?!\w)"),
    ("code", r"(?<!\w)(?:#\d+|0x[0-9a-fA-F]+|v\d+(?:\.\d+)*)(?!\w)"),
    ("amount", rf"(?<![\w.,])[+-]?\d[\d.,]*{_SPACE}?(?:{_UNITS})(?![\w²³])"),
    ("amount", rf"(?<!\w)(?:[€$£]|EUR|USD|GBP){_SPACE}?\d(?:[.,]?\d)*(?!\w)"),
    ("number", r"(?<!\w)\d(?:[.,'’]?\d)+(?!\w)"),
    ("number", rf"(?<![\w.,])\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,6}}(?:,\d{{1,6}})?(?!\w)"),
    ("number", r"(?<!\w)\d+(?:[x×/-]\d+)+(?!\w)"),
    ("phone", r"(?<![\w+])(?:\+|\(\+?\d{1,5}\) ?)?\d(?:[ .-]?\d| ?\(\d{1,4}\) ?\d){6,14}(?!\w)"),
    ("mixed", r"(?<![\w-])(?=[A-Za-z0-9])[A-Za-z0-9_-]*[A-Za-z0-9](?!\w)"),
    ("constant", r"(?<!\w)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?!\w)"),
    ("template", r"\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}|\{\w{1,40}\}|%\(\w{1,40}\)[sd]|%[sd](?!\w)"),
    ("template", r"</?[A-Za-z][^<>\n]{0,200}>"),
    ("keys", rf"(?<!\w)(?:{_KEYS})(?: ?\+ ?(?:{_KEYS}|[A-Za-z0-9]))+(?!\w)"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _TABLE)
_SPACED_CODE = re.compile(r"(?<![\w-])(?:[B-DF-HJ-NP-TV-XZ]|[A-Z]{2,6}) \d+(?!\w)")
_BLOCK_MARK = re.compile(r"```|<(/?)pre\b[^<>\n]{0,80}>", re.IGNORECASE)
_HAS_UPPER_AND_DIGIT = re.compile(r"(?=[^A-Z]*[A-Z])(?=[^0-9]*[0-9])")
_SHOUTED_FROM = 8
_AFTER_ADDRESS = ".,;:!?)]}»…"


@dataclass(frozen=True, slots=True)
class Literal:
    """A stretch ``[start, end)`` that must survive letter by letter, and what kind of thing it is."""

    start: int
    end: int
    kind: str
    text: str


def find_literals(
    text: str, terms: Collection[str] = (), marked: Collection[tuple[int, int]] = ()
) -> tuple[Literal, ...]:
    """Return the literals of ``text`` in order, without overlap.

    ``terms`` are product names and glossary terms that stay as they are (any case, whole words); ``marked``
    are ``(start, end)`` offsets that a person marked as "do not translate".
    """
    wanted = [*_marked(text, marked), *_terms(text, terms), *_blocks(text), *_matches(text)]
    wanted.sort(key=lambda literal: (literal.kind != "marked", literal.start - literal.end, literal.start))
    taken = bytearray(len(text))
    kept: list[Literal] = []
    for literal in wanted:
        if taken.find(1, literal.start, literal.end) < 0:
            taken[literal.start : literal.end] = b"\1" * (literal.end - literal.start)
            kept.append(literal)
    kept.sort(key=lambda literal: literal.start)
    return tuple(kept)


def _matches(text: str) -> Iterator[Literal]:
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            literal = _checked(kind, found)
            if literal is not None:
                yield literal
    if not _is_shouted(text):
        yield from (Literal(*found.span(), "code", found[0]) for found in _SPACED_CODE.finditer(text))


def _checked(kind: str, found: re.Match[str]) -> Literal | None:
    """Apply what a pattern cannot say cheaply: a code has a capital and a digit, a URL ends before its full
    stop.
    """
    words, start = found[0], found.start()
    if kind in {"url", "path"}:
        words = words.rstrip(_AFTER_ADDRESS)
    elif kind == "mixed":
        if not _HAS_UPPER_AND_DIGIT.match(words):
            return None
        kind = "code"
    return Literal(start, start + len(words), kind, words)


def _is_shouted(text: str) -> bool:
    """Say whether most letters are capitals: then "TENGO 2" is a sentence and not a code."""
    capitals = sum(map(str.isupper, text))
    return capitals >= _SHOUTED_FROM and capitals > sum(map(str.islower, text))


def _marked(text: str, marked: Iterable[tuple[int, int]]) -> Iterator[Literal]:
    for start, end in marked:
        if 0 <= start < end <= len(text):
            yield Literal(start, end, "marked", text[start:end])


def _terms(text: str, terms: Collection[str]) -> Iterator[Literal]:
    pattern = _term_pattern(frozenset(term.strip() for term in terms))
    for found in pattern.finditer(text) if pattern else ():
        yield Literal(*found.span(), "term", found[0])


@lru_cache(maxsize=256)
def _term_pattern(terms: frozenset[str]) -> re.Pattern[str] | None:
    """Compile the terms, the longest first, so that "Auralis Duo 2" is not cut to "Auralis Duo"."""
    words = sorted((term for term in terms if term), key=lambda term: (-len(term), term))
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _blocks(text: str) -> Iterator[Literal]:
    """Yield fenced and ``<pre>`` blocks. A block that never ends is not one."""
    opened: re.Match[str] | None = None
    for mark in _BLOCK_MARK.finditer(text):
        if opened is None:
            opened = None if mark[1] else mark
        elif _closes(opened, mark):
            yield Literal(opened.start(), mark.end(), "code", text[opened.start() : mark.end()])
            opened = None


def _closes(opened: re.Match[str], mark: re.Match[str]) -> bool:
    return mark[0] == "```" if opened[0] == "```" else bool(mark[1])
