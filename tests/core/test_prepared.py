"""A prepared question answers as its query set does, for every argument, scope and thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from relevo.core.prepared import prepared
from relevo.core.scope import NOWHERE, acting
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement, Seat
from tests.cast import EVERYWHERE, Cast


@prepared
def desk_called(slug: str) -> QuerySet[Desk]:
    return Desk.objects.filter(slug=slug).select_related("client")


@prepared
def seats_of(engagement_ids: list[int]) -> QuerySet[Seat, int]:
    return Seat.objects.filter(engagement__among=engagement_ids).order_by("pk").values_list("pk", flat=True)


@prepared
def places(desk_id: int, state: str) -> QuerySet[Engagement, tuple[int, int]]:
    found = Engagement.objects.filter(state=state, desk_id=desk_id).order_by("pk")
    return found.values_list("pk", "provider_id")


def test_the_rows_are_whole_and_bring_what_is_joined(cast: Cast) -> None:
    with acting(EVERYWHERE):
        [desk] = desk_called("auralis")
        with CaptureQueriesContext(connection) as queries:
            assert (desk, desk.client.slug) == (Desk.objects.get(slug="auralis"), "auralis")
            desk.save(update_fields=["name"])  # a row like any other: it is known to be stored
    assert len(queries) == 2


def test_it_is_written_once_and_asked_each_time(cast: Cast) -> None:
    written = []

    @prepared
    def one(slug: str) -> QuerySet[Desk]:
        written.append(slug)
        return Desk.objects.filter(slug=slug)

    with acting(EVERYWHERE), CaptureQueriesContext(connection) as queries:
        found = [[desk.slug for desk in one(slug)] for slug in ("auralis", "mareko", "nobody's")]
    assert found == [["auralis"], ["mareko"], []]
    assert (len(written), len(queries)) == (1, 3)


def test_each_argument_has_its_place_by_position_or_by_name(cast: Cast) -> None:
    with acting(EVERYWHERE):
        desk = Desk.objects.get(slug="mareko")
        wanted = list(
            Engagement.objects.filter(desk=desk, state="live").order_by("pk").values_list("pk", "provider_id")
        )
        assert wanted
        assert places(desk.pk, "live") == places(state="live", desk_id=desk.pk) == wanted
        assert places(desk.pk, "ended") == []


def test_the_wall_stands_before_it(cast: Cast) -> None:
    with acting(EVERYWHERE):
        assert desk_called("auralis")
    with acting(NOWHERE):
        assert desk_called("auralis") == []
    with acting(cast.actor("Ilze")):  # Mareko's manager
        assert desk_called("auralis") == []
        assert desk_called("mareko")


def test_a_lock_that_it_asks_for_is_taken(cast: Cast) -> None:
    @prepared
    def locked(desk_id: int) -> QuerySet[Desk]:
        return Desk.objects.select_for_update(of=("self",)).filter(pk=desk_id)

    with acting(EVERYWHERE), CaptureQueriesContext(connection) as queries:
        locked(cast.desk("auralis").pk)
    assert "FOR UPDATE" in queries[-1]["sql"]


def test_every_thread_asks_over_its_own_connection(cast: Cast) -> None:
    def ask(slug: str) -> tuple[list[str], int]:
        try:
            with acting(EVERYWHERE):
                names = [desk.slug for desk in desk_called(slug)]
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    [process] = cursor.fetchone()
                return names, process
        finally:
            connection.close()

    here = ask_here()
    with ThreadPoolExecutor(1) as other:
        names, there = other.submit(ask, "auralis").result()
    assert names == ["auralis"]
    assert there != here


def ask_here() -> int:
    """The server process behind this thread's connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
        return int(process)


class TestAmong(TestCase):
    """``__among`` is ``__in``."""

    @given(st.lists(st.integers(0, 40) | st.integers(-(2**63), 2**63 - 1), max_size=30))
    def test_it_finds_what_in_finds(self, ids: list[int]) -> None:
        with acting(EVERYWHERE):
            wanted = Seat.objects.filter(engagement__in=ids).order_by("pk").values_list("pk", flat=True)
            assert seats_of(ids) == list(wanted)
