"""Time grows with the length of a text and not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Text = TypeVar("Text")

SMALL = 8_000
"""Characters of the smallest of three texts; each is three times the last."""
WORTH_MEASURING = 0.004
"""Seconds: below that the clock is too coarse to compare."""
TRIES = 5
"""A busy machine may spoil a measurement; what is quadratic fails every one."""


def assert_linear(action: Callable[[Text], object], make: Callable[[int], Text]) -> None:
    """Do ``action`` with texts of three lengths, made by ``make(characters)``; fails when time grows too fast.

    Nine times the text may take nine times the processor's time; with the square it would be eighty-one. Thirty leaves
    room for what else the machine does.
    """
    texts = [make(size) for size in (SMALL, 3 * SMALL, 9 * SMALL)]
    measured = []
    for _ in range(TRIES):
        small, middle, large = (_cost(action, text) for text in texts)
        measured.append((small, middle, large))
        if large < 30 * max(small, WORTH_MEASURING) and large < 10 * max(middle, WORTH_MEASURING):
            return
    raise AssertionError(f"seconds for texts of one, three and nine lengths: {measured}")


def _cost(action: Callable[[Text], object], text: Text) -> float:
    began = time.process_time()
    action(text)
    return time.process_time() - began
