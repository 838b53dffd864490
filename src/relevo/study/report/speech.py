"""Words and figures in the reader's language.

What comes from a file or a scenario (names, topics) is hostile: it is put into sentences as one short printable line,
and never looked at as a template. Renderers escape it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from string import Formatter

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from relevo.study.choice.outcome import Reason, Segment
from relevo.study.report.texts.catalogues import CATALOGUES, PHRASES, Language

_MONEY = frozenset({"saving", "low", "high", "one_off", "yearly_saving"})
_SHARES = frozenset({"share", "service", "reference"})


class Speech:
    """One language, and the currency that amounts are in."""

    def __init__(self, language: Language, currency: str) -> None:
        self.language, self.currency = language, name_of(currency)[:8]
        self.locale = Locale.parse(language)
        self._texts, self._phrases = CATALOGUES[language], PHRASES[language]

    def __call__(self, key: str, **values: str) -> str:
        """Return the text of a key, filled in; a value that a text asks for and does not get is a dash."""
        text = self._texts[key]
        wanted = {name: "–" for _, name, _, _ in Formatter().parse(text) if name}
        return text.format_map(wanted | values)

    def heads(self, *names: str) -> tuple[str, ...]:
        """Return the heads of a table's columns."""
        return tuple(self(f"head.{name}") for name in names)

    def code(self, family: str, code: str) -> str:
        """Return the words for a code; one that has none (a channel that only this desk has) stands for itself."""
        return self._texts.get(f"{family}.{code}") or name_of(code)

    def phrase(self, english: str) -> str:
        """Return a unit or the source of an assumption in this language."""
        return self._phrases.get(english, one_line(english))

    def reason(self, place: str, reason: Reason) -> str:
        """Return a reason as a sentence. place: "answer", "option", "segment" or "partner"."""
        values = {name: self._value(name, value) for name, value in reason.values.items()}
        saving = reason.values.get("saving")
        if isinstance(saving, int | float):
            values["loss"] = self.money(-saving)
        service, usual = reason.values.get("service"), reason.values.get("reference")
        if (
            isinstance(service, float)
            and isinstance(usual, float)
            and values["service"] == values["reference"]
        ):
            values |= {"service": self.share(service, fine=True), "reference": self.share(usual, fine=True)}
        key = f"reason.{place}.{reason.code}"
        return self(key, **values) if key in self._texts else name_of(reason.code)

    def _value(self, name: str, value: str | float) -> str:
        if isinstance(value, str):
            ours = {"daypart": self.code("daypart", value), "language": self.tongue(value)}
            return ours.get(name) or name_of(value)
        if name in _MONEY:
            return self.money(value)
        if name == "probability":
            return self.chance(value)
        return self.share(value) if name in _SHARES else self.number(value)

    def money(self, amount: float | Decimal) -> str:
        """Return an amount without cents; one from a simulation with three digits that mean something."""
        if not math.isfinite(amount):
            return "–"
        whole = round(amount) if isinstance(amount, Decimal) else _digits(amount, 3)
        plain = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        words = format_currency(whole, self.currency, format=plain, locale=self.locale, currency_digits=False)
        return words.replace("-", "−")

    def price(self, amount: float | Decimal) -> str:
        """Return an amount with its cents."""
        return (
            format_currency(Decimal(str(amount)), self.currency, locale=self.locale)
            if math.isfinite(amount)
            else "–"
        )

    def number(self, value: float) -> str:
        """Return a number with about two digits that mean something."""
        if not math.isfinite(value):
            return "–"
        places = 0 if abs(value) >= 20 or value == int(value) else 1 if abs(value) >= 1 else 2
        return format_decimal(round(value, places) + 0.0, locale=self.locale)

    def plain(self, value: str | float | None) -> str:
        """Return an assumption's value as it was given."""
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return self("yes" if value else "no")
        if isinstance(value, str):
            return one_line(value)
        return format_decimal(value, format="#,##0.######", locale=self.locale)

    def name(self, name: str) -> str:
        """Return a name of others, a dash where there is none."""
        return name_of(name) or "–"

    def share(self, value: float, *, fine: bool = False) -> str:
        """Return a share in per cent; ``fine`` with two decimals, where two shares would else look the same."""
        if not math.isfinite(value):
            return "–"
        whole = self.locale.percent_formats[None].pattern
        pattern = whole.replace("#,##0", "#,##0.00") if fine else whole
        return format_percent(value + 0.0, format=pattern, locale=self.locale)

    def chance(self, value: float) -> str:
        """Return a probability; a simulation never shows that something is sure."""
        if value > 0.99:
            return self("chance.above", share=self.share(0.99))
        return self("chance.below", share=self.share(0.01)) if value < 0.01 else self.share(value)

    def span(self, low: float, high: float) -> str:
        """Return two amounts as a range."""
        return self("range", low=self.money(low), high=self.money(high))

    def day(self, day: date) -> str:
        """Return a date in words."""
        return format_date(day, "long", locale=self.locale)

    def days(self) -> list[str]:
        """Return the short names of the days, Monday first."""
        names = self.locale.days["stand-alone"]["abbreviated"]
        return [str(names[day]) for day in range(7)]

    def months(self) -> list[str]:
        """Return the short names of the months."""
        names = self.locale.months["stand-alone"]["abbreviated"]
        return [str(names[month]) for month in range(1, 13)]

    def tongue(self, language: str) -> str:
        """Return the name of a language."""
        name = self.locale.languages.get(language)
        return str(name) if name else name_of(language)

    def block(self, *parts: str) -> str:
        """Return parts of a name in a row."""
        return "\u00a0· ".join(part for part in parts if part)

    def segment(self, segment: Segment) -> str:
        """Return the name of a part of the week."""
        return self.block(
            self.code("daypart", segment.daypart),
            self.tongue(segment.language),
            self.code("channel", segment.channel),
        )

    def option(self, name: str) -> str:
        """Return the name of an option, which may have a partner's behind a colon."""
        code, _, partner = name.partition(":")
        return self.code("option", code) + (f": {name_of(partner)}" if partner else "")

    def group(self, segments: Iterable[Segment]) -> str:
        """Return several parts of the week as one name: each part of the day once, each language once in it."""
        found: dict[str, dict[str, list[str]]] = {}
        for one in segments:
            found.setdefault(one.daypart, {}).setdefault(one.language, []).append(
                self.code("channel", one.channel)
            )
        return "; ".join(
            f"{self.code('daypart', daypart)}: "
            + ", ".join(
                f"{self.tongue(tongue)} ({', '.join(channels)})" for tongue, channels in tongues.items()
            )
            for daypart, tongues in found.items()
        )


def one_line(text: str, most: int = 600) -> str:
    """Return a text of others as one line that can be printed, cut where it is too long."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return line if len(line) <= most else line[: most - 1] + "…"


def name_of(text: str) -> str:
    """Return a name of others as tables can hold it."""
    return one_line(text, 48)


def _digits(value: float, digits: int) -> float:
    """Return a number rounded to so many digits, from the left."""
    if value == 0:
        return 0.0
    return round(value, digits - 1 - math.floor(math.log10(abs(value)))) + 0.0
