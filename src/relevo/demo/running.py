"""``relevo demo``: an installation of its own in which life goes on, from Sunday 03:00."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relevo.config import env, starting
from relevo.config.env import Misconfigured
from relevo.config.ports import require_free
from relevo.config.processes import Process, run
from relevo.core import clock
from relevo.demo import clockwork
from relevo.demo.letters.values import DESKS
from relevo.demo.post import GATEWAY
from relevo.demo.sink import HOST, free_port

PASSWORD = "relevo-demo-2026"  # noqa: S105 - everybody's in the demo, and printed at each start
MARKER = "this-is-a-demo"
"""The file that says that a folder holds a demo and nothing else."""
ROOM = 300_000_000
"""Bytes that a demo needs on its disk."""
BUILT_BEFORE = timedelta(days=3)
"""How long before the Sunday the firms agreed on everything; the newest agent is then in her first week."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody to be: her name, who she is, and what is worth a look in her place."""

    name: str
    email: str
    who: str
    look_at: str


SIGN_INS = (
    SignIn("Mateo Díaz", "mateo@noctua.example", "Noctua, agent", "the night's work for two clients"),
    SignIn("Lucía Peña", "lucia@noctua.example", "Noctua, first week", "her replies wait for approval"),
    SignIn("Valeria Rojas", "valeria@noctua.example", "Noctua, lead", "the reply that waits for her"),
    SignIn("Marta Liepa", "marta@baltline.example", "Baltline, agent", "Latvian tickets, two clients"),
    SignIn(
        "Carmen Vidal", "carmen@auralis.example", "Auralis, manager", "control room, cost, take-back switch"
    ),
    SignIn("Ilze Kalniņa", "ilze@mareko.example", "Mareko, manager", "the same for the other client"),
    SignIn("Iker Sanz", "iker@auralis.example", "Auralis, in-house", "what Monday morning brings"),
)


def demo(
    host: str, port: int, smtp_port: int, lmtp_port: int, *, fresh: bool, quiet_town: bool, say: Say = print
) -> None:
    """Start the demo and keep it running until Ctrl-C. Raises ``Misconfigured`` with what to do when it cannot."""
    home = _home()
    for number, setting in ((port, "--port"), (smtp_port, "--smtp-port"), (lmtp_port, "--lmtp-port")):
        if number:
            require_free(host, number, setting=setting)
    if fresh:
        throw_away(home, say)
    claim(home)
    town_port = free_port()
    _environment(host, port, town_port)
    with starting.database(say) as look_after:
        starting.prepare(say)
        _let_there_be_life(home, say)
        processes = [
            *starting.group(host, port, smtp_port, lmtp_port),
            _town(host, smtp_port, town_port, quiet_town),
        ]
        run(processes, ready=lambda: _announce(host, port, smtp_port, say), tick=look_after, say=say)


def claim(home: Path) -> None:
    """Make a folder the demo's. Raises ``Misconfigured`` when something else lives there."""
    if home.is_dir() and any(home.iterdir()) and not (home / MARKER).exists():
        raise Misconfigured(
            f"{home} holds something else than a demo. Choose another folder with RELEVO_HOME."
        )
    try:
        home.mkdir(parents=True, exist_ok=True)
        _require_room(home)
        (home / MARKER).touch()
    except OSError as error:
        raise Misconfigured(
            f"{home} cannot be used ({error.strerror}). Choose another folder with RELEVO_HOME."
        ) from error


def throw_away(home: Path, say: Say) -> None:
    """Remove the demo's data. Raises ``Misconfigured`` for a folder that is no demo, or whose demo is running."""
    if not home.exists():
        return
    if not (home / MARKER).exists() and any(home.iterdir()):
        raise Misconfigured(
            f"{home} is not a demo's folder, so nothing was removed. Choose another with RELEVO_HOME."
        )
    if pid := _server_of(home):
        raise Misconfigured(f"The demo in {home} is running (its database is process {pid}). Stop it first.")
    say(f"Throwing the demo's data away ({home}) …")
    shutil.rmtree(home)


def _require_room(home: Path) -> None:
    if shutil.disk_usage(home).free < ROOM:
        raise Misconfigured(
            f"Less than {ROOM // 1_000_000} MB are free where {home} lies."
            " Make room, or choose another folder with RELEVO_HOME."
        )


def _server_of(home: Path) -> int:
    """The process id of the database that runs on a home, 0 when none does."""
    try:
        pid = int((home / "postgres" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return 0
    return pid


def _home() -> Path:
    """``RELEVO_HOME``, or ``clockwork.HOME`` in the working folder; set for all processes of the demo."""
    os.environ.setdefault("RELEVO_HOME", clockwork.HOME)
    home = env.home()
    os.environ["RELEVO_HOME"] = str(home)
    return home


def _environment(host: str, port: int, town_port: int) -> None:
    """What the settings read, for this process and those that it starts. The clock comes after the past is told."""
    os.environ.pop("RELEVO_CLOCK_FILE", None)
    os.environ["RELEVO_DEMO"] = "1"
    os.environ["RELEVO_TRUSTED_AUTHSERV"] = GATEWAY
    os.environ["RELEVO_SMTP_URL"] = f"smtp://{HOST}:{town_port}"
    os.environ.setdefault("RELEVO_PUBLIC_URL", f"http://{host}:{port}")


def _let_there_be_life(home: Path, say: Say) -> None:
    """Build the world and its past in an empty database and begin the demo's time; later starts find both."""
    from relevo.demo.world_coverage import roll_shifts
    from relevo.organizations.models import User

    begun = clockwork.file().exists()
    if begun != User.objects.exists():
        raise Misconfigured(
            "The demo was interrupted while it was made, or its database is another's. Start afresh: make demo-reset"
        )
    if not begun:
        _build(home, clockwork.last_sunday_at_three(datetime.now(UTC)), say)
    os.environ["RELEVO_CLOCK_FILE"] = str(clockwork.file())
    roll_shifts()


def _build(home: Path, sunday: datetime, say: Say) -> None:
    from relevo.demo import history, world

    with clock.travel(sunday - BUILT_BEFORE):
        world.build(password=PASSWORD, progress=lambda step: say(f"  {step} …"))
    say("Telling what happened since Friday …")
    history.tell(home / "town", sunday=sunday, progress=_count)
    clock.set_file(clockwork.file(), sunday)


def _count(done: int, of: int) -> None:
    """Progress that replaces itself on a terminal and says nothing elsewhere."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {done} of {of}" + ("\n" if done == of else ""))
        sys.stdout.flush()


def _town(host: str, smtp_port: int, town_port: int, quiet: bool) -> Process:
    arguments = ["town", "--port", str(town_port), "--receiver", host, "--receiver-port", str(smtp_port)]
    return Process("town", [*arguments, "--quiet"] if quiet else arguments)


def _announce(host: str, port: int, smtp_port: int, say: Say) -> None:
    starting.wait_until_it_answers(host, port)
    address = f"http://{host}:{port}"
    rows = [
        ("Relevo", f"{address}/", "sign in as one of the people below"),
        ("The town", f"{address}/town/", "what the customers write and get"),
        ("Mail comes in", f"{host}:{smtp_port}", " and ".join(DESKS.values())),
        ("Mailboxes", str(env.home() / "town"), "the customers' own, as Maildirs"),
        ("Data", str(env.home()), "kept; to start afresh: make demo-reset"),
    ]  # fmt: skip
    say("")
    say(table(rows))
    say("")
    say(
        table([("Sign in as", "who is", "and see"), *((one.email, one.who, one.look_at) for one in SIGN_INS)])
    )
    say(f"\nEverybody's password: {PASSWORD}")
    say(f"{clockwork.words(clock.now())} To move its clock, in another terminal:")
    say(f'  {_elsewhere()} clock "Mon 08:58"')
    say("Ctrl-C stops everything.\n")


def _elsewhere() -> str:
    """How another terminal in the same folder calls this very program for this very demo."""
    program = sys.argv[0] if Path(sys.argv[0]).name == "relevo" else "relevo"
    home = env.home()
    usual = home == Path(clockwork.HOME).resolve()
    return program if usual else f"RELEVO_HOME={shlex.quote(str(home))} {program}"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as aligned columns, two blanks apart."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
