"""Figures and the pictures that belong to them: stats, sparklines, sortable heads, the coverage week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template

from relevo.web.ui.shapes import HeatDay

register = template.Library()

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 100.0, 28.0, 3.0


@register.inclusion_tag("ui/stat.html")
def stat(  # noqa: PLR0913
    label: str,
    figure: str,
    *,
    unit: str = "",
    href: str = "",
    note: str = "",
    tone: str = "",
    change: str = "",
    better: bool | None = None,
    up: bool = True,
    trend: Sequence[float] = (),
    goal: float | None = None,
) -> dict[str, object]:
    """A figure that opens to the tickets behind it. `change`: against the time before; `better`: None says neither."""
    verdict = "" if better is None else ("better" if better else "worse")
    return {
        "label": label, "figure": figure, "unit": unit, "href": href, "note": note, "tone": tone,
        "change": change, "verdict": verdict, "up": up, "trend": trend, "goal": goal,
    }  # fmt: skip


@register.inclusion_tag("ui/sparkline.html")
def sparkline(values: Sequence[float], label: str = "", goal: float | None = None) -> dict[str, object]:
    """A line of how it went, without axes; `label` says it in words for those who do not see it."""
    points = spark_points(values, goal)
    goal_y = None if goal is None or not points else f"{_height(goal, *_range(values, goal)):.1f}"
    return {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        "end": {"x": f"{points[-1][0]:.1f}", "y": f"{points[-1][1]:.1f}"} if points else None,
        "goal_y": goal_y,
        "label": label,
    }


def spark_points(values: Sequence[float], goal: float | None = None) -> list[tuple[float, float]]:
    """Place values from left to right in a box of 100 x 28, the greatest at the top; a flat line lies in the middle."""
    if not values:
        return []
    low, high = _range(values, goal)
    step = SPARK_WIDTH / max(len(values) - 1, 1)
    return [(index * step, _height(value, low, high)) for index, value in enumerate(values)]


def _range(values: Sequence[float], goal: float | None) -> tuple[float, float]:
    seen = [*values, goal] if goal is not None else list(values)
    return min(seen), max(seen)


def _height(value: float, low: float, high: float) -> float:
    share = 0.5 if high == low else (value - low) / (high - low)
    return SPARK_HEIGHT - SPARK_MARGIN - share * (SPARK_HEIGHT - 2 * SPARK_MARGIN)


@register.inclusion_tag("ui/sort_head.html")
def sort_head(
    label: str, field: str, sorted_by: str = "", *, number: bool = False, query: str = ""
) -> dict[str, object]:
    """A table head that sorts. `sorted_by`: "due" up, "-due" down; `query`: other parameters, ending in "&"."""
    order = {field: "ascending", f"-{field}": "descending"}.get(sorted_by, "")
    return {
        "label": label,
        "order": order,
        "target": f"-{field}" if order == "ascending" else field,
        "icon": {"ascending": "arrow-up", "descending": "arrow-down"}.get(order, "arrow-up-down"),
        "number": number,
        "query": query,
    }


@register.inclusion_tag("ui/heat_map.html")
def heat_map(
    days: Iterable[HeatDay],
    caption: str,
    key: Iterable[tuple[str, str]] = (),
    shades: Iterable[tuple[int, str, str]] = (),
) -> dict[str, object]:
    """The 168-hour week as a table. `key`: (letter, what it stands for), shown under it with the shades it uses.

    `shades`: (level, letter, what it stands for), where shades are about something else than coverage.
    """
    days, shades = list(days), list(shades)
    levels = set() if shades else {cell.level for day in days for cell in day.cells}
    return {
        "days": days, "caption": caption, "key": key, "hours": range(24), "levels": levels, "shades": shades,
    }  # fmt: skip
