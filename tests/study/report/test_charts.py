"""Pictures: valid, in the palette, the same each time, and honest about what was inferred."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from relevo.study.choice.outcome import FrontierPoint, Influence, Spread
from relevo.study.report.charts.costs import Cost, costs_svg
from relevo.study.report.charts.frontier import frontier_svg
from relevo.study.report.charts.heat import Week, heat_svg
from relevo.study.report.charts.staffing import Curve, staffing_svg
from relevo.study.report.charts.tornado import tornado_svg
from relevo.study.report.palette import PAIRS
from relevo.study.report.speech import Speech
from tests.study.report.worlds import HOSTILE, outcome

ENGLISH, SPANISH = Speech("en", "EUR"), Speech("es", "EUR")
RATE = np.linspace(0.1, 9.0, 168)
OPEN = np.zeros(168, bool)


def heat(speech=ENGLISH, name="The desk", closed=OPEN):
    return heat_svg([Week(name, RATE, closed), Week("Mail", RATE / 3, OPEN)], speech)


def costs(speech=ENGLISH, name="Our advice"):
    return costs_svg(
        [
            Cost("In-house", Spread(2e5, 1.8e5, 2e5, 2.2e5), False),
            Cost(name, Spread(1e5, 9e4, 1e5, 1.2e5), True),
        ],
        speech,
    )


def tornado(speech=ENGLISH, low=-4_000.0):
    return tornado_svg([Influence("price", 9_000.0, low), Influence("growth", 3_000.0, 5_000.0)], speech)


def staffing(speech=ENGLISH, name="In-house"):
    return staffing_svg(
        [Curve(name, [1.0] * 100 + [2.0] * 68, [0.0] * 168), Curve("Advice", [1.0] * 168, [0.5] * 168)],
        speech,
    )


def frontier(speech=ENGLISH):
    return frontier_svg(outcome().frontier, 1, speech)


DRAWN = [heat, costs, tornado, staffing, frontier]


def words(svg):
    return [text.text for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("draw", DRAWN)
def test_a_picture_is_valid_and_the_same_each_time(draw):
    assert ET.fromstring(draw()).get("viewBox")
    assert draw() == draw()


@pytest.mark.parametrize("draw", DRAWN)
def test_every_colour_has_one_for_a_dark_ground(draw):
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', draw())) - {"none", "transparent"}
    assert colours <= PAIRS.keys()


@pytest.mark.parametrize("draw", [heat, costs, staffing])
def test_a_hostile_name_stays_a_name(draw):
    svg = draw(name=HOSTILE[:80])
    assert "<script" not in svg
    assert ET.fromstring(svg) is not None


def test_inferred_hours_are_hatched_and_only_they():
    closed = OPEN.copy()
    closed[:10] = True
    plain, hatched = heat(), heat(closed=closed)
    strokes = len(re.findall(r"<path", hatched)) - len(re.findall(r"<path", plain))
    assert strokes == 20, "ten hours, each with a dark stroke on a light one"


def test_numbers_and_words_are_the_readers():
    assert "€100,000" in words(costs())
    assert "100.000\u00a0€" in words(costs(SPANISH))
    assert "Precios del socio" in words(tornado(SPANISH))


def test_the_line_where_nothing_is_saved_is_drawn_where_it_lies_between():
    assert "stroke-dasharray" in tornado()
    assert "stroke-dasharray" not in tornado(low=4_000.0)


def test_a_small_difference_of_service_looks_small():
    close = (FrontierPoint((), "", 2e5, 0.931), FrontierPoint((), "", 1e5, 0.933))
    marks = [word for word in words(frontier_svg(close, 1, ENGLISH)) if word and word.endswith("%")]
    assert {"90%", "96%"} <= set(marks)


def test_many_options_still_fit_on_a_page():
    many = [Cost(f"All to a partner: {n}", Spread(2e5, 1.8e5, 2e5, 2.2e5), False) for n in range(50)]
    assert int(ET.fromstring(costs_svg(many, ENGLISH)).get("height")) < 800


def test_steps_of_the_frontier_are_numbered():
    assert {"0", "1", "2"} <= set(words(frontier()))
