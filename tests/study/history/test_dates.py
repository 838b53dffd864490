from datetime import datetime

import duckdb
import pytest

from relevo.study.history.dates import DAY_FIRST, Orders, decided_orders, instant, offset, written
from relevo.study.history.errors import HistoryError

# ruff: noqa: DTZ001 - the engine's clocks have no zone

MADRID = "Europe/Madrid"


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def read(
    con: duckdb.DuckDBPyConnection, value: str, orders: Orders = DAY_FIRST, zone: str = MADRID
) -> datetime | None:
    clock, ahead = written("v", orders), offset("v")
    row = con.execute(f"SELECT {instant(clock, ahead, zone)} FROM (SELECT trim($1) AS v)", [value]).fetchone()
    return row[0]


NOON = datetime(2024, 5, 13, 12, 5)


@pytest.mark.parametrize(
    "value",
    [
        "2024-05-13T12:05:00Z", "2024-05-13 12:05:00 UTC", "2024-05-13T14:05:00+02:00", "2024-05-13 07:05:00 -0500",
        "2024-05-13T12:05:00.000Z", "2024-05-13 14:05", "2024-05-13T14:05:00", "2024/05/13 14:05", "2024.05.13 14:05:00",
        "2024-5-13 14:05", "13/05/2024 14:05", "13.05.2024 14:05:00", "13-05-2024, 14:05", "13/5/24 14:05",
        "13/05/2024 02:05 PM", "13/05/2024 2:05:00 p. m.", "13.05.2024 14:05:00,123", "13/05/2024 14:05:00 +02:00",
        "13 May 2024 14:05", "Mon, 13 May 2024 12:05:00 +0000", "May 13, 2024 2:05 PM", "13 de mayo de 2024 14:05",
        "2024. gada 13. maijs 14:05", "13-May-2024 14:05:00", "1715601900", "1715601900.0", "1715601900000",
        "20240513T140500", "20240513140500", "20240513T120500Z", "45425.586805556", " 2024-05-13 14:05 ",
    ],
)  # fmt: skip
def test_every_way_of_writing_it_is_the_same_instant(con, value):
    assert read(con, value) == NOON


def test_month_first_is_read_where_it_is_decided_so(con):
    assert read(con, "05/13/2024 2:05 PM", Orders(slash="mdy")) == NOON
    assert read(con, "05-13-24 14:05", Orders(dash="mdy")) == NOON


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2024-02-30",
        "31/02/2024",
        "13/13/2024",
        "2024-05-13 25:00",
        "12",
        "99999999999999",
        "32 May 2024",
    ],
)
def test_what_is_no_date_is_none(con, value):
    assert read(con, value) is None


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2024-03-31 01:59", datetime(2024, 3, 31, 0, 59)),
        ("2024-03-31 02:30", datetime(2024, 3, 31, 1, 30)),  # skipped in spring: the hour after it
        ("2024-03-31 03:00", datetime(2024, 3, 31, 1, 0)),
        ("2024-10-27 02:30", datetime(2024, 10, 27, 1, 30)),  # comes twice in autumn: the second
        ("2024-10-27 02:30+02:00", datetime(2024, 10, 27, 0, 30)),
        ("2024-10-27 03:00", datetime(2024, 10, 27, 2, 0)),
    ],
)
def test_clocks_without_an_offset_are_the_zones_also_when_it_changes(con, local, utc):
    assert read(con, local) == utc


def orders_of(con: duckdb.DuckDBPyConnection, *values: str, given: str | None = None) -> Orders:
    con.execute("CREATE TABLE t (v VARCHAR)")
    con.executemany("INSERT INTO t VALUES (?)", [[value] for value in values])
    return decided_orders(con, ["v"], "t", given, "tickets.csv")


def test_one_day_above_twelve_decides_the_order_of_all_dates_parted_alike(con):
    assert orders_of(con, "01/05/2024", "02/05/2024", "05/13/2024", "1.5.2024", "2024-05-01") == Orders(
        slash="mdy"
    )


def test_three_formats_in_one_column_are_each_read_their_own_way(con):
    orders = orders_of(con, "2024-05-13", "13.05.2024", "05/13/2024", "05/01/2024")
    assert {read(con, f"{value} 14:05", orders) for value in ("2024-05-13", "13.05.2024", "05/13/2024")} == {
        NOON
    }


def test_a_stated_order_decides_what_the_values_do_not(con):
    assert orders_of(con, "01/05/2024", given="mdy") == Orders("mdy", "mdy", "mdy")


def test_an_order_that_nothing_decides_is_asked_for(con):
    with pytest.raises(HistoryError, match="date_order") as caught:
        orders_of(con, "01/05/2024", "02/05/2024")
    assert caught.value.code == "order_undecidable"


def test_dates_with_points_are_day_first_without_being_asked(con):
    assert orders_of(con, "01.05.2024").dot == "dmy"


def test_a_single_slip_among_thousands_is_a_mistake_and_half_of_each_a_question(con):
    assert orders_of(con, *["13/05/2024"] * 2_000, "05/13/2024").slash == "dmy"
    con.execute("DROP TABLE t")
    with pytest.raises(HistoryError) as caught:
        orders_of(con, *["13/05/2024"] * 20, *["05/13/2024"] * 20)
    assert caught.value.code == "order_mixed"
