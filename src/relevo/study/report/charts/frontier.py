"""Cost against service, as one part of the week after the other is handed over."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from relevo.study.choice.outcome import FrontierPoint
from relevo.study.report.charts.drawing import VALUES, svg_of
from relevo.study.report.palette import GREY, GROUND, TEAL
from relevo.study.report.speech import Speech

NARROWEST = 0.1
"""Width of the axis of service, where all points lie closer together."""


def frontier_svg(points: Sequence[FrontierPoint], advised: int, speech: Speech) -> str:
    """Return the steps as a numbered path; ``advised`` is the step at which the recommendation stops."""
    values = [
        {"step": step, "service": point.service, "cost": point.cost, "advised": step == advised}
        for step, point in enumerate(points)
    ]
    colour = alt.condition(alt.datum.advised, alt.value(TEAL), alt.value(GREY))
    x = alt.X("service:Q").scale(domain=_around([point.service for point in points]), padding=14).axis(
        title=speech("chart.service"), format=".0%", tickCount=5, tickMinStep=0.01
    )  # fmt: skip
    y = alt.Y("cost:Q").scale(zero=False, nice=True, padding=14).axis(
        title=speech("chart.cost_a_year", currency=speech.currency), format=",.0f", tickCount=5
    )  # fmt: skip
    base = alt.Chart(VALUES).encode(x=x, y=y)
    path = base.mark_line(color=GREY, strokeWidth=1, strokeDash=[3, 3]).encode(order="step:O")
    dots = base.mark_point(filled=True, opacity=1, size=320).encode(color=colour)
    words = base.mark_text(color=GROUND, fontSize=11, fontWeight="bold").encode(text="step:O")
    return svg_of(alt.layer(path, dots, words).properties(width=520, height=260), speech, values)


def _around(shares: Sequence[float]) -> list[float]:
    """Return an axis that holds all shares, wide enough that a small difference looks small."""
    middle, half = (min(shares) + max(shares)) / 2, max(max(shares) - min(shares), NARROWEST) / 2
    return [max(middle - half, 0.0), min(middle + half, 1.0)]
