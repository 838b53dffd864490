"""The command palette finds tickets too: the same that the queue's search finds, and nothing behind the walls."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest

from relevo.tickets.models import Ticket
from relevo.web.workspace import lists
from tests.cast import Cast
from tests.stories import customer_writes
from tests.web.workspace.screen import Screen, path, words

Sit = Callable[[str], Screen]


def found(screen: Screen, typed: str) -> dict[str, str]:
    """What the palette offers: the words of each line by its address."""
    html = screen.html(f"/work/find/?q={typed}", fragment=True)
    assert "<html" not in html
    lines = re.findall(r"<a[^>]*>.*?</a>", html, flags=re.DOTALL)
    return {unescape(re.search(r'href="([^"]+)"', line).group(1)): words(line) for line in lines}


@pytest.mark.parametrize("typed", ["AUR-{0}", "{0}", "molina", "ALTAVOZ", " Jorge ", "jorge@molina.example"])
def test_a_ticket_is_found_by_number_name_subject_or_address(
    mateo: Screen, jorge: Ticket, typed: str
) -> None:
    assert found(mateo, typed.format(jorge.number)) == {
        path(jorge): f"El altavoz no enciende {jorge.reference} · Jorge Molina"
    }


@pytest.mark.parametrize("typed", ["", "%20", "%00", "zzzz", "99999999999999999999", "%25", "\\"])
def test_nothing_is_found_for_nothing(mateo: Screen, jorge: Ticket, typed: str) -> None:
    assert found(mateo, typed) == {}


def test_the_palette_sees_no_further_than_the_queue(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    for stranger in ("Ilze", "Marta", "Jonas"):
        for typed in (jorge.reference, "Jorge", "altavoz", "jorge@molina.example"):
            assert found(sit(stranger), typed) == {}, stranger
    assert found(sit("Mateo"), "jorge@") == {}, "a partner does not spell out an address"
    assert found(sit("Carmen"), "jorge@") != {}


def test_a_ticket_without_a_subject_is_called_by_its_number(
    cast: Cast, mateo: Screen, translated: None
) -> None:
    ticket = customer_writes(cast, subject="")
    assert found(mateo, "molina") == {path(ticket): f"{ticket.reference} {ticket.reference} · Jorge Molina"}


def test_the_newest_few_are_enough(
    cast: Cast, mateo: Screen, translated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FOUND", 2)
    tickets = [customer_writes(cast, address=f"c{number}@town.example") for number in range(3)]
    assert list(found(mateo, "altavoz")) == [path(ticket) for ticket in reversed(tickets[1:])]


def test_every_page_knows_where_to_ask(mateo: Screen) -> None:
    assert '<command-palette src="/work/find/">' in mateo.html("/work/")
