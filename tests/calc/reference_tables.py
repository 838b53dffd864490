"""The committed tables of 50 digits, and how many digits of them a float agrees with."""

import json
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).with_name("reference")
SMALLEST = Decimal("1e-290")
"""Below this a float begins to lose digits, and ends in 0."""


def table(name):
    """Rows of erlang.json as objects."""
    whole = json.loads((FOLDER / "erlang.json").read_text(encoding="utf-8"))[name]
    return [dict(zip(whole["columns"], row, strict=True)) for row in whole["rows"]]


def interval_table(name):
    return json.loads((FOLDER / "intervals.json").read_text(encoding="utf-8"))[name]


def digits(found, true):
    """Significant decimal digits of agreement, at most 17."""
    exact = Decimal(true)
    if abs(exact) < SMALLEST:
        return 17.0 if abs(Decimal(found)) < 2 * SMALLEST else 0.0
    error = abs(Decimal(found) - exact) / abs(exact)
    return min(float(-error.log10()), 17.0) if error else 17.0
