"""The colours of the report, each for a light and for a dark ground.

Pictures are drawn in the light ones; a page on a dark ground replaces them one by one (see ``html``), so each colour
that a picture uses is in PAIRS. Orange and teal stay apart for every common kind of colour-blindness.
"""

from __future__ import annotations

from collections.abc import Mapping

GROUND = "#ffffff"
INK = "#17201f"
INK_SOFT = "#485452"
LINE = "#d5dbd9"
TEAL = "#0b655e"
ORANGE = "#b4540a"
GREY = "#6f7b79"
STEPS = ("#f1f5f4", "#d3e8e3", "#a2d0c6", "#5eab9d", "#1f7a6f", "#073f39")
"""Of the heat maps, from few to many."""

PAIRS: Mapping[str, str] = {
    GROUND: "#14181a",
    INK: "#e9eeed",
    INK_SOFT: "#adb8b6",
    LINE: "#353f41",
    TEAL: "#6cc9b4",
    ORANGE: "#f0a05a",
    GREY: "#93a09d",
    STEPS[0]: "#1b2325",
    STEPS[1]: "#1e3c37",
    STEPS[2]: "#275b51",
    STEPS[3]: "#38877a",
    STEPS[4]: "#6cbba9",
    STEPS[5]: "#cdf3e8",
}
"""The light colour, then the dark one."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
