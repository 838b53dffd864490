"""The demo's hours: who answers when, what is promised to customers, and the shifts of the coming days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from relevo.calc.coverage import Block
from relevo.calc.working_time import Calendar, calendar_to_json, minute_of, weekly_hours
from relevo.core.actor import system
from relevo.core.clock import now
from relevo.core.scope import Scope, acting
from relevo.coverage.actions import plan_shift, set_coverage
from relevo.coverage.models import Shift
from relevo.organizations.models import Member, User
from relevo.promises.actions import set_promise
from relevo.promises.models import Kind

if TYPE_CHECKING:
    from relevo.demo.world import World

MADRID, RIGA = "Europe/Madrid", "Europe/Riga"
WORKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})
DAILY = WORKDAYS | WEEKEND
DAYS_AHEAD = 14


def _block(
    days: frozenset[int], start: str, end: str, zone: str, *, languages: str = "", rank: int = 1
) -> Block:
    """A block of coverage; an end that is not after the start is on the next day."""
    opens, closes = minute_of(start), minute_of(end)
    closes += 0 if closes > opens else 24 * 60
    return Block(0, days, opens, closes, zone, languages=frozenset(languages.split()), rank=rank)


def _nights_and_weekends(zone: str, *, languages: str, rank: int = 1) -> list[Block]:
    return [
        _block(WORKDAYS, "18:00", "09:00", zone, languages=languages, rank=rank),
        _block(WEEKEND, "09:00", "09:00", zone, languages=languages, rank=rank),
    ]


COVERAGE: dict[tuple[str, str], list[Block]] = {
    ("auralis", "auralis"): [_block(WORKDAYS, "09:00", "18:00", MADRID)],
    ("auralis", "noctua"): _nights_and_weekends(MADRID, languages="es en"),
    ("auralis", "baltline"): _nights_and_weekends(MADRID, languages="lv en", rank=2),
    ("mareko", "mareko"): [_block(WORKDAYS, "09:00", "18:00", RIGA)],
    ("mareko", "baltline"): [
        _block(WORKDAYS, "18:00", "24:00", RIGA, languages="lv en"),
        _block(WEEKEND, "00:00", "24:00", RIGA, languages="lv en"),
    ],
    ("mareko", "noctua"): [_block(DAILY, "00:00", "09:00", RIGA, languages="en es", rank=2)],
}
"""By desk and provider. Nobody answers Mareko's Latvian customers on workday nights: the gap is theirs to see."""

_LONG_DAYS = calendar_to_json(Calendar(RIGA, weekly_hours({day: [("08:00", "20:00")] for day in WORKDAYS})))

PROMISES: dict[str, list[tuple[Kind, int, dict[str, Any]]]] = {
    "auralis": [(Kind.FIRST_RESPONSE, 30, {}), (Kind.NEXT_RESPONSE, 60, {}), (Kind.RESOLUTION, 48 * 60, {})],
    "mareko": [
        (Kind.FIRST_RESPONSE, 45, {}), (Kind.NEXT_RESPONSE, 90, {}), (Kind.RESOLUTION, 3 * 12 * 60, _LONG_DAYS),
    ],
}  # fmt: skip
"""By desk: kind, minutes, calendar (round the clock when empty)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the rota: who works from when to when (clock times in ``zone``) on which weekdays."""

    name: str
    days: frozenset[int]
    start: str
    end: str
    zone: str = MADRID


ROTA = (
    Line("Iker Sanz", WORKDAYS, "09:00", "18:00"),
    Line("Andris Bērziņš", WORKDAYS, "09:00", "18:00", RIGA),
    Line("Valeria Rojas", WORKDAYS, "17:45", "23:15"),
    Line("Valeria Rojas", WEEKEND, "09:00", "19:30"),
    Line("Mateo Díaz", WEEKEND, "18:00", "23:00"),
    Line("Mateo Díaz", DAILY, "23:00", "09:00"),
    Line("Lucía Peña", frozenset({4, 5, 6}), "18:00", "04:00"),
    Line("Lucía Peña", frozenset({1, 2, 3}), "20:00", "02:00"),
    Line("Kristaps Ozols", WORKDAYS, "17:45", "24:00", RIGA),
    Line("Kristaps Ozols", WEEKEND, "14:00", "24:00", RIGA),
    Line("Marta Liepa", WORKDAYS, "18:00", "02:00"),
    Line("Marta Liepa", WEEKEND, "09:00", "17:00"),
    Line("Marta Liepa", WEEKEND, "17:00", "02:00"),
    Line("Marta Liepa", DAILY, "02:00", "09:00"),
)


def agree_on_hours(world: World) -> None:
    """Agreeing on hours and promises."""
    for slug, promises in PROMISES.items():
        actor = world.machine(slug)
        with acting(actor):
            for kind, minutes, calendar in promises:
                set_promise(world.desks[slug], kind, minutes, calendar, actor=actor)
    for (slug, provider), blocks in COVERAGE.items():
        actor = world.machine(slug)
        with acting(actor):
            set_coverage(world.engagements[slug, provider], blocks, actor=actor)


def plan_rota(world: World) -> None:
    """Planning shifts."""
    del world  # the rota finds its people itself, so that it can be rolled on later
    roll_shifts()


def roll_shifts(*, days: int = DAYS_AHEAD) -> int:
    """Plan the rota from yesterday for so many days ahead, leaving out what is planned already; how many were new."""
    return sum(_roll(name, days) for name in dict.fromkeys(line.name for line in ROTA))


def _roll(name: str, days: int) -> int:
    user = User.objects.get(name=name)
    with acting(Scope(user_id=user.pk)):
        member = Member.objects.get(user=user)
    actor = system(member.organization_id)
    with acting(actor):
        planned = set(Shift.objects.filter(member=member).values_list("starts_at", flat=True))
        new = sorted((start, end) for start, end in _spans(name, days) if start not in planned)
        for start, end in new:
            plan_shift(member, start, end, actor=actor)
    return len(new)


def _spans(name: str, days: int) -> Iterator[tuple[datetime, datetime]]:
    for line in ROTA:
        if line.name == name:
            today = now().astimezone(ZoneInfo(line.zone)).date()
            for ahead in range(-1, days):
                day = today + timedelta(days=ahead)
                if day.weekday() in line.days:
                    start = _at(day, line.start, line.zone)
                    overnight = minute_of(line.end) <= minute_of(line.start)
                    yield start, _at(day + timedelta(days=int(overnight)), line.end, line.zone)


def _at(day: date, clock: str, zone: str) -> datetime:
    """The instant of a clock time on the wall of a zone; 24:00 is the midnight that ends the day."""
    minute = minute_of(clock)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(days=minute // 1440)
    return midnight.replace(hour=minute % 1440 // 60, minute=minute % 60).astimezone(UTC)
