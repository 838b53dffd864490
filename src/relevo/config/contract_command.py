"""``relevo contract``: the weak clauses of an outsourcing contract, each with its place, why, and better wording.

Neither Django nor the database is touched. Exit code 0: nothing was found; 1: something was; 2: the text is no
contract, and every problem is a line on standard error. Contract, rules and JSON: docs/study.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from relevo.config.inputs import read_input

if TYPE_CHECKING:
    from relevo.study.choice.contract import Finding

Source = Annotated[str, typer.Argument(metavar="FILE", help="The contract as YAML; -: standard input.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the findings as one JSON object.")]


def _print_example(wanted: bool) -> None:
    if wanted:
        from relevo.study.choice.contract import EXAMPLE

        typer.echo(EXAMPLE, nl=False)
        raise typer.Exit


Example = Annotated[
    bool,
    typer.Option(
        "--example", is_eager=True, callback=_print_example, help="Print a contract to begin with, and stop."
    ),
]


def contract(source: Source, as_json: AsJson = False, example: Example = False) -> None:
    """Which clauses of an outsourcing contract are weak? Exit code 1 when some are."""
    from relevo.study.choice.contract import lint
    from relevo.study.choice.scenario_file import ScenarioWrong

    name = "standard input" if source == "-" else source
    try:
        findings = lint(_text(source, name))
    except ScenarioWrong as wrong:
        _refuse(*(f"{name}: {problem}" for problem in wrong.problems))
    typer.echo(_json(findings) if as_json else _words(findings))
    if findings:
        raise typer.Exit(1)


def _text(source: str, name: str) -> str:
    """Return what stands in a file or standard input; ends the command where that is no text of a contract's size."""
    from relevo.study.choice.contract import MOST_BYTES

    try:
        raw = read_input(source, MOST_BYTES)
        text = raw.decode("utf-8-sig") if len(raw) <= MOST_BYTES else None
    except OSError as error:
        _refuse(f"{name} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        _refuse(f"{name} is no UTF-8 text.")
    if text is None:
        _refuse(f"{name} is larger than {MOST_BYTES:,} bytes.")
    if not text.strip():
        _refuse(f"{name} is empty; --example prints a contract to begin with.")
    return text


def _words(findings: Sequence[Finding]) -> str:
    """Return the findings for people: place and rule, then why, then better wording."""
    from relevo.study.choice.contract import RULES

    if not findings:
        return f"Nothing found: none of the {len(RULES)} rules sees a weak clause."
    told = [f"{one.place}: {one.rule}\n  {one.why}\n  Better: {one.better}\n" for one in findings]
    return "\n".join([*told, f"{len(findings)} finding{'s' if len(findings) > 1 else ''}."])


def _json(findings: Sequence[Finding]) -> str:
    return json.dumps({"findings": [asdict(one) for one in findings]}, ensure_ascii=False)


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        words = "".join(letter if letter.isprintable() else " " for letter in line)
        typer.echo(f"relevo contract: {words[:500]}", err=True)
    raise typer.Exit(2)
