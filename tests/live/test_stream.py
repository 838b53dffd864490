"""The stream that keeps a page true: real announcements, filtered by what its reader may see now."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient

from relevo.core.actor import NOBODY, system
from relevo.core.errors import NotFound
from relevo.core.scope import acting
from relevo.engagements.actions import end_seat, move_engagement
from relevo.events.record import CHANNEL
from relevo.live import hub as hubs
from relevo.live import views
from relevo.live.hub import Hub, hub
from relevo.organizations.actions import end_member
from relevo.tickets.actions import hold_ticket, write_note
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.stories import customer_writes

pytestmark = pytest.mark.usefixtures("own_database")
PATIENCE = 20.0


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a story in a loop of its own, and leave no connection and no hub behind."""

    async def whole() -> None:
        try:
            await asyncio.wait_for(work(), 60)
        finally:
            hubs._hubs.clear()
            views._open.clear()
            await sync_to_async(connections.close_all)()

    asyncio.run(whole())


@asynccontextmanager
async def opened(cast: Cast, name: str) -> AsyncIterator[AsyncIterator[bytes]]:
    """The open stream of a person, past its welcome, while the hub listens."""
    client = AsyncClient()
    await client.aforce_login(await sync_to_async(cast.user)(name))
    response = await client.get("/live/")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    stream = aiter(response)
    assert await heard(stream) == ": welcome"
    try:
        yield stream
    finally:  # the browser goes away: whatever waits for the next line is cancelled
        with suppress(TimeoutError, StopAsyncIteration):
            while True:
                await asyncio.wait_for(anext(stream), 0.1)


@asynccontextmanager
async def listening() -> AsyncIterator[None]:
    """The process's hub hears the database, so that no stream begins with an order to fetch everything."""
    async with hub().subscribed() as queue:
        assert await asyncio.wait_for(queue.get(), PATIENCE) is None
        yield


async def heard(stream: AsyncIterator[bytes]) -> str:
    line = (await asyncio.wait_for(anext(stream), PATIENCE)).decode().strip()
    return json.loads(line.removeprefix("data: "))["name"] if line.startswith("data: ") else line


async def nothing_comes(stream: AsyncIterator[bytes]) -> None:
    """Call it last: it closes the stream."""
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(stream), 1.0)


@sync_to_async
def told(cast: Cast) -> Ticket:
    return customer_writes(cast)


def test_a_page_hears_what_changed_and_nothing_of_what_it_says() -> None:
    async def story() -> None:
        cast = Cast()
        async with listening(), opened(cast, "Mateo") as stream:
            ticket = await told(cast)
            assert [await heard(stream), await heard(stream)] == [f"ticket-{ticket.pk}", "queue"]

    run(story)


def test_the_first_stream_of_a_process_fetches_everything_once_it_listens() -> None:
    async def story() -> None:
        async with opened(Cast(), "Mateo") as stream:
            assert await heard(stream) == "live:resync"

    run(story)


def test_attack_81_nobody_hears_of_what_she_may_not_see() -> None:
    async def story() -> None:
        cast = Cast()
        async with listening(), opened(cast, "Jonas") as jonas, opened(cast, "Ilze") as ilze:
            await told(cast)
            other = await sync_to_async(customer_writes)(cast, "Nav siltuma.", desk="mareko", language="lv")
            first = [await heard(ilze) for _ in range(3)]
            assert f"ticket-{other.pk}" in first
            assert set(first) <= {f"ticket-{other.pk}", "queue", "desk"}, "and nothing of the other client"
            await nothing_comes(jonas)

    run(story)


def test_a_note_of_the_own_firm_is_not_even_announced_to_the_other() -> None:
    async def story() -> None:
        cast = Cast()
        ticket = await told(cast)

        def notes() -> None:
            mateo = cast.actor("Mateo")
            with acting(mateo):
                write_note(Ticket.objects.get(pk=ticket.pk), "Ours alone", audience="own", actor=mateo)

        async with listening(), opened(cast, "Carmen") as carmen, opened(cast, "Valeria") as valeria:
            await sync_to_async(notes)()
            assert await heard(valeria) == f"ticket-{ticket.pk}"
            await nothing_comes(carmen)

    run(story)


def test_the_former_holder_hears_that_a_ticket_went_away() -> None:
    async def story() -> None:
        cast = Cast()
        ticket = await told(cast)

        def taken_back() -> None:
            machine, in_house = system(ticket.client_id), cast.engagement("auralis", "auralis")
            with acting(machine):
                hold_ticket(Ticket.objects.get(pk=ticket.pk), in_house, reason="take_back", actor=machine)

        async with listening(), opened(cast, "Mateo") as stream:
            await sync_to_async(taken_back)()
            assert await heard(stream) == f"ticket-{ticket.pk}"

    run(story)


def seat_ends(cast: Cast) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria):
        end_seat(cast.seat("Lucía", "auralis"), actor=valeria)


def engagement_ends(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        move_engagement(cast.engagement("auralis", "noctua"), "ended", actor=carmen)


@pytest.mark.parametrize("ends", [seat_ends, engagement_ends])
def test_attack_53_when_her_right_ends_so_does_what_her_stream_may_hear(ends: Callable[[Cast], None]) -> None:
    """At once, without waiting for the next sign of life."""

    async def story() -> None:
        cast = Cast()
        ticket = await told(cast)

        def notes() -> None:
            carmen = cast.actor("Carmen")
            with acting(carmen):
                write_note(Ticket.objects.get(pk=ticket.pk), "For both firms", audience="both", actor=carmen)

        async with listening(), opened(cast, "Lucía") as stream:
            await sync_to_async(ends)(cast)
            await sync_to_async(notes)()
            lines = []
            with suppress(TimeoutError):
                while True:
                    lines.append((await asyncio.wait_for(anext(stream), 1.0)).decode())
            assert "live:resync" in lines[0]
            assert not [line for line in lines if "ticket" in line or "queue" in line]

    run(story)


def test_rights_that_change_for_others_make_nobody_fetch_everything() -> None:
    async def story() -> None:
        cast = Cast()
        async with listening(), opened(cast, "Mateo") as stream:
            await sync_to_async(seat_ends)(cast)
            assert await heard(stream) == "desk"

    run(story)


def leaves(cast: Cast) -> None:
    mateo = cast.member("Mateo")
    machine = system(mateo.organization_id)
    with acting(machine):
        end_member(mateo, actor=machine)


def test_a_stream_ends_when_its_reader_has_left_every_firm() -> None:
    async def story() -> None:
        cast = Cast()
        async with listening(), opened(cast, "Mateo") as stream:
            await sync_to_async(leaves)(cast)
            assert await heard(stream) == "live:resync"
            with pytest.raises(StopAsyncIteration):
                await asyncio.wait_for(anext(stream), PATIENCE)

    run(story)


def test_a_quiet_stream_shows_that_it_lives_and_asks_anew_what_it_may_hear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "HEARTBEAT", 0.05)

    async def story() -> None:
        cast = Cast()
        async with listening(), opened(cast, "Mateo") as stream:
            assert await heard(stream) == ": still here"
            assert await heard(stream) == ": still here"
            with acting_silently():
                await sync_to_async(leaves)(cast)
            rest = [line async for line in stream]
            assert len(rest) < 50, "it has ended, though nobody told it"

    run(story)


@contextmanager
def acting_silently() -> Iterator[None]:
    """Nothing that happens here is announced."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relevo.events.record._notify", lambda event: None)
        yield


def test_a_person_has_so_many_streams_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_STREAMS", 1)

    async def story() -> None:
        cast = Cast()
        client = AsyncClient()
        await client.aforce_login(await sync_to_async(cast.user)("Mateo"))
        async with listening(), opened(cast, "Mateo"):
            answer = await client.get("/live/")
            assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
            assert sum(views._open.values()) == 1
        assert sum(views._open.values()) == 0, "the place is free again"

    run(story)


def test_the_view_itself_knows_no_visitor() -> None:
    class Request:
        method, actor = "GET", NOBODY

    async def story() -> None:
        with pytest.raises(NotFound):
            await views.stream(Request())  # type: ignore[arg-type]

    run(story)


# -- the hub --------------------------------------------------------------------------------------------------------


def announce(*payloads: str) -> None:
    with connections["default"].cursor() as cursor:
        for payload in payloads:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def test_every_subscriber_hears_everything_on_one_connection() -> None:
    async def story() -> None:
        shared = Hub()
        async with shared.subscribed() as one, shared.subscribed() as two:
            assert await asyncio.wait_for(one.get(), PATIENCE) is None
            await sync_to_async(announce)("nonsense", '{"kind": "presence", "ticket": 1}')
            assert await asyncio.wait_for(one.get(), PATIENCE) == {"kind": "presence", "ticket": 1}
            if (first := await asyncio.wait_for(two.get(), PATIENCE)) is None:
                first = await asyncio.wait_for(two.get(), PATIENCE)
            assert first == {"kind": "presence", "ticket": 1}
            assert len(await sync_to_async(listeners)()) == 1
        assert shared._listener is None

    run(story)


def listeners() -> list[tuple[int]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %%'"
            " AND usename = current_user"
        )
        return cursor.fetchall()


def test_a_slow_reader_is_told_to_fetch_everything_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hubs, "_FULL", 3)

    async def story() -> None:
        slow = Hub()
        async with slow.subscribed() as queue:
            for number in range(5):
                slow._tell({"kind": "presence", "ticket": number})
            assert queue.get_nowait() is None
            assert queue.get_nowait() == {"kind": "presence", "ticket": 4}
            assert queue.empty()

    run(story)


def test_a_connection_that_dies_is_made_anew_and_everybody_fetches_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hubs, "_PAUSE", 0.1)

    async def story() -> None:
        shared = Hub()
        async with shared.subscribed() as queue:
            assert await asyncio.wait_for(queue.get(), PATIENCE) is None
            await sync_to_async(kill_listeners)()
            assert await asyncio.wait_for(queue.get(), PATIENCE) is None
            await sync_to_async(announce)('{"kind": "presence", "ticket": 2}')
            assert await asyncio.wait_for(queue.get(), PATIENCE) == {"kind": "presence", "ticket": 2}

    run(story)


def kill_listeners() -> None:
    with psycopg.connect(os.environ["RELEVO_TEST_SERVER"], autocommit=True) as owner:
        for (pid,) in listeners():
            owner.execute("SELECT pg_terminate_backend(%s)", [pid])


def test_each_loop_has_one_hub() -> None:
    async def story() -> None:
        assert hub() is hub()

    run(story)
