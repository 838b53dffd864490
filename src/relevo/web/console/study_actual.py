"""A study's plan beside what came true on a desk of the firm that asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from relevo.core import formats
from relevo.core.actor import Actor
from relevo.core.http import ActorRequest
from relevo.desks.models import Desk
from relevo.study.choice.actual import LEAST_WEEKS
from relevo.study.choice.came_true import Observed, hours, rows, same_name, stop_rules
from relevo.study.choice.planned import Planned, planned
from relevo.study.live_desk import WEEK, Span, observed, span_of
from relevo.study.models import RunState, Study, StudyScenario
from relevo.study.reader import report_language
from relevo.study.report.speech import Speech
from relevo.web.console import study_actual_words as words
from relevo.web.console.desks import desk_asked
from relevo.web.console.rows import share
from relevo.web.console.study_pages import study_at

PERIODS: Final = {
    "4": gettext_lazy("Last 4 weeks"),
    "13": gettext_lazy("Last 13 weeks"),
    "52": gettext_lazy("Last 52 weeks"),
}
_USUAL: Final = "13"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader chose, or the first of each. plan: the name of an option, "" for what the study advises."""

    scenarios: list[StudyScenario]
    scenario: StudyScenario | None
    desks: list[Desk]
    desk: Desk | None
    plan: str
    period: str


@require_GET
def actual(request: ActorRequest, study_id: int) -> HttpResponse:
    """The plan that was taken, measure by measure and hour by hour, and the trial's stop rules."""
    study = study_at(request, study_id)
    asked = _asked(request, study)
    context: dict[str, Any] = {
        "study": study, "asked": asked, "periods": PERIODS.items(),
        "scenarios": [(str(one.pk), one.name) for one in asked.scenarios],
        "desks": [(one.key, one.name) for one in asked.desks],
    }  # fmt: skip
    if asked.scenario is None:
        return render(request, "console/study_actual.html", context | {"state": "no_scenario"})
    if asked.desk is None:
        return render(request, "console/study_actual.html", context | {"state": "no_desk"})
    found = _compared(asked.scenario, asked.desk, asked, request.actor)
    return render(request, "console/study_actual.html", context | found)


def _asked(request: ActorRequest, study: Study) -> Asked:
    """Only desks of the firm whose study it is, where the reader oversees; raises ``NotFound`` for any other."""
    seen = Desk.objects.visible_to(request.actor).filter(client_id=study.client_id).order_by("name")
    desks = [desk for desk in seen if request.actor.may("console.view", desk)]
    scenarios = list(study.scenarios.filter(state=RunState.DONE))
    number, period = request.GET.get("scenario", ""), request.GET.get("period", "")
    chosen = next((one for one in scenarios if str(one.pk) == number), scenarios[-1] if scenarios else None)
    return Asked(
        scenarios, chosen, desks, desk_asked(request, desks), request.GET.get("plan", ""),
        period if period in PERIODS else _USUAL,
    )  # fmt: skip


def _compared(scenario: StudyScenario, desk: Desk, asked: Asked, actor: Actor) -> dict[str, Any]:
    """All that the page shows; a state of its own for a result that cannot be read, and for a desk too new."""
    span = span_of(desk, int(asked.period), actor)
    plan = _plan(scenario, asked.plan, span, desk)
    if plan is None:
        return {"state": "unreadable"}
    speech = Speech(report_language(), plan.currency)
    context: dict[str, Any] = {
        "plan": plan.option, "plans": [(name, speech.option(name)) for name in plan.options],
        "plan_name": speech.option(plan.option),
    }  # fmt: skip
    if span.weeks < LEAST_WEEKS:
        return context | {"state": "too_new", "begun": span.begun, "least": LEAST_WEEKS, "from": _ready(span)}
    seen = observed(
        desk, span, actor, mail_within=plan.mail_within, live_within=plan.live_within, currency=plan.currency
    )
    return context | {"state": "compared"} | _shown(plan, seen, span, desk, speech)


def _plan(scenario: StudyScenario, option: str, span: Span, desk: Desk) -> Planned | None:
    kept = scenario.reports.filter(kind="json").first()
    if kept is None:
        return None
    try:
        return planned(json.loads(bytes(kept.content)), option, span.months(desk.zone))
    except ValueError:  # kept by another release, in a form that this one does not know
        return None


def _ready(span: Span) -> Any:
    """From when on there are weeks enough, None where nothing has come yet."""
    return span.begun and span.begun + LEAST_WEEKS * WEEK + timedelta(hours=1)


def _shown(plan: Planned, seen: Observed, span: Span, desk: Desk, speech: Speech) -> dict[str, Any]:
    found = rows(plan, seen)
    return {
        "weeks": words.weeks_words(span.weeks),
        "lines": words.lines(found, speech),
        "counts": words.counts(found),
        "week": words.week_of(hours(plan, seen), speech),
        "shades": words.shades(),
        "rules": words.rule_lines(stop_rules(plan, seen), speech),
        "holders": words.holder_lines(seen.holders, plan.currency),
        "stats": _stats(seen),
        "notes": _notes(plan, seen, desk),
        "old": plan.foreseen is None,
    }


def _stats(seen: Observed) -> list[tuple[str, str]]:
    """The line of figures at the top."""
    return [
        (_("Contacts"), str(seen.contacts)),
        (_("First response, median"), "–" if seen.median is None else formats.minutes_words(seen.median)),
        (_("First response, 9 of 10"), "–" if seen.p90 is None else formats.minutes_words(seen.p90)),
        (_("Answered in time"), share(seen.in_time / seen.due if seen.due else None)),
    ]


def _notes(plan: Planned, seen: Observed, desk: Desk) -> list[str]:
    """What to know, where it holds."""
    partner = plan.pilot.partner if plan.pilot else ""
    unknown = partner and not any(
        same_name(one.name, partner) for one in seen.holders if not one.in_house
    )  # fmt: skip
    told = {
        _("The study counted the week by the clock of %(study)s, and this desk by that of %(desk)s.")
        % {"study": plan.zone, "desk": desk.zone}: plan.zone != desk.zone,
        _("No team of this desk is called “%(partner)s”: the rules look at all partners together.")
        % {"partner": partner[:60]}: bool(unknown),
        _("Charges in another currency than the study's (%(currency)s) are left out.")
        % {"currency": plan.currency[:8]}: seen.foreign,
    }  # fmt: skip
    return [text for text, holds in told.items() if holds]
