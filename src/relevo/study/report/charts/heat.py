"""When contacts come: the 168 hours of the week as a heat map for each block, inferred hours hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from relevo.study.demand.profile import HOURS
from relevo.study.report.charts.drawing import VALUES, svg_of
from relevo.study.report.palette import GROUND, INK, STEPS
from relevo.study.report.speech import Speech

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL = 12
"""Pixels of an hour, each way."""
_HATCH = "M-0.5,0.5L0.5,-0.5"


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """Contacts an hour (168,) of what ``name`` says, and which of them were inferred."""

    name: str
    rate: NDArray[np.float64]
    imputed: NDArray[np.bool_]


def heat_svg(weeks: Sequence[Week], speech: Speech) -> str:
    """Return the weeks side by side on one scale, each step of which is twice the one before."""
    top = max(float(week.rate.max()) for week in weeks) or 1.0
    edges = [top / 2**n for n in (5, 4, 3, 2, 1)]
    labels = _labels(edges, speech)
    cells = [
        {"week": week.name, "day": hour // 24, "hour": hour % 24, "imputed": bool(week.imputed[hour]),
         "step": labels[int(np.searchsorted(edges, week.rate[hour], "right"))]}
        for week in weeks for hour in range(HOURS)
    ]  # fmt: skip
    days = ",".join(f"'{day}'" for day in speech.days())
    x = alt.X("hour:O").axis(
        title=speech("chart.hour"),
        labelExpr="datum.value % 6 == 0 ? datum.value : ''",
        labelAngle=0,
        ticks=False,
    )
    y = alt.Y("day:O").axis(title=None, labelExpr=f"[{days}][datum.value]", ticks=False)
    base = alt.Chart().encode(x=x, y=y).properties(width=24 * CELL, height=7 * CELL)
    colour = (
        alt.Color("step:O")
        .scale(domain=labels, range=list(STEPS))
        .legend(title=speech("chart.contacts_an_hour"))
    )
    heat = base.mark_rect(stroke=GROUND, strokeWidth=0.5).encode(color=colour)
    chart = alt.layer(heat, *_hatches(base)).facet(
        facet=alt.Facet("week:N", sort=[week.name for week in weeks]).header(title=None),
        columns=2, data=VALUES, spacing=18,
    )  # fmt: skip
    return svg_of(chart, speech, cells)


def _hatches(base: alt.Chart) -> list[Any]:
    """Return strokes over inferred hours, dark with a light edge so that they show on any step."""
    strokes = ((GROUND, 2.6), (INK, 1.0))
    return [
        base.mark_point(shape=_HATCH, size=CELL * CELL, stroke=colour, strokeWidth=width, opacity=1)
        .transform_filter("datum.imputed")
        for colour, width in strokes
    ]  # fmt: skip


def _labels(edges: Sequence[float], speech: Speech) -> list[str]:
    written = [speech.number(edge) for edge in edges]
    between = [speech("range", low=low, high=high) for low, high in pairwise(written)]
    return [speech("chart.below", number=written[0]), *between, speech("chart.above", number=written[-1])]
