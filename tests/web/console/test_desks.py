"""Which desk the console speaks of: two clients may use the same slug, and each choice keeps the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest

from relevo.core.scope import acting
from relevo.desks.actions import create_desk
from relevo.desks.models import Desk
from relevo.engagements.actions import draft_engagement, move_engagement
from relevo.engagements.models import State
from relevo.events.models import Event
from tests.cast import EVERYWHERE, Cast
from tests.web.workspace.screen import Screen, words

Sit = Callable[[str], Screen]


@pytest.fixture
def twin(cast: Cast) -> Desk:
    """Mareko opens a desk with the slug of Auralis's, whose team also answers it: Carmen sees both."""
    machine = cast.machine("mareko")
    with acting(machine):
        desk = create_desk(
            cast.organization("mareko"), slug="auralis", name="Auralis", key="TWIN", hue=10, languages=["lv"],
            zone="Europe/Riga", actor=machine,
        )  # fmt: skip
        engagement = draft_engagement(desk, cast.organization("auralis"), actor=machine)
        move_engagement(engagement, State.LIVE, actor=machine)
    return desk


def taken_back() -> dict[str, bool]:
    with acting(EVERYWHERE):
        return {desk.key: desk.taken_back_at is not None for desk in Desk.objects.all()}


def test_the_switch_turns_the_desk_that_was_named_and_no_other_of_that_slug(
    sit: Sit, cast: Cast, twin: Desk
) -> None:
    carmen = sit("Carmen")
    assert carmen.send("/console/take-back/", htmx=False, desk="AUR").status_code == 302
    assert taken_back() == {"AUR": True, "MAR": False, "TWIN": False}
    with acting(EVERYWHERE):
        [event] = Event.objects.filter(kind="queue.taken_back")
    assert event.client_id == cast.organization("auralis").pk
    for act in ("take-back", "give-back"):
        assert carmen.send(f"/console/{act}/", desk="TWIN").status_code == 403, "another client's"
        assert carmen.send(f"/console/{act}/", desk="auralis").status_code == 404, "a slug names nobody"
    assert taken_back() == {"AUR": True, "MAR": False, "TWIN": False}


def test_each_of_two_desks_with_one_slug_has_its_own_pages(sit: Sit, twin: Desk) -> None:
    carmen = sit("Carmen")
    for page in ("", "tickets/", "costs/"):
        assert "Take the queue back" not in carmen.read(f"/console/{page}?desk=TWIN")
        assert carmen.get(f"/console/{page}?desk=auralis").status_code == 404
    assert "Take the queue back" in carmen.read("/console/?desk=aur"), "in any letters"
    menu = carmen.html("/console/?desk=TWIN").partition('id="console-desk"')[2].partition("</div>")[0]
    assert words(menu.partition(">")[2]) == "Auralis Auralis Mareko", "the client tells them apart"
    assert re.search(r'href="\?desk=TWIN"[^>]*aria-current="true"', menu)


def links(html: str, part: str) -> list[str]:
    """Where the lines of the menu, or the tabs, lead."""
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', html.partition(part)[2].partition("</nav>" if "nav" in part else "</div>")[0])]  # fmt: skip


def test_each_choice_keeps_the_others(sit: Sit) -> None:
    html = sit("Valeria").html("/console/tickets/?desk=MAR&period=week&only=kept&holder=nobody&page=3")
    assert links(html, '<nav class="tabs"') == [
        "/console/?desk=MAR&period=week", "/console/tickets/?desk=MAR&period=week", "/console/costs/?desk=MAR&period=week",
        "/console/team/?desk=MAR&period=week",
    ]  # fmt: skip
    assert links(html, 'id="console-desk"') == ["?desk=AUR&period=week", "?desk=MAR&period=week"]
    assert links(html, 'id="console-period"') == [
        f"?desk=MAR&period={code}&only=kept&holder=nobody" for code in ("day", "week", "month")
    ]
    assert re.search(r'aria-current="page"[^>]*>\s*Tickets', html)
    week = links(sit("Valeria").html("/console/?desk=MAR&period=month"), 'class="segments"')
    assert week[0] == "?desk=MAR&period=month&language=lv#coverage"
