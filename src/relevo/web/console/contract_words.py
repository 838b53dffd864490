"""What the contract linter's rules say, in the reader's language and with her way of writing figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from relevo.core import formats
from relevo.study.choice.contract import Finding


class Rule(NamedTuple):
    """A rule's name, why it matters, and better wording; the last two take a finding's values."""

    title: Promise
    why: Promise
    better: Promise


@dataclass(frozen=True, slots=True)
class Told:
    """One weak clause as the page shows it. place: dotted, as the contract's file names it; about: its "
    "metric."""

    title: str
    place: str
    about: str
    why: str
    better: str


TEXTS: Mapping[str, Rule] = {
    "percentile-without-tail": Rule(
        gettext_lazy("A percentile without a tail"),
        gettext_lazy(
            "Whoever is already late no longer counts, so it pays to leave him waiting and to answer the "
            "next one in time."
        ),
        gettext_lazy(
            "Keep the percentile (%(percentile)s) and add a tail: the mean excess over the target, or "
            "the 99th percentile, within a second limit (tail: p99 within 30 min)."
        ),
    ),
    "minute-without-resolution": Rule(
        gettext_lazy("Paid by the minute, with no promise of resolution"),
        gettext_lazy("A price for each minute pays for slowness and for contacts that come again."),
        gettext_lazy(
            "Promise a share resolved at the first contact, with its definition and a bonus or malus, or "
            "pay for resolutions instead of minutes."
        ),
    ),
    "resolution-without-clawback": Rule(
        gettext_lazy("A reopened resolution is paid twice"),
        gettext_lazy("A resolution that is reopened the next day is paid, and so is the second one."),
        gettext_lazy(
            "Do not charge a resolution that is reopened within 7 days (reopen_days: 7), and say what "
            "counts as reopened."
        ),
    ),
    "all-units-cliff": Rule(
        gettext_lazy("One unit more changes the price of the whole month"),
        gettext_lazy(
            "%(volume)s units cost %(at)s and one more makes the whole month %(beyond)s; only from "
            "%(regained)s units on does it cost as much again. The client gains by pushing the volume "
            "over the edge, the partner by holding it back."
        ),
        gettext_lazy(
            "Make the tiers graduated (mode: graduated): each unit has the price of the tier it falls into."
        ),
    ),
    "metric-without-definition": Rule(
        gettext_lazy("A promise without a definition"),
        gettext_lazy(
            "The same month gives figures from 42 to 62 %% by the five usual formulas of a service "
            "level, and each side reads its own."
        ),
        gettext_lazy(
            "Name the formula with its version (definition: sl3), the clock, the pauses and what is left out."
        ),
    ),
    "average-hides-rush": Rule(
        gettext_lazy("An average that hides the rush hours"),
        gettext_lazy("Quiet nights make up for rush hours in which nobody was answered."),
        gettext_lazy(
            "Measure each part of the day by itself (period: daypart) and promise how many of them keep "
            "the target."
        ),
    ),
    "volume-without-overage": Rule(
        gettext_lazy("A forecast that says nothing about more"),
        gettext_lazy("Nothing says who pays, or what is still promised, when more comes than was forecast."),
        gettext_lazy(
            "Say up to where the promises hold (tolerance: 10 %%), what each contact beyond costs, and "
            "which promises are eased then (overage)."
        ),
    ),
    "no-exit": Rule(
        gettext_lazy("No way out"),
        gettext_lazy(
            "Without an exit the knowledge, the open promises and the addresses stay with whoever you leave."
        ),
        gettext_lazy(
            "Agree on notice, prices until the end, hand-over back, open formats for tickets and "
            "articles, removal of every access with proof, and return or deletion of data."
        ),
    ),
}
"""By rule, in the order in which the rules look."""

_NEVER_REGAINED = gettext_lazy(
    "%(volume)s units cost %(at)s and one more makes the whole month %(beyond)s, and it never costs as "
    "much again. The client gains by pushing the volume over the edge, the partner by holding it back."
)


def told(findings: Iterable[Finding]) -> list[Told]:
    """The findings in the reader's language; figures and money as she writes them."""
    return [_told(finding) for finding in findings]


def _told(finding: Finding) -> Told:
    rule, values = TEXTS[finding.rule], _written(finding.values)
    why = _NEVER_REGAINED if values.get("regained") == "" else rule.why
    return Told(
        title=str(rule.title),
        place=finding.place,
        about=values.get("metric", ""),
        why=str(why) % values,
        better=str(rule.better) % values,
    )


def _written(values: Mapping[str, str]) -> dict[str, str]:
    """The values as the reader writes them; what is no figure stays as it stands in the contract."""
    written = dict(values)
    for name in {"volume", "regained"} & values.keys():
        written[name] = values[name] and formats.number(Decimal(values[name]))
    for name in {"at", "beyond"} & values.keys():
        amount, currency = Decimal(values[name]), values.get("currency", "")
        written[name] = formats.money(amount, currency) if currency else formats.number(amount)
    return written
