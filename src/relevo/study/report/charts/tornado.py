"""What matters most: a year's saving when one thing alone is at its low or high end."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from relevo.study.choice.outcome import Influence
from relevo.study.report.charts.drawing import ENDS, VALUES, svg_of
from relevo.study.report.palette import GREY, INK, ORANGE, TEAL
from relevo.study.report.speech import Speech


def tornado_svg(influences: Sequence[Influence], speech: Speech) -> str:
    """Return a bar for each driver, from its low end to its high end, and a line where nothing is saved."""
    low, high = speech("chart.low_end"), speech("chart.high_end")
    names = [speech.code("driver", one.driver) for one in influences]
    bars = [
        {"driver": name, "from": min(one.at_p10, one.at_p90), "to": max(one.at_p10, one.at_p90)}
        for name, one in zip(names, influences, strict=True)
    ]
    ends = [
        {"driver": name, "saving": saving, "end": end}
        for name, one in zip(names, influences, strict=True)
        for saving, end in ((one.at_p10, low), (one.at_p90, high))
    ]
    y = alt.Y("driver:N", sort=names).axis(title=None, ticks=False, domain=False, grid=True)
    x = alt.X("from:Q").scale(zero=False).axis(
        title=speech("chart.saving_a_year", currency=speech.currency), format=",.0f", tickCount=5
    )  # fmt: skip
    spans = alt.Chart(VALUES).mark_rule(strokeWidth=7, opacity=0.45, color=GREY).encode(y=y, x=x, x2="to:Q")
    colour = alt.Color("end:N").scale(domain=[low, high], range=[ORANGE, TEAL]).legend(title=None)
    shape = alt.Shape("end:N").scale(domain=[low, high], range=["diamond", "circle"]).legend(title=None)
    dots = alt.Chart(ENDS).mark_point(size=80, filled=True, opacity=1)
    layers: list[alt.Chart] = [spans, dots.encode(y=y, x="saving:Q", color=colour, shape=shape)]
    savings = [saving for one in influences for saving in (one.at_p10, one.at_p90)]
    if min(savings) <= 0 <= max(savings):
        nothing = alt.Chart(ENDS).mark_rule(color=INK, strokeDash=[4, 3])
        layers.append(nothing.encode(x=alt.datum(0.0)))
    return svg_of(alt.layer(*layers).properties(width=420, height=alt.Step(28)), speech, bars, ends)
