"""HTML rewritten in a plain, small dialect before a real parser sees it.

The HTML standard's algorithms take time (and memory) with the square of hostile input: of nesting, of open
``<font>`` elements, of attributes on one tag, of stray ampersands. So known tags are written anew with the few
attributes that may stay, everything else turns into text or vanishes, and what is nested beyond reason is refused.
Safety does not rest on this module: ``markup`` cleans its output as it would the original.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

HTML_LIMIT: Final = 500_000  # characters of one part that are read
TAGS: Final = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption center cite code col colgroup dd del div dl dt em figcaption figure h1 h2 h3 h4"
        " h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th"
        " thead tr tt u ul var wbr",
    )
)
ATTRIBUTES: Final[dict[str, AbstractSet[str]]] = {
    "*": {"dir", "lang", "title", "align", "valign"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-remote"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start"},
}

_WORK_LIMIT: Final = 500_000
_ENTITIES_LIMIT: Final = 60_000  # the parser's time grows with the square of these within one paragraph
_VALUE_LIMIT: Final = 3000
_NEVER_NEST: Final = frozenset(
    re.findall(r"\w+", "p li td th tr tbody thead tfoot dt dd colgroup br hr img col wbr")
)
_VOID: Final = frozenset(
    {"br", "hr", "img", "col", "wbr", "input", "meta", "link", "area", "base", "embed", "source"}
)
_NONE: Final[frozenset[str]] = frozenset()
_PASSED_OVER: Final = frozenset({"span", "abbr"})

_TOKEN = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
    |<(?P<hidden>script|style|title|xml)(?=[\s/>]).*?(?:</(?P=hidden)[^<>]*>?|\Z)
    |<[!?][^<>]*>?
    |<(?P<close>/?)(?P<tag>[a-z][^\s/<>]{0,40})(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*+)>?
    |(?P<text>[^<]+|<)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([a-zA-Z-]{1,20})\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_HIDES = re.compile(
    r"""(?i)\bdisplay\s{0,5}:\s{0,5}none|\bvisibility\s{0,5}:\s{0,5}hidden"""
    r"""|\bmax-height\s{0,5}:\s{0,5}0(?![.\d]).{0,200}\boverflow\s{0,5}:\s{0,5}hidden"""
    r"""|\boverflow\s{0,5}:\s{0,5}hidden.{0,200}\bmax-height\s{0,5}:\s{0,5}0(?![.\d])"""
    r"""|\bfont-size\s{0,5}:\s{0,5}[01](?:px|pt)?\s{0,5}[;"'].{0,200}\b(?:opacity\s{0,5}:\s{0,5}0(?![.\d])|max-height\s{0,5}:\s{0,5}0(?![.\d]))"""
)
_SEEN = re.compile(r">\s*[^<\s]|\A\s*[^<\s]|<img\s")
_REMOTE = re.compile(r"(?i)\s*(?:https?:)?//[^\s]")
_STRAY_AMPERSAND = re.compile(r"&(?!(?:[a-zA-Z]\w{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")


def tidy(source: str) -> str | None:
    """``source`` in the small dialect, or None when it is nested beyond reason.

    What the sender hides (the line that only a list of mails shows) is left out, unless nothing else is there.
    """
    tidied = _tidied(source[:HTML_LIMIT], hide=True)
    if tidied is not None and not _SEEN.search(tidied) and _HIDES.search(source[:HTML_LIMIT]):
        return _tidied(source[:HTML_LIMIT], hide=False)
    return tidied


def _tidied(source: str, *, hide: bool) -> str | None:
    written: list[str] = []
    work = _Work()
    hidden = _Hidden()
    for found in _TOKEN.finditer(source):
        close, tag, rest, text = found.group("close", "tag", "rest", "text")
        tag = tag.lower() if tag else ""
        if (
            hide
            and (hidden.tag or (rest and ":" in rest))
            and hidden.covers(tag, rest or "", closing=bool(close))
        ):
            continue
        if text:
            written.append(text if text.isalnum() else _escaped(text))
        elif tag in TAGS:
            if not work.bearable(tag, closing=bool(close)):
                return None
            written.append(f"</{tag}>" if close else f"<{tag}{_attributes(tag, rest)}>")
    tidied = "".join(written)
    return tidied if tidied.count("&") + tidied.count("\xa0") <= _ENTITIES_LIMIT else None


def _escaped(text: str) -> str:
    if "&" in text:
        text = _STRAY_AMPERSAND.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;")


class _Hidden:
    """Knows whether the tokens that go by lie in an element that is not shown."""

    def __init__(self) -> None:
        self.tag = ""
        self.depth = 0

    def covers(self, tag: str, rest: str, *, closing: bool) -> bool:
        """Whether this token (tag "" for text) is hidden."""
        if not self.tag:
            if not tag or closing or not _HIDES.search(rest):
                return False
            if tag not in _VOID:
                self.tag, self.depth = tag, 1
            return True
        if tag in _NEVER_NEST and not closing and self._ends_before(tag):
            self.tag = ""
            return self.covers(tag, rest, closing=False)
        if tag == self.tag:
            self.depth += -1 if closing else 1
            if not self.depth:
                self.tag = ""
        return True

    def _ends_before(self, tag: str) -> bool:
        """Whether the hidden element has ended without saying so: a paragraph or row ends where the next begins."""
        return tag == self.tag and self.depth == 1


def _attributes(tag: str, rest: str) -> str:
    if "=" not in rest:
        return ""
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, _NONE)
    kept: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest[: _VALUE_LIMIT * 4]):
        value = double or single or bare
        if name.lower() in allowed and len(value) <= _VALUE_LIMIT:
            kept.setdefault(name.lower(), value)
    if tag == "img" and _REMOTE.match(kept.get("src", "")):
        kept["data-remote"] = kept.pop("src")  # nothing is fetched before somebody asks for it
    return "".join(f' {name}="{_quoted(value)}"' for name, value in kept.items())


def _quoted(value: str) -> str:
    value = _STRAY_AMPERSAND.sub("&amp;", value)
    return value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


class _Work:
    """Adds up the depth at each start tag, which is what a parser's work grows with.

    The depth is never reckoned too low: an end tag counts only where no parser could ignore it.
    """

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.done = 0

    def bearable(self, tag: str, *, closing: bool) -> bool:
        """Take note of a tag; false once the whole is too much."""
        if closing:
            self._close(tag)
        else:
            self.done += len(self.stack)
            if tag not in _NEVER_NEST:
                self.stack.append(tag)
        return self.done <= _WORK_LIMIT

    def _close(self, tag: str) -> None:
        for back in range(1, min(len(self.stack), 20) + 1):
            if self.stack[-back] == tag:
                del self.stack[-back:]
                return
            if self.stack[-back] not in _PASSED_OVER:
                return
