"""Which options a report shows beside each other, and how decisions belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relevo.study.choice.outcome import OptionResult, Outcome, Reason, SegmentDecision


def reference(outcome: Outcome) -> OptionResult:
    """Return the option that savings are counted from."""
    return next(option for option in outcome.options if option.name == outcome.reference)


def today(outcome: Outcome) -> OptionResult:
    """Return the in-house team in its present hours."""
    return next((option for option in outcome.options if option.code == "in_house"), reference(outcome))


def suggested(outcome: Outcome) -> OptionResult | None:
    """Return what the answer speaks of: the advised option, else the most hopeful one with a partner, else None."""
    if outcome.answer.option != outcome.reference:
        return next(option for option in outcome.options if option.name == outcome.answer.option)
    real = [option for option in outcome.options if option.partners and option.code != "recommended"]
    return max(real, key=lambda option: option.saving.mean, default=None)


def compared(outcome: Outcome) -> list[OptionResult]:
    """Return the few options that are shown in detail: the reference, today's, the suggested, all to a partner."""
    whole = max(
        (o for o in outcome.options if o.code in {"partner_all", "several_partners"}),
        key=lambda option: option.saving.mean, default=None,
    )  # fmt: skip
    wanted = (reference(outcome), today(outcome), suggested(outcome), whole)
    return list({option.name: option for option in wanted if option}.values())


@dataclass(frozen=True, slots=True)
class Group:
    """Decisions that fall together; ``first`` stands for all in what they share."""

    decisions: tuple[SegmentDecision, ...]

    @property
    def first(self) -> SegmentDecision:
        """The one with most contacts."""
        return self.decisions[0]

    @property
    def contacts(self) -> float:
        """Contacts a week of all."""
        return sum(one.contacts_per_week for one in self.decisions)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, for all of them: contacts that may not leave are added up, the share of inferred ones is their mean."""
        held = sum(self._values("data_may_not_leave", "contacts_per_week"))
        shares = zip(self._values("imputed", "share"), self.decisions, strict=True)
        imputed = sum(share * one.contacts_per_week for share, one in shares) / max(self.contacts, 1e-12)
        found = {reason.code: reason for reason in self.first.reasons[:1]}
        if held:
            found["data_may_not_leave"] = Reason("data_may_not_leave", {"contacts_per_week": held})
        if imputed:
            found["imputed"] = Reason("imputed", {"share": imputed})
        return tuple(found.values())

    def _values(self, code: str, name: str) -> list[float]:
        """Return a figure of each decision's reason of this code, 0 where it has none."""
        return [
            next((float(reason.values[name]) for reason in one.reasons if reason.code == code), 0.0)
            for one in self.decisions
        ]


def grouped(decisions: Iterable[SegmentDecision]) -> list[Group]:
    """Return decisions that share a step, or the same reason without one, as groups, most contacts first."""
    found: dict[object, list[SegmentDecision]] = {}
    for one in decisions:
        key = (one.verdict, one.partner, one.together or one.reasons[0].code)
        found.setdefault(key, []).append(one)
    return sorted((Group(tuple(each)) for each in found.values()), key=lambda group: -group.contacts)


def unsettled(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield the groups that something would settle."""
    return (group for group in groups if group.first.settling)
