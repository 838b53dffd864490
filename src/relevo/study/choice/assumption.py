"""Inputs that carry their own unit, source and limits: how the dataclasses of a scenario declare their fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, field, fields, is_dataclass
from typing import Any

from relevo.study.choice.outcome import Assumption

Plain = str | int | float | bool | None


class Clauses(str):
    """A contract as JSON text, in the format of ``relevo.study.choice.contract``; "" for none."""

    __slots__ = ()

    @property
    def sections(self) -> tuple[str, ...]:
        """What it has clauses about."""
        return tuple(json.loads(self)) if self else ()


def given(
    default: Any, unit: str, source: str, *, low: float | None = None, high: float | None = None
) -> Any:
    """Return a dataclass field with a default, its unit and its source, from ``low`` to ``high``."""
    return field(default=default, metadata={"unit": unit, "source": source, "low": low, "high": high})


def limits(declared: Field[Any]) -> tuple[float | None, float | None]:
    """Return the least and the greatest value of a field, None without limit."""
    return declared.metadata.get("low"), declared.metadata.get("high")


def listed(section: Any, place: str = "") -> Iterator[Assumption]:
    """Yield every input of a section and of those inside it, with its dotted place; lists count from 1."""
    for declared in fields(section):
        value, name = getattr(section, declared.name), f"{place}{declared.name}"
        if is_dataclass(value):
            yield from listed(value, f"{name}.")
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            for nth, part in enumerate(value, 1):
                yield from listed(part, f"{name}.{nth}.")
        elif "source" in declared.metadata:
            default = declared.default if declared.default is not MISSING else None
            changed = value != default
            source = "scenario" if changed else declared.metadata["source"]
            yield Assumption(name, as_plain(value), declared.metadata["unit"], source, changed)


def as_plain(value: Any) -> Plain:
    """Return a value as it is shown: lists and tables of names as one text, of a contract what it is about."""
    if isinstance(value, Clauses):
        return ", ".join(value.sections)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, tuple):
        return ", ".join(
            ": ".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in value
        )
    return str(value)
