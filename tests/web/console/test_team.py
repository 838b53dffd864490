"""The team page: who answers for a desk, whose replies go out without approval, and who may change that."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from relevo.core import clock
from relevo.core.scope import acting
from relevo.engagements.actions import draft_engagement, end_seat, give_seat, move_engagement, set_readiness
from relevo.engagements.models import Engagement, Seat, State
from relevo.events.models import Event
from relevo.organizations.models import Member, User
from relevo.organizations.permissions import Role
from tests.browser import OpenPage, sign_in
from tests.cast import EVERYWHERE, Cast
from tests.web.console.test_browser import press, tab_to
from tests.web.looking import LANGUAGES, has_focus, look, look_at_all, speak
from tests.web.workspace.screen import Screen, words

Sit = Callable[[str], Screen]
PAGE = "/console/team/"


def cards(html: str) -> dict[str, str]:
    """What each engagement's card says, by its title."""
    found = {}
    for card in re.findall(r'<section class="card edge.*?</section>', html, flags=re.DOTALL):
        title, _heading, rest = card.partition("</h2>")
        found[re.sub(r" \d+$", "", words(title.partition("<h2")[2].partition(">")[2]))] = words(rest)
    return found


def row(html: str, seat: Seat) -> str:
    """The source of a seat's row."""
    return html.partition(f'id="seat-{seat.pk}"')[2].partition("</tr>")[0]


def offered(html: str, seat: Seat) -> set[str]:
    """The readinesses that may be set on a seat."""
    return set(re.findall(r'name="readiness" value="(\w+)"', row(html, seat)))


def send(screen: Screen, seat: Seat, readiness: str, *, htmx: bool = False) -> tuple[int, str]:
    """She sets a readiness; the answer's status, and what she then reads."""
    answer = screen.send(f"{PAGE}{seat.pk}/readiness/", readiness=readiness, htmx=htmx)
    if answer.status_code == 302:
        return 302, screen.read(answer["Location"].partition("#")[0])
    return answer.status_code, words(answer.content.decode())


def readiness_of(cast: Cast, name: str) -> str:
    return cast.seat(name, "auralis").readiness


# -- who sees whom --------------------------------------------------------------------------------------------------


def test_a_client_reads_every_team_of_its_desk_by_alias(sit: Sit, cast: Cast) -> None:
    html = sit("Carmen").html(PAGE)
    found = cards(html)
    assert list(found) == [
        "Auralis · the client's own team",
        "Auralis · Noctua Support",
        "Auralis · Baltline",
    ]
    assert "Lucía In the first week Replies wait for a lead until" in found["Auralis · Noctua Support"]
    assert "Spanish, English Tier 1 · all topics" in found["Auralis · Noctua Support"]
    for own_name in ("Lucía Peña", "Mateo Díaz", "Valeria Rojas", "Marta Liepa", "noctua.example"):
        assert own_name not in words(html), own_name


def test_a_lead_reads_her_own_people_on_every_desk_and_nobody_else(sit: Sit, cast: Cast) -> None:
    html = sit("Valeria").html(PAGE)
    found = cards(html)
    assert list(found) == ["Auralis · Noctua Support", "Mareko · Noctua Support"]
    assert "Lucía Lucía Peña In the first week" in found["Auralis · Noctua Support"], (
        "of her own firm she knows the name"
    )
    for other in ("Marta", "Iker", "Andris"):
        assert other not in words(html), other


def test_an_engagement_that_ended_is_gone_and_one_to_come_is_there(sit: Sit, cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        move_engagement(cast.engagement("auralis", "baltline"), State.ENDED, actor=carmen)
        draft_engagement(cast.desk("auralis"), cast.organization("mareko"), actor=carmen)
    found = cards(sit("Carmen").html(PAGE))
    assert "Auralis · Baltline" not in found
    assert found["Auralis · Mareko"].startswith("Draft Nobody has a seat here yet"), (
        "it says so, and what comes next"
    )


def test_where_nobody_answers_yet_the_page_says_so(sit: Sit, cast: Cast) -> None:
    assert "No desk yet" in sit("Jonas").read(PAGE)
    with acting(EVERYWHERE):
        Engagement.objects.filter(client_id=cast.organization("auralis").pk).update(state=State.ENDED)
    assert "Nobody answers yet" in sit("Carmen").read(PAGE)


@pytest.mark.parametrize("name", ["Mateo", "Marta", "Andris"])
def test_an_agent_has_no_team_page(sit: Sit, cast: Cast, name: str) -> None:
    assert sit(name).get(PAGE).status_code == 403
    assert send(sit(name), cast.seat("Lucía", "auralis"), "certified")[0] == 403


def test_only_those_who_look_after_agents_have_the_tab(sit: Sit, cast: Cast) -> None:
    with acting(EVERYWHERE):
        Member.objects.filter(pk=cast.member("Iker").pk).update(role=Role.REVIEWER)
    assert "/console/team/?desk=AUR" in sit("Carmen").html("/console/")
    reviewer = sit("Iker")
    assert "/console/team/" not in reviewer.html("/console/")
    assert reviewer.get(PAGE).status_code == 403


def test_the_tabs_keep_the_desk_and_a_desk_of_others_is_not_there(sit: Sit) -> None:
    html = sit("Valeria").html(f"{PAGE}?desk=MAR&period=week")
    assert 'href="/console/costs/?desk=MAR&amp;period=week"' in html
    assert sit("Carmen").get(f"{PAGE}?desk=MAR").status_code == 404


# -- what stands there ----------------------------------------------------------------------------------------------


def test_each_readiness_says_what_follows_from_it(sit: Sit, cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        set_readiness(cast.seat("Mateo", "auralis"), "lapsed", actor=carmen)
    screen = sit("Valeria")
    read = cards(screen.html(PAGE))["Auralis · Noctua Support"]
    assert "Lapsed Replies wait for a lead, and no new tickets are assigned." in read
    assert "Certified Replies go out without approval, unless a check asks for it." in read
    assert re.search(r"In the first week Replies wait for a lead until Nov 26, \d\d:00\.", read)
    with clock.travel(clock.now() + timedelta(days=5)):
        read = screen.read(PAGE)
    assert "In the first week The first week is over: replies go out without approval." in read


def test_it_says_since_when_a_readiness_stands(sit: Sit, cast: Cast) -> None:
    lucia, carmen = cast.seat("Lucía", "auralis"), cast.actor("Carmen")
    assert 'datetime="2026-11-19T09:00:00Z"' in row(sit("Carmen").html(PAGE), lucia), (
        "since the seat was given"
    )
    with acting(carmen), clock.travel(clock.now() - timedelta(hours=1)):
        set_readiness(lucia, "certified", actor=carmen)
    assert 'datetime="2026-11-22T01:00:00Z"' in row(sit("Carmen").html(PAGE), lucia)
    assert 'datetime="2026-11-22T01:00:00Z"' in row(sit("Valeria").html(PAGE), lucia), "both firms know it"


def test_who_is_on_duty_is_for_her_own_firm_to_see(sit: Sit, cast: Cast) -> None:
    """Sunday 03:00 in Madrid: Mateo works until nine, Valeria is at home. Shifts are no client's business."""
    html = sit("Valeria").html(PAGE)
    assert re.search(r"until Nov 22, \d\d:00", words(row(html, cast.seat("Mateo", "auralis"))))
    assert "not on duty" in row(html, cast.seat("Valeria", "auralis"))
    found = cards(sit("Carmen").html(PAGE))
    assert "not on duty" in found["Auralis · the client's own team"]
    assert "duty" not in found["Auralis · Noctua Support"]


# -- setting it -----------------------------------------------------------------------------------------------------


def test_only_moves_that_are_allowed_are_offered(sit: Sit, cast: Cast) -> None:
    lucia, mateo, iker = (cast.seat(name, "auralis") for name in ("Lucía", "Mateo", "Iker"))
    html = sit("Carmen").html(PAGE)
    assert offered(html, lucia) == {"certified", "lapsed"}
    assert offered(html, mateo) == {"new", "lapsed"}, "his first week is not over yet"
    html = sit("Valeria").html(PAGE)
    assert offered(html, lucia) == offered(html, mateo) == {"lapsed"}, "a lead may only be stricter"
    html = sit("Iker").html(PAGE)
    assert (offered(html, iker), offered(html, lucia)) == ({"lapsed"}, set()), (
        "the own team's lead, its own team"
    )


def test_a_first_week_that_is_over_is_no_way_past_the_certificate(sit: Sit, cast: Cast) -> None:
    """It would let replies go out of somebody whom nobody has certified."""
    with clock.travel(clock.now() + timedelta(days=5)):
        assert offered(sit("Carmen").html(PAGE), cast.seat("Mateo", "auralis")) == {"lapsed"}


def test_the_client_certifies_and_reads_that_it_is_done(sit: Sit, cast: Cast) -> None:
    status, read = send(sit("Carmen"), cast.seat("Lucía", "auralis"), "certified")
    assert status == 302
    assert "Auralis: Lucía is certified." in read
    assert readiness_of(cast, "Lucía") == "certified"
    with acting(EVERYWHERE):
        event = Event.objects.get(kind="seat.readiness_changed")
    assert (event.actor_label, event.facts) == ("Carmen Vidal", {"from": "new", "to": "certified"})


def test_in_an_open_page_it_is_done_without_a_new_one(sit: Sit, cast: Cast) -> None:
    mateo = cast.seat("Mateo", "auralis")
    answer = sit("Valeria").send(f"{PAGE}{mateo.pk}/readiness/", readiness="lapsed")
    assert (answer.status_code, answer.content) == (204, b"")
    told_page = json.loads(answer["HX-Trigger"])
    assert told_page["toast"] == {"text": "Auralis: the certificate of Mateo has lapsed.", "tone": "ok"}
    assert "desk" in told_page, "the page fetches itself again"
    html = sit("Valeria").html(PAGE, fragment=True)
    assert html.lstrip().startswith('<div class="sheet console" id="team"')
    assert offered(html, mateo) == set()


def test_back_to_the_first_week_while_it_lasts(sit: Sit, cast: Cast) -> None:
    assert "Mateo is in the first week again." in send(sit("Carmen"), cast.seat("Mateo", "auralis"), "new")[1]
    assert readiness_of(cast, "Mateo") == "new"


@pytest.mark.parametrize(
    ("name", "readiness", "status"),
    [
        ("Valeria", "certified", 403), ("Iker", "certified", 403), ("Iker", "lapsed", 403), ("Ilze", "certified", 404),
        ("Kristaps", "lapsed", 404), ("Jonas", "certified", 404), ("Carmen", "brilliant", 404), ("Carmen", "", 404),
    ],
)  # fmt: skip
def test_who_may_not_changes_nothing(sit: Sit, cast: Cast, name: str, readiness: str, status: int) -> None:
    assert send(sit(name), cast.seat("Lucía", "auralis"), readiness)[0] == status
    assert readiness_of(cast, "Lucía") == "new"
    with acting(EVERYWHERE):
        assert not Event.objects.filter(kind="seat.readiness_changed").exists()


def test_a_seat_that_ended_meanwhile_is_said_to_have_ended(sit: Sit, cast: Cast) -> None:
    lucia, valeria = cast.seat("Lucía", "auralis"), cast.actor("Valeria")
    with acting(valeria):
        end_seat(lucia, actor=valeria)
    status, read = send(sit("Carmen"), lucia, "certified")
    assert status == 302
    assert "Lucía no longer has this seat, so nothing was changed." in read
    assert "Lucía In the first week" not in read, "her row is gone"
    status, read = send(sit("Carmen"), lucia, "certified", htmx=True)
    assert (status, read) == (409, "Lucía no longer has this seat, so nothing was changed. Dismiss")
    assert readiness_of(cast, "Lucía") == "new"


def test_a_seat_that_never_was_is_not_there(sit: Sit) -> None:
    assert sit("Carmen").send(f"{PAGE}999999/readiness/", readiness="certified").status_code == 404


def test_thirty_seats_ask_the_database_as_much_as_three(sit: Sit, cast: Cast) -> None:
    screens = {name: sit(name) for name in ("Carmen", "Valeria")}
    few = {name: asked(screen) for name, screen in screens.items()}
    engagement, firm = cast.engagement("auralis", "noctua"), cast.organization("noctua")
    valeria, carmen = cast.actor("Valeria"), cast.actor("Carmen")
    for number in range(3, 30):
        with acting(EVERYWHERE):
            user = User.objects.create_user(f"a{number}@noctua.example", name=f"Agent {number}")
            member = Member.objects.create(organization=firm, user=user, role=Role.AGENT)
            seat = give_seat(engagement, member, alias=f"Alias {number}", actor=valeria)
            set_readiness(seat, "certified", actor=carmen)
    assert "Alias 29" in screens["Carmen"].read(PAGE)
    assert {name: asked(screen) for name, screen in screens.items()} == few


def asked(screen: Screen) -> int:
    """How many questions the page asks, the second time."""
    screen.html(PAGE)
    with CaptureQueriesContext(connection) as queries:
        screen.html(PAGE)
    return len(queries)


# -- in a browser ---------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_an_agent_is_certified_by_keyboard_alone(page: Page, open_page: OpenPage) -> None:
    cast = Cast()
    lucia = cast.seat("Lucía", "auralis")
    lead = open_page()
    sign_in(lead, "Valeria")
    lead.goto(PAGE)
    sign_in(page, "Carmen")
    page.goto("/console/")
    tab_to(page, "Team")
    press(page, "Enter")
    page.wait_for_url("**/console/team/**")
    tab_to(page, "Readiness of Lucía: Change")
    press(page, "Enter", "ArrowDown")
    assert has_focus(page).startswith("Certify")
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("Auralis: Lucía is certified.")
    expect(page.locator(f"#seat-{lucia.pk}")).to_contain_text("Replies go out without approval")
    assert has_focus(page) == "Readiness of Lucía: Change", "where she was, for the next change"
    expect(lead.locator(f"#seat-{lucia.pk}")).to_contain_text("Certified")
    assert readiness_of(cast, "Lucía") == "certified"


@pytest.mark.browser
def test_everybody_can_read_the_team_and_the_rules_on_every_screen(open_page: OpenPage) -> None:
    pages = {"Carmen": (PAGE, "/console/mail/rules/?desk=AUR"), "Valeria": (PAGE,)}
    wrong: list[str] = []
    for name, addresses in pages.items():
        page = open_page()
        sign_in(page, name)
        wrong += look_at_all(page, name, addresses)
        for language in LANGUAGES:
            speak(page, language)
            page.goto(PAGE)
            page.locator("[popovertarget^=readiness-]").first.click()
            wrong += look(page)
    assert not wrong, "\n".join(sorted(set(wrong)))
