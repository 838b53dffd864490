"""Plan and actual: what a study let expect, beside what came true on the desk; for who asked, and nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relevo.core import clock
from relevo.core.scope import acting
from relevo.study.actions import share_scenario
from relevo.study.models import RunState, StudyScenario
from tests.cast import EVERYWHERE, Cast
from tests.stories import SUNDAY_NIGHT, customer_writes
from tests.study.live_weeks import AFTER, WEEK, WEEKS, live
from tests.web.console.kept_results import computed, page_of, result
from tests.web.workspace.screen import Screen, in_language

Sit = Callable[[str], Screen]


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Three weeks of contacts, told once and rolled back at the end."""
    with django_db_blocker.unblock(), clock.travel(SUNDAY_NIGHT), transaction.atomic():
        people = Cast()
        live(people)
        yield people
        transaction.set_rollback(True)


@pytest.fixture
def cast(lived: Cast) -> Iterator[Cast]:
    """Everybody, in the moment after those weeks."""
    with clock.travel(AFTER), transaction.atomic():
        yield lived
        transaction.set_rollback(True)


@pytest.fixture
def weeks(cast: Cast) -> StudyScenario:
    """What Auralis had computed."""
    return computed(cast)


def test_the_page_tells_measure_by_measure_what_came_true(sit: Sit, cast: Cast, weeks: StudyScenario) -> None:
    read = sit("Carmen").read(page_of(weeks))
    assert f"Contacts {5 * WEEKS} 3 weeks" in read
    assert re.search(r"Contacts a week 19\d \d+ to \d+ 5 [\d.]+ to [\d.]+ Less than planned", read), read
    assert re.search(r"Weekends \d+ \d+ to \d+ 0 0 to ", read)
    assert re.search(r"Nights [\d.]+ [\d.]+ to [\d.]+ 5 ", read), read
    assert re.search(r"Spanish \d+ \d+ to \d+ 3 [\d.]+ to [\d.]+ Less than planned", read)
    assert re.search(r"Handling time of a contact 10 min 9 min to 11 min – Not measured here", read), read
    assert re.search(r"Answered in time \d+% \d+% to \d+% 60% \d+% to \d+% ", read), read
    assert re.search(
        r"Partners' bills a month €[\d,]+ €[\d,]+ to €[\d,]+ €[\d.]+ €[\d.]+ to €[\d.]+ Less than", read
    ), read
    assert "Less than planned: " in read


def test_the_week_shows_each_hour_in_words(sit: Sit, cast: Cast, weeks: StudyScenario) -> None:
    html = sit("Carmen").html(page_of(weeks))
    assert re.search(
        r"Sun 03:00: 5 a week, planned [01][.]?\d* \([\d.]+ to [\d.]+\): More than planned", html
    )
    assert html.count("heat-cell heat-3") == 2  # that hour, and the key
    assert "On the clock of Madrid." in html


def test_the_stop_rules_stand_beside_what_was_found(sit: Sit, cast: Cast, weeks: StudyScenario) -> None:
    read = sit("Carmen").read(page_of(weeks)).partition("When the trial ends early")[2]
    assert "The share resolved at first falls below" in read
    assert "The number of rude or careless replies in 100 rises above 2 (from 50 contacts on)" in read
    assert re.search(r"Too early to say about \d+ more contacts", read), read


def test_who_did_what_names_each_engagement(sit: Sit, cast: Cast, weeks: StudyScenario) -> None:
    read = sit("Carmen").read(page_of(weeks)).partition("Who did what")[2]
    assert re.search(rf"Noctua Support 50\.0 % {2 * WEEKS} of {4 * WEEKS} {3 * WEEKS} {WEEKS} €", read), read
    assert f"Baltline 0.0 % 0 of {WEEKS} 0 0 –" in read


def test_the_reader_chooses_plan_desk_and_period(sit: Sit, cast: Cast, weeks: StudyScenario) -> None:
    html = sit("Carmen").html(page_of(weeks, "?plan=in_house&period=4&desk=aur"))
    assert '<option value="in_house" selected>' in html
    assert '<option value="4" selected>' in html
    assert '<option value="AUR" selected>' in html
    advice = json.loads(result())["answer"]["option"]
    assert f'<option value="{advice}" selected>' in sit("Carmen").html(page_of(weeks))
    for hostile in ("?plan=%3Cscript%3E&period=999&scenario=x", "?scenario=99999999999999999999"):
        html = sit("Carmen").html(page_of(weeks, hostile))
        assert f'<option value="{advice}" selected>' in html
        assert '<option value="13" selected>' in html
        assert "<script>" not in html.partition("<main")[2]
    assert sit("Carmen").get(page_of(weeks, "?desk=MAR")).status_code == 404


def test_several_results_are_told_apart_and_the_study_leads_to_each(
    sit: Sit, cast: Cast, weeks: StudyScenario
) -> None:
    other = computed(cast, b"{}", name="Broken")
    assert "This result cannot be compared" in sit("Carmen").read(page_of(weeks))
    assert "Measure by measure" in sit("Carmen").read(page_of(weeks, f"?scenario={weeks.pk}"))
    study = sit("Carmen").html(f"/console/study/{weeks.study_id}/")
    assert f'href="{page_of(weeks, f"?scenario={weeks.pk}")}"' in study
    assert f'href="{page_of(weeks, f"?scenario={other.pk}")}"' in study


def test_a_result_of_an_earlier_release_says_what_it_lacks(
    sit: Sit, cast: Cast, weeks: StudyScenario
) -> None:
    old = json.loads(result())
    for option in old["options"]:
        del option["foreseen"]
    computed(cast, json.dumps(old).encode(), name="Old")
    read = sit("Carmen").read(page_of(weeks))
    assert "This result tells less than it could" in read
    assert re.search(
        r"Partners' bills a month – €[\d.]+ €[\d.]+ to €[\d.]+ The result does not tell", read
    ), read
    assert "Less than planned" in read


def test_a_trial_with_a_stranger_and_another_clock_are_said(
    sit: Sit, cast: Cast, weeks: StudyScenario
) -> None:
    assert "No team of this desk is called" not in sit("Carmen").read(page_of(weeks))
    other = json.loads(result())
    other["pilot"]["partner"] = "<b>Elsewhere</b>"
    other["profile"]["zone"], other["currency"] = "Europe/Riga", "USD"
    computed(cast, json.dumps(other).encode())
    read = sit("Carmen").read(page_of(weeks))
    assert "No team of this desk is called “<b>Elsewhere</b>”" in read
    assert "by the clock of Europe/Riga, and this desk by that of Europe/Madrid" in read
    assert "Charges in another currency than the study's (USD) are left out." in read


def test_what_is_not_there_yet_is_said_with_the_next_step(sit: Sit, cast: Cast) -> None:
    made = computed(cast, who="Ilze")
    assert "No customer has written to this desk yet. A plan is held against at least 2 whole weeks." in sit(
        "Ilze"
    ).read(page_of(made))
    customer_writes(
        cast, "Nav siltā ūdens.", desk="mareko", address="zane@krumina.example", name="Zane Krūmiņa"
    )
    with clock.travel(AFTER + timedelta(days=13)):
        read = sit("Ilze").read(page_of(made))
    assert (
        "Too early to compare A plan is held against at least 2 whole weeks. The first contact of this desk:"
        in read
    )
    assert "Look again from here on: 12/27/2026" in read
    with clock.travel(AFTER + 2 * WEEK + timedelta(hours=1)):
        assert "Measure by measure" in sit("Ilze").read(page_of(made))
    with acting(EVERYWHERE):
        made.study.scenarios.update(state=RunState.QUEUED)
    assert "Nothing is computed yet" in sit("Ilze").read(page_of(made))


def test_a_firm_without_a_desk_is_told_so(sit: Sit, cast: Cast) -> None:
    made = computed(cast, who="Jonas")
    assert "When your firm has a desk here" in sit("Jonas").read(page_of(made))


def test_nobody_but_who_runs_the_study_sees_the_page(sit: Sit, cast: Cast) -> None:
    made = computed(cast)
    for name in ("Ilze", "Andris", "Valeria", "Mateo", "Kristaps", "Iker", "Jonas"):
        assert sit(name).get(page_of(made)).status_code == 404, name
    carmen = cast.actor("Carmen")
    with acting(carmen):
        share_scenario(made, shared=True, actor=carmen)
    assert Client().get(page_of(made)).status_code == 302, "a shared link shows the report alone"


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "Measure by measure"), ("es", "Horario de oficina"), ("lv", "Darba laiks")],
)
def test_the_page_speaks_the_reader_s_language(
    sit: Sit, cast: Cast, weeks: StudyScenario, language: str, says: str
) -> None:
    carmen = sit("Carmen")
    with in_language(carmen, language):
        html = carmen.html(page_of(weeks))
    assert f'lang="{language}"' in html
    assert says in html


def test_the_page_asks_the_same_number_of_questions_however_many_tickets(
    sit: Sit, cast: Cast, weeks: StudyScenario
) -> None:
    carmen = sit("Carmen")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            carmen.html(page_of(weeks))
        return len(queries)

    asked()
    few = asked()
    with clock.travel(AFTER - WEEK):
        for n in range(6):
            customer_writes(cast, "…", address=f"new{n}@town.example", name=f"New {n}")
    assert asked() == few < 40
