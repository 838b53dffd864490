"""``relevo mail …``: taking mail in, looking at how one is read, and at what could not be."""

from __future__ import annotations

import json
import os
import sys
from typing import Annotated

import typer

from relevo.config import env
from relevo.config.env import Misconfigured
from relevo.config.inputs import read_input, standard_input
from relevo.config.ports import require_free

app = typer.Typer(
    no_args_is_help=True, help="Mail: take it in, look at how it is read, read parked mail again."
)

_LARGEST = 100 * 1024 * 1024


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    smtp_port: Annotated[int, typer.Option(help="Port for SMTP.", envvar="RELEVO_SMTP_PORT")] = 2525,
    lmtp_port: Annotated[
        int, typer.Option(help="Port for LMTP; 0 for none.", envvar="RELEVO_LMTP_PORT")
    ] = 2424,
) -> None:
    """Take in mail alone, by SMTP and LMTP."""
    from relevo.config import serving

    for number, setting in ((smtp_port, "--smtp-port"), (lmtp_port, "--lmtp-port")):
        require_free(host, number, setting=setting)
    serving.mail(host, smtp_port, lmtp_port or None)


@app.command()
def fetch() -> None:
    """Fetch from IMAP mailboxes alone; `relevo mail serve` does it too, and several share the mailboxes out."""
    from relevo.config import serving

    serving.fetch()


@app.command()
def parse(
    file: Annotated[str, typer.Argument(help="A file with one raw mail, or - for standard input.")],
) -> None:
    """Print how Relevo reads a mail, as one JSON object. Needs no database."""
    from relevo.channels.mail.parsing import parse as read
    from relevo.channels.mail.showing import as_json

    json.dump(as_json(read(_bytes(file))), sys.stdout)  # ASCII, whatever the terminal is
    sys.stdout.write("\n")


@app.command()
def receive(
    recipients: Annotated[list[str], typer.Argument(help="The addresses that it was delivered to.")],
    sender: Annotated[
        str | None,
        typer.Option("--from", help="The return path; without it the mail's own Return-Path counts."),
    ] = None,
) -> None:
    """Take in one mail from standard input, as Postfix's pipe delivers it. Exit codes are those of sysexits.h."""
    try:
        env.set_up_django()
        from relevo.channels.mail.doors.pipe import receive as take

        code = take(recipients, sender, standard_input())
    except Exception as error:  # noqa: BLE001 - the mail server must keep the mail, whatever went wrong
        typer.echo(f"relevo: {type(error).__name__}; try again later", err=True)
        code = os.EX_TEMPFAIL
    raise typer.Exit(code)


@app.command()
def parked() -> None:
    """List the mails that could not be read, of all desks: number, when, mailbox, size, why."""
    env.set_up_django()
    from relevo.config.mail_parking import parked_mails

    found = parked_mails()
    for mail in found:
        typer.echo(
            f"{mail.pk:8} {mail.received_at:%Y-%m-%d %H:%M} {mail.mailbox.address} {mail.size} {mail.note}"
        )
    typer.echo(f"{len(found)} parked.")


@app.command()
def replay(
    numbers: Annotated[
        list[int] | None, typer.Argument(help="Which, as `relevo mail parked` shows them.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that are parked.")] = False,
) -> None:
    """Read parked mails again, for instance after an upgrade."""
    env.set_up_django()
    from relevo.config.mail_parking import replay_parked

    if bool(numbers) == everything:
        raise Misconfigured("Say which mails, by number, or --all.")
    again, missing = replay_parked(numbers or None)
    for number in missing:
        typer.echo(f"{number} is not parked.", err=True)
    typer.echo(f"{again} will be read again.")
    if missing:
        raise typer.Exit(1)


@app.command()
def doctor(
    dns: Annotated[bool, typer.Option(help="Also ask the DNS for MX, SPF, DKIM and DMARC.")] = False,
) -> None:
    """Tell what is wrong with mail, mailbox by mailbox; exit code 1 when something must be mended."""
    env.set_up_django()
    from relevo.config.mail_doctor import examine_everything

    trouble = False
    for finding in examine_everything(dns=dns):
        trouble = trouble or finding.serious
        typer.echo(f"{'must be mended' if finding.serious else 'note':15} {finding.text}")
    if trouble:
        raise typer.Exit(1)
    typer.echo("Nothing must be mended.")


def _bytes(file: str) -> bytes:
    try:
        raw = read_input(file, _LARGEST)
    except OSError as error:
        raise Misconfigured(f"{file} cannot be read: {error.strerror}.") from None
    if len(raw) > _LARGEST:
        raise Misconfigured("A mail of more than 100 MB is not read.")
    return raw
