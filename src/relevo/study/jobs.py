"""Computing a scenario in the background."""

from __future__ import annotations

from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.scope import acting
from relevo.events.queue import RETRY, queue
from relevo.study.history.errors import HistoryError
from relevo.study.models import RunState, StudyReport, StudyScenario
from relevo.study.problems import problem_of, to_json


@queue.task(name="study.compute", queue="study", lock="study", retry=RETRY)
def compute(*, scenario_id: int, client_id: int) -> None:
    """Compute one scenario and keep its reports; what cannot be computed says why. A second run finds it done.

    One at a time in the whole installation: a study takes a processor for some seconds, and customers come first.
    """
    from relevo.study.computing import computed  # charts and the column store load only where they are needed

    actor = system(client_id)
    with acting(actor):
        scenario = StudyScenario.objects.select_related("study").filter(pk=scenario_id).first()
    if scenario is None or scenario.state in {RunState.DONE, RunState.FAILED}:
        return
    try:
        summary, reports = computed(scenario, actor)
    except (HistoryError, ValueError) as wrong:
        problem = wrong.problem if isinstance(wrong, HistoryError) else problem_of(wrong)
        _end(scenario, actor, state=RunState.FAILED, problem=to_json(problem))
        return
    with acting(actor):
        StudyReport.objects.filter(scenario=scenario).delete()
        StudyReport.objects.bulk_create(
            StudyReport(client_id=client_id, scenario=scenario, kind=kind, language=language, content=content)
            for (kind, language), content in reports.items()
        )
        _end(scenario, actor, state=RunState.DONE, share=1.0, summary=summary)


def _end(scenario: StudyScenario, actor: Actor, **fields: object) -> None:
    with acting(actor):
        StudyScenario.objects.filter(pk=scenario.pk).update(finished_at=now(), **fields)
