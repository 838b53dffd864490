"""For fault tests: a whole installation as operators run it - its own PostgreSQL, web, worker and mail processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from relevo.core import clock
from tests.channels.mail.second_server import SecondServer, second_server
from tests.channels.mail.servers import answers, free_port, heard, need, until
from tests.faults.agents import Agent

STARTED = 60.0
"""Seconds that a process may take to start on a busy machine."""


@dataclass
class Installation:
    """What runs. database: its name; kept: everything that is closed at the end."""

    server: SecondServer
    database: str
    kept: ExitStack
    web_port: int = field(default_factory=free_port)
    mail_port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)

    def start(self, *names: str, **environment: str) -> None:
        """Start some of ``web``, ``worker`` and ``mail`` by their real commands, and wait until the doors answer."""
        commands = {
            "web": ["web", "--port", str(self.web_port)],
            "worker": ["worker"],
            "mail": ["mail", "serve", "--smtp-port", str(self.mail_port), "--lmtp-port", "0"],
        }
        for name in names:
            self.processes[name] = process = self.kept.enter_context(
                relevo(*commands[name], DATABASE_URL=self.server.url(self.database), **environment)
            )
            self.said[name] = self.kept.enter_context(heard(process))
        if "web" in names:
            until(lambda: self.visitor().get("/healthz").status == 200, STARTED)
        if "mail" in names:
            until(lambda: answers(self.mail_port), STARTED)

    def kill(self) -> None:
        """Kill -9 every process of ours."""
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait(90)

    def visitor(self) -> Agent:
        """Somebody who is not signed in."""
        return Agent(self.web_port)

    def agent(self, name: str = "Mateo") -> Agent:
        """A member of the demo world at her own browser, signed in; call within ``server.used()``."""
        return Agent.signed_in(self.web_port, name)

    def well(self) -> bool:
        """Whether pages are served again."""
        return self.visitor().get("/healthz").status == 200


def relevo(*words: str, **environment: str) -> subprocess.Popen[str]:
    """The ``relevo`` command in a process of its own, at the test's time."""
    clock_file = Path(os.environ["RELEVO_HOME"]) / "clock"
    clock.set_file(clock_file, clock.now())
    return subprocess.Popen(
        [sys.executable, "-m", "relevo.config.cli", *words], text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["src", "."]), "RELEVO_CLOCK_FILE": str(clock_file),
                          "RELEVO_FAILPOINTS_ALLOWED": "1", **environment},
    )  # fmt: skip


@contextmanager
def installation(database: str) -> Iterator[Installation]:
    """A database server of the test's own with the world in it, which this process looks into, too; nothing else yet."""
    with second_server() as server, server.used(), ExitStack() as kept:
        yield Installation(server, database, kept)


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of its own for everything temporary that is made meanwhile; needs the right to mount."""
    folder = Path(tempfile.mkdtemp(prefix="relevo-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=1777", "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def family(server: SecondServer) -> list[int]:
    """The postmaster and all that it has started."""
    pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


@contextmanager
def frozen(server: SecondServer) -> Iterator[None]:
    """Stop every process of the database, as a machine without breath would; go on afterwards."""
    stopped: deque[int] = deque()
    try:
        for pid in family(server):
            os.kill(pid, signal.SIGSTOP)
            stopped.append(pid)
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def command(server: SecondServer, *words: str) -> None:
    """``pg_ctl`` on this server: ``restart``, ``-m``, ``fast``."""
    server._run(
        "pg_ctl",
        "-w",
        "-t",
        "60",
        "-D",
        str(server.folder / "data"),
        "-l",
        str(server.folder / "log"),
        *words,
    )


@contextmanager
def disk_errors(server: SecondServer) -> Iterator[None]:
    """Let every flush to disk fail with EIO in what the postmaster starts from now on; needs strace."""
    pid = family(server)[0]
    tracer = subprocess.Popen(
        [need("strace", "strace"), "-f", "-qq", "-e", "trace=fdatasync,fsync", "-e",
         "inject=fdatasync,fsync:error=EIO", "-o", "/dev/null", "-p", str(pid)],
    )  # fmt: skip
    status = Path(f"/proc/{pid}/status")
    try:
        until(lambda: "TracerPid:\t0\n" not in status.read_text())
        for backend in family(server)[1:]:
            if b"relevo" in Path(f"/proc/{backend}/cmdline").read_bytes():
                os.kill(backend, signal.SIGTERM)  # those that were there before are not traced
        yield
    finally:
        tracer.terminate()
        tracer.wait(90)


@contextmanager
def copied(server: SecondServer) -> Iterator[SecondServer]:
    """A server on a copy of another one's disk as it is now; that one must not run."""
    folder = Path(tempfile.mkdtemp(prefix="relevo-copy-"))
    again = replace(server, folder=folder)
    subprocess.run(["cp", "--archive", str(server.folder / "data"), str(folder / "data")], check=True)
    if server.user:
        shutil.chown(folder, server.user)
    with (folder / "data" / "postgresql.auto.conf").open("a", encoding="ascii") as file:
        file.write(f"unix_socket_directories = '{folder}'\n")
    try:
        again.start()
        yield again
    finally:
        again.stop()
        shutil.rmtree(folder, ignore_errors=True)
