"""What people do with studies."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.core.errors import RuleBroken
from relevo.events.record import record
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.history.errors import HistoryError
from relevo.study.history.mapping import mapping_of
from relevo.study.models import RunState, Study, StudyFile, StudyScenario
from relevo.study.problems import Problem
from relevo.study.reader import report_language

ROOM: Final = 60_000_000
"""Bytes of a study's files; more is for ``relevo study`` on the command line, which reads from disk."""
_RUNNING_AT_ONCE: Final = 3


class ScenarioRefused(RuleBroken):
    """A scenario that cannot be computed. problems: why; as a text one line each, in the reader's language."""

    def __init__(self, wrong: ScenarioWrong) -> None:
        self.problems: tuple[Problem, ...] = wrong.problems
        super().__init__("\n".join(wrong.lines(report_language())))


def require_room(size: int) -> None:
    """Raises ``RuleBroken`` for files of more than ``ROOM`` bytes together."""
    if size > ROOM:
        raise RuleBroken(_("These files are too large for a page: use “relevo study” on the command line."))


@transaction.atomic
def open_study(name: str, zone: str, files: Sequence[tuple[str, bytes]], *, actor: Actor) -> Study:
    """Keep a history of tickets for the actor's firm. Raises ``RuleBroken`` for no file, no room or an unknown zone."""
    firm = actor.own_firm
    study = Study(client_id=firm, name=name.strip()[:120], zone=zone, author=actor.label[:150])
    actor.require("study.manage", study)
    if not study.name:
        raise RuleBroken(_("The study needs a name."))
    if zone not in available_timezones():
        raise RuleBroken(_("“%(zone)s” is no time zone. Write it like Europe/Madrid.") % {"zone": zone[:60]})
    if not files or not all(content for _name, content in files):
        raise RuleBroken(_("Choose a file with tickets."))
    require_room(sum(len(content) for _name, content in files))
    study.save()
    StudyFile.objects.bulk_create(
        StudyFile(client_id=firm, study=study, name=given[:255], size=len(content), content=content)
        for given, content in files
    )
    _tell("study.opened", study, actor)
    return study


@transaction.atomic
def set_columns(study: Study, content: Mapping[str, Any], *, actor: Actor) -> Study:
    """Say what the columns mean, in the words of a mapping file. Raises ``RuleBroken``."""
    actor.require("study.manage", study)
    try:
        mapping_of(dict(content))
    except HistoryError as wrong:
        raise RuleBroken(wrong.says(report_language())) from wrong
    study.mapping = dict(content)
    study.save(update_fields=["mapping"])
    _tell("study.changed", study, actor)
    return study


@transaction.atomic
def run_scenario(study: Study, name: str, text: str, *, actor: Actor) -> StudyScenario:
    """Have a scenario computed. Raises ``ScenarioRefused`` with all that is wrong, ``RuleBroken`` for too many."""
    actor.require("study.manage", study)
    try:
        load_scenario(text)
    except ScenarioWrong as wrong:
        raise ScenarioRefused(wrong) from wrong
    waiting = StudyScenario.objects.filter(study=study, state__in=[RunState.QUEUED, RunState.RUNNING])
    if waiting.count() >= _RUNNING_AT_ONCE:
        raise RuleBroken(_("Wait until the scenarios before this one are computed."))
    number = study.scenarios.count() + 1
    scenario = StudyScenario.objects.create(
        client_id=study.client_id, study=study, text=text,
        name=name.strip()[:120] or _("Scenario %(number)s") % {"number": number},
    )  # fmt: skip
    _tell("study.asked", scenario, actor)
    return scenario


@transaction.atomic
def share_scenario(scenario: StudyScenario, *, shared: bool, actor: Actor) -> StudyScenario:
    """Give outsiders a link to the report, or end the link that there is."""
    actor.require("study.manage", scenario)
    scenario.link_key = secrets.token_urlsafe(24) if shared else ""
    scenario.save(update_fields=["link_key"])
    _tell("study.shared" if shared else "study.unshared", scenario, actor)
    return scenario


@transaction.atomic
def delete_study(study: Study, *, actor: Actor) -> None:
    """Forget a study with its files, scenarios and reports."""
    actor.require("study.manage", study)
    _tell("study.deleted", study, actor)
    study.delete()


def _tell(kind: str, about: Study | StudyScenario, actor: Actor) -> None:
    """Record what was done, for the firm alone."""
    firm = about.client_id
    record(kind, actor=actor, client_id=firm, subject_id=about.pk, private_to=firm)
