"""A scenario as a YAML file: read with bounds, and every problem named at once.

Scalars are texts (see ``yaml_reading``) and are turned into what each field wants.
"""

from __future__ import annotations

import json
import math
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import NoneType
from typing import Any

from relevo.study.choice.assumption import Clauses, limits
from relevo.study.choice.contradictions import contradictions
from relevo.study.choice.scenario import Card, Partner, Scenario
from relevo.study.choice.yaml_reading import NOTHING, ScenarioWrong, card_document, read_yaml, unknown_keys
from relevo.study.problems import Problem, Wrong, problem_of

MOST_ITEMS = 400
MOST_PARTNERS = 12
_LONGEST_TEXT = 500
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def load_scenario(text: str) -> Scenario:
    """Return the scenario of a YAML text, with defaults; raises ScenarioWrong naming every problem."""
    document = read_yaml(text)
    problems: list[Problem] = []
    scenario: Scenario = _Reader(problems).section(Scenario, document, "")
    problems = problems or list(contradictions(scenario))
    if problems:
        raise ScenarioWrong(problems)
    return scenario


def template() -> str:
    """Return a scenario file with every field at its default, its unit and source beside it."""
    return "\n".join(_lines(Scenario(), "")) + "\n"


def _lines(section: Any, indent: str) -> Iterator[str]:
    for declared in fields(section):
        value = getattr(section, declared.name)
        if is_dataclass(value):
            yield from (f"{indent}{declared.name}:", *_lines(value, f"{indent}  "))
        elif declared.name == "partners":
            yield f"{indent}partners:"
            for part in value:
                first, *rest = _lines(part, f"{indent}    ")
                yield from (f"{indent}  - {first.strip()}", *rest)
        else:
            about = ", ".join(
                word for word in (declared.metadata["unit"], declared.metadata["source"]) if word
            )
            yield f"{indent}{declared.name}: {_shown(value)}  # {about}"


def _shown(value: Any) -> str:
    """Return a value as YAML on one line; JSON is YAML."""
    if isinstance(value, Card | Clauses):
        return str(value) or '""'
    pairs = isinstance(value, tuple) and value and isinstance(value[0], tuple)
    return json.dumps(dict(value) if pairs else value)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns texts into what fields want and gathers what is wrong."""

    problems: list[Problem]

    def section(self, kind: type[Any], document: object, place: str) -> Any:
        """Return a dataclass filled from a mapping; what is wrong keeps its default."""
        if document in ("", None):
            return kind()
        if not isinstance(document, Mapping):
            self.problems.append(Problem("names_wanted", place.rstrip(".")))
            return kind()
        declared = {one.name: one for one in fields(kind)}
        types = typing.get_type_hints(kind)
        self.problems.extend(unknown_keys(document, tuple(declared), place))
        found = {}
        for name in (name for name in declared if name in document):
            where = f"{place}{name}"
            try:
                value = self._value(types[name], document[name], where)
                _within(value, *limits(declared[name]))
                found[name] = value
            except (ValueError, OverflowError) as error:
                self.problems.append(problem_of(error, where))
        return kind(**found)

    def _value(self, kind: Any, value: object, where: str) -> Any:
        if is_dataclass(kind):
            return self.section(typing.cast("type[Any]", kind), value, f"{where}.")
        if kind is Card:
            return Card(json.dumps(card_document(value)))
        if kind is Clauses:
            return _clauses(value)
        if typing.get_origin(kind) is tuple:
            return self._items(typing.get_args(kind)[0], value, where)
        if not isinstance(value, str):
            raise Wrong("one_value")
        options = typing.get_args(kind) or (kind,)
        if NoneType in options and value.lower() in NOTHING:
            return None
        return _SCALARS[options[0]](value)

    def _items(self, kind: Any, value: object, where: str) -> tuple[Any, ...]:
        if typing.get_origin(kind) is tuple:
            if value in ("", []):
                return ()
            if not isinstance(value, Mapping):
                raise Wrong("pairs_wanted")
            pairs = tuple((str(name), _number(str(part))) for name, part in value.items())
            for _, number in pairs:
                _within(number, 0, 1e6)
            return pairs
        items = [value] if isinstance(value, str) and value else value or []
        most = MOST_PARTNERS if kind is Partner else MOST_ITEMS
        if not isinstance(items, list) or len(items) > most:
            raise Wrong("list_wanted", most=most)
        return tuple(self._value(kind, part, f"{where}.{nth}") for nth, part in enumerate(items, 1))


def _clauses(value: object) -> Clauses:
    if value in ("", {}):
        return Clauses("")
    if not isinstance(value, Mapping):
        raise Wrong("clauses_wanted")
    return Clauses(json.dumps(value, ensure_ascii=False))


def _within(value: object, low: float | None, high: float | None) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if low is not None and value < low:
            raise Wrong("at_least", limit=low, value=value)
        if high is not None and value > high:
            raise Wrong("at_most", limit=high, value=value)


def _number(text: str) -> float:
    percent = text.endswith("%")
    try:
        number = float(text.rstrip("% ")) / (100 if percent else 1)
    except ValueError:
        raise Wrong("number", value=text[:40]) from None
    if not math.isfinite(number):
        raise Wrong("number", value=text[:40])
    return number


def _whole(text: str) -> int:
    number = _number(text)
    if number != int(number):
        raise Wrong("whole", value=text[:40])
    return int(number)


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTHS:
        raise Wrong("truth", value=text[:40])
    return _TRUTHS[text.lower()]


def _word(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise Wrong("characters", limit=_LONGEST_TEXT, value=len(text))
    return text


_SCALARS: Mapping[Any, Callable[[str], Any]] = {float: _number, int: _whole, bool: _truth, str: _word}
