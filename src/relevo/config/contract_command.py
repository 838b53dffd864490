"""``relevo contract``: the weak clauses of an outsourcing contract, each with its place, why, and better wording.

Neither Django nor the database is touched. Exit code 0: nothing was found; 1: something was; 2: the text is no
contract, and every problem is a line on standard error. Contract, rules and JSON: docs/study.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from relevo.config.inputs import language_named, read_input

if TYPE_CHECKING:
    from relevo.study.choice.contract import Finding
    from relevo.study.report.texts.catalogues import Language

Source = Annotated[str, typer.Argument(metavar="FILE", help="The contract as YAML; -: standard input.")]
Tongue = Annotated[str, typer.Option("--language", help="Of the findings: en, es or lv.")]
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


def contract(
    source: Source, as_json: AsJson = False, language: Tongue = "en", example: Example = False
) -> None:
    """Which clauses of an outsourcing contract are weak? Exit code 1 when some are."""
    from relevo.study.choice.contract import lint
    from relevo.study.choice.yaml_reading import ScenarioWrong

    name = "standard input" if source == "-" else source
    try:
        tongue = language_named(language)
    except ValueError as error:
        _refuse(str(error))
    try:
        findings = lint(_text(source, name))
    except ScenarioWrong as wrong:
        _refuse(*(f"{name}: {line}" for line in wrong.lines(tongue)))
    typer.echo(_json(findings, tongue) if as_json else _words(findings, tongue))
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


def _words(findings: Sequence[Finding], tongue: Language) -> str:
    """Return the findings for people: place and rule, then why, then better wording."""
    from relevo.study.report.sections.contracts import told
    from relevo.study.report.speech import Speech

    speech = Speech(tongue, "")
    if not findings:
        return speech("contracts.none")
    better = speech("head.better")
    found = [
        f"{one.place}: {finding.rule}\n  {one.why}\n  {better}: {one.better}\n"
        for finding, one in zip(findings, told(findings, speech), strict=True)
    ]
    return "\n".join([*found, speech("contracts.count", number=str(len(findings)))])


def _json(findings: Sequence[Finding], tongue: Language) -> str:
    from relevo.study.report.sections.contracts import as_json
    from relevo.study.report.speech import Speech

    return json.dumps({"findings": as_json(findings, Speech(tongue, ""))}, ensure_ascii=False)


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        words = "".join(letter if letter.isprintable() else " " for letter in line)
        typer.echo(f"relevo contract: {words[:500]}", err=True)
    raise typer.Exit(2)
