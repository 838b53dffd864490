"""Writes erlang.json: 50 digits of Erlang B, C and A by other formulas than Relevo's, in decimal arithmetic.

    python tests/calc/reference/make_erlang.py

B is its defining sum, C follows from the states of the queue, A from sums over the states of the queue (who
finds k waiting is answered with probability n mu / (n mu + (k + 1) theta), after stages at the rates
n mu + i theta) and, for the service levels, from Palm's series for the incomplete gamma function, at so many
digits (430) that its differences do not matter. Takes some minutes.
"""

from __future__ import annotations

import json
from decimal import Decimal, getcontext
from pathlib import Path

D = Decimal
CONTEXT = getcontext()
CONTEXT.prec, CONTEXT.Emax, CONTEXT.Emin = 430, 10**12, -(10**12)
DIGITS = 50
TINY = D(10) ** -420
AHT = D(180)


def text(value: Decimal) -> str:
    return f"{value:.{DIGITS - 1}e}"


def blocked(load: Decimal, agents: int) -> Decimal:
    """(a^n / n!) / sum of a^k / k!, as it is written in books."""
    term = total = D(1)
    for k in range(1, agents + 1):
        term = term * load / k
        total += term
    return term / total


def erlang_b_row(load: str, agents: int) -> dict[str, object]:
    busy = blocked(D(load), agents)
    return {"load": load, "agents": agents, "blocked": text(busy), "answered": text(1 - busy)}


def erlang_c_row(load: str, agents: int, target: str) -> dict[str, object]:
    a, seconds = D(load), D(target)
    term = below = D(1)
    for k in range(1, agents):
        term = term * a / k
        below += term
    full = term * a / agents * agents / (agents - a)
    waits = full / (below + full)
    drain = (agents - a) / AHT
    row = {
        "load": load, "agents": agents, "target_seconds": target,
        "wait_probability": waits, "mean_wait_seconds": waits / drain, "mean_wait_waiting_seconds": 1 / drain,
        "sl1": 1 - waits * (-drain * seconds).exp(), "mean_queue": waits * a / (agents - a),
    }  # fmt: skip
    for name, above in (("p50_seconds", D("0.5")), ("p90_seconds", D("0.1")), ("p95_seconds", D("0.05"))):
        row[name] = (waits / above).ln() / drain if waits > above else D(0)
    return written(row)


def series(x: Decimal, z: Decimal) -> Decimal:
    """A(x, z) = sum of z^j / ((x + 1) ... (x + j))."""
    term = total = D(1)
    j = 0
    while j < z - x or term > total * TINY:
        j += 1
        term = term * z / (x + j)
        total += term
    return total


def queue_sums(x: Decimal, y: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Over states with k waiting, weighted as A(x, y): all; who gives up; the answered's waits times theta."""
    term, k, stages = D(1), 0, 1 / (x + 1)
    every, gone, wait = D(1), 1 / (x + 1), stages * x / (x + 1)
    while k < y - x or term > every * TINY:
        k += 1
        term = term * y / (x + k)
        stages += 1 / (x + k + 1)
        every += term
        gone += term * (k + 1) / (x + k + 1)
        wait += term * stages * x / (x + k + 1)
    return every, gone, wait


class Queue:
    def __init__(self, load: str, agents: int, patience: str) -> None:
        self.theta = 1 / D(patience)
        self.x, self.y = agents * D(patience) / AHT, D(load) * D(patience) / AHT
        self.load, self.agents = D(load), agents
        # pi_n in units of pi_{n-1} is a/n; below are 1 / B(n-1) units.
        self.below = 1 / blocked(self.load, agents - 1)
        self.every, self.gone, self.wait = queue_sums(self.x, self.y)
        self.at_n = self.load / agents
        self.whole = self.below + self.at_n * self.every

    def beyond(self, w: Decimal, extra: int) -> Decimal:
        """lambda times the integral of g e^(-extra w) beyond w, for extra 0 or 1, in units of pi_{n-1}."""
        rest = (-w).exp()
        scale = (self.y * (1 - rest) - (self.x + extra) * w).exp()
        return self.y * scale * series(self.x + extra, self.y * rest) / (self.x + extra)

    def waiting_at(self, w: Decimal) -> Decimal:
        return (-w).exp() * self.beyond(w, 0) / self.whole

    def percentile(self, above: Decimal) -> Decimal:
        """By bisection in w, then Newton."""
        if self.at_n * self.every / self.whole <= above:
            return D(0)
        low, high = D(0), (1 / above).ln()
        for _ in range(14):
            middle = (low + high) / 2
            low, high = (middle, high) if self.waiting_at(middle) > above else (low, middle)
        w = low
        for _ in range(60):
            share = self.waiting_at(w)
            density = (
                share + (-w).exp() * self.y * (self.y * (1 - (-w).exp()) - self.x * w).exp() / self.whole
            )
            step = (share - above) / density
            w += step
            if abs(step) < w * D(10) ** -60:
                return w / self.theta
        raise ArithmeticError


def erlang_a_row(
    load: str, agents: int, patience: str, target: str, *, percentiles: bool
) -> dict[str, object]:
    queue, w, short = Queue(load, agents, patience), D(target) / D(patience), 5 / D(patience)
    whole = queue.whole
    waits, gone = queue.at_n * queue.every / whole, queue.at_n * queue.gone / whole
    answered = 1 - gone
    every_answered = queue.beyond(D(0), 1)
    by = 1 - waits + (every_answered - queue.beyond(w, 1)) / whole
    still, still_short = queue.waiting_at(w), queue.waiting_at(short)
    by_short = 1 - waits + (every_answered - queue.beyond(short, 1)) / whole
    row = {
        "load": load, "agents": agents, "patience_seconds": patience, "target_seconds": target,
        "wait_probability": waits, "abandoned": gone, "mean_wait_seconds": gone / queue.theta,
        "mean_wait_answered_seconds": queue.at_n * queue.wait / whole / answered / queue.theta,
        "sl1": by, "sl2": by / answered, "sl3": by / (by + still), "sl4": 1 - still, "sl5": by / (by_short + still_short),
        "occupancy": D(load) * answered / agents,
    }  # fmt: skip
    for name, above in (("p50_seconds", "0.5"), ("p90_seconds", "0.1"), ("p95_seconds", "0.05")):
        row[name] = queue.percentile(D(above)) if percentiles else None
    return written(row)


def written(row: dict[str, object]) -> dict[str, object]:
    return {name: text(value) if isinstance(value, Decimal) else value for name, value in row.items()}


def loads(agents: int) -> list[str]:
    """Next to nothing, light, busy, a hair below and above what the agents can do, and overload."""
    near = D(agents) - D("0.0001")
    parts = ("0.000001", "0.5", "0.9", "1", "1.1", "2", "50")
    return [*(format((D(agents) * D(part)).normalize(), "f") for part in parts), str(near)]


def main() -> None:
    b_rows = [erlang_b_row(load, n) for n in (0, 1, 2, 10, 100, 1000, 5000) for load in loads(max(n, 1))]
    c_rows = [
        erlang_c_row(load, n, "20") for n in (1, 2, 10, 100, 1000, 5000) for load in loads(n) if D(load) < n
    ]
    a_rows = [
        erlang_a_row(load, n, patience, "20", percentiles=n <= 100)
        for n in (1, 10, 100, 1000, 5000)
        for load in loads(n)
        for patience in ("0.01", "60", "180", "9000")
        if D(load) * D(patience) <= 2 * 10**6 * AHT
    ] + [
        erlang_a_row(load, n, "180000000", "20", percentiles=False)
        for n, load in ((1, "0.5"), (1, "1"), (10, "9.9999"), (100, "99"), (10, "10.01"))
    ]
    groups = {"erlang_b": b_rows, "erlang_c": c_rows, "erlang_a": a_rows}
    lines = [
        f'"{name}": {{\n"columns": {json.dumps(list(rows[0]))},\n"rows": [\n'
        + ",\n".join(json.dumps(list(row.values())) for row in rows)
        + "\n]}"
        for name, rows in groups.items()
    ]
    Path(__file__).with_name("erlang.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
