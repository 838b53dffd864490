"""The other pages of the console: the week, a ticket's record, what it cost, and jobs that failed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection

from relevo.calc.coverage import Block
from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.actions import set_coverage
from relevo.coverage.hand_overs import hand_over
from relevo.engagements.models import Engagement
from relevo.organizations.models import User
from relevo.web.console import pages
from relevo.web.console.week import _letter
from tests.cast import EVERYWHERE, Cast
from tests.jobs import run_jobs
from tests.stories import SUNDAY_NIGHT, agent_answers, customer_writes
from tests.web.console.conftest import Night
from tests.web.workspace.screen import Screen, now_is, words

Sit = Callable[[str], Screen]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def week(html: str) -> dict[str, list[tuple[str, str, str]]]:
    """The coverage week: for each day its 24 hours as (kind, letters, words)."""
    body = html.partition('class="heat"')[2].partition("</table>")[0].partition("<tbody>")[2]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.DOTALL):
        cells = re.findall(r'heat-cell ([^"]*)" title="([^"]*)"><span aria-hidden="true">([^<]*)<', row)
        day = words(re.search(r"<th.*?</th>", row).group(0))
        found[day] = [(kind, letters, unescape(title)) for kind, title, letters in cells]
    return found


def key(html: str) -> str:
    return words(html.partition('class="heat-key"')[2].partition("</ul>")[0])


def test_the_week_shows_who_answers_in_each_hour(sit: Sit, cast: Cast) -> None:
    html = sit("Carmen").html("/console/?desk=AUR&language=es")
    found = week(html)
    assert tuple(found) == DAYS
    assert all(len(hours) == 24 for hours in found.values())
    for day in DAYS[:5]:
        letters = "".join(letters for _kind, letters, _words in found[day])
        assert letters == "N" * 9 + "A" * 9 + "N" * 6, day
    assert {letters for day in ("Sat", "Sun") for _kind, letters, _words in found[day]} == {"N"}
    assert found["Mon"][9] == ("heat-2", "A", "Mon 09:00: Auralis")
    assert "N Noctua Support A Auralis" in key(html)


def test_the_hour_that_is_now_is_marked(sit: Sit, cast: Cast) -> None:
    found = week(sit("Carmen").html("/console/"))
    marked = [
        (day, hour)
        for day, hours in found.items()
        for hour, cell in enumerate(hours)
        if "heat-now" in cell[0]
    ]
    assert marked == [("Sun", 3)]


def test_an_hour_that_two_cover_shows_both_and_one_that_nobody_does_is_a_gap(sit: Sit, cast: Cast) -> None:
    html = sit("Carmen").html("/console/?desk=AUR&language=en")
    assert week(html)["Sun"][3][:2] == ("heat-3 heat-now", "NB")
    assert week(html)["Sun"][3][2] == "Sun 03:00: Noctua Support, Baltline"
    assert "B Baltline" in key(html)
    mareko = week(sit("Ilze").html("/console/?desk=MAR&language=lv"))
    assert mareko["Tue"][3] == ("heat-gap", "!", "Tue 03:00: nobody answers")


def test_a_partner_s_week_knows_her_own_hours_and_calls_no_other_a_gap(sit: Sit, cast: Cast) -> None:
    found = week(sit("Valeria").html("/console/?desk=AUR&language=es"))
    assert found["Mon"][12] == ("heat-0", "", "Mon 12:00: none of your hours")
    assert found["Mon"][3][:2] == ("heat-2", "N")
    assert not any("heat-gap" in kind for hours in found.values() for kind, _letters, _words in hours)


def test_a_partner_s_week_begins_with_a_language_that_she_answers(sit: Sit, cast: Cast) -> None:
    """Mareko's first language is Latvian, which Noctua does not answer: an empty week would tell her nothing."""
    html = sit("Valeria").html("/console/?desk=MAR")
    assert re.search(r'aria-current="page"[^>]*>[^<]*English', html)
    assert any(letters for hours in week(html).values() for _kind, letters, _words in hours)
    html = sit("Valeria").html("/console/?desk=MAR&language=lv")
    assert re.search(r'aria-current="page"[^>]*>[^<]*Latvian', html), "but she may ask"


def test_the_key_under_the_week_names_the_shades_that_are_on_it(sit: Sit, cast: Cast) -> None:
    everywhere = key(sit("Carmen").html("/console/?desk=AUR&language=es"))
    assert everywhere.endswith("N Noctua Support A Auralis as planned")
    assert key(sit("Ilze").html("/console/?desk=MAR&language=lv")).endswith("as planned ! nobody")
    assert "nobody" not in key(sit("Valeria").html("/console/?desk=AUR&language=es"))


@pytest.mark.parametrize("language", ["", "xx", "de", "es-MX"])
def test_a_language_that_the_desk_has_not_shows_its_first(sit: Sit, cast: Cast, language: str) -> None:
    html = sit("Carmen").html(f"/console/?desk=AUR&language={language}")
    assert re.search(r'aria-current="page"[^>]*>[^<]*Spanish', html)


@pytest.mark.parametrize(
    ("at", "changed"),
    [(datetime(2027, 3, 25, 12, 0, tzinfo=UTC), "Sun"), (datetime(2027, 10, 28, 12, 0, tzinfo=UTC), "Sun")],
    ids=["an hour is lost", "an hour comes twice"],
)
def test_a_week_in_which_the_clocks_change_still_has_24_hours_a_day(
    sit: Sit, cast: Cast, at: datetime, changed: str
) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        night = Block(0, frozenset({6}), 3 * 60, 5 * 60, "Europe/Madrid")
        set_coverage(cast.engagement("auralis", "auralis"), [night], actor=machine)
        set_coverage(cast.engagement("auralis", "noctua"), [], actor=machine)
    with clock.travel(at):
        found = week(sit("Carmen").html("/console/?desk=AUR&language=es"))
    assert all(len(hours) == 24 for hours in found.values())
    covered = [hour for hour, cell in enumerate(found[changed]) if cell[1] == "A"]
    assert set(covered) >= {3, 4}
    assert set(covered) <= {2, 3, 4}, "an hour that does not exist is the one after it"


def test_every_provider_has_a_letter_of_its_own() -> None:
    letters: dict[str, str] = {}
    assert [_letter(name, letters) for name in ("Noctua", "Nord", "No", "Noctua")] == ["N", "O", "A", "N"]
    for number in range(40):
        _letter(f"firm {number}", letters)
    assert letters["firm 39"] == "?"


def test_while_the_queue_is_taken_back_the_week_is_the_home_team_s(sit: Sit, cast: Cast) -> None:
    carmen = sit("Carmen")
    carmen.send("/console/take-back/", desk="AUR")
    assert {cell[1] for hours in week(carmen.html("/console/")).values() for cell in hours} == {"A"}


def test_a_ticket_s_record_tells_who_held_it_what_was_promised_and_what_it_cost(
    cast: Cast, sit: Sit, night: Night
) -> None:
    carmen_page = f"/console/tickets/{night.kept.reference}/"
    read = sit("Carmen").read(carmen_page)
    for part in (
        "Jorge's matter", "Noctua Support the desk answers at this hour", "10 min", "Noctua Support the customer",
        "an answer is awaited", "First response promised within 30 min; kept by Noctua Support", "kept, 10 min",
        "Resolution promised within 2 d 0 h", f"Contact on {night.kept.reference}: €4.80 × 1.25 (night) = €6.00",
        "Everything that happened", "Promise kept: First response", "Read the conversation", "Take back",
    ):  # fmt: skip
        assert part in read, part
    missed = sit("Carmen").read(f"/console/tickets/{night.missed.reference}/")
    assert "First response promised within 30 min; missed by Noctua Support" in missed
    assert "Nothing was charged for this ticket." in missed


def test_a_partner_s_record_of_a_ticket_that_went_home_names_no_other_team(
    cast: Cast, sit: Sit, night: Night
) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        hand_over(night.missed, cast.engagement("auralis", "auralis"), actor=mateo)
    read = sit("Valeria").read(f"/console/tickets/{night.missed.reference}/")
    assert "another team the desk handed over by a person" in read
    assert "Take back" not in read


def test_from_the_record_a_ticket_is_taken_back_and_one_lands_on_it(
    cast: Cast, sit: Sit, night: Night
) -> None:
    carmen = sit("Carmen")
    html = carmen.html(f"/console/tickets/{night.due.reference}/")
    form = re.search(r'<form method="post" action="([^"]+take-back/)"([^>]*)>', html)
    assert "hx-post" not in form.group(2), "this page does not refresh itself"
    answer = carmen.send(form.group(1), htmx=False)
    assert (answer.status_code, answer["Location"]) == (302, f"/work/{night.due.reference}/")
    assert now_is(night.due).holder.in_house
    assert "Take back" not in carmen.read(f"/console/tickets/{night.due.reference}/")


def test_a_record_is_for_those_who_oversee(sit: Sit, night: Night) -> None:
    page = f"/console/tickets/{night.kept.reference}/"
    assert sit("Mateo").get(page).status_code == 403
    for stranger in ("Ilze", "Kristaps", "Jonas"):
        assert sit(stranger).get(page).status_code == 404
    assert sit("Carmen").get("/console/tickets/AUR-999/").status_code == 404


def test_what_was_not_promised_or_subjected_is_said_plainly(cast: Cast, sit: Sit) -> None:
    ticket = customer_writes(cast, subject="")
    with acting(EVERYWHERE):
        ticket.clocks.all().delete()
    read = sit("Carmen").read(f"/console/tickets/{ticket.reference}/")
    assert "(no subject)" in read
    assert "Nothing is promised here." in read


def test_costs_are_listed_charge_by_charge_with_the_rule(sit: Sit, night: Night) -> None:
    read = sit("Carmen").read("/console/costs/?desk=AUR")
    assert "Noctua Support €6.00 Last 24 hours" in read
    assert (
        f"{night.kept.reference} Noctua Support Contact on {night.kept.reference}: €4.80 × 1.25 (night) = €6.00 €6.00"
        in read
    )
    assert "€6.00" in sit("Valeria").read("/console/costs/?desk=AUR")


def test_a_period_without_charges_says_so(sit: Sit, cast: Cast) -> None:
    assert "Nothing was charged" in sit("Carmen").read("/console/costs/")


def test_long_lists_come_in_pages_and_keep_their_question(
    cast: Cast, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 2)
    carmen = sit("Carmen")
    for number in range(3):
        ticket = customer_writes(cast, address=f"c{number}@town.example", name=f"Customer {number}")
        agent_answers(ticket, cast.actor("Mateo"), "Buenas noches: pulse el botón, por favor.")
    run_jobs()
    for page in ("/console/tickets/?desk=AUR&only=all", "/console/costs/?desk=AUR&period=week"):
        first = carmen.html(page)
        assert "1–2 of 3" in words(first)
        onwards = unescape(re.search(r'rel="next" href="([^"]+)"', first).group(1))
        assert onwards == f"?{page.partition('?')[2]}&page=2"
        second = carmen.html(page.partition("?")[0] + onwards)
        assert "3–3 of 3" in words(second)
        assert unescape(re.search(r'rel="prev" href="([^"]+)"', second).group(1)).endswith("&page=1")
    bare = carmen.html("/console/tickets/")
    assert 'href="?page=2"' in bare


def test_a_list_without_tickets_says_what_to_do(sit: Sit, cast: Cast) -> None:
    assert "No ticket matches Choose another holder or period on the overview." in sit("Carmen").read(
        "/console/tickets/?desk=AUR"
    )


def test_a_ticket_of_unknown_language_without_an_agent_has_dashes(cast: Cast, sit: Sit) -> None:
    ticket = customer_writes(cast, subject="", language="und")
    row = sit("Carmen").read("/console/tickets/?desk=AUR")
    assert f"{ticket.reference} – Jorge Molina – Noctua Support – New" in row


@pytest.fixture
def failed(cast: Cast) -> int:
    """A job that failed for good."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) VALUES"
            " ('events', 'promises.mark_missed', '{\"ticket_id\": 7}', 'failed', 5) RETURNING id"
        )
        return cursor.fetchone()[0]


def test_failed_jobs_are_shown_to_those_who_run_the_installation_and_to_nobody_else(
    cast: Cast, sit: Sit, failed: int
) -> None:
    for name in ("Carmen", "Valeria", "Mateo", "Jonas"):
        assert sit(name).get("/console/jobs/").status_code == 404
        assert sit(name).send(f"/console/jobs/{failed}/retry/", htmx=False).status_code == 404
    User.objects.filter(email="carmen@auralis.example").update(is_staff=True)
    read = sit("Carmen").read("/console/jobs/")
    assert f"{failed} promises.mark_missed ticket_id=7 5" in read


def test_a_failed_job_is_tried_again_once(cast: Cast, sit: Sit, failed: int) -> None:
    User.objects.filter(email="carmen@auralis.example").update(is_staff=True)
    carmen = sit("Carmen")
    answer = carmen.send(f"/console/jobs/{failed}/retry/", htmx=False)
    assert (answer.status_code, answer["Location"]) == (302, "/console/jobs/")
    read = carmen.read("/console/jobs/")
    assert "The job is queued again." in read
    assert "No job has failed This is how it should be." in read
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [failed])
        assert cursor.fetchone() == ("todo",)
    assert carmen.send(f"/console/jobs/{failed}/retry/", htmx=False).status_code == 404


def test_a_desk_whose_client_has_no_team_cannot_be_taken_back(cast: Cast, sit: Sit) -> None:
    with acting(EVERYWHERE):
        Engagement.objects.filter(pk=cast.engagement("auralis", "auralis").pk).update(state="ended")
    answer = sit("Carmen").send("/console/take-back/", desk="AUR")
    assert answer.status_code == 409
    assert "Your firm has no team of its own on this desk yet." in words(answer.content.decode())


def test_the_browser_s_own_question_for_a_picture_is_answered(sit: Sit, cast: Cast) -> None:
    answer = sit("Carmen").get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/ui/favicon.svg")


def test_a_week_later_the_record_still_stands(sit: Sit, night: Night) -> None:
    with clock.travel(SUNDAY_NIGHT + timedelta(days=8)):
        carmen = sit("Carmen")
        assert "kept by Noctua Support" in carmen.read(f"/console/tickets/{night.kept.reference}/")
        assert "€6.00" in carmen.read("/console/costs/?desk=AUR&period=month")
        assert "Nothing was charged" in carmen.read("/console/costs/?desk=AUR&period=week")
