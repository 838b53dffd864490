"""The verdict on every segment, and the one-line answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.cost import Case
from relevo.study.choice.desk import UNKNOWN
from relevo.study.choice.futures import Futures
from relevo.study.choice.handover import Handover, Step
from relevo.study.choice.outcome import (
    Answer,
    AnswerCode,
    Reason,
    Segment,
    SegmentDecision,
    Settling,
    Spread,
    Verdict,
)
from relevo.study.choice.risk import saves, spread
from relevo.study.choice.segments import segments_of, where
from relevo.study.choice.settling import settling

if TYPE_CHECKING:
    from relevo.study.choice.desk import Mask

_NOTHING = Spread(0.0, 0.0, 0.0, 0.0)
_IMPUTED = 0.1
SHORT_WEEKS = 8.0
"""A history below this many weeks is called short."""


def decisions(case: Case, found: Handover, futures: Futures, weeks: float) -> tuple[SegmentDecision, ...]:
    """Return the verdict on every segment with contacts, most contacts first."""
    taken = {segment: step for step in found.steps for segment in step.move.group}
    settled: dict[int, tuple[Settling, ...]] = {}
    verdicts = []
    for segment, contacts in segments_of(case.desk).items():
        step = taken.get(segment) or found.left.get(segment)
        if step is None:
            reasons = (_why_not(case, segment, contacts), *_imputed(case, segment))
            verdicts.append(SegmentDecision(segment, "keep", "", contacts, _NOTHING, 0.0, (), reasons, ()))
            continue
        verdict: Verdict = "hand_over" if segment in taken else _left(case, step)
        if verdict == "undecided" and id(step) not in settled:
            settled[id(step)] = _settling(case, step, futures, weeks)
        reasons = (_reason(case, verdict, step), *_held(case, segment), *_imputed(case, segment))
        verdicts.append(
            SegmentDecision(
                segment, verdict, case.scenario.partners[step.move.partner].name, contacts, spread(step.saving),
                step.saves, tuple(sorted(step.move.group)), reasons,
                settled[id(step)] if verdict == "undecided" else (),
            )
        )  # fmt: skip
    return tuple(verdicts)


def answer(case: Case, found: Handover, verdicts: Iterable[SegmentDecision], weeks: float) -> Answer:
    """Return the answer that a managing director reads first."""
    by_verdict: dict[Verdict, list[SegmentDecision]] = {"hand_over": [], "keep": [], "undecided": []}
    for verdict in verdicts:
        by_verdict[verdict.verdict].append(verdict)
    given, open_ = by_verdict["hand_over"], by_verdict["undecided"]
    short = (Reason("short_history", {"weeks": weeks}),) if weeks < SHORT_WEEKS else ()
    if given:
        saving = found.start.cost - found.plan.cost
        total = spread(saving)
        values = {"saving": total.mean, "low": total.p10, "high": total.p90, "probability": saves(saving)}
        return Answer(_extent(by_verdict), "recommended", (Reason("saves", values), *short))
    if open_:
        best = max(open_, key=lambda one: one.saves)
        values = {"probability": best.saves, "low": best.saving.p10, "high": best.saving.p90}
        return Answer("undecided", found.start.plan.plan.name, (Reason("cannot_know", values), *short))
    return Answer("keep", found.start.plan.plan.name, (_why_keep(case, by_verdict["keep"]), *short))


def _extent(by_verdict: Mapping[Verdict, list[SegmentDecision]]) -> AnswerCode:
    given = by_verdict["hand_over"]
    if all(one.segment.daypart != "office" for one in given):
        stays = [
            one for one in (*by_verdict["keep"], *by_verdict["undecided"]) if one.segment.daypart == "office"
        ]
        if stays:
            return "only_nights"
    return "hand_over_part" if by_verdict["keep"] or by_verdict["undecided"] else "hand_over"


def _left(case: Case, step: Step) -> Verdict:
    """Return the verdict on what was not handed over: it may yet save, or it does not."""
    lost = not step.move.keeps or step.saves <= case.scenario.decision.keep_below
    return "keep" if lost else "undecided"


def _reason(case: Case, verdict: Verdict, step: Step) -> Reason:
    total = spread(step.saving)
    if verdict == "undecided":
        return Reason("uncertain", {"probability": step.saves, "low": total.p10, "high": total.p90})
    if step.saves > case.scenario.decision.keep_below and not step.move.keeps:
        return Reason("lowers_service", {"service": step.move.service, "probability": step.saves})
    code = "saves" if verdict == "hand_over" else "costs_more"
    return Reason(code, {"probability": step.saves, "saving": total.mean})


def _settling(case: Case, step: Step, futures: Futures, weeks: float) -> tuple[Settling, ...]:
    desk = case.desk
    moved = where(desk, step.move.group) & desk.may[step.move.partner]
    contacts = desk.by_cell(desk.rate)
    cells = np.divide(
        desk.by_cell(desk.rate * moved), contacts, out=np.zeros_like(contacts), where=contacts > 0
    )
    return settling(step.saving, futures, cells, weeks, case.scenario.decision.hand_over_above)


def _why_not(case: Case, segment: Segment, contacts: float) -> Reason:
    """Return why nobody may take a segment, or why it is too small."""
    desk, scenario = case.desk, case.scenario
    mask = where(desk, frozenset((segment,)))
    may: Mask = np.logical_or.reduce(desk.may, axis=0)
    if not scenario.partners:
        return Reason("no_partner", {})
    held: Mask = np.array([stream.held for stream in desk.streams])[:, None] & mask
    if desk.rate[held].sum() >= contacts * (1 - 1e-9):
        return Reason("data_may_not_leave", {"contacts_per_week": contacts})
    allowed = [
        p
        for p in scenario.partners
        if not scenario.vetoes.locations or p.location in scenario.vetoes.locations
    ]
    if not allowed:
        return Reason("location_not_allowed", {"contacts_per_week": contacts})
    if not any(not p.languages or segment.language in {*p.languages, UNKNOWN} for p in allowed):
        return Reason("language_not_available", {"language": segment.language})
    if not desk.rate[mask & may].any():
        return Reason("partner_closed", {"daypart": segment.daypart})
    return Reason("too_small", {"contacts_per_week": contacts, "minimum": scenario.vetoes.contacts_per_week})


def _held(case: Case, segment: Segment) -> tuple[Reason, ...]:
    """Return what of a segment stays because its data may not leave."""
    desk = case.desk
    held: Mask = np.array([stream.held for stream in desk.streams])[:, None] & where(
        desk, frozenset((segment,))
    )
    contacts = float(desk.rate[held].sum())
    return (Reason("data_may_not_leave", {"contacts_per_week": contacts}),) if contacts else ()


def _imputed(case: Case, segment: Segment) -> tuple[Reason, ...]:
    """Return the share of a segment's contacts that was inferred, where it matters."""
    desk, mask = case.desk, where(case.desk, frozenset((segment,)))
    share = float(desk.imputed[mask].sum() / max(desk.rate[mask].sum(), 1e-12))
    return (Reason("imputed", {"share": share}),) if share >= _IMPUTED else ()


def _why_keep(case: Case, kept: list[SegmentDecision]) -> Reason:
    """Return the reason that keeps most contacts, or that no hand-over saves."""
    simulated = [one for one in kept if one.partner]
    if simulated:
        dearer = [one for one in simulated if one.reasons[0].code == "costs_more"]
        best = max(dearer or simulated, key=lambda one: one.saving.mean)
        if not dearer:
            return best.reasons[0]
        return Reason(
            "saves_nothing",
            {"best": best.partner, "saving": best.saving.mean, "probability": best.saves},
        )
    weight: dict[str, float] = {}
    for one in kept:
        weight[one.reasons[0].code] = weight.get(one.reasons[0].code, 0.0) + one.contacts_per_week
    code = max(weight, key=lambda code: weight[code], default="no_contacts")
    if code == "too_small":
        weekly = {"contacts_per_week": case.desk.weekly, "minimum": case.scenario.vetoes.contacts_per_week}
        return Reason("too_small", weekly)
    return Reason(code if code in {"no_partner", "no_contacts"} else "vetoed", {})
