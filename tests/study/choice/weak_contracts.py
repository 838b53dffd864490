"""Contracts with one weak clause each, for the tests of every door."""

from __future__ import annotations

EXIT = "exit: {notice_days: 90}\n"
WEAK = {
    "percentile-without-tail": (
        "promises: [{metric: first_response, definition: sl3, percentile: 80}]\n" + EXIT,
        "promises.1.percentile",
    ),
    "minute-without-resolution": ("prices: {minute: 0.85}\n" + EXIT, "prices.minute"),
    "resolution-without-clawback": ("prices: {resolution: 6.10}\n" + EXIT, "prices.resolution"),
    "all-units-cliff": (
        "prices: {contact: {mode: all_units, tiers: [{up_to: 1500, price: 4.60}, {price: 3.90}]}}\n" + EXIT,
        "prices.contact",
    ),
    "metric-without-definition": ("promises: [{metric: first_response}]\n" + EXIT, "promises.1"),
    "average-hides-rush": (
        "promises: [{metric: first_response, definition: sl3, period: month}]\n" + EXIT,
        "promises.1.period",
    ),
    "volume-without-overage": ("volume: {forecast: 2000, tolerance: 10 %}\n" + EXIT, "volume"),
    "no-exit": ("parties: {client: Auralis, partner: Noctua Support}\n", "exit"),
}
"""For each rule a contract in which it alone finds something, and where."""
