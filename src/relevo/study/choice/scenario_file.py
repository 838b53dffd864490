"""A scenario as a YAML file: read with bounds, and every problem named at once.

All scalars are read as the text that stands there and turned into what the field wants, so that the language ``no``
is no false, ``09:00`` no number in base sixty, and a price keeps its digits.
"""

from __future__ import annotations

import json
import math
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from types import NoneType
from typing import Any

import yaml

from relevo.study.choice.assumption import Clauses, limits
from relevo.study.choice.contradictions import contradictions
from relevo.study.choice.scenario import Card, Partner, Scenario

MOST_CHARACTERS = 200_000
DEEPEST = 12
MOST_ITEMS = 400
MOST_PARTNERS = 12
MOST_PROBLEMS = 50
_LONGEST_PROBLEM = 500
_NOTHING = frozenset(("", "~", "null"))
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_CARD_WHOLE = frozenset(("reopen_days", "included", "up_to"))


class ScenarioWrong(ValueError):
    """A scenario that cannot be used; ``problems`` are its reasons, each with the place, on one short line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(printable(problem)[:_LONGEST_PROBLEM] for problem in problems[:MOST_PROBLEMS])
        more = len(problems) - MOST_PROBLEMS
        super().__init__("; ".join(self.problems) + (f"; and {more} more" if more > 0 else ""))


def printable(text: str) -> str:
    """Return a text on one line and without what a terminal or a page could stumble over, such as lone surrogates."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def load_scenario(text: str) -> Scenario:
    """Return the scenario of a YAML text, with defaults; raises ScenarioWrong naming every problem."""
    document = read_yaml(text)
    problems: list[str] = []
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


def read_yaml(text: str) -> dict[str, Any]:
    """Return a YAML mapping with texts for all scalars; raises ScenarioWrong for what is no such thing or too
    much."""
    if len(text) > MOST_CHARACTERS:
        raise ScenarioWrong([f"a file has at most {MOST_CHARACTERS:,} characters"])
    try:
        _bounded(text)
        document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts, lists and mappings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise ScenarioWrong(
            [f"this is no YAML{where}: {getattr(error, 'problem', None) or error}"[:300]]
        ) from None
    except (ValueError, TypeError) as error:
        raise ScenarioWrong([str(error)[:300]]) from None
    if document in (None, ""):
        return {}
    if not isinstance(document, dict):
        raise ScenarioWrong(["a file holds names and values, such as 'currency: EUR'"])
    return document


def _bounded(text: str) -> None:
    """Raise ValueError for too deep nesting, repeated names, and anchors, which can grow without end."""
    depth = 0
    names: list[set[str] | None] = []
    expects: list[bool] = []
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ValueError(f"anchors and aliases are not read{_line(event)}")
        if names and names[-1] is not None and not isinstance(event, yaml.MappingEndEvent):
            if expects[-1] and isinstance(event, yaml.ScalarEvent):
                if event.value in names[-1]:
                    raise ValueError(f"{event.value[:40]} is given twice{_line(event)}")
                names[-1].add(event.value)
            expects[-1] = not expects[-1]
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            names.append(set() if isinstance(event, yaml.MappingStartEvent) else None)
            expects.append(True)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            names.pop()
            expects.pop()
        if depth > DEEPEST:
            raise ValueError(f"nesting is at most {DEEPEST} deep")


def _line(event: yaml.Event) -> str:
    return f" (line {event.start_mark.line + 1})" if event.start_mark else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns texts into what fields want and gathers what is wrong."""

    problems: list[str]

    def section(self, kind: type[Any], document: object, place: str) -> Any:
        """Return a dataclass filled from a mapping; what is wrong keeps its default."""
        if document in ("", None):
            return kind()
        if not isinstance(document, Mapping):
            self.problems.append(f"{place.rstrip('.') or 'the file'}: names and values are wanted here")
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
                self.problems.append(f"{where}: {error}")
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
            raise ValueError("one value is wanted here")  # noqa: TRY004 - what was sent is wrong, not the call
        options = typing.get_args(kind) or (kind,)
        if NoneType in options and value.lower() in _NOTHING:
            return None
        return _SCALARS[options[0]](value)

    def _items(self, kind: Any, value: object, where: str) -> tuple[Any, ...]:
        if typing.get_origin(kind) is tuple:
            if value in ("", []):
                return ()
            if not isinstance(value, Mapping):
                raise ValueError("names and numbers are wanted here")
            pairs = tuple((str(name), _number(str(part))) for name, part in value.items())
            for _, number in pairs:
                _within(number, 0, 1e6)
            return pairs
        items = [value] if isinstance(value, str) and value else value or []
        if not isinstance(items, list) or len(items) > (MOST_PARTNERS if kind is Partner else MOST_ITEMS):
            raise ValueError(
                f"a list of at most {MOST_PARTNERS if kind is Partner else MOST_ITEMS} is wanted here"
            )
        return tuple(self._value(kind, part, f"{where}.{nth}") for nth, part in enumerate(items, 1))


def _clauses(value: object) -> Clauses:
    if value in ("", {}):
        return Clauses("")
    if not isinstance(value, Mapping):
        raise ValueError("a contract's names and clauses are wanted here")  # noqa: TRY004 - the file is wrong
    return Clauses(json.dumps(value, ensure_ascii=False))


def unknown_keys(document: Mapping[Any, Any], known: tuple[str, ...], place: str) -> Iterator[str]:
    """Yield each key that is not known, with the nearest that is."""
    for key in document:
        if key not in known:
            near = get_close_matches(str(key)[:60], known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            yield f"{place}{str(key)[:60]}: unknown; {hint}"


def _within(value: object, low: float | None, high: float | None) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if low is not None and value < low:
            raise ValueError(f"at least {low:g}, not {value:g}")
        if high is not None and value > high:
            raise ValueError(f"at most {high:g}, not {value:g}")


def _number(text: str) -> float:
    percent = text.endswith("%")
    try:
        number = float(text.rstrip("% ")) / (100 if percent else 1)
    except ValueError:
        raise ValueError(f"a number is wanted, not {text[:40]!r}") from None
    if not math.isfinite(number):
        raise ValueError(f"a finite number is wanted, not {text[:40]!r}")
    return number


def _whole(text: str) -> int:
    number = _number(text)
    if number != int(number):
        raise ValueError(f"a whole number is wanted, not {text[:40]!r}")
    return int(number)


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTHS:
        raise ValueError(f"yes or no is wanted, not {text[:40]!r}")
    return _TRUTHS[text.lower()]


def _word(text: str) -> str:
    if len(text) > 500:
        raise ValueError("a text of at most 500 characters is wanted")
    return text


_SCALARS: Mapping[Any, Callable[[str], Any]] = {float: _number, int: _whole, bool: _truth, str: _word}


def card_document(value: object, key: str = "") -> Any:
    """Return a rate card's document with whole numbers where it has them, texts elsewhere."""
    if isinstance(value, dict):
        return {name: card_document(part, str(name)) for name, part in value.items()}
    if isinstance(value, list):
        return [card_document(part, key) for part in value]
    if isinstance(value, str) and value.lower() in _NOTHING:
        return None
    if key in _CARD_WHOLE and isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value
