"""What the law of a country asks of shifts: one table, each row with its source.

The general limits on adult employees; collective agreements are often stricter and a young or pregnant person's
limits always are. No legal advice: a scenario names the row, a lawyer confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabourLaw:
    """Limits in hours. longest: of a shift. longest_night: of a shift that touches the night more than three hours.

    daily_rest: between two shifts. weekly_rest: once a week without a break. weekly: on average, overtime not
    counted. days: on which one person works in a week at most.
    """

    country: str
    longest: int
    longest_night: int
    daily_rest: int
    weekly_rest: int
    weekly: int
    days: int
    source: str


LAWS = {
    law.country: law
    for law in (
        LabourLaw(
            "EU", 10, 8, 11, 35, 48, 6,
            "Directive 2003/88/EC, art. 3, 5 (24 h + 11 h), 6, 8; shifts of 10 h by prudence, rest would allow 13",
        ),
        LabourLaw(
            "ES", 9, 8, 12, 36, 40, 6, "Estatuto de los Trabajadores, arts. 34.1, 34.3, 36.1, 37.1 (1½ days)"
        ),
        LabourLaw("LV", 8, 8, 12, 42, 40, 6, "Darba likums, s. 131, 138, 142, 143"),
        LabourLaw(
            "CO", 8, 8, 11, 24, 42, 6,
            "Código Sustantivo del Trabajo, arts. 161, 172; Ley 2101 of 2021 (42 h since July 2026); daily rest: EU",
        ),
    )
}  # fmt: skip
"""By country code; "EU" is for every country that has no row of its own."""


def law_of(country: str) -> LabourLaw:
    """Return the limits of a country, those of the directive for one without a row."""
    return LAWS.get(country, LAWS["EU"])
