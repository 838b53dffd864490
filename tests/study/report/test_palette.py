"""Colours can be told apart on both grounds."""

import itertools

import pytest

from relevo.study.report.palette import GREY, GROUND, INK, INK_SOFT, ORANGE, PAIRS, STEPS, TEAL, contrast


def on_both_grounds(colour):
    return contrast(colour, GROUND), contrast(PAIRS[colour], PAIRS[GROUND])


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", [INK, INK_SOFT])
def test_words_are_readable_on_both_grounds(colour):
    assert min(on_both_grounds(colour)) >= 7


@pytest.mark.parametrize("colour", [TEAL, ORANGE, GREY])
def test_marks_stand_out_on_both_grounds(colour):
    assert min(on_both_grounds(colour)) >= 3


def test_numbers_on_dots_are_readable():
    for colour in (TEAL, GREY):
        assert contrast(GROUND, colour) >= 4
        assert contrast(PAIRS[GROUND], PAIRS[colour]) >= 4


def test_steps_of_a_heat_map_go_one_way_and_differ():
    for steps in (STEPS, [PAIRS[step] for step in STEPS]):
        away = [contrast(step, steps[0]) for step in steps]
        assert all(later > 1.15 * earlier for earlier, later in itertools.pairwise(away))
