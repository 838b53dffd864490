"""What a study of Auralis could have found, made by hand, and the desk that it was about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from relevo.study.choice.outcome import (
    Answer,
    BreakEven,
    Comparison,
    CostLine,
    Criterion,
    FrontierPoint,
    Handled,
    Influence,
    OptionResult,
    Outcome,
    PartnerRank,
    Pilot,
    Reason,
    Segment,
    SegmentDecision,
    Settling,
    Shift,
    Simulation,
    Spread,
    StopRule,
    TeamNeed,
    WeightMove,
)
from relevo.study.choice.scenario import Scenario, assumptions
from relevo.study.demand.profile import Block, Demand, Handling, Profile

PLACE = np.arange(168)
OFFICE = (PLACE % 24 >= 9) & (PLACE % 24 < 18) & (PLACE < 120)
NIGHT_ES, NIGHT_EN = Segment("night", "es", "phone"), Segment("night", "en", "phone")
OFFICE_LV, WEEKEND_EN = Segment("office", "lv", "mail"), Segment("weekend", "en", "mail")
NOTHING = Spread(0.0, 0.0, 0.0, 0.0)
HOSTILE = (
    '#set page(fill: red) $x^2$ @me \\ <script>alert("1")</script> {0} %s \u202eevil \u05e9\u05dc\u05d5\u05dd '
    + "A" * 10_000
)


def demand(language="es", topic="setup", channel="phone", weekly=200.0, closed=False):
    rate = weekly * np.where(OFFICE, 0.8 / OFFICE.sum(), 0.2 / (~OFFICE).sum())
    weeks = np.full(168, 26.0)
    return Demand(
        Block(language, topic, channel), np.round(rate * 26).astype(np.int64), weeks, rate * 26 + 0.5, weeks,
        rate * 0.8, rate * 1.3, ~OFFICE if closed else np.zeros(168, bool), 1.2, 0.05,
        Handling(360.0, 200.0, 500, measured=channel == "phone", source="measured" if channel == "phone" else "assumed"),
    )  # fmt: skip


def profile(*demands):
    return Profile(
        "Europe/Madrid", date(2026, 1, 5), date(2026, 7, 5), 25.0, 6_212, (("spam", 84), ("duplicate", 12)),
        demands or (demand(closed=True), demand("en", "", "mail", 80.0), demand("lv", "invoice", "mail", 12.0)),
        tuple(1 + 0.1 * (month - 5.5) / 5.5 for month in range(12)), ((date(2026, 1, 6), "holiday"),),
        ("closed_hours_imputed", "handling_estimated"),
    )  # fmt: skip


def team(name="", live=1):
    present = tuple(live if here else 0 for here in OFFICE)
    own = name == ""
    return TeamNeed(
        name, present if own else (0,) * 168, (0.25,) * 168 if own else (0.0,) * 168, (0.4,) * 168,
        (Shift(9, 8, live), Shift(33, 8, live)) if own else (), 45.0 if own else 0.0, 1.6 if own else 0.0, 2 if own else 0,
        "service_level" if own else "",
    )  # fmt: skip


def option(name, cost, saving=0.0, saves=0.0, service=0.8, partners=(), reasons=()):
    code = name.partition(":")[0]
    return OptionResult(
        name, code, partners, (Handled(Block("es", "setup", "phone"), ("in_house",) * 168, (1.0,) * 168),),
        (team(live=2 if not partners else 1), *map(team, partners)),
        (CostLine("pay", Decimal(str(cost))), CostLine("churn", Decimal("1250.50"))), Decimal(str(cost)) + Decimal("1250.50"),
        Decimal("15000.00"), Spread(cost, cost * 0.9, cost, cost * 1.1),
        Spread(saving, saving - 9_000, saving, saving + 9_000) if saves or saving else NOTHING, saves, service, 310.0,
        (Influence("price", saving + 5_000, saving - 6_000), Influence("volume", saving - 800, saving + 900)) if partners else (),
        (BreakEven(4_100.0, 0.35, "above"),) if partners else (), reasons,
    )  # fmt: skip


def decision(
    segment, verdict, reason, *, partner="Noctua Support", saving=0.0, saves=0.5, together=(), settling=()
):
    return SegmentDecision(
        segment, verdict, partner, 31.4, Spread(saving, saving - 4_000, saving, saving + 4_000), saves,
        together or ((segment,) if partner else ()), (reason,), settling,
    )  # fmt: skip


def outcome(**changes):
    """Nights go to Noctua, Latvian mail stays, English weekends are open."""
    nights = (NIGHT_EN, NIGHT_ES)
    saves = Reason("saves", {"probability": 0.97, "saving": 61_234.0})
    found = Outcome(
        "EUR",
        Answer("only_nights", "recommended", (Reason("saves", {"saving": 61_234.0, "low": 52_000.0, "high": 70_000.0, "probability": 0.97}),)),
        "in_house_extended",
        (
            option("in_house_extended", 204_000.0, service=0.91),
            option("in_house", 118_000.0, 86_000.0, 0.999, 0.58, reasons=(Reason("unanswered", {"contacts_per_week": 9.2}),)),
            option("partner_all:Noctua Support", 190_000.0, 14_000.0, 0.71, 0.9, ("Noctua Support",), (Reason("vetoed", {"partner": "Noctua Support", "contacts_per_week": 12.0}),)),
            option("recommended", 142_766.0, 61_234.0, 0.97, 0.9, ("Noctua Support",)),
        ),
        (
            decision(NIGHT_ES, "hand_over", saves, saving=61_234.0, saves=0.97, together=nights),
            decision(NIGHT_EN, "hand_over", saves, saving=61_234.0, saves=0.97, together=nights),
            decision(OFFICE_LV, "keep", Reason("language_not_available", {"language": "lv"}), partner="", saves=0.0),
            decision(
                WEEKEND_EN, "undecided", Reason("uncertain", {"probability": 0.58, "low": -2_000.0, "high": 6_000.0}),
                saving=2_000.0, saves=0.58,
                settling=(Settling("more_weeks", 12, 900.0, 0.5), Settling("binding_quote", 0, 300.0, 0.2)),
            ),
        ),
        (
            FrontierPoint((), "", 204_000.0, 0.91), FrontierPoint(nights, "Noctua Support", 142_766.0, 0.9),
            FrontierPoint((WEEKEND_EN,), "Noctua Support", 144_000.0, 0.94),
        ),
        Pilot("Noctua Support", nights, 0.5, 323, 6, 0.05, (
            StopRule("resolution", True, 0.62, 80), StopRule("escalation", False, 0.15, 80),
            StopRule("cost_per_resolution", False, 12.5, 80), StopRule("conduct_findings", False, 2.0, 50),
        )),
        Comparison(
            (
                PartnerRank("Noctua Support", 1, 88.0, (Criterion("price", 0.6, 90.0), Criterion("references", 0.4, 85.0)), Decimal("48000.00"), 9.4, 62.0, ()),
                PartnerRank("Baltline", 0, 40.0, (Criterion("price", 0.6, 100.0), Criterion("references", 0.4, 50.0)), Decimal("9000.00"), float("inf"), 3.0, (Reason("too_small", {"contacts_per_week": 3.0, "minimum": 10.0}),)),
            ),
            (WeightMove("price", 0.6, 0.91, "Baltline"), WeightMove("references", 0.4, None, "")),
        ),
        tuple(assumptions(Scenario())), Simulation(500, 1, 0.004), ("closed_hours_imputed", "handling_estimated"),
    )  # fmt: skip
    return replace(found, **changes)


def stays():
    """Nothing saves."""
    costs = Reason("costs_more", {"probability": 0.02, "saving": -30_000.0})
    best = Reason("saves_nothing", {"best": "Noctua Support", "saving": -30_000.0, "probability": 0.02})
    return outcome(
        answer=Answer("keep", "in_house_extended", (best,)), pilot=None, frontier=outcome().frontier[:1],
        decisions=tuple(decision(one, "keep", costs, saving=-30_000.0, saves=0.02) for one in (NIGHT_ES, OFFICE_LV)),
    )  # fmt: skip


def alone():
    """No partner was named."""
    none = Reason("no_partner", {})
    return outcome(
        answer=Answer("keep", "in_house_extended", (none,)), pilot=None, comparison=None, options=outcome().options[:2],
        frontier=outcome().frontier[:1], notices=("no_partner",),
        decisions=(decision(OFFICE_LV, "keep", none, partner="", saves=0.0),),
    )  # fmt: skip


def hostile():
    """Every word of others is hostile: a partner, topics, channels, languages, criteria, the scenario's values."""
    bad = Segment("night", HOSTILE, HOSTILE)
    found = outcome()
    ranks = tuple(
        replace(one, partner=HOSTILE, criteria=(Criterion(HOSTILE, 1.0, 5.0),))
        for one in found.comparison.ranks
    )
    return replace(
        found, currency=HOSTILE, decisions=(decision(bad, "hand_over", found.decisions[0].reasons[0], partner=HOSTILE),),
        options=(*found.options[:-1], option(f"partner_all:{HOSTILE}", 1.0, 1.0, 0.5, 0.5, (HOSTILE,)), found.options[-1]),
        pilot=replace(found.pilot, partner=HOSTILE, segments=(bad,)),
        comparison=Comparison(ranks, (WeightMove(HOSTILE, 1.0, 0.5, HOSTILE),)),
        assumptions=tuple(replace(one, value=HOSTILE, changed=True) for one in found.assumptions),
        notices=(HOSTILE, *found.notices),
    ), profile(demand(HOSTILE, HOSTILE, HOSTILE), demand("es", "", "phone"))  # fmt: skip
