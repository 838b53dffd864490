"""Who must be there: agents by hour of the week for some options, in-house and at partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from relevo.study.demand.profile import HOURS
from relevo.study.report.charts.drawing import VALUES, svg_of
from relevo.study.report.palette import ORANGE, TEAL
from relevo.study.report.speech import Speech


@dataclass(frozen=True, slots=True)
class Curve:
    """Agents by hour of the week (168 each): those needed in-house, and agents' worth of work at partners."""

    name: str
    own: Sequence[float]
    partners: Sequence[float]


def staffing_svg(curves: Sequence[Curve], speech: Speech) -> str:
    """Return the curves one below the other on one scale."""
    own, partners = speech("chart.in_house"), speech("chart.at_partners")
    values = [
        {"option": curve.name, "hour": hour, "agents": agents, "team": team}
        for curve in curves
        for team, line in ((own, curve.own), (partners, curve.partners))
        if any(line)
        for hour, agents in enumerate([*line, line[-1]])
    ]
    days = ",".join(f"'{day}'" for day in speech.days())
    x = alt.X("hour:Q").scale(domain=[0, HOURS], nice=False).axis(
        title=None, values=[24 * day for day in range(7)], labelExpr=f"[{days}][datum.value / 24]", labelAlign="left",
        labelOffset=0, labelPadding=6, tickSize=8,
    )  # fmt: skip
    y = alt.Y("agents:Q").axis(title=speech("chart.agents"), tickMinStep=1, tickCount=4, format=",.0f")
    colour = (
        alt.Color("team:N")
        .scale(domain=[own, partners], range=[TEAL, ORANGE])
        .legend(title=None, symbolOpacity=1)
    )
    base = alt.Chart().encode(x=x, y=y, color=colour).properties(width=560, height=92)
    filled = base.mark_area(interpolate="step-after", opacity=0.25, line=False).transform_filter(
        alt.datum.team == own
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=1.5, opacity=1)
    chart = alt.layer(filled, lines).facet(
        row=alt.Row("option:N", sort=[curve.name for curve in curves]).header(
            title=None, orient="top", labelPadding=2
        ),
        data=VALUES, spacing=14,
    )  # fmt: skip
    return svg_of(chart, speech, values)
