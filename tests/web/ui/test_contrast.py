"""Every pair of colours that meets on a screen keeps WCAG 2.2 AA, by day and by night."""

from __future__ import annotations

import math
import re
from itertools import product
from pathlib import Path

import pytest

import relevo.web.ui

CSS = Path(relevo.web.ui.__file__).parent / "static" / "ui" / "css"
TOKENS = (CSS / "tokens.css").read_text()
PAIRS = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), #[0-9a-f]{6}\)", TOKENS))
NIGHT = dict(re.findall(r"--([\w-]+): light-dark\(#[0-9a-f]{6}, (#[0-9a-f]{6})\)", TOKENS))
THEMES = {"day": PAIRS, "night": NIGHT}
SURFACES = ("ground", "panel", "well", "raised", "selected")
TEXT = [
    *product(("ink", "ink-2", "ink-3"), SURFACES),
    *product(("accent", "accent-strong", "due", "breached", "ok", "info"), SURFACES),
    *((tone, f"{tone}-soft") for tone in ("due", "breached", "ok", "info", "accent")),
    *product(
        ("ink", "ink-2"), ("due-soft", "breached-soft", "ok-soft", "info-soft", "note-soft", "accent-soft")
    ),
    *product(("ink-3",), ("note-soft", "accent-soft")),
    *product(("ink",), ("heat-0", "heat-1", "heat-2", "heat-3")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-breached", "breached"),
    ("on-breached", "breached-strong"),
    ("accent-strong", "accent-soft"),
    ("ground", "ink"),
]
LINES = [
    *product(("line-control", "focus"), ("ground", "panel", "raised")),
    ("focus", "well"),
    ("breached", "panel"),
]


def luminance(rgb: tuple[float, float, float]) -> float:
    """Relative luminance of linear red, green and blue (WCAG 2.2, definition of relative luminance)."""
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def linear(colour: str) -> tuple[float, float, float]:
    """#rrggbb as linear light."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def from_oklch(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Linear sRGB of an OKLCH colour, clipped to what a screen shows (Ottosson's matrices)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    clipped = [min(max(part, 0.0), 1.0) for part in (red, green, blue)]
    return clipped[0], clipped[1], clipped[2]


def ratio(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Contrast ratio, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_gives_the_published_extremes() -> None:
    assert ratio(linear("#ffffff"), linear("#000000")) == pytest.approx(21)
    assert ratio(linear("#767676"), linear("#ffffff")) == pytest.approx(4.54, abs=0.01)
    assert luminance(from_oklch(1, 0, 0)) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme]
    assert ratio(linear(colours[text]), linear(colours[ground])) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_what_marks_a_control_is_seen(theme: str, line: str, ground: str) -> None:
    colours = THEMES[theme]
    assert ratio(linear(colours[line]), linear(colours[ground])) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_every_desk_hue_is_seen_at_the_edge_of_a_panel(theme: str) -> None:
    day, night = re.findall(r"oklch\((0\.\d+) (0\.\d+) var\(--desk-hue\)\)", TOKENS)
    lightness, chroma = map(float, day if theme == "day" else night)
    hues = re.findall(r"\.hue-\d+ { --desk-hue: (\d+); }", (CSS / "hues.css").read_text())
    assert len(hues) == 24
    panel = linear(THEMES[theme]["panel"])
    assert min(ratio(from_oklch(lightness, chroma, float(hue)), panel) for hue in hues) >= 3


def test_no_other_file_brings_a_colour_of_its_own() -> None:
    strangers = {
        path.name: found
        for path in CSS.glob("*.css")
        if path.name not in {"tokens.css", "hues.css"}
        and (found := re.findall(r"#[0-9a-f]{3,8}\b", path.read_text()))
    }
    assert strangers == {}
