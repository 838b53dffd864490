"""Sessions with mail servers that stand still, kept off the workers' hands.

A worker has few hands. A mail server may take minutes over one mail, and whoever hangs up on it earlier has mail sent
twice. So a session has a thread of its own, and the job that began it looks on for ``HELD`` seconds alone: what ends
later is written down by that thread, while the worker goes on with other mailboxes' mail.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from typing import Final, TypeVar

from django.db import connections

HELD: Final = 5.0
"""Seconds that a job waits for a session."""
AT_MOST: Final = 40
"""Sessions of one process that may stand on without their jobs; each is a thread and holds its mail in memory."""
OF_ONE: Final = 12
"""Of those, the ones of one client: whoever has many servers that stand still leaves room for others."""
_LAST_WAIT: Final = 10.0  # seconds that a process which ends gives them; those that it cuts are sent again
_Outcome = TypeVar("_Outcome")

_standing: dict[threading.Thread, Hashable] = {}
"""The sessions, and whose they are."""


def full(whose: Hashable) -> bool:
    """Whether so many sessions stand still, in all or of the same client, that no other should begin."""
    for one in tuple(_standing):
        if not one.is_alive():
            _standing.pop(one, None)
    return len(_standing) >= AT_MOST or list(_standing.values()).count(whose) >= OF_ONE


def watched(
    work: Callable[[], _Outcome],
    *,
    whose: Hashable,
    stays: Callable[[], None],
    late: Callable[[_Outcome], None],
) -> _Outcome | None:
    """Do ``work`` in a thread of its own; what it gives, or None when it takes longer than ``HELD``.

    whose: the client. In the second case ``stays`` is called at once and here, and ``late`` with what the work gives
    when it ends, over there. What the work raises meanwhile is raised here.
    """
    session: Future[_Outcome] = Future()
    thread = threading.Thread(target=_run, args=(work, session), name="mail session", daemon=True)
    thread.start()
    wait([session], HELD)
    if session.done():
        return session.result()
    _standing[thread] = whose
    try:
        stays()
    finally:
        session.add_done_callback(lambda ended: late(ended.result()))
    return None


def _run(work: Callable[[], _Outcome], session: Future[_Outcome]) -> None:
    try:
        outcome = work()
    except BaseException as error:  # noqa: BLE001 - it is raised again where the outcome is asked for
        session.set_exception(error)
    else:
        session.set_result(outcome)
    finally:
        connections.close_all()


@atexit.register
def _wait_for_the_last() -> None:
    until = time.monotonic() + _LAST_WAIT
    for thread in tuple(_standing):
        thread.join(max(0.0, until - time.monotonic()))
