"""Numbers, money, moments, places and quotations as the reader's language writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from relevo.core import formats

NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "price", "per_minute", "given_back", "factor", "moment", "place", "words"),
    [
        ("en", "€12,345.50", "€0.0455", "-€6.10", "1.25", "Nov 22, 03:00", "Riga", "“Calm down”"),
        ("es", "12.345,50 €", "0,0455 €", "-6,10 €", "1,25", "22 nov, 03:00", "Riga", "«Calm down»"),
        ("lv", "12 345,50 €", "0,0455 €", "-6,10 €", "1,25", "22. nov., 03:00", "Rīga", "„Calm down”"),
    ],
)
def test_each_reader_gets_her_own_forms(
    language: str,
    price: str,
    per_minute: str,
    given_back: str,
    factor: str,
    moment: str,
    place: str,
    words: str,
) -> None:
    with translation.override(language), timezone.override("Europe/Madrid"):
        shown = [formats.money(Decimal(text), "EUR") for text in ("12345.5", "0.0455", "-6.1")]
        assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in shown] == [price, per_minute, given_back]
        assert formats.number(Decimal("1.25")) == factor
        assert formats.day_and_time(NIGHT) == moment
        assert formats.city("Europe/Riga") == place
        assert formats.quoted("Calm down") == words


@pytest.mark.parametrize(
    ("zone", "city"),
    [("America/Bogota", "Bogotá"), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("UTC", "UTC")],
)
def test_a_zone_is_called_by_its_city(zone: str, city: str) -> None:
    with translation.override("es"):
        assert formats.city(zone) == city


def test_a_zone_that_is_none_has_no_city() -> None:
    with pytest.raises(LookupError):
        formats.city("Nowhere/At_All")


@pytest.mark.parametrize("language", ["en-gb", "zz", "not a language"])
def test_an_unknown_language_is_written_as_english(language: str) -> None:
    with translation.override(language):
        assert formats.number(Decimal("1.5")) == "1.5"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "€210,400"), ("es", "210.400\xa0€"), ("lv", "210\xa0400\xa0€")]
)
def test_large_sums_are_told_in_whole_units(language: str, said: str) -> None:
    with translation.override(language):
        assert formats.whole_money(210_400.4, "EUR") == said
