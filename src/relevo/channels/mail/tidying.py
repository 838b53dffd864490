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
    "img": {"src", "alt", "width", "height"},
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
_PASSED_OVER: Final = frozenset({"span", "abbr"})

_TOKEN = re.compile(
    r"""<!--(?:.*?)(?:-->|\Z)
    |<(?P<hidden>script|style|title|xml)(?=[\s/>]).*?(?:</(?P=hidden)[^<>]*>?|\Z)
    |<[!?][^<>]*>?
    |<(?P<close>/?)(?P<tag>[a-z][^\s/<>]{0,40})(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*+)>?
    |(?P<text>[^<]+|<)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([a-zA-Z]{1,20})\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_STRAY_AMPERSAND = re.compile(r"&(?!(?:[a-zA-Z]\w{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")


def tidy(source: str) -> str | None:
    """``source`` in the small dialect, or None when it is nested beyond reason."""
    written: list[str] = []
    work = _Work()
    for found in _TOKEN.finditer(source[:HTML_LIMIT]):
        if text := found["text"]:
            written.append(_STRAY_AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;"))
        elif (tag := (found["tag"] or "").lower()) in TAGS:
            closing = bool(found["close"])
            if not work.bearable(tag, closing=closing):
                return None
            written.append(f"</{tag}>" if closing else f"<{tag}{_attributes(tag, found['rest'])}>")
    tidied = "".join(written)
    return tidied if tidied.count("&") + tidied.count("\xa0") <= _ENTITIES_LIMIT else None


def _attributes(tag: str, rest: str) -> str:
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
    kept: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest[: _VALUE_LIMIT * 4]):
        value = double or single or bare
        if name.lower() in allowed and len(value) <= _VALUE_LIMIT:
            kept.setdefault(name.lower(), value)
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
