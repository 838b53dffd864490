"""A stranger's HTML made harmless.

What stays is structure, links and the pictures that came with the mail: no style, script, form, id, class or frame.
A remote picture's address is kept in ``data-remote``, from which nothing loads.
``nh3`` decides; ``tidying`` only keeps its work within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

import nh3

from relevo.channels.mail import names
from relevo.channels.mail.mime import tidying

_HREF = re.compile(r"(?i)(?:https?://|mailto:|tel:)[^\s]")
_REMOTE = re.compile(r"(?i)https?://[^\s\"'<>\\\x00-\x20]{1,2000}\Z")
_NUMBER = re.compile(r"\d{1,4}%?\Z")
_NUMBERS: Final = frozenset({"width", "height", "colspan", "rowspan", "span", "start"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Harmless HTML, the pictures it shows (content ids), and whether remote pictures were left out."""

    html: str
    pictures: frozenset[str] = frozenset()
    remote_images: bool = False


@dataclass(slots=True)
class _Filter:
    """Judges single attributes while ``nh3`` walks through the document."""

    content_ids: AbstractSet[str]
    pictures: set[str] = field(default_factory=set)
    remote_images: bool = False

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return self._picture(value)
        if name == "data-remote":
            return self._remote(value)
        if name == "href":
            return value if _HREF.match(value.strip()) else None
        if name in _NUMBERS:
            return value if _NUMBER.match(value) else None
        return names.one_line(value, 200)

    def _picture(self, value: str) -> str | None:
        scheme, _, written = value.strip().partition(":")
        content_id = unquote(written)
        if scheme.lower() == "cid" and content_id in self.content_ids:
            self.pictures.add(content_id)
            return f"cid:{content_id}"
        self.remote_images = self.remote_images or scheme.lower() not in {"cid", "data"}
        return None

    def _remote(self, value: str) -> str | None:
        self.remote_images = True
        address = value.strip()
        address = f"https:{address}" if address.startswith("//") else address
        return address if _REMOTE.match(address) else None


def clean(source: str, content_ids: AbstractSet[str] = frozenset()) -> Cleaned | None:
    """The harmless part of ``source``, or None when it is too tangled to be parsed.

    ``content_ids`` are the pictures in the same mail that may be shown.
    """
    tidied = tidying.tidy(names.body(source[: tidying.HTML_LIMIT]))
    if tidied is None:
        return None
    judge = _Filter(content_ids)
    text = nh3.clean(
        tidied,
        tags=tidying.TAGS,
        attributes=tidying.ATTRIBUTES,
        attribute_filter=judge,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
    )
    return Cleaned(text.strip(), frozenset(judge.pictures), judge.remote_images)
