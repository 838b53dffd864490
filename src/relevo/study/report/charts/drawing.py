"""From a chart's description to an SVG: one style for all, numbers as the reader's language writes them."""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import vl_convert

from relevo.study.report.palette import INK, INK_SOFT, LINE
from relevo.study.report.speech import Speech

FONT = "Libertinus Serif"
"""The typesetter's own font, so that a PDF needs none of the machine's; pages put theirs in its place."""
_MEASURED = "sans-serif"
"""What texts are measured in, since the drawing library lacks that font: as wide as pages show it."""

_STYLE: dict[str, Any] = {
    "aria": False,
    "background": None,
    "font": _MEASURED,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK_SOFT, "labelFontSize": 12, "titleColor": INK_SOFT, "titleFontSize": 12,
        "titleFontWeight": 400, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "labelLimit": 300,
        "titlePadding": 8,
    },
    "legend": {
        "labelColor": INK, "labelFontSize": 12, "titleColor": INK_SOFT, "titleFontSize": 12,
        "titleFontWeight": 400, "orient": "top", "labelLimit": 240, "titleLimit": 400, "symbolStrokeWidth": 2,
    },
    "header": {"labelColor": INK, "labelFontSize": 13, "labelLimit": 290, "labelAnchor": "start"},
    "text": {"color": INK, "fontSize": 12},
}  # fmt: skip


Rows = list[dict[str, Any]]

VALUES = alt.NamedData(name="values")
"""The data of a chart, which ``svg_of`` puts in: inside it altair would check each value by its schema, slowly."""
ENDS = alt.NamedData(name="ends")
"""More data of a chart."""


def svg_of(chart: alt.TopLevelMixin, speech: Speech, values: Rows, ends: Rows | None = None) -> str:
    """Return a chart of values as SVG without a ground; the same ones give the same bytes."""
    spec = chart.to_dict() | {"config": _STYLE, "datasets": {"values": values, "ends": ends or []}}
    marks = speech.locale.number_symbols["latn"]
    numbers = {
        "decimal": str(marks["decimal"]),
        "thousands": str(marks["group"]),
        "grouping": [3],
        "currency": ["", ""],
    }
    svg = str(vl_convert.vegalite_to_svg(spec, format_locale=numbers))
    return re.sub(
        r' xmlns:xlink="[^"]*"| version="1.1"| class="[^"]*"| pointer-events="none"', "", svg
    ).replace(f'font-family="{_MEASURED}"', f'font-family="{FONT}"')
