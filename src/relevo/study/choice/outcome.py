"""What a study found: plain values that a report turns into words, tables and pictures.

Texts are codes with values (``Reason("too_small", {"contacts_per_week": 3})``), so that a report says them in any
language. Money is in the scenario's currency and, unless said otherwise, per year. ``Decimal`` is an amount computed
at the expected volume, rounded to the currency's digits; a float comes from simulation. Shares are from 0 to 1. Hours
of the week count from Monday 00:00 in the desk's zone, as in the profile. All codes are listed beside their fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from relevo.study.choice.foreseen import Foreseen
from relevo.study.demand.profile import Block

if TYPE_CHECKING:
    from relevo.study.choice.contract import Finding

AnswerCode = Literal["hand_over", "hand_over_part", "only_nights", "keep", "undecided"]
Verdict = Literal["hand_over", "keep", "undecided"]
OptionCode = Literal[
    "in_house", "in_house_extended", "defer_to_morning", "partner_all", "partner_after_hours", "overflow",
    "by_language", "by_tier", "several_partners", "recommended",
]  # fmt: skip
Daypart = Literal["office", "evening", "night", "weekend"]
DAYPARTS: tuple[Daypart, ...] = ("office", "evening", "night", "weekend")
"""office: the in-house team's hours now. night: 22:00-06:00. weekend: Saturday and Sunday by
day. evening: the rest. Office hours come first."""
CostCode = Literal[
    "pay", "premiums", "hiring", "training", "learning", "leads", "tools", "partner", "rework", "escalations",
    "kept_management", "transition", "release", "churn",
]  # fmt: skip
"""pay: with on-costs and shrinkage. premiums: nights and Sundays. hiring, training: of who replaces leavers.
learning: hours lost while the new are slower. leads: of the in-house team. partner: the statement for the same
work at
our resolution. rework: what the partner bills for contacts that come again. kept_management: whoever steers the
partner. transition, release: one-off (start with a partner; ending in-house contracts), spread over the term. churn:
margin of customers expected to leave because of contacts not answered or not resolved."""
Driver = Literal[
    "volume",
    "growth",
    "handling",
    "partner_handling",
    "price",
    "attrition",
    "resolution",
    "escalation",
    "churn",
]
"""What varies in the simulation. volume: chance in the history, settled by more weeks. growth: what comes."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code and the figures that belong into the sentence."""

    code: str
    values: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Assumption:
    """One input of the study as it was used. name: its dotted place in the scenario. unit: such as "EUR", "share".

    source: where the default comes from; "scenario" where ``changed`` by the reader.
    """

    name: str
    value: str | int | float | bool | None
    unit: str
    source: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure under uncertainty: its mean, and what it stays below in 10, 50 and 90 of 100 simulated futures."""

    mean: float
    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class CostLine:
    """One part of a year's cost at the expected volume."""

    code: CostCode
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that comes every week: ``people`` of them begin at hour of the week ``start`` for ``hours``."""

    start: int
    hours: int
    people: int


@dataclass(frozen=True, slots=True)
class TeamNeed:
    """Who must be there for an option, hour by hour (168 each), and whom that takes.

    team: "" in-house, else the partner's name. live: agents for phone and chat, minimum cover included. deferred:
    agents' worth of mail and forms beyond what ``live`` does when it is idle. load: erlangs offered. shifts cover
    ``live``; they are empty for a partner, who plans his own. hours: paid each week. fte: with shrinkage. people: at
    least so many contracts by the law's rests and hours, shrinkage included. binding: what decides the busiest hour:
    "service_level", "abandonment", "occupancy", "stability", "presence" or "minimum"; "" without live contacts.
    shifts_above: by which share of the least possible hours those of ``shifts`` may lie above it at most; 0 is proved
    to be the least, None: found greedily and nothing proved.
    """

    team: str
    live: tuple[int, ...]
    deferred: tuple[float, ...]
    load: tuple[float, ...]
    shifts: tuple[Shift, ...]
    hours: float
    fte: float
    people: int
    binding: str
    shifts_above: float | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """Who answers a block: for each of the 168 hours the largest part's handler, and the share that he has.

    handler: "in_house", "deferred" (promised for the next opening), "closed" (nobody), or "partner:" and the name.
    """

    block: Block
    handler: tuple[str, ...]
    share: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Influence:
    """A bar of the tornado: a year's saving when one driver is at its 10th and 90th hundredth, all else expected."""

    driver: Driver
    at_p10: float
    at_p90: float


@dataclass(frozen=True, slots=True)
class BreakEven:
    """A volume, in contacts per year for the whole desk, at which an option begins to save or stops saving.

    factor: that volume over the expected one. saves: "above" or "below" it.
    """

    contacts: float
    factor: float
    saves: Literal["above", "below"]


@dataclass(frozen=True, slots=True)
class OptionResult:
    """One way to answer the desk's contacts, with what it costs and gives.

    name: unique; the code, and for a partner's option ":" and his name. service: share of contacts answered in time.
    unanswered: contacts per year that find nobody and do not come back. total: the sum of ``lines``. cost, saving:
    per year in the simulation, whose mean may differ from ``total`` where a seat more or less hangs on the volume;
    saving against ``Outcome.reference``. saves: probability of a saving above 0; 0 for the reference itself. tornado,
    break_even: empty for the reference. reasons: what to know: "vetoed" (partner, contacts_per_week: what he may not
    or cannot take), "below_minimum" (contacts_per_week, minimum), "never_pays_back" (one_off, yearly_saving, months),
    "language_unserved" (language, contacts_per_week), "unanswered" (contacts_per_week),
    "lower_service" (service, reference). foreseen: for holding the plan against what came true.
    """

    name: str
    code: OptionCode
    partners: tuple[str, ...]
    handled: tuple[Handled, ...]
    teams: tuple[TeamNeed, ...]
    lines: tuple[CostLine, ...]
    total: Decimal
    one_off: Decimal
    cost: Spread
    saving: Spread
    saves: float
    service: float
    unanswered: float
    tornado: tuple[Influence, ...]
    break_even: tuple[BreakEven, ...]
    reasons: tuple[Reason, ...]
    foreseen: Foreseen | None = None


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """What is handed over or kept as one: a part of the week, a language and a channel."""

    daypart: Daypart
    language: str
    channel: str


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle an undecided segment.

    code: "more_weeks" (of history), "binding_quote" (price), "pilot" (resolution, escalations and the partner's
    handling time), "measure_handling", "measure_churn", "measure_attrition", "plan_growth".
    weeks: more of them needed (0 unless "more_weeks"). worth: expected value per year of knowing this alone. share:
    of the saving's variance due to this.
    """

    code: str
    weeks: int
    worth: float
    share: float


@dataclass(frozen=True, slots=True)
class SegmentDecision:
    """The verdict on a segment. partner: who would do it, "" where nobody may.

    saving: per year, of the step in which it would go (segments that share a seat go together: ``together``). saves:
    probability that the step saves. reasons: "saves" (probability, saving), "costs_more" (probability, saving),
    "lowers_service" (service, probability), "uncertain" (probability, low, high), "too_small" (contacts_per_week,
    minimum), "data_may_not_leave" (contacts_per_week), "location_not_allowed" (contacts_per_week),
    "language_not_available" (language), "partner_closed" (daypart), "no_partner" (); and after the first one
    "data_may_not_leave" for a part that stays, and "imputed" (share) of what was inferred. settling: only for an
    undecided one, most useful first.
    """

    segment: Segment
    verdict: Verdict
    partner: str
    contacts_per_week: float
    saving: Spread
    saves: float
    together: tuple[Segment, ...]
    reasons: tuple[Reason, ...]
    settling: tuple[Settling, ...]


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """A step of the greedy hand-over: what goes (nothing at the start), a year's cost and the service after it."""

    handed: tuple[Segment, ...]
    partner: str
    cost: float
    service: float


@dataclass(frozen=True, slots=True)
class StopRule:
    """When a pilot ends early. metric: "resolution", "escalation" (shares), "cost_per_resolution" (the partner's
    bill), "conduct_findings" (per 100 contacts). at_least: whether ``limit`` is the least or the most. after:
    contacts before it counts.
    """

    metric: str
    at_least: bool
    limit: float
    after: int


@dataclass(frozen=True, slots=True)
class Pilot:
    """A reversible trial. contacts: enough to tell the resolution within ``margin`` at 95 %; weeks: that this
    takes."""

    partner: str
    segments: tuple[Segment, ...]
    share: float
    contacts: int
    weeks: int
    margin: float
    stop_rules: tuple[StopRule, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One weighted criterion of the comparison and a partner's score in it, 0 to 100. weight: all add up to 1."""

    name: str
    weight: float
    score: float


@dataclass(frozen=True, slots=True)
class PartnerRank:
    """A partner on our profile. yearly: his bill for all he may do. per_resolution: true cost of a matter resolved,
    with rework, escalations, management kept and transition; infinite where he may do nothing. vetoes:
    "location_not_allowed" (location), "too_small" (contacts_per_week, minimum); a vetoed partner has rank 0.
    """

    partner: str
    rank: int
    score: float
    criteria: tuple[Criterion, ...]
    yearly: Decimal
    per_resolution: float
    contacts_per_week: float
    vetoes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WeightMove:
    """How far a criterion's weight must move (the others shrink or grow in proportion) before another wins.

    to: the nearest such weight, None where no weight from 0 to 1 changes the winner. winner: who wins then, or "".
    """

    criterion: str
    weight: float
    to: float | None
    winner: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The partners in order, and how firm that order is."""

    ranks: tuple[PartnerRank, ...]
    moves: tuple[WeightMove, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """How the uncertainty was computed.

    error: mean relative error of reading hours of work off a grid of loads instead of staffing each future in full,
    measured in this study on the reference.
    """

    runs: int
    seed: int
    error: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The one-line answer. option: the name of the best option under it.

    code: "only_nights" is any hand-over outside office hours while the office stays; "undecided": nothing saves
    surely, something might. reasons: "saves" (saving, low, high, probability), "lowers_service" (service,
    probability), "saves_nothing" (best, saving, probability), "cannot_know" (probability, low, high), "vetoed" (),
    "too_small" (contacts_per_week, minimum), "no_partner" (), "no_contacts" (), and after them "short_history"
    (weeks) below eight weeks.
    """

    code: AnswerCode
    option: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is weak in the contract that the scenario has of a partner; no findings where no rule sees anything."""

    partner: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a study found. reference: the option that savings are counted from (in-house in the wanted hours).

    options: the reference first, "recommended" last. decisions: all segments with contacts, most contacts first.
    pilot: None where nothing is worth one. comparison: None without partners. notices: of the profile, and
    "handling_from_default", "no_partner", "segments_merged". contracts: of the partners that have one.
    """

    currency: str
    answer: Answer
    reference: str
    options: tuple[OptionResult, ...]
    decisions: tuple[SegmentDecision, ...]
    frontier: tuple[FrontierPoint, ...]
    pilot: Pilot | None
    comparison: Comparison | None
    assumptions: tuple[Assumption, ...]
    simulation: Simulation
    notices: tuple[str, ...]
    contracts: tuple[Reviewed, ...] = ()
