"""Scenarios and contracts as YAML: read with bounds, and what is wrong with a text told all at once.

All scalars are read as the text that stands there, so that the language ``no`` is no false, ``09:00`` no number in
base sixty, and a price keeps its digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import yaml

from relevo.study.problems import Problem, Wrong, printable, problem_of
from relevo.study.report.texts.catalogues import Language

MOST_CHARACTERS = 200_000
DEEPEST = 12
MOST_PROBLEMS = 50
NOTHING = frozenset(("", "~", "null"))
_CARD_WHOLE = frozenset(("reopen_days", "included", "up_to"))


class ScenarioWrong(ValueError):
    """A scenario or contract that cannot be used; ``problems`` are why: the first fifty, each with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems[:MOST_PROBLEMS])
        more = len(problems) - MOST_PROBLEMS
        rest = [Problem("more", values={"number": more})] if more > 0 else []
        super().__init__("; ".join(str(one) for one in (*self.problems, *rest)))

    def lines(self, language: Language) -> list[str]:
        """Return each problem with its place, on one short line."""
        return [problem.line(language) for problem in self.problems]


def read_yaml(text: str) -> dict[str, Any]:
    """Return a YAML mapping with texts for all scalars; raises ScenarioWrong for what is no such thing or too
    much."""
    if len(text) > MOST_CHARACTERS:
        raise ScenarioWrong([Problem("too_long", values={"most": MOST_CHARACTERS})])
    try:
        _bounded(text)
        document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts, lists and mappings only
    except yaml.YAMLError as error:
        raise ScenarioWrong([_no_yaml(error)]) from None
    except (ValueError, TypeError) as error:
        raise ScenarioWrong([problem_of(error)]) from None
    if document in (None, ""):
        return {}
    if not isinstance(document, dict):
        raise ScenarioWrong([Problem("no_names")])
    return document


def _bounded(text: str) -> None:
    """Raise Wrong for too deep nesting, repeated names, and anchors, which can grow without end."""
    depth = 0
    names: list[set[str] | None] = []
    expects: list[bool] = []
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Wrong("anchors", line=_line(event))
        if names and names[-1] is not None and not isinstance(event, yaml.MappingEndEvent):
            if expects[-1] and isinstance(event, yaml.ScalarEvent):
                if event.value in names[-1]:
                    raise Wrong("twice_line", name=event.value[:40], line=_line(event))
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
            raise Wrong("too_deep", most=DEEPEST)


def _line(event: yaml.Event) -> str:
    return str(event.start_mark.line + 1 if event.start_mark else 1)


def _no_yaml(error: yaml.YAMLError) -> Problem:
    """Return what the parser says, in its own words, and where."""
    mark = getattr(error, "problem_mark", None)
    detail = printable(str(getattr(error, "problem", None) or getattr(error, "reason", None) or error))
    if mark is None:
        return Problem("no_yaml", values={"detail": detail})
    return Problem("no_yaml_line", values={"line": str(mark.line + 1), "detail": detail})


def unknown_keys(document: Mapping[Any, Any], known: tuple[str, ...], place: str) -> Iterator[Problem]:
    """Yield each key that is not known, with the nearest that is."""
    for key in document:
        if key not in known:
            near = get_close_matches(str(key)[:60], known, n=1, cutoff=0.5)
            where = printable(f"{place}{str(key)[:60]}") or "?"
            if near:
                yield Problem("unknown_near", where, {"near": near[0]})
            else:
                yield Problem("unknown", where, {"known": known})


def card_document(value: object, key: str = "") -> Any:
    """Return a rate card's document with whole numbers where it has them, texts elsewhere."""
    if isinstance(value, dict):
        return {name: card_document(part, str(name)) for name, part in value.items()}
    if isinstance(value, list):
        return [card_document(part, key) for part in value]
    if isinstance(value, str) and value.lower() in NOTHING:
        return None
    if key in _CARD_WHOLE and isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value
