"""Waiting for the database, and for how long at most."""

from __future__ import annotations

import select
from typing import Any

import psycopg
from django.conf import settings
from psycopg.pq import TransactionStatus

MARGIN = 1.0
"""Seconds that PostgreSQL gets beyond its own ``statement_timeout``, to say that the time is over."""


def calls(connection: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> bool:
    """Whether a server has said anything on a connection that nobody is asking on, such as that it ends it.

    A pool that asks whether a connection still lives pays a round trip each time; this is one look at the socket.
    """
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    return bool(heard.poll(0))


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up when PostgreSQL says nothing for ``settings.STATEMENT_SECONDS`` and a margin.

    ``statement_timeout`` ends a slow query; a server that stands still (a stopped process, a dead disk, a machine that
    is gone) never gets to it, and would hold the asking thread for ever.
    """

    def execute(self, query: Any, *rest: Any, **options: Any) -> psycopg.Cursor[Any]:
        """Ask as psycopg does, but a pool's empty question (is the server there?) only when it has said something."""
        if query == "" and self.autocommit and not calls(self):
            return self.cursor()
        return super().execute(query, *rest, **options)

    def wait(self, gen: Any, *rest: Any, **options: Any) -> Any:
        """Wait as psycopg does, not for ever. Raises ``psycopg.OperationalError`` when the time is over."""
        if options.get("timeout") is None:
            options["timeout"] = settings.STATEMENT_SECONDS + MARGIN
        try:
            return super().wait(gen, *rest, **options)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()  # whatever it answers later would be read as the answer to something else
            raise
