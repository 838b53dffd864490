"""The stream that keeps a page true, and who else looks at a ticket."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import datetime

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from relevo.core.actor import Actor
from relevo.core.errors import NotFound, RateLimited
from relevo.core.http import MEMBERSHIP, ActorRequest
from relevo.engagements.grants import actor_for
from relevo.live import presence as who
from relevo.live.hub import CLOSING, hub
from relevo.live.news import changes_rights, concerns, names
from relevo.tickets.models import Ticket

HEARTBEAT = 20.0
"""Seconds between signs of life; at each the stream also asks anew what its reader may see."""

MOST_STREAMS = 12
"""Open streams of one person in one process."""

_open: Counter[int] = Counter()


@require_GET
async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Server-sent events: names of what changed, never content. Ends when the reader's rights do.

    ``?since=`` is the moment at which the page was made: what changed since then is told first, and all of it is to
    be fetched again (``live:resync``) when nobody remembers so far back.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind == "nobody" or actor.user_id is None:
        raise NotFound
    if _open[actor.user_id] >= MOST_STREAMS:
        raise RateLimited(retry_after=30)
    member_id = await sync_to_async(lambda: request.session.get(MEMBERSHIP, actor.member_id))()
    lines = Lines(_tell(actor, member_id, _moment(request.GET.get("since", ""))))
    response = StreamingHttpResponse(lines, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


class Lines:
    """The lines of one stream. Django closes them however the answer ends: then the reader's place is free at once.

    Left to itself, a generator that is cut off between two lines ends whenever the garbage is collected.
    """

    def __init__(self, lines: AsyncGenerator[str]) -> None:
        self._lines = lines
        self._loop = asyncio.get_running_loop()

    def __aiter__(self) -> AsyncGenerator[str]:
        """The generator itself: it is read once."""
        return self._lines

    def close(self) -> None:
        """End the generator in its own loop; called from any thread."""
        if not self._loop.is_closed():
            asyncio.run_coroutine_threadsafe(self._end(), self._loop)

    async def _end(self) -> None:
        await self._lines.aclose()


async def _tell(actor: Actor, member_id: int | None, since: datetime | None) -> AsyncGenerator[str]:
    user_id = actor.user_id or 0
    _open[user_id] += 1
    try:
        # The stream's request ends in hours: a dozen screens would hold every connection that there is.
        await sync_to_async(close_old_connections)()
        async with hub().subscribed(since) as queue:
            yield ": welcome\n\n"
            while actor.kind != "nobody":
                try:
                    news = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield _line("live:alive")
                    actor = await _again(user_id, member_id)
                    continue
                if news is CLOSING:
                    return
                if news is None:
                    yield _line("live:resync")
                    continue
                if changes_rights(news):
                    before, actor = actor, await _again(user_id, member_id)
                    if before.scope != actor.scope:
                        yield _line("live:resync")
                if concerns(news, actor.scope):
                    for name in names(news):
                        yield _line(name)
    finally:
        _open[user_id] -= 1


async def _again(user_id: int, member_id: int | None) -> Actor:
    try:
        return await sync_to_async(actor_for)(user_id, member_id)
    finally:
        await sync_to_async(close_old_connections)()


def _moment(text: str) -> datetime | None:
    """The moment that a page names; None when it names none."""
    try:
        moment = parse_datetime(text[:40])
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _line(name: str) -> str:
    return f"data: {json.dumps({'name': name})}\n\n"


@require_POST
def presence(request: ActorRequest, ticket_id: int) -> HttpResponse:
    """Say that one is here (and perhaps typing), and hear who else is."""
    ticket = Ticket.objects.visible_to(request.actor).filter(pk=ticket_id).first()
    if ticket is None:
        raise NotFound
    who.note(ticket, typing=request.POST.get("typing") == "1", actor=request.actor)
    return render(request, "live/presence.html", {"others": who.others(ticket, actor=request.actor)})
