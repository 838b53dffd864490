"""Writes intervals.json: 50 digits of exact intervals, by positive series in decimal arithmetic.

    python tests/calc/reference/make_intervals.py

Gamma functions of whole and half numbers are products; quantiles are found by halving, then Newton's method.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, getcontext
from pathlib import Path

D = Decimal
CONTEXT = getcontext()
CONTEXT.prec, CONTEXT.Emax, CONTEXT.Emin = 80, 10**12, -(10**12)
TINY = D(10) ** -75
HALF = D("0.5")
TAIL = D("0.025")
PI = D(
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798"
)


def text(value: Decimal) -> str:
    return f"{value:.49e}"


def gamma(s: Decimal) -> Decimal:
    """Gamma of a positive multiple of one half."""
    start = HALF if s % 1 else D(1)
    value = PI.sqrt() if s % 1 else D(1)
    while start < s:
        value *= start
        start += 1
    return value


class Beta:
    def __init__(self, a: Decimal, b: Decimal) -> None:
        self.a, self.b = a, b
        self.whole = gamma(a) * gamma(b) / gamma(a + b)

    def below(self, x: Decimal) -> Decimal:
        if x > self.a / (self.a + self.b):
            return 1 - self._series(1 - x, self.b, self.a)
        return self._series(x, self.a, self.b)

    def _series(self, x: Decimal, a: Decimal, b: Decimal) -> Decimal:
        term = total = D(1)
        k = 0
        while term > total * TINY:
            term *= x * (a + b + k) / (a + 1 + k)
            total += term
            k += 1
        return (a * x.ln() + b * (1 - x).ln()).exp() / self.whole / a * total

    def density(self, x: Decimal) -> Decimal:
        return ((self.a - 1) * x.ln() + (self.b - 1) * (1 - x).ln()).exp() / self.whole


class Gamma:
    def __init__(self, shape: Decimal) -> None:
        self.shape, self.whole = shape, gamma(shape)

    def below(self, x: Decimal) -> Decimal:
        term = total = D(1)
        k = 0
        while term > total * TINY or k < x - self.shape:
            k += 1
            term *= x / (self.shape + k)
            total += term
        return (self.shape * x.ln() - x).exp() / self.whole / self.shape * total

    def density(self, x: Decimal) -> Decimal:
        return ((self.shape - 1) * x.ln() - x).exp() / self.whole


def quantile(law: Beta | Gamma, probability: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """By Newton's method in a bracket, which is halved (geometrically while wide) where a step would leave it."""
    x = (low * high).sqrt()
    for _ in range(400):
        missing = probability - law.below(x)
        low, high = (x, high) if missing > 0 else (low, x)
        step = missing / law.density(x)
        if abs(step) < x * D(10) ** -58:
            return x + step
        x += step
        if not low < x < high:
            x = (low * high).sqrt() if high > 2 * low else (low + high) / 2
    raise ArithmeticError


def share(found: int, trials: int, law: Callable[[str], Beta]) -> list[str]:
    small, one = D(10) ** -20, 1 - D(10) ** -20
    low = quantile(law("low"), TAIL, small, one) if found else D(0)
    high = quantile(law("high"), 1 - TAIL, small, one) if found < trials else D(1)
    return [text(low), text(high)]


def clopper_pearson(found: int, trials: int) -> list[str]:
    laws = {"low": (found, trials - found + 1), "high": (found + 1, trials - found)}
    return share(found, trials, lambda end: Beta(*map(D, laws[end])))


def jeffreys(found: int, trials: int) -> list[str]:
    return share(found, trials, lambda _: Beta(found + HALF, trials - found + HALF))


def garwood(count: int) -> list[str]:
    most = D(count + 10) * 10
    low = quantile(Gamma(D(count)), TAIL, D(10) ** -9, most) if count else D(0)
    return [text(low), text(quantile(Gamma(D(count + 1)), 1 - TAIL, D(10) ** -9, most))]


CASES = [(0, 1), (1, 1), (0, 10), (1, 10), (5, 10), (9, 10), (0, 60), (3, 59), (44, 400), (277, 278), (500, 1000),
         (1, 5000), (4999, 5000), (2500, 5000), (7, 50000)]  # fmt: skip


def main() -> None:
    tables = {
        "clopper_pearson": [[*case, *clopper_pearson(*case)] for case in CASES],
        "jeffreys": [[*case, *jeffreys(*case)] for case in CASES],
        "garwood": [[count, *garwood(count)] for count in (0, 1, 2, 5, 10, 26, 100, 1000, 5000)],
    }
    lines = [f'"{name}": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in tables.items()]
    Path(__file__).with_name("intervals.json").write_text(
        "{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
