"""The options: the usual ways to share a desk's work, each as a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.cost import Case, expected_lines, figures
from relevo.study.choice.outcome import OptionCode
from relevo.study.choice.plan import DEFERRED, IN_HOUSE, Plan, kept

if TYPE_CHECKING:
    from relevo.study.choice.desk import Desk, Floats, Mask

_ABOVE = 1 + 1e-9
BASE_QUANTILE = 0.7
"""Overflow: the team is sized for this quantile of its hours' loads, what exceeds it goes to the partner."""


def reference(desk: Desk) -> Plan:
    """Return the plan that savings are counted from: in-house, in all hours in which answers are wanted."""
    longer = (desk.wanted & ~desk.own).any() and bool((desk.live & desk.spoken).any())
    return kept(desk, desk.wanted, "in_house_extended") if longer else kept(desk, desk.own, "in_house")


def options(case: Case) -> Iterator[Plan]:
    """Yield the reference, and then every other option that differs from it and hands over anything at all."""
    desk = case.desk
    base = reference(desk)
    yield base
    if base.code != "in_house":
        yield kept(desk, desk.own, "in_house")
    if desk.rate[desk.live][:, ~desk.own].any():
        yield kept(desk, desk.own, "defer_to_morning", DEFERRED)
    for k, partner in enumerate(case.scenario.partners):
        for code, where in _handed(desk, desk.may[k]):
            plan = base.moved(where, k + 1)
            yield replace(plan, code=code, partners=(partner.name,))
        overflow = _overflow(desk, base, k, partner.name)
        if (overflow.shares[k + 1] * desk.rate).any():
            yield overflow
    if len(case.scenario.partners) > 1 and desk.rate[desk.may.any(axis=0)].any():
        yield _several(case, base)


def partner_all(case: Case, k: int) -> Plan:
    """Return the plan in which a partner takes all that he may."""
    plan = reference(case.desk).moved(case.desk.may[k], k + 1)
    return replace(plan, code="partner_all", partners=(case.scenario.partners[k].name,))


def price_of_resolution(case: Case, k: int) -> float:
    """Return what a matter costs that a partner resolves, rework included; infinite where he may take nothing."""
    plan = figures(case, partner_all(case, k), np.ones(1))
    lines = {line.code: float(line.amount) for line in expected_lines(case, plan)}
    contacts = float(plan.share[k] @ case.desk.by_cell(case.desk.rate))
    resolved = contacts * 365.25 / 7 * case.scenario.in_house.resolution
    return (lines.get("partner", 0.0) + lines.get("rework", 0.0)) / resolved if resolved else np.inf


def _handed(desk: Desk, may: Mask) -> Iterator[tuple[OptionCode, Mask]]:
    """Yield codes with the streams and hours that a partner takes."""
    deep = np.array([stream.deep for stream in desk.streams])[:, None]
    foreign = _other_languages(desk)[:, None]
    masks: list[tuple[OptionCode, Mask]] = [
        ("partner_all", may), ("partner_after_hours", may & ~desk.own), ("by_language", may & foreign)
    ]  # fmt: skip
    if deep.any():
        masks.append(("by_tier", may & ~deep))
    for code, where in masks:
        if desk.rate[where].any():
            yield code, where


def _other_languages(desk: Desk) -> Mask:
    """Return the streams in languages that the team does not speak, or else in all but its largest."""
    if not desk.spoken.all():
        return ~desk.spoken
    contacts: dict[str, float] = {}
    for stream, rate in zip(desk.streams, desk.rate.sum(axis=1), strict=True):
        contacts[stream.language] = contacts.get(stream.language, 0.0) + float(rate)
    largest = max(contacts, key=lambda language: contacts[language], default="")
    return np.array([stream.language != largest for stream in desk.streams], dtype=np.bool_)


def _overflow(desk: Desk, base: Plan, k: int, name: str) -> Plan:
    live = desk.rate * desk.live[:, None] * base.shares[IN_HOUSE] * desk.seconds[:, None]
    load = live.sum(axis=0)
    limit = float(np.quantile(load[desk.own], BASE_QUANTILE)) if desk.own.any() else 0.0
    excess: Floats = np.where(load > limit * _ABOVE, 1 - limit / np.maximum(load, 1e-12), 0.0) * desk.own
    moved = base.shares[IN_HOUSE] * desk.live[:, None] * desk.may[k] * excess
    shares = base.shares.copy()
    shares[IN_HOUSE] -= moved
    shares[k + 1] += moved
    return Plan("overflow", shares, (name,))


def _several(case: Case, base: Plan) -> Plan:
    """Return the plan in which each hour of each stream goes to the cheapest partner who may take it."""
    desk, plan = case.desk, base
    taken = np.zeros_like(desk.may[0])
    for k in sorted(range(len(desk.may)), key=lambda k: price_of_resolution(case, k)):
        plan = plan.moved(desk.may[k] & ~taken, k + 1)
        taken |= desk.may[k]
    used = [p.name for k, p in enumerate(case.scenario.partners) if (plan.shares[k + 1] * desk.rate).any()]
    return replace(plan, code="several_partners", partners=tuple(used))
