"""Who listens to which event.

``@subscribe`` runs inside the transaction of the action, for what must never disagree with it (a clock,
a charge). ``@subscribe_later`` becomes a background job after commit, run once per event however often
the job is tried. Apps import their ``subscribers`` module in ``AppConfig.ready``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.db import connection

from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Event, Handled
from relevo.events.queue import RETRY, put, queue

Subscriber = Callable[[Event], None]
When = Callable[[Event], bool]

_now: dict[str, list[Subscriber]] = defaultdict(list)
_later: dict[str, list[tuple[str, When]]] = defaultdict(list)
_by_name: dict[str, Subscriber] = {}


def subscribe(*kinds: str) -> Callable[[Subscriber], Subscriber]:
    """Call the function inside the transaction that records an event of these kinds."""

    def register(function: Subscriber) -> Subscriber:
        for kind in kinds:
            _now[kind].append(function)
        return function

    return register


def _always(_event: Event) -> bool:
    return True


def subscribe_later(*kinds: str, when: When = _always) -> Callable[[Subscriber], Subscriber]:
    """Run the function as a job, after commit, in the scope of the event's client (or acting firm).

    when: asked inside the transaction; a job costs more than most questions, so one that has nothing to do is spared.
    """

    def register(function: Subscriber) -> Subscriber:
        name = f"{function.__module__}.{function.__qualname__}"
        _by_name[name] = function
        for kind in kinds:
            _later[kind].append((name, when))
        return function

    return register


def tell(event: Event) -> None:
    """Call the subscribers in the transaction, and enqueue the others in the same transaction."""
    for function in _now[event.kind]:
        function(event)
    firm = event.client_id or event.organization_id or 0
    for name, when in _later[event.kind]:
        if when(event):
            put("run_subscriber", event_id=event.pk, subscriber=name, organization_id=firm)


@queue.task(name="run_subscriber", retry=RETRY, queue="events")
def run_subscriber(*, event_id: int, subscriber: str, organization_id: int) -> None:
    """Run one later subscriber for one event; a second run for the same pair does nothing."""
    with acting(system(organization_id)):
        if not _first_time(event_id, subscriber, organization_id):
            return
        _by_name[subscriber](Event.objects.get(pk=event_id))


def _first_time(event_id: int, subscriber: str, organization_id: int) -> bool:
    """Claim the pair by its unique constraint, which also makes a parallel second run wait and see."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Handled._meta.db_table} (event_id, subscriber, organization_id, at)"  # noqa: S608,SLF001
            " VALUES (%s, %s, %s, now()) ON CONFLICT DO NOTHING",
            [event_id, subscriber, organization_id],
        )
        return bool(cursor.rowcount == 1)
