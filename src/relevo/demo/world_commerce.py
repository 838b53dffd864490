"""The demo's rate cards: what each partner charges each client."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from relevo.calc.working_time import Calendar, calendar_to_json, weekly_hours
from relevo.commerce.actions import set_rate_card
from relevo.core.scope import acting

if TYPE_CHECKING:
    from relevo.demo.world import World

SINCE = date(2026, 1, 1)
"""The day from which the demo's rate cards hold."""


def _hours(zone: str, start: str, end: str, days: range = range(7)) -> dict[str, Any]:
    """A calendar that is open from ``start`` to ``end`` (perhaps past midnight) on these weekdays (Monday is 0)."""
    return calendar_to_json(Calendar(zone, weekly_hours({day: [(start, end)] for day in days})))


def _night(zone: str) -> dict[str, Any]:
    """The premium for work between 22 and 6 o'clock on the desk's wall."""
    return {
        "name": "night",
        "multiplier": "1.25",
        "applies": "open",
        "calendar": _hours(zone, "22:00", "06:00"),
    }


def _weekend(zone: str) -> dict[str, Any]:
    """The premium for work on Saturdays and Sundays."""
    days = _hours(zone, "00:00", "24:00", range(5, 7))
    return {"name": "weekend", "multiplier": "1.15", "applies": "open", "calendar": days}


CARDS: dict[tuple[str, str], dict[str, Any]] = {
    ("auralis", "noctua"): {
        "currency": "EUR", "contact": "4.80",
        "premiums": [_night("Europe/Madrid"), _weekend("Europe/Madrid")],
    },
    ("auralis", "baltline"): {"currency": "EUR", "contact": "5.20", "premiums": [_night("Europe/Madrid")]},
    ("mareko", "baltline"): {
        "currency": "EUR", "resolution": "6.10", "reopen_days": 7, "premiums": [_weekend("Europe/Riga")],
    },
    ("mareko", "noctua"): {"currency": "EUR", "contact": "5.00", "premiums": [_night("Europe/Riga")]},
}  # fmt: skip
"""By desk and provider. A contact is the first answer of a holding; a resolution that comes back in time is free."""


def agree_on_prices(world: World) -> None:
    """Agreeing on prices."""
    for (desk, provider), terms in CARDS.items():
        actor = world.machine(desk)
        with acting(actor):
            set_rate_card(world.engagements[desk, provider], SINCE, terms, actor=actor)
