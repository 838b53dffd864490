"""What each option costs in a year: the middle of the futures, and where eight in ten of them lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from relevo.study.choice.outcome import Spread
from relevo.study.report.charts.drawing import VALUES, svg_of
from relevo.study.report.palette import GREY, INK, TEAL
from relevo.study.report.speech import Speech

TALLEST = 640
"""Pixels of the picture's height, so that many options still fit on a page."""


@dataclass(frozen=True, slots=True)
class Cost:
    """A year's cost of an option; ``advised`` where it is the one that the study recommends."""

    name: str
    cost: Spread
    advised: bool


def costs_svg(costs: Sequence[Cost], speech: Speech) -> str:
    """Return a line for each option, with its middle written beside it."""
    values = [
        {"option": one.name, "low": one.cost.p10, "middle": one.cost.p50, "high": one.cost.p90,
         "advised": one.advised, "words": speech.money(one.cost.p50)}
        for one in costs
    ]  # fmt: skip
    colour = alt.condition(alt.datum.advised, alt.value(TEAL), alt.value(GREY))
    top = max((abs(one.cost.p90) for one in costs), default=1.0) or 1.0
    x = alt.X("low:Q").scale(domainMin=0, domainMax=top * 1.18).axis(
        title=speech("chart.cost_a_year", currency=speech.currency), format=",.0f", tickCount=5
    )  # fmt: skip
    step = max(12, min(26, TALLEST // max(len(costs), 1)))
    y = alt.Y("option:N", sort=[one.name for one in costs]).axis(title=None, ticks=False, domain=False)
    base = alt.Chart(VALUES).encode(y=y)
    spans = base.mark_rule(strokeWidth=7, opacity=0.45).encode(x=x, x2="high:Q", color=colour)
    dots = base.mark_point(size=70, filled=True, opacity=1).encode(x=alt.X("middle:Q"), color=colour)
    words = base.mark_text(align="left", dx=9, color=INK).encode(x=alt.X("high:Q"), text="words:N")
    return svg_of(alt.layer(spans, dots, words).properties(width=420, height=alt.Step(step)), speech, values)
