"""Fixtures: a clone of the template database per worker, fresh ones for tests that commit, and the cast."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import hypothesis
import psycopg
import pytest
from psycopg import sql

from tests.stage import TEMPLATE

_CI = bool(os.environ.get("CI"))
hypothesis.settings.register_profile(  # a busy machine is no failure
    "relevo", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=_CI, max_examples=50 if _CI else 100,  # there the same ones each time; new ones are looked for here
)  # fmt: skip
hypothesis.settings.load_profile("relevo")

SUNDAY_NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


LONG = (
    "test_faults_",
    "test_browser",
    "test_kills",
    "test_command",
    "test_journey",
    "test_first_night_shift",
)
"""Files that take a minute or more."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files begin first, so that at the end no worker is alone with one of them.

    What hangs on other programs (Chromium, Postfix, Dovecot, a server killed at a random moment) gets a second try on a
    busy machine, which the summary names; ``make faults`` gives none.
    """
    items.sort(key=lambda item: not item.path.name.startswith(LONG))
    for item in items:
        if item.path.name.startswith(LONG) and os.environ.get("RELEVO_FAULTS") != "full":
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage again and again took a twentieth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """This worker's own clone of the template."""
    with clone(f"relevo_{worker_id}") as name, django_db_blocker.unblock():
        point_django_at(name)
        yield


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Which parallel worker this is; ``master`` when there is one process."""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


class clone:  # noqa: N801 - used like a function
    """A database copied from the template; dropped at the end."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> str:
        from relevo.config.database import create_database

        self._drop()
        create_database(os.environ["RELEVO_TEST_SERVER"], self.name, template=TEMPLATE)
        return self.name

    def __exit__(self, *exc: object) -> None:
        from django.db import connections

        connections.close_all()
        self._drop()

    def _drop(self) -> None:
        with psycopg.connect(os.environ["RELEVO_TEST_SERVER"], autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name))
            )


def point_django_at(name: str) -> None:
    """Let both of Django's connections (application and owner) use the database ``name``."""
    from django.conf import settings
    from django.db import connections

    for alias in connections:
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture
def own_database(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str
) -> Iterator[str]:
    """A fresh committed copy of the world for tests that need several connections, processes or real commits."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), clone(f"relevo_{worker_id}_own") as name:
        point_django_at(name)
        try:
            yield name
        finally:
            point_django_at(before)


@pytest.fixture(autouse=True)
def sunday_night() -> Iterator[None]:
    """Every test begins on the Sunday at 03:00 (Madrid), so that no result hangs on the day it is run."""
    from relevo.core import clock

    with clock.travel(SUNDAY_NIGHT):
        yield


@pytest.fixture(autouse=True)
def audible_logs() -> None:
    """Some libraries silence loggers that exist when they start; a test about the log must not hang on the order."""
    logging.disable(logging.NOTSET)
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and name.partition(".")[0] == "relevo":
            logger.disabled, logger.propagate = False, True


@pytest.fixture
def cast(db: None) -> object:
    """Everybody in the demo world, by name; see ``tests/cast.py``."""
    from tests.cast import Cast

    return Cast()
