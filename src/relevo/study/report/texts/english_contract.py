"""What the contract linter's rules say, in English."""

# ruff: noqa: E501 - sentences stand whole

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "section.contracts": "Weak clauses in the contracts",
    "contracts.intro": "Clauses that make it pay to serve customers badly, or impossible to leave. The scenario holds these contracts; what no rule looks for, and the law, still need a reader of your own.",
    "contracts.none": "None of the rules sees a weak clause.",
    "contracts.count": "Findings: {number}.",
    "head.clause": "Clause",
    "head.matters": "Why it matters",
    "head.better": "Better",
    "contract.percentile-without-tail.title": "A percentile without a tail",
    "contract.percentile-without-tail.why": "Whoever is already late no longer counts, so it pays to leave him waiting and to answer the next one in time.",
    "contract.percentile-without-tail.better": "Keep the percentile ({percentile}) and add a tail: the mean excess over the target, or the 99th percentile, within a second limit (tail: p99 within 30 min).",
    "contract.minute-without-resolution.title": "Paid by the minute, with no promise of resolution",
    "contract.minute-without-resolution.why": "A price for each minute pays for slowness and for contacts that come again.",
    "contract.minute-without-resolution.better": "Promise a share resolved at the first contact, with its definition and a bonus or malus, or pay for resolutions instead of minutes.",
    "contract.resolution-without-clawback.title": "A reopened resolution is paid twice",
    "contract.resolution-without-clawback.why": "A resolution that is reopened the next day is paid, and so is the second one.",
    "contract.resolution-without-clawback.better": "Do not charge a resolution that is reopened within 7 days (reopen_days: 7), and say what counts as reopened.",
    "contract.all-units-cliff.title": "One unit more changes the price of the whole month",
    "contract.all-units-cliff.why": "{volume} units cost {at} and one more makes the whole month {beyond}; only from {regained} units on does it cost as much again. The client gains by pushing the volume over the edge, the partner by holding it back.",
    "contract.all-units-cliff.better": "Make the tiers graduated (mode: graduated): each unit has the price of the tier it falls into.",
    "contract.metric-without-definition.title": "A promise without a definition",
    "contract.metric-without-definition.why": "The same month gives figures from 42 to 62 % by the five usual formulas of a service level, and each side reads its own.",
    "contract.metric-without-definition.better": "Name the formula with its version (definition: sl3), the clock, the pauses and what is left out.",
    "contract.average-hides-rush.title": "An average that hides the rush hours",
    "contract.average-hides-rush.why": "Quiet nights make up for rush hours in which nobody was answered.",
    "contract.average-hides-rush.better": "Measure each part of the day by itself (period: daypart) and promise how many of them keep the target.",
    "contract.volume-without-overage.title": "A forecast that says nothing about more",
    "contract.volume-without-overage.why": "Nothing says who pays, or what is still promised, when more comes than was forecast.",
    "contract.volume-without-overage.better": "Say up to where the promises hold (tolerance: 10 %), what each contact beyond costs, and which promises are eased then (overage).",
    "contract.no-exit.title": "No way out",
    "contract.no-exit.why": "Without an exit the knowledge, the open promises and the addresses stay with whoever you leave.",
    "contract.no-exit.better": "Agree on notice, prices until the end, hand-over back, open formats for tickets and articles, removal of every access with proof, and return or deletion of data.",
    "contract.all-units-cliff.never": "{volume} units cost {at} and one more makes the whole month {beyond}, and it never costs as much again. The client gains by pushing the volume over the edge, the partner by holding it back.",
}
