"""Questions in plain words and their answers: the mathematics behind ``relevo calc``, as JSON in and out.

A question is an object of inputs under their names or synonyms (case and hyphens do not matter), an answer an
object of figures; both are described in docs/calc.md. What is infinite or undefined is None. Every error is a
ValueError with one line that names the input.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from relevo.calc import intervals
from relevo.calc.erlang import erlang_b, erlang_c
from relevo.calc.erlang_a import erlang_a
from relevo.calc.performance import (
    DEFAULT_DEFINITION,
    DEFINITIONS,
    SHORT_SECONDS,
    Definition,
    Model,
    Performance,
)
from relevo.calc.price_question import price
from relevo.calc.required import Constraints, Required, required_agents
from relevo.calc.traffic import Number, Traffic, exact, positive

Question = Mapping[str, Any]
Answer = dict[str, Any]

_TRAFFIC = {
    "load": ("a", "traffic", "erlangs", "offered_load", "load_erlangs", "intensity"),
    "contacts_per_hour": (
        "arrivals", "calls_per_hour", "lambda", "calls", "contacts", "arrival_rate", "arrivals_per_hour", "rate",
    ),
    "aht_seconds": (
        "aht", "aht_s", "service_time", "handle_time", "handle_seconds", "handling_time", "mean_service_time",
    ),
}  # fmt: skip
_AGENTS = {"agents": ("n", "servers", "positions", "trunks", "lines", "channels", "c")}
_TARGET = {
    "target_seconds": ("target", "target_s", "within", "t", "threshold", "threshold_seconds", "sl_seconds"),
    "definition": ("sl_definition", "service_level_definition"),
    "short_seconds": ("short", "short_abandon_seconds"),
}
_PATIENCE = {"patience_seconds": ("patience", "patience_s", "mean_patience", "mean_patience_seconds")}
_WISHES = {
    "service_level": ("sl", "min_service_level", "service_level_target", "target_service_level", "sl_target"),
    "max_asa_seconds": ("max_asa", "asa", "asa_seconds", "asa_max", "max_wait", "max_mean_wait"),
    "max_abandonment": (
        "abandonment", "max_abandon", "max_abandoned", "abandonment_max", "max_blocking", "blocking", "max_blocked",
    ),
    "max_occupancy": ("occupancy", "occupancy_max"),
}  # fmt: skip
INPUTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "erlang-b": {**_TRAFFIC, **_AGENTS, **_TARGET},
    "erlang-c": {**_TRAFFIC, **_AGENTS, **_TARGET},
    "erlang-a": {**_TRAFFIC, **_AGENTS, **_TARGET, **_PATIENCE},
    "required": {"model": (), **_TRAFFIC, **_TARGET, **_PATIENCE, **_WISHES},
    "interval": {
        "method": (),
        "successes": ("x", "k", "found", "hits"),
        "trials": ("n", "total", "size"),
        "count": ("events",),
        "exposure": ("weeks", "hours", "units"),
        "confidence": ("level", "conf"),
        "margin": ("e", "precision"),
        "expected": ("p", "expected_share"),
        "population": ("finite_population",),
    },
    "price": {
        "card": ("rate_card",),
        "facts": (),
        "usage": (),
        "index_percent": ("cpi_percent",),
        "credit": (),
        "quality": (),
        "lines": (),
    },
}
"""The inputs of each question, with their synonyms."""


def answer(kind: str, question: Question) -> Answer:
    """Return the answer to a question of a kind ("erlang-b", "required", ...); raises ValueError."""
    return _ANSWERS[kind](_named(kind, question))


def _named(kind: str, question: Question) -> Answer:
    """Return the inputs under their own names; raises ValueError that names what is unknown or given twice."""
    if not isinstance(question, Mapping):
        raise ValueError("a question is an object of inputs")  # noqa: TRY004 - what was sent is wrong, not the call
    names = {word: name for name, others in INPUTS[kind].items() for word in (name, *others)}
    named: Answer = {}
    for key, value in question.items():
        name = names.get(str(key).strip().lower().replace("-", "_"))
        if name is None:
            raise ValueError(f"{kind} has no input {str(key)[:40]!r}; it has {', '.join(INPUTS[kind])}")
        if name in named:
            raise ValueError(f"{name} is given twice")
        if value is not None:
            named[name] = value
    return named


def number(value: object, name: str) -> Number:
    """Return a number that was given as one or written as text ("0.8", "80%", "inf")."""
    if isinstance(value, str):
        written = value.strip()
        try:
            if written.endswith("%"):
                return Decimal(written[:-1]) / 100
            found = Decimal(written)
        except InvalidOperation:
            raise ValueError(f"{name} must be a number, not {value[:40]!r}") from None
        return found if found.is_finite() else float(found)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(f"{name} must be a number, not {str(value)[:40]!r}")  # noqa: TRY004 - sent so
    return value


def _given(inputs: Answer, name: str, default: Number | None = None) -> Number:
    if name in inputs:
        return number(inputs[name], name)
    if default is None:
        raise ValueError(f"{name} is missing")
    return default


def _traffic(inputs: Answer, *, times: bool) -> tuple[Traffic, bool]:
    """Return the traffic of two of load, contacts per hour and handling time, and whether times are known."""
    given = {name: number(inputs[name], name) for name in _TRAFFIC if name in inputs}
    load, contacts, aht = (given.get(name) for name in _TRAFFIC)
    if load is None and (contacts is None or aht is None):
        raise ValueError("give the load, or contacts_per_hour and aht_seconds")
    if load is None:
        return Traffic.per_hour(cast("Number", contacts), cast("Number", aht)), True
    if aht is not None:
        traffic = Traffic.of_load(load, aht)
        if contacts is not None and not math.isclose(traffic.contacts_per_hour, contacts, rel_tol=1e-9):
            raise ValueError(
                "load, contacts_per_hour and aht_seconds contradict each other; give two of them"
            )
        return traffic, True
    if contacts is not None:
        positive(contacts, "contacts_per_hour")
        return Traffic.of_load(load, exact(load, "load") * 3600 / exact(contacts, "contacts_per_hour")), True
    if times:
        raise ValueError("aht_seconds is missing: how long people wait depends on it")
    return Traffic.of_load(load, 1), False


def _definition(inputs: Answer) -> Definition:
    word = str(inputs.get("definition", DEFAULT_DEFINITION)).strip().lower()
    name = f"sl{word}" if word.isdigit() else word
    if name not in DEFINITIONS:
        raise ValueError(f"definition is one of {', '.join(DEFINITIONS)}, not {word[:40]!r}")
    return name


def _erlang(model: Model) -> Callable[[Answer], Answer]:
    def ask(inputs: Answer) -> Answer:
        timed = model == "A" or (model == "C" and "target_seconds" in inputs)
        traffic, times = _traffic(inputs, times=timed)
        target = cast("float", _given(inputs, "target_seconds", 0 if model == "B" else 20))
        agents = cast("int", _given(inputs, "agents"))
        if model == "A":
            wait = _given(inputs, "patience_seconds")
            short = cast("float", _given(inputs, "short_seconds", SHORT_SECONDS))
            found = erlang_a(traffic, agents, wait, target, short_seconds=short)
        else:
            found = (erlang_b if model == "B" else erlang_c)(traffic, agents, target)
        reply = _described(found, traffic, _definition(inputs), times=times)
        return reply | ({"patience_seconds": _json(float(wait))} if model == "A" else {})

    return ask


_TIMED = (
    "p50_seconds",
    "p90_seconds",
    "p95_seconds",
    "contacts_per_hour",
    "aht_seconds",
    "throughput_per_hour",
)


def _described(found: Performance, traffic: Traffic, definition: Definition, *, times: bool) -> Answer:
    """Return a performance as an answer; without a handling time all that depends on it is None."""
    figures = asdict(found)
    levels = figures.pop("service_levels")
    figures["asa_seconds"] = figures.pop("mean_wait_answered_seconds")
    figures |= {"contacts_per_hour": traffic.contacts_per_hour, "aht_seconds": traffic.handle_seconds}
    figures |= levels | {"definition": definition, "service_level": levels[definition]}
    if not times:
        hidden = set(_TIMED) | {
            name for name in figures if name.startswith("mean_wait") or name == "asa_seconds"
        }
        if found.model != "B":
            hidden |= {*DEFINITIONS, "service_level"}
        figures = {name: None if name in hidden else value for name, value in figures.items()}
    return {name: _json(value) for name, value in figures.items()}


def _json(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _required(inputs: Answer) -> Answer:
    model = _model(inputs)
    traffic, times = _traffic(inputs, times=model != "B")
    wishes = {name: cast("float", _given(inputs, name)) for name in _WISHES if name in inputs}
    constraints = Constraints(
        target_seconds=cast("float", _given(inputs, "target_seconds", 20)),
        definition=_definition(inputs),
        short_seconds=cast("float", _given(inputs, "short_seconds", SHORT_SECONDS)),
        **wishes,
    )
    patience = _given(inputs, "patience_seconds") if model == "A" else math.inf
    found = required_agents(traffic, constraints, model=model, patience_seconds=patience)
    return _needed(found, model, traffic, constraints, times=times)


def _model(inputs: Answer) -> Model:
    word = str(inputs.get("model", "A" if "patience_seconds" in inputs else "C")).strip().upper()
    letter = word.replace("_", "-").removeprefix("ERLANG-").removeprefix("ERLANG")
    if letter not in {"B", "C", "A"}:
        raise ValueError(f"model is B, C or A, not {word[:40]!r}")
    return cast("Model", letter)


def _needed(found: Required, model: Model, traffic: Traffic, wishes: Constraints, *, times: bool) -> Answer:
    performance = found.performance and _described(found.performance, traffic, wishes.definition, times=times)
    return {
        "model": model,
        "load": traffic.load,
        "possible": found.agents is not None,
        "agents": found.agents,
        "binding": list(found.binding),
        "impossible": list(found.impossible),
        "by_constraint": dict(found.by_wish),
        "performance": performance,
    }


def _interval(inputs: Answer) -> Answer:
    confidence = cast("float", _given(inputs, "confidence", Decimal("0.95")))
    if "margin" in inputs:
        population = cast("int", _given(inputs, "population")) if "population" in inputs else None
        size = intervals.sample_size(
            _given(inputs, "margin"),
            expected=_given(inputs, "expected", Decimal("0.5")),
            population=population,
            confidence=confidence,
        )
        return {"method": "sample_size", "sample_size": size, "confidence": float(confidence)}
    usual = "garwood" if "count" in inputs else "wilson"
    method = str(inputs.get("method", usual)).strip().lower().replace("-", "_")
    if method not in intervals.METHODS:
        raise ValueError(f"method is one of {', '.join(intervals.METHODS)}, not {method[:40]!r}")
    if method == "garwood":
        count = cast("int", _given(inputs, "count" if "count" in inputs else "successes"))
        found = intervals.garwood(count, _given(inputs, "exposure", 1), confidence)
    else:
        ask = {
            "wilson": intervals.wilson,
            "jeffreys": intervals.jeffreys,
            "clopper_pearson": intervals.clopper_pearson,
        }
        found = ask[method](
            cast("int", _given(inputs, "successes")), cast("int", _given(inputs, "trials")), confidence
        )
    return asdict(found) | {"confidence": float(confidence)}


_ANSWERS: Mapping[str, Callable[[Answer], Answer]] = {
    "erlang-b": _erlang("B"),
    "erlang-c": _erlang("C"),
    "erlang-a": _erlang("A"),
    "required": _required,
    "interval": _interval,
    "price": price,
}
