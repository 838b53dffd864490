"""The stream that keeps a page true: real announcements, filtered by what its reader may see now."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient
from psycopg.conninfo import make_conninfo

from relevo.core import clock
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
PATIENCE = 60.0


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a story in a loop of its own, and leave no connection and no hub behind."""

    async def whole() -> None:
        await sync_to_async(
            connections.close_all
        )()  # what ended late in the story before may have opened one
        try:
            await asyncio.wait_for(work(), 120)
        finally:
            hubs._hubs.clear()
            views._open.clear()
            await sync_to_async(connections.close_all)()

    asyncio.run(whole())


@asynccontextmanager
async def opened(cast: Cast, name: str, since: str | None = None) -> AsyncIterator[AsyncIterator[bytes]]:
    """The open stream of a person whose page was made just now (or ``since``), past its welcome."""
    client = AsyncClient()
    await client.aforce_login(await sync_to_async(cast.user)(name))
    response = await client.get("/live/", {"since": clock.now().isoformat() if since is None else since})
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
async def listening(for_so_long: timedelta = timedelta(minutes=1)) -> AsyncIterator[None]:
    """The process's hub has heard the database for a while, so that it knows what pages made since then have missed."""
    async with hub().subscribed() as queue:
        assert await asyncio.wait_for(queue.get(), PATIENCE) is None
        hub()._awake_since = clock.now() - for_so_long
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
    """What happened between the page and this moment nobody heard."""

    async def story() -> None:
        async with opened(Cast(), "Mateo") as stream:
            assert await heard(stream) == "live:resync"

    run(story)


def test_a_page_that_was_made_just_now_fetches_nothing_again() -> None:
    async def story() -> None:
        async with listening(), opened(Cast(), "Mateo") as stream:
            await nothing_comes(stream)

    run(story)


def test_what_happened_between_the_page_and_its_stream_is_told_by_name() -> None:
    async def story() -> None:
        cast = Cast()
        async with listening():
            made = clock.now().isoformat()
            ticket = await told(cast)
            async with opened(cast, "Mateo", made) as stream:
                assert [await heard(stream), await heard(stream)] == [f"ticket-{ticket.pk}", "queue"]
            async with opened(cast, "Jonas", made) as stranger:
                await nothing_comes(stranger)

    run(story)


@pytest.mark.parametrize(
    "since", ["", "yesterday", "2026-11-22", "2026-02-31T00:00:00Z", "2026-11-22T02:00:00", "9" * 5000, "\0"]
)
def test_a_page_that_does_not_say_when_it_was_made_fetches_everything(since: str) -> None:
    async def story() -> None:
        async with listening(), opened(Cast(), "Mateo", since) as stream:
            assert await heard(stream) == "live:resync"

    run(story)


def test_a_page_that_is_older_than_what_is_remembered_fetches_everything() -> None:
    async def story() -> None:
        made = (clock.now() - timedelta(minutes=5)).isoformat()
        async with listening(timedelta(minutes=1)), opened(Cast(), "Mateo", made) as stream:
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
            assert await heard(stream) == "live:alive"
            assert await heard(stream) == "live:alive"
            with acting_silently():
                await sync_to_async(leaves)(cast)
            rest = [line async for line in stream]
            assert len(rest) < 50, "it has ended, though nobody told it"

    run(story)


@contextmanager
def acting_silently() -> Iterator[None]:
    """Nothing that happens here is announced."""
    _announcing("DISABLE")
    yield
    _announcing("ENABLE")


def _announcing(how: str) -> None:
    with psycopg.connect(
        make_conninfo(os.environ["RELEVO_TEST_SERVER"], dbname=connections["default"].settings_dict["NAME"]),
        autocommit=True,
    ) as owner:
        owner.execute(f"ALTER TABLE events_event {how} TRIGGER events_event_announce")


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


def test_a_reader_who_goes_away_between_two_lines_leaves_nothing_behind() -> None:
    """Her browser is gone while a line is on its way, and something still holds the generator."""

    async def story() -> None:
        cast = Cast()
        client = AsyncClient()
        await client.aforce_login(await sync_to_async(cast.user)("Mateo"))
        async with listening():
            response = await client.get("/live/", {"since": clock.now().isoformat()})
            stream = aiter(response)
            assert await heard(stream) == ": welcome"
            assert (sum(views._open.values()), len(hub()._queues)) == (1, 2)
            await sync_to_async(response.close)()
            for _ in range(100):
                await asyncio.sleep(0.01)
                if not sum(views._open.values()):
                    break
            assert (sum(views._open.values()), len(hub()._queues)) == (0, 1)
            with pytest.raises(StopAsyncIteration):
                await anext(stream)

    run(story)


def test_a_stream_that_nobody_began_to_read_can_be_closed_too() -> None:
    async def story() -> None:
        async def lines() -> AsyncIterator[str]:
            yield ": never read"

        unread = views.Lines(lines())  # type: ignore[arg-type]
        unread.close()
        await asyncio.sleep(0.05)
        assert [line async for line in unread] == []

    run(story)
    loop = asyncio.new_event_loop()

    async def of_a_loop_that_ended() -> views.Lines:
        return views.Lines(nothing())

    async def nothing() -> AsyncGenerator[str]:
        yield ""

    ended = loop.run_until_complete(of_a_loop_that_ended())
    loop.close()
    ended.close()


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

    run(story)


def test_a_hub_listens_on_from_one_page_to_the_next_and_then_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "_LINGER", 0.2)

    async def story() -> None:
        alone = Hub()
        async with alone.subscribed() as queue:
            assert await asyncio.wait_for(queue.get(), PATIENCE) is None
        first = alone._listener
        await asyncio.sleep(0.05)
        async with alone.subscribed(clock.now()):
            assert alone._listener is first, "the next page found it awake"
        await asyncio.sleep(0.5)
        assert (alone._listener, alone._awake_since, len(alone._recent)) == (None, None, 0)
        assert len(await sync_to_async(listeners)()) == 0

    run(story)


def test_a_hub_that_has_forgotten_the_moment_says_so() -> None:
    async def story() -> None:
        busy = Hub()
        busy._awake_since = clock.now() - timedelta(hours=1)
        for number in range(hubs._KEPT + 10):
            minutes = 20 if number < 50 else 10
            busy._recent.append(
                (clock.now() - timedelta(minutes=minutes), {"kind": "presence", "ticket": number})
            )
        assert busy._after(clock.now()) == []
        assert busy._after(clock.now() - timedelta(minutes=30)) == [None], "more happened than it keeps"
        assert busy._after(clock.now() - timedelta(minutes=15)) == [None], "more than a reader takes"
        assert busy._after(None) == [None]
        busy._recent.clear()
        assert busy._after(clock.now() - timedelta(minutes=30)) == []

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
            async with slow.subscribed() as other:
                for number in range(4):
                    slow._tell({"kind": "presence", "ticket": number})
                    other.get_nowait()
                assert queue.get_nowait() is None
                assert other.empty(), "and nobody else is told so"

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
