"""The console's studies: upload, say what the columns mean, edit assumptions, watch it run, compare, share."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import models
from django.db.models.functions import Substr
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from relevo.channels.mail.names import file_name
from relevo.core.actor import system
from relevo.core.errors import NotAllowed, NotFound, RuleBroken
from relevo.core.http import ActorRequest
from relevo.core.scope import acting
from relevo.study.actions import (
    ScenarioRefused,
    delete_study,
    open_study,
    require_room,
    run_scenario,
    set_columns,
    share_scenario,
)
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.history.errors import HistoryError
from relevo.study.history.fields import FIELDS
from relevo.study.models import RunState, Study, StudyReport, StudyScenario
from relevo.study.problems import Problem, from_json, printable
from relevo.study.reader import report_language
from relevo.web.console.study_form import ScenarioForm, begun, drawn, sent, turned, yaml_of
from relevo.web.console.study_words import DATE_ORDERS, HANDLING_UNITS, compared, field_words
from relevo.web.doors import states_own_scope

_SALT: Final = "study link"
_HEAD: Final = 400_000  # bytes of a file that are looked at to guess its columns
POLICY: Final = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
)
"""A report is one file with its style and drawings in it, and no script."""
_TYPES: Final = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}


@require_GET
def studies(request: ActorRequest) -> HttpResponse:
    """The firm's studies, newest first."""
    if not request.actor.may_somewhere("study.manage"):
        raise NotAllowed
    found = Study.objects.visible_to(request.actor).annotate(scenario_count=models.Count("scenarios"))
    return render(
        request,
        "console/studies.html",
        {"studies": found.order_by("-created_at"), "zone": request.actor.zone},
    )


@require_POST
def open_one(request: ActorRequest) -> HttpResponseRedirect:
    """Upload files."""
    uploads = request.FILES.getlist("files")
    try:
        require_room(sum(upload.size or 0 for upload in uploads))  # before any of it is read into memory
        files = [(file_name(upload.name or ""), upload.read()) for upload in uploads]
        name = request.POST.get("name", "") or (files[0][0] if files else "")
        study = open_study(name, request.POST.get("zone", ""), files, actor=request.actor)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("console:studies")
    return redirect("console:study", study.pk)


@require_GET
def one(request: ActorRequest, study_id: int) -> HttpResponse:
    """A study: what its columns mean, its scenarios side by side, and a new one. For htmx the scenarios alone."""
    study = study_at(request, study_id)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "console/study_scenarios.html", _scenarios(request, study))
    last = study.scenarios.last()
    form = begun(last.text if last else "", as_text=request.GET.get("as") == "text")
    return render(request, "console/study.html", _context(request, study, form))


@require_POST
def columns(request: ActorRequest, study_id: int) -> HttpResponseRedirect:
    """Say what each column means."""
    study = study_at(request, study_id)
    chosen = {name: request.POST[name] for name in FIELDS if request.POST.get(name)}
    more = {key: request.POST[key] for key in ("date_order", "handling_unit") if request.POST.get(key)}
    set_columns(study, {"columns": chosen} | more if chosen else {}, actor=request.actor)
    messages.success(request, _("From the next scenario on, the columns are read so."))
    return redirect("console:study", study.pk)


@require_POST
def run(request: ActorRequest, study_id: int) -> HttpResponse:
    """Have a scenario computed, or its form redrawn as the pressed button asks; what is wrong is said beside its field
    (422), and nothing that was typed is lost."""
    study = study_at(request, study_id)
    form = sent(request.POST)
    if form.act != "run":
        form = turned(form)
    else:
        try:
            run_scenario(study, printable(form.name), yaml_of(form), actor=request.actor)
        except (ScenarioWrong, ScenarioRefused) as wrong:
            form = form.refused(wrong.problems)
        except RuleBroken as broken:
            form = form.refused((Problem("said", values={"says": str(broken)}),))
        else:
            return redirect(f"{reverse('console:study', args=[study.pk])}#scenarios")
    context = _context(request, study, form)
    return render(request, "console/study.html", context, status=422 if form.problems else 200)


@require_GET
def report(request: ActorRequest, scenario_id: int, kind: str) -> HttpResponse:
    """A report in the reader's language."""
    scenario = _scenario(request, scenario_id)
    return _report(request, scenario, kind)


@require_POST
def share(request: ActorRequest, scenario_id: int) -> HttpResponseRedirect:
    """Make a link for outsiders, or end the one that there is."""
    scenario = _scenario(request, scenario_id)
    share_scenario(scenario, shared=request.POST.get("shared") == "yes", actor=request.actor)
    return redirect(f"{reverse('console:study', args=[scenario.study_id])}#scenarios")


@require_POST
def delete(request: ActorRequest, study_id: int) -> HttpResponseRedirect:
    """Forget a study."""
    delete_study(study_at(request, study_id), actor=request.actor)
    messages.success(request, _("The study is deleted, with its files and reports."))
    return redirect("console:studies")


@require_GET
@login_not_required
@states_own_scope
def shared(request: ActorRequest, token: str) -> HttpResponse:
    """A report for whoever has its link, signed in or not; an ended link leads nowhere."""
    try:
        client_id, scenario_id, key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound from None
    with acting(system(client_id)):
        scenario = StudyScenario.objects.filter(pk=scenario_id, link_key=key).exclude(link_key="").first()
        if scenario is None:
            raise NotFound
        return _report(request, scenario, request.GET.get("kind", "html"))


def link_of(request: ActorRequest, scenario: StudyScenario) -> str:
    """The address for outsiders, "" while the report is not shared."""
    if not scenario.link_key:
        return ""
    token = signing.dumps([scenario.client_id, scenario.pk, scenario.link_key], salt=_SALT)
    return request.build_absolute_uri(reverse("console:study-shared", args=[token]))


def _report(request: ActorRequest, scenario: StudyScenario, kind: str) -> HttpResponse:
    """As the address asks for it, else in the reader's language, else in English."""
    language = request.GET.get("language") or get_language()
    made = StudyReport.objects.filter(scenario=scenario, kind=kind)
    found = made.filter(language=language).first() or made.filter(language__in=["en", ""]).first()
    if found is None or kind not in _TYPES:
        raise NotFound
    response = HttpResponse(bytes(found.content), content_type=_TYPES[kind])
    response.headers["Content-Security-Policy"] = POLICY
    if kind != "html":
        response.headers["Content-Disposition"] = f'attachment; filename="study-{scenario.pk}.{kind}"'
    return response


def _context(request: ActorRequest, study: Study, form: ScenarioForm) -> dict[str, Any]:
    return _scenarios(request, study) | _columns(study) | drawn(form)


def _scenarios(request: ActorRequest, study: Study) -> dict[str, Any]:
    found = list(study.scenarios.all())
    running = any(one.state in {RunState.QUEUED, RunState.RUNNING} for one in found)
    return {
        "study": study,
        "files": study.files.defer("content"),
        "scenarios": [(one, compared(one.summary), link_of(request, one), _why(one)) for one in found],
        "running": running,
    }


def _why(scenario: StudyScenario) -> str:
    """Why it could not be computed, "" where it could."""
    return from_json(scenario.problem).line(report_language()) if scenario.problem else ""


def _columns(study: Study) -> dict[str, Any]:
    """What each column of the first file seems to mean, or was said to."""
    from relevo.study.history.proposal import propose_mapping

    file = (
        study.files.defer("content")
        .annotate(head=Substr("content", 1, _HEAD, output_field=models.BinaryField()))
        .first()
    )
    if file is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="relevo-study-") as folder:
        path = Path(folder) / f"head{file.ending}"
        path.write_bytes(_whole_lines(bytes(file.head), whole=file.size <= _HEAD))
        try:
            proposal = propose_mapping(path)
        except HistoryError as wrong:
            return {"unreadable": wrong.renamed({path.name: file.name}).says(report_language())}
    given = study.mapping.get("columns") or dict(proposal.mapping.columns)
    by_column = {column: field for field, column in given.items()}
    return {
        "product": proposal.product,
        "columns": [
            (guess, by_column.get(guess.column, ""), " · ".join(guess.samples[:3]))
            for guess in proposal.guesses
        ],
        "fields": [(name, field_words(name), given.get(name, "")) for name in FIELDS],
        "column_names": [("", "–"), *((guess.column, guess.column) for guess in proposal.guesses)],
        "date_orders": DATE_ORDERS,
        "handling_units": HANDLING_UNITS,
        "date_order": study.mapping.get("date_order", ""),
        "handling_unit": study.mapping.get("handling_unit", ""),
    }


def _whole_lines(head: bytes, *, whole: bool) -> bytes:
    """A file's beginning without the line that was cut; all of it where the file is ``whole`` or has no lines."""
    return head if whole else head[: head.rfind(b"\n") + 1] or head


def study_at(request: ActorRequest, study_id: int) -> Study:
    """A study that the actor may see. Raises ``NotFound``."""
    found = Study.objects.visible_to(request.actor).filter(pk=study_id).first()
    if found is None:
        raise NotFound
    return found


def _scenario(request: ActorRequest, scenario_id: int) -> StudyScenario:
    seen = Study.objects.visible_to(request.actor)
    found = StudyScenario.objects.select_related("study").filter(pk=scenario_id, study__in=seen).first()
    if found is None:
        raise NotFound
    return found
