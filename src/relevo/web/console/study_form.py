"""The assumptions of a new scenario as a form: as fields or as one text, redrawn with all that was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from relevo.study.choice.scenario_fields import (
    Group,
    Input,
    at_defaults,
    field_of,
    fields_of,
    known_values,
    text_of,
    values_of,
    with_partner,
    without_partner,
)
from relevo.study.choice.scenario_file import MOST_PARTNERS, load_scenario, template
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.problems import Problem
from relevo.study.reader import report_language
from relevo.study.report.speech import Speech, name_of
from relevo.web.console.study_words import card_words, typing_hint

_OUR_OWN: Final = frozenset(("csrfmiddlewaretoken", "name", "act", "text"))
_DECIMAL_COMMA: Final = frozenset(("es", "lv"))


@dataclass(frozen=True, slots=True)
class ScenarioForm:
    """What stands in the form. text: the YAML, None while fields are used; values: what was typed, by place.

    act: what the pressed button asks for, "run" for computing it. focus: the id of what the keyboard should be on.
    """

    name: str = ""
    text: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    act: str = "run"
    problems: tuple[Problem, ...] = ()
    focus: str = ""

    def refused(self, problems: tuple[Problem, ...]) -> ScenarioForm:
        """The same with what is wrong in it."""
        return replace(self, problems=problems)


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as its template draws it."""

    place: str
    kind: str
    label: str
    value: str
    hint: str
    error: str
    changed: bool
    optional: bool
    options: tuple[tuple[str, str], ...] = ()
    focused: bool = False

    @property
    def id(self) -> str:
        """Of its box on the page."""
        return box_id(self.place)

    @property
    def rows(self) -> int:
        """Lines of its box, 0 for one that holds a single line."""
        return _ROWS.get(self.kind, 0)


_ROWS = {"card": 3, "contract": 3, "pairs": 2}


def box_id(place: str) -> str:
    """The id of a field's box on the page."""
    return f"in-{place.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Section:
    """A fold of fields. changed: in words, "" where all are defaults. open: something in it wants to be seen."""

    place: str
    title: str
    fields: tuple[Shown, ...]
    changed: str
    partner: bool
    open: bool


def begun(last: str, *, as_text: bool) -> ScenarioForm:
    """The form to begin with: the ``last`` scenario's assumptions, else the defaults."""
    try:
        scenario = load_scenario(last)
    except ScenarioWrong as wrong:  # kept by an earlier release, with names that are no longer known
        return ScenarioForm(text=last, problems=wrong.problems)
    if as_text:
        return ScenarioForm(text=last if last.strip() else template())
    return ScenarioForm(values=values_of(scenario))


def sent(posted: QueryDict) -> ScenarioForm:
    """The form as it was typed; raises nothing, whatever it holds."""
    name, act = posted.get("name", ""), posted.get("act") or "run"
    if "text" in posted:
        return ScenarioForm(name, str(posted["text"]).replace("\r\n", "\n"), act=act)
    return ScenarioForm(
        name, values={key: str(posted[key]) for key in posted if key not in _OUR_OWN}, act=act
    )


def yaml_of(form: ScenarioForm) -> str:
    """The scenario file that the form stands for; raises ScenarioWrong."""
    return form.text if form.text is not None else text_of(form.values, comma=_comma())


def turned(form: ScenarioForm) -> ScenarioForm:
    """The form after any other button than the one that computes: nothing that was typed is lost."""
    act, _colon, place = form.act.partition(":")
    if act == "text" and form.text is None:
        return _as_text(form)
    if act == "fields" and form.text is not None:
        return _as_fields(form)
    if act == "add" and form.text is None:
        values = with_partner(form.values)
        count = sum(group.code == "partners" for group in fields_of(values))
        return replace(form, values=values, focus=box_id(f"partners.{count}.name"))
    if act == "remove":
        return replace(form, values=without_partner(form.values, place), focus="add-partner")
    if act == "reset":
        values = at_defaults(form.values, place)
        first = next((group.inputs[0].place for group in fields_of(values) if group.place == place), "")
        return replace(form, values=values, focus=box_id(first))
    return form


def _as_text(form: ScenarioForm) -> ScenarioForm:
    try:
        return replace(form, text=text_of(form.values, whole=True, comma=_comma()), values={})
    except ScenarioWrong as wrong:
        return form.refused(wrong.problems)


def _as_fields(form: ScenarioForm) -> ScenarioForm:
    """Only a text that holds a scenario has a place for everything in it."""
    try:
        return replace(form, values=values_of(load_scenario(form.text or "")), text=None)
    except ScenarioWrong as wrong:
        return form.refused(wrong.problems)


def drawn(form: ScenarioForm) -> dict[str, Any]:
    """What the templates need."""
    shown: dict[str, Any] = {
        "form": form,
        "name": form.name,
        "text": form.text,
        "most_partners": MOST_PARTNERS,
    }
    if form.text is not None:
        return shown | {"problems": [("", "", _says(problem, "")) for problem in form.problems]}
    groups = fields_of(known_values(form.values))
    beside: dict[str, list[Problem]] = {}
    for problem in form.problems:
        beside.setdefault(field_of(problem.place, groups), []).append(problem)
    speech = Speech(report_language(), form.values.get("currency", "EUR"))
    sections = [_section(group, speech, beside, form.focus) for group in groups]
    labels = {
        one.place: (one.id, f"{section.title}: {one.label}") for section in sections for one in section.fields
    }
    partners = sum(section.partner for section in sections)
    return shown | {
        "sections": sections,
        "last_partner": f"partners.{partners}" if partners else "in_house",
        "room": partners < MOST_PARTNERS,
        "adding": form.focus == "add-partner",
        "problems": [
            (*labels.get(place, ("", "")), _says(problem, place))
            for place, found in beside.items()
            for problem in found
        ],
    }  # fmt: skip


def _section(group: Group, speech: Speech, beside: Mapping[str, list[Problem]], focus: str) -> Section:
    shown = tuple(_shown(one, speech, beside.get(one.place, []), focus) for one in group.inputs)
    title = speech.code("inputs", group.code)
    partner = group.code == "partners"
    if partner:
        title = speech.block(title, name_of(group.inputs[0].value))
    changed = _("%(number)s changed") % {"number": group.changed} if group.changed else ""
    seen = not group.place or partner or any(one.error or one.focused for one in shown)
    return Section(group.place, title, shown, changed, partner, bool(seen or group.changed))


def _shown(one: Input, speech: Speech, problems: list[Problem], focus: str) -> Shown:
    found = Shown(
        one.place, one.kind, _label(one, speech), one.value, _hint(one, speech),
        " ".join(_says(problem, one.place) for problem in problems), one.changed,
        not one.default or one.kind in {"list", "pairs", "price", "card"},
        (("true", speech("yes")), ("false", speech("no"))) if one.kind == "truth" else (),
    )  # fmt: skip
    return replace(found, focused=found.id == focus)


def _label(one: Input, speech: Speech) -> str:
    """The report's words, and the unit where they do not say it; a rate card's fields say what each price is for."""
    if one.kind in {"price", "card"}:
        return card_words(one.place.rpartition(".")[2])
    label, unit = speech.code("input", one.name), speech.phrase(one.unit)
    said = not unit or one.kind == "hours" or re.search(rf"\b{re.escape(unit)}\b", label, re.IGNORECASE)
    return label if said else f"{label} ({unit})"


def _hint(one: Input, speech: Speech) -> str:
    """How to type it, where its default comes from, and the default itself where another value stands there."""
    rich = one.kind == "card" or one.place.endswith((".card.resolution", ".card.fixed"))
    source = "" if rich else speech.phrase(one.source)
    source = f"{source[:1].upper()}{source[1:]}." if source else ""
    about = " ".join(text for text in (source, typing_hint(one.kind)) if text)
    if not one.changed:
        return about
    default = speech("yes" if one.default == "true" else "no") if one.kind == "truth" else one.default or "–"
    return _("The default is %(default)s.") % {"default": default} + (f" {about}" if about else "")


def _says(problem: Problem, place: str) -> str:
    """A problem in the reader's words, without the place where its own field shows it already."""
    beside = place and place.startswith(problem.place)
    return problem.says(report_language()) if beside else problem.line(report_language())


def _comma() -> bool:
    """Whether readers of this language write a comma before decimals."""
    return report_language() in _DECIMAL_COMMA
