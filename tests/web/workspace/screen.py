"""Somebody at her screen: pages read as a person reads them, forms sent as her browser sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from relevo.core.scope import acting
from relevo.tickets.models import Ticket
from tests.cast import EVERYWHERE, Cast
from tests.stories import fresh


@dataclass
class Screen:
    """One person, signed in. ``read`` answers what she sees, ``html`` what stands behind it."""

    cast: Cast
    name: str
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.cast.user(self.name))

    def get(self, path: str, *, fragment: bool = False) -> HttpResponse:
        """The answer, whatever it is; ``fragment`` asks as htmx does."""
        return self.client.get(path, headers={"HX-Request": "true"} if fragment else None)

    def html(self, path: str, *, fragment: bool = False) -> str:
        """The page's source; it must be there."""
        answer = self.get(path, fragment=fragment)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.content.decode()

    def read(self, path: str, *, fragment: bool = False) -> str:
        """The page's words."""
        return words(self.html(path, fragment=fragment))

    def send(self, path: str, *, htmx: bool = True, **fields: object) -> HttpResponse:
        """Post a form as htmx does."""
        return self.client.post(path, fields, headers={"HX-Request": "true"} if htmx else None)

    def at(self, ticket: Ticket, pane: str = "") -> str:
        """The words of a ticket's page, or of one of its panes."""
        return self.read(path(ticket, pane), fragment=bool(pane))

    def act(self, ticket: Ticket, act: str, **fields: object) -> HttpResponse:
        """One move on a ticket."""
        return self.send(path(ticket, act), **fields)

    def answer(self, ticket: Ticket, text: str, **fields: object) -> HttpResponse:
        """Send a reply with the hidden fields of the composer that she has open."""
        return self.act(
            ticket,
            "reply",
            **(hidden(self.html(path(ticket, "write"), fragment=True)) | {"text": text} | fields),
        )


@contextmanager
def in_language(screen: Screen, code: str) -> Iterator[None]:
    """Within the block she has the interface in this language."""
    screen.client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    yield
    del screen.client.cookies[settings.LANGUAGE_COOKIE_NAME]


def path(ticket: Ticket, pane: str = "") -> str:
    """The address of a ticket, or of something beneath it."""
    return f"/work/{ticket.reference}/{pane}/" if pane else f"/work/{ticket.reference}/"


def words(html: str) -> str:
    """What a person reads at desk width: no tags, no scripts, nothing for phones, one space between words."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    html = re.sub(r'<small class="only-narrow.*?</small>', " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of a page by name, without its key against forgery."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def typed(html: str, name: str = "text") -> str | None:
    """What stands in the text area called ``name``; None when there is none."""
    found = re.search(rf'<textarea[^>]*\bname="{name}"[^>]*>(.*?)</textarea>', html, flags=re.DOTALL)
    return unescape(found.group(1)) if found else None


def now_is(ticket: Ticket) -> Ticket:
    """The ticket as it is in the database."""
    with acting(EVERYWHERE):
        return fresh(ticket)
