"""What Carmen Vidal sees of her desk on a Friday night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from relevo.web.ui.shapes import HeatCell, HeatDay, TimelineEntry

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOW = (5, 3)
"""Saturday, 03:00 in Valencia."""


def console_example() -> dict[str, object]:
    """Everything the console overview shows."""
    now = timezone.now()
    return {
        "kept_trend": [96.1, 95.8, 97.0, 96.4, 97.7, 97.1, 96.9, 98.0, 97.2, 97.9, 98.2, 98.4],
        "response_trend": [24, 22, 25, 21, 19, 22, 18, 17, 19, 16, 15, 14],
        "findings_trend": [3, 2, 4, 2, 3, 2, 5, 3, 6, 4, 7, 9],
        "cost_trend": [120, 260, 410, 520, 700, 830, 960, 1110, 1240, 1390, 1510, 1640],
        "providers": [
            {"name": "Auralis, in-house", "kind": "client", "on_duty": 0, "holding": 9, "due": 0, "late": 0,
             "oldest": "2 d 3 h", "kept": "98.9 %", "until": "from Mon 08:00", "mine": True},
            {"name": "Noctua Support", "kind": "partner", "on_duty": 3, "holding": 14, "due": 3, "late": 1,
             "oldest": "7 h", "kept": "97.8 %", "until": "until 08:00", "mine": False},
            {"name": "Baltline", "kind": "partner", "on_duty": 1, "holding": 2, "due": 0, "late": 0,
             "oldest": "3 h", "kept": "99.2 %", "until": "until 06:00, Latvian", "mine": False},
        ],
        "week": [HeatDay(name, [cell(day, hour) for hour in range(24)]) for day, name in enumerate(DAYS)],
        "week_key": [("A", "Auralis, in-house"), ("N", "Noctua Support"), ("B", "Baltline")],
        "recent": [
            TimelineEntry("Response 9 min late on AUR-1031", now - timedelta(hours=5), "triangle-alert", "breached",
                          "Noctua Support, between two shifts"),
            TimelineEntry("14 tickets handed over to Noctua Support", now - timedelta(hours=5, minutes=12),
                          "arrow-right-left"),
            TimelineEntry("“E-0042 after firmware 4.2.1” became a known issue", now - timedelta(hours=8),
                          "wrench", "info", "31 tickets"),
            TimelineEntry("Statement for October accepted", now - timedelta(days=2), "receipt", "ok", "€ 3,918.40"),
        ],
    }  # fmt: skip


def cell(day: int, hour: int) -> HeatCell:
    """Who covers an hour in Spanish: in-house on weekdays from 8 to 17, Noctua around it, a gap on Sunday mornings."""
    level, who = coverage(day, hour)
    when = f"{DAYS[day]} {hour:02d}:00"
    if level is None:
        return HeatCell(hour, None, f"{when}: nobody answers", "!", "#coverage", (day, hour) == NOW)
    words = {1: "one agent, thin", 2: "as planned", 3: "more than needed"}[level]
    return HeatCell(hour, level, f"{when}: {who}, {words}", who[0], "#coverage", (day, hour) == NOW)  # type: ignore[arg-type]


def coverage(day: int, hour: int) -> tuple[int | None, str]:
    """The example's coverage of one hour: a level, or None for a gap, and who it is."""
    weekday = day < 5
    if weekday and 8 <= hour < 17:
        return (3 if hour in {11, 12} else 2), "Auralis"
    if day == 6 and 4 <= hour < 7:
        return None, ""
    if hour < 6 and day in {1, 3}:
        return 1, "Baltline"
    return (1 if hour < 7 else 2), "Noctua"
