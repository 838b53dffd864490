"""From a study's files and a scenario to its reports, with its progress where people look."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from relevo.core.actor import Actor
from relevo.core.scope import acting
from relevo.study.choice.outcome import Outcome
from relevo.study.choice.scenario import Scenario
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.study import study as weigh
from relevo.study.demand.profile import Profile
from relevo.study.demand.profiling import profile_of
from relevo.study.history.errors import HistoryError
from relevo.study.history.mapping import mapping_of
from relevo.study.history.reading import read_history
from relevo.study.models import RunState, StudyFile, StudyScenario
from relevo.study.report.machine import write_json
from relevo.study.report.texts.catalogues import LANGUAGES
from relevo.study.report.writing import write_html, write_pdf

_TELL_EVERY: Final = 1.0  # seconds between two words on how far it is
_MEMORY: Final = "256MB"


def computed(scenario: StudyScenario, actor: Actor) -> tuple[dict[str, object], dict[tuple[str, str], bytes]]:
    """The figures by which scenarios are compared, and the reports by kind and language.

    Raises ``HistoryError`` for files that cannot be read, and ValueError for what cannot be computed.
    """
    outcome, profile = _found(scenario, actor)
    return summary_of(outcome), _reports(outcome, profile, scenario.study.name)


def summary_of(outcome: Outcome) -> dict[str, object]:
    """What scenarios are compared by: the answer, and the cost, service and saving of the option that it names."""
    best = next(one for one in outcome.options if one.name == outcome.answer.option)
    return {
        "answer": outcome.answer.code, "option": best.name, "currency": outcome.currency,
        "cost": best.cost.p50, "saving": best.saving.p50, "saving_low": best.saving.p10,
        "saving_high": best.saving.p90, "saves": best.saves, "service": best.service,
    }  # fmt: skip


def _found(scenario: StudyScenario, actor: Actor) -> tuple[Outcome, Profile]:
    wanted: Scenario = load_scenario(scenario.text)
    study = scenario.study
    with tempfile.TemporaryDirectory(prefix="relevo-study-") as folder:
        with acting(actor):
            names = {
                _written(Path(folder), file): file.name for file in StudyFile.objects.filter(study=study)
            }
        mapping = mapping_of(study.mapping) if study.mapping else None
        progress = _teller(scenario, actor, 0.0, 0.3)
        try:
            history = read_history(list(names), mapping, zone=study.zone, memory=_MEMORY, progress=progress)
        except HistoryError as wrong:
            raise wrong.renamed({path.name: name for path, name in names.items()}) from wrong
    profile = profile_of(history, country=wanted.country)
    return weigh(profile, wanted, progress=_teller(scenario, actor, 0.3, 0.8)), profile


def _written(folder: Path, file: StudyFile) -> Path:
    """The file on disk under a name of our own; only its ending, by which it is read, is the sender's."""
    path = folder / f"{file.pk}{file.ending}"
    path.write_bytes(bytes(file.content))
    return path


def _reports(outcome: Outcome, profile: Profile, name: str) -> dict[tuple[str, str], bytes]:
    made = {("json", ""): write_json(outcome, profile).encode()}
    for language in LANGUAGES:
        made["html", language] = write_html(outcome, profile, language=language, desk=name).encode()
        made["pdf", language] = write_pdf(outcome, profile, language=language, desk=name)
    return made


def _teller(scenario: StudyScenario, actor: Actor, start: float, end: float) -> Callable[[str, float], None]:
    """What is called with the share (0 to 1) of a step that is done; it writes where the page looks, now and then.

    start, end: where the step lies in the whole.
    """
    last = 0.0

    def tell(_step: str, share: float) -> None:
        nonlocal last
        if time.monotonic() - last < _TELL_EVERY:
            return
        last = time.monotonic()
        reached = start + (end - start) * min(1.0, max(0.0, share))
        with acting(actor):
            StudyScenario.objects.filter(pk=scenario.pk).update(state=RunState.RUNNING, share=reached)

    return tell
