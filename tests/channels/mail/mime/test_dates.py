"""Moments as Date fields write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import dates

QUARTER_PAST_NINE = datetime(2025, 3, 3, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "Mon, 3 Mar 2025 10:15:00 +0100",
        "Mon,3 Mar 2025 10:15:00 +0100 (CET)",
        "Monday, 3 March 2025 10:15:00 CET",
        "3-Mar-2025 09:15:00 GMT",
        "Mon, 3 Mar 125 10:15:00 +0100",
        "Mon, 3 Mar 2025 10.15.00 +0100",
        "Mon, 3 Mar 2025 10:15:00 GMT+0100",
        "Mon, 3 Mar 2025 10:15:00 +01:00",
        "Mon, 3 Mar 2025 04:15:00 EST",
        "Mon, 3 Mar 2025 01:15:00 PST",
        "Mon, 3 Mar 2025 09:15:00 Q",
        "Mon, 3 Mar 2025 09:15:00 NOWHERE",
        "Mon Mar  3 10:15:00 CET 2025",
        "Mon Mar  3 10:15:00 +0100 2025",
        "Mar 3, 2025 09:15 AM",
        "3 Mar 2025 09:15:00 am",
        "2025-03-03T10:15:00.123456+0100",
        "2025-03-03 09:15",
        "2025/3/3 09:15:00",
        '"Mon, 3 Mar 2025 10:15:00 +0100"',
        "Mon, 3 Mar 2025 10:15:00 +0100\xff",
        "(((a) b) c) Mon, 3 Mar 2025 10:15:00 +0100",
    ],
)
def test_one_moment_in_many_ways(written):
    assert dates.read(written) == QUARTER_PAST_NINE


@pytest.mark.parametrize(
    "written",
    [
        "Mon, 3 Mar 2025 24:00:00 +0100",
        "Mon, 3 Mar 2025 10:60:00",
        "Mon, 3 Mar 2025 10:15:00 +2500",
        "Mon, 3 Mar 2025 10:15:00 +01000",
        "((Mon, 3 Mar 2025 10:15:00 +0100",
        "03/03/2025 10:15",
        "3 Marzec 2025 10:15",
        "Mon, 3 Marzo 2025 10:15",
        "2025-03-03",
        "10:15",
        "Fri, 31 Dec 9999 23:59:00 -1400",
    ],
)
def test_what_would_have_to_be_guessed_is_no_date(written):
    assert dates.read(written) is None


@pytest.mark.parametrize(
    ("digits", "year"), [("00", 2000), ("49", 2049), ("50", 1950), ("99", 1999), ("100", 2000)]
)
def test_short_years_as_rfc_5322_reads_them(digits, year):
    assert dates.read(f"3 Mar {digits} 10:15:00 +0000").year == year


def test_noon_and_midnight_by_the_twelve_hour_clock():
    assert dates.read("Mar 3, 2025 12:00:00 AM").hour == 0
    assert dates.read("Mar 3, 2025 12:00:00 PM").hour == 12


@given(st.text(max_size=200))
def test_reading_a_date_never_fails(written):
    dates.read(written)


@given(st.text(alphabet="0123456789 ,:+-()AaPpMTZarJn", max_size=60))
def test_reading_something_like_a_date_never_fails(written):
    dates.read(written)
