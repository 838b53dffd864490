"""Numbers, money, moments, places and quotations as the reader's language writes them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, get_timezone_location
from babel.numbers import format_currency, format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def reader_locale() -> Locale:
    """The locale of the active language; English for one that nobody knows."""
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency, ``6,10 €``; more than the usual digits are kept (prices per minute)."""
    return format_currency(amount, currency, locale=reader_locale(), decimal_quantization=False)


def whole_money(amount: float, currency: str) -> str:
    """An amount in whole units of its currency, ``210.000 €``."""
    pattern = reader_locale().currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(round(amount), currency, pattern, locale=reader_locale(), currency_digits=False)


def number(value: Decimal | float) -> str:
    """A number with all its digits, ``1,25``."""
    return format_decimal(value, locale=reader_locale(), decimal_quantization=False)


def day_and_time(at: datetime) -> str:
    """A moment on the reader's clock, without the year: ``Nov 22, 03:00``, ``22 nov, 03:00``, ``22. nov., 03:00``."""
    here = timezone.localtime(at)
    return f"{format_skeleton('MMMd', here, locale=reader_locale())}, {here:%H:%M}"


def minutes_words(seconds: float) -> str:
    """A length of time, short: ``35 min``, ``1 h 30 min``, ``2 d 4 h``."""
    minutes = int(seconds // 60)
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    if minutes < 1440:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(days)s d %(hours)s h") % {"days": minutes // 1440, "hours": minutes % 1440 // 60}


def city(zone: str) -> str:
    """The city that an IANA time zone is called after: ``Rīga`` to a Latvian. Raises ``LookupError`` for no zone."""
    return get_timezone_location(zone, locale=reader_locale(), return_city=True).rpartition("/")[2]


def quoted(words: str) -> str:
    """Somebody's words in the quotation marks of the reader's language."""
    return _("“%(words)s”") % {"words": words}
