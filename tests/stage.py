"""The stage: one bundled PostgreSQL for the whole run, with a migrated template that has the cast in it.

Loaded with ``-p tests.stage``, because Django's settings read the environment before any conftest does.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from relevo.config.database import create_database, embedded_server

TEMPLATE = "relevo_template"


def _raise() -> None:
    """Start the server and name it in the environment, which parallel workers inherit."""
    home = Path(tempfile.mkdtemp(prefix="relevo-test-"))
    os.environ |= {"RELEVO_HOME": str(home), "RELEVO_SECRET_KEY": "a key for tests and nothing else"}
    os.environ["RELEVO_INNER_NETWORKS"] = "127.0.0.0/8"  # where the tests' own mail servers are
    server = embedded_server(home / "postgres", durable=False)
    os.environ["RELEVO_TEST_SERVER"] = url = server.__enter__()
    os.environ["DATABASE_URL"] = create_database(url, TEMPLATE)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    atexit.register(server.__exit__, None, None, None)


if "RELEVO_TEST_SERVER" not in os.environ:
    _raise()
    _FIRST = True
else:
    _FIRST = False

# What was imported up to here was imported before coverage began to look; it is imported again when it is needed.
for _name in [name for name in sys.modules if name == "relevo" or name.startswith("relevo.")]:
    del sys.modules[_name]


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Migrate once, in the first process, and let the cast come in through the real actions."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    PBKDF2PasswordHasher.iterations = 1000  # signing in is as it is, and takes a thousandth of the time
    if not _FIRST:
        return
    from django.db import connections
    from pytest_django.plugin import blocking_manager_key

    from relevo.config.database import migrate
    from tests.cast import enter

    with session.config.stash[blocking_manager_key].unblock():
        migrate()
        enter()
        connections.close_all()
