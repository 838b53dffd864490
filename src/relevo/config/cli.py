"""``relevo``: the one command. Every failure that an operator can mend is one line that says how."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from relevo.config import calc_commands, contract_command, env, mail_commands, study_command
from relevo.config.env import Misconfigured
from relevo.config.ports import require_free

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relevo.config.settings")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The help desk you can hand over.",
)
jobs = typer.Typer(no_args_is_help=True, help="Background jobs that failed for good.")
app.add_typer(jobs, name="jobs")
app.add_typer(mail_commands.app, name="mail")
app.add_typer(calc_commands.app, name="calc")
app.command("study")(study_command.study)
app.command("contract")(contract_command.contract)

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port for pages.", envvar="RELEVO_PORT")]
SmtpPort = Annotated[int, typer.Option(help="Port for incoming mail (SMTP).", envvar="RELEVO_SMTP_PORT")]
LmtpPort = Annotated[
    int, typer.Option(help="Port for incoming mail (LMTP); 0 for none.", envvar="RELEVO_LMTP_PORT")
]


@app.command()
def up(
    host: Host = "127.0.0.1", port: Port = 8000, smtp_port: SmtpPort = 2525, lmtp_port: LmtpPort = 2424
) -> None:
    """Start everything on an empty or existing installation: database, pages, worker, mail."""
    from relevo.config import starting

    starting.up(host, port, smtp_port, lmtp_port)


@app.command()
def demo(
    host: Host = "127.0.0.1", port: Port = 8000, smtp_port: SmtpPort = 2525, lmtp_port: LmtpPort = 2424,
    fresh: Annotated[bool, typer.Option(help="Throw the demo's data away and start again.")] = False,
    quiet_town: Annotated[bool, typer.Option(help="Let no demo customer write by herself.")] = False,
) -> None:  # fmt: skip
    """Start the living demo: two clients, two partners, customers who write by real mail, Sunday 03:00."""
    from relevo.demo import running

    running.demo(host, port, smtp_port, lmtp_port, fresh=fresh, quiet_town=quiet_town)


@app.command()
def web(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve pages alone (the database must be there: DATABASE_URL)."""
    from relevo.config import serving

    require_free(host, port, setting="--port")
    serving.web(host, port)


@app.command()
def worker(
    once: Annotated[bool, typer.Option(help="Run the jobs that wait now, then end.")] = False,
    concurrency: Annotated[int, typer.Option(help="Jobs at the same time.")] = 4,
) -> None:
    """Run background jobs alone."""
    from relevo.config import serving

    serving.worker(concurrency=concurrency, wait=not once)


@app.command()
def migrate() -> None:
    """Bring the tables up to date (as the owner), and the application role's rights."""
    env.set_up_django()
    from relevo.config.database import migrate as bring_up_to_date

    bring_up_to_date(progress=True)


@app.command()
def check() -> None:
    """Tell what is misconfigured; exit code 1 when something must be mended."""
    env.set_up_django()
    from relevo.config.checkup import findings

    trouble = False
    for finding in findings():
        trouble = trouble or finding.serious
        typer.echo(f"{'must be mended' if finding.serious else 'note':15} {finding.text}")
    if trouble:
        raise typer.Exit(1)
    typer.echo("Nothing must be mended.")


@app.command(name="create-admin")
def create_admin(
    email: str, organization: Annotated[str, typer.Option(prompt=True)],
    name: Annotated[str, typer.Option(prompt="Your name")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:  # fmt: skip
    """Found a first organization with you as its admin."""
    env.set_up_django()
    from relevo.config.founding import found

    typer.echo(found(email=email, organization=organization, name=name, password=password))


@app.command(name="verify-record")
def verify_record(
    engagement: Annotated[int, typer.Argument(help="The engagement's number.")],
    export: Annotated[Path | None, typer.Option(help="Also write the record as JSON lines.")] = None,
    against: Annotated[
        Path | None, typer.Option(help="Verify this exported record instead of the database.")
    ] = None,
) -> None:
    """Recompute the tamper-evident service record of an engagement; exit code 1 where it does not hold."""
    env.set_up_django()
    from relevo.config.verifying import verify

    holds, words = verify(engagement, export=export, against=against)
    typer.echo(words)
    if not holds:
        raise typer.Exit(1)


@app.command()
def clock(
    when: Annotated[str, typer.Argument(help='For instance "Mon 08:58" or 2026-11-23T08:58+01:00.')],
) -> None:
    """In the demo: let it be another time (in the zone of the first client)."""
    from relevo.demo.clockwork import move

    typer.echo(move(when))


@app.command(hidden=True)
def town(
    port: Annotated[int, typer.Option()], receiver: Annotated[str, typer.Option()],
    receiver_port: Annotated[int, typer.Option()], quiet: Annotated[bool, typer.Option()] = False,
) -> None:  # fmt: skip
    """The demo customers' mail server, and the customers: started by ``relevo demo``."""
    from relevo.demo.town import run

    run(env.home() / "town", port=port, receiver=(receiver, receiver_port), quiet=quiet)


@jobs.command(name="list")
def list_dead() -> None:
    """Show jobs that failed for good."""
    env.set_up_django()
    from relevo.events.dead_letters import dead_letters

    letters = dead_letters()
    for letter in letters:
        at = f"{letter.failed_at:%Y-%m-%d %H:%M}" if letter.failed_at else "?"
        typer.echo(f"{letter.job_id:8} {at:16} {letter.task} {letter.arguments}")
    typer.echo(f"{len(letters)} failed.")


@jobs.command()
def retry(job_id: int) -> None:
    """Put a failed job back into the queue."""
    env.set_up_django()
    from relevo.core.errors import NotFound
    from relevo.events.dead_letters import retry_dead_letter

    try:
        retry_dead_letter(job_id)
    except NotFound:
        raise Misconfigured(f"There is no failed job {job_id}.") from None
    typer.echo("Queued again.")


def main() -> None:
    """The entry point: one clear line instead of a traceback for everything that can be mended."""
    try:
        app()
    except Exception as error:
        words = _to_mend(error)
        if words is None:
            raise
        typer.echo(f"relevo: {words}", err=True)
        sys.exit(2)


def _to_mend(error: Exception) -> str | None:
    """What an operator can do about an error, in one line; None for a mistake of ours, which keeps its traceback."""
    if isinstance(error, Misconfigured):
        return str(error)
    from django.db import OperationalError, ProgrammingError
    from psycopg.errors import UndefinedTable

    if isinstance(error, OperationalError):
        from relevo.config.starting import database_is_away

        return database_is_away(error)
    if isinstance(error, ProgrammingError) and isinstance(error.__cause__, UndefinedTable):
        return "The tables are not there yet. Run: relevo migrate"
    return None


if __name__ == "__main__":
    main()
