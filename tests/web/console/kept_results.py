"""Studies whose result is there, for pages that hold it against what came true."""

from __future__ import annotations

from functools import cache

from relevo.core.scope import acting
from relevo.study.actions import open_study
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.study import study as weigh
from relevo.study.models import RunState, Study, StudyReport, StudyScenario
from relevo.study.report.machine import write_json
from tests.cast import Cast
from tests.study.choice.worlds import ALWAYS, demand, profile
from tests.web.console.test_studies import CSV

MORE = f"{ALWAYS}runs: 200\npartners: [{{name: Noctua Support, card: {{contact: 4.00}}}}]\n"


SUMMARY = {
    "answer": "hand_over_part", "currency": "EUR", "cost": 210_400.0, "saving": 65_700.0, "saving_low": 41_000.0,
    "saving_high": 90_200.0, "saves": 0.97, "service": 0.91,
}  # fmt: skip


@cache
def result() -> bytes:
    """What a study of Auralis finds that expected some two hundred contacts a week, ten of them in Latvian."""
    known = profile(
        demand("es", "phone", 120, office=0.4), demand("es", "mail", 50, office=0.6), demand("lv", "mail", 10),
        demand("en", "mail", 14, topic="sound"),
    )  # fmt: skip
    return write_json(weigh(known, load_scenario(MORE)), known).encode()


def computed(
    cast: Cast, content: bytes | None = None, *, name: str = "Two partners", who: str = "Carmen"
) -> StudyScenario:
    """A study with a scenario that is done."""
    manager = cast.actor(who)
    with acting(manager):
        study = Study.objects.first() or open_study(
            "2026", "Europe/Madrid", [("tickets.csv", CSV)], actor=manager
        )
        made = StudyScenario.objects.create(
            client_id=study.client_id, study=study, name=name, state=RunState.DONE, summary=SUMMARY,
        )  # fmt: skip
        StudyReport.objects.create(
            client_id=study.client_id,
            scenario=made,
            kind="json",
            content=result() if content is None else content,
        )
    return made


def page_of(scenario: StudyScenario, query: str = "") -> str:
    return f"/console/study/{scenario.study_id}/actual/{query}"
