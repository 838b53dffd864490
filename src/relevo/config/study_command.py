"""``relevo study``: from a company's tickets to the answer whether outsourcing is right, without an installation.

Neither Django nor the database is touched. Every failure that a reader can mend is a line on standard error and exit
code 2; any answer, also "we cannot know yet", is exit code 0. Scenario, report and JSON: docs/study.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from relevo.config.inputs import language_named

if TYPE_CHECKING:
    from relevo.study.choice.outcome import Outcome
    from relevo.study.choice.scenario import Scenario
    from relevo.study.demand.profile import Profile
    from relevo.study.history.mapping import ColumnMapping
    from relevo.study.report.texts.catalogues import Language

ENDINGS = (".pdf", ".html", ".json")
MOST_BYTES = 1_000_000
"""Of a scenario file."""

Files = Annotated[list[Path], typer.Argument(help="CSV, JSON lines or mbox; exports of known help desks.")]
ScenarioFile = Annotated[
    Path | None, typer.Option("--scenario", help="YAML; without it all assumptions are defaults.")
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", help="YAML: what the columns mean, where it is not clear.")
]
Zone = Annotated[
    str,
    typer.Option(help="The desk's time zone, such as Europe/Madrid; else that of the scenario's country."),
]
Region = Annotated[str, typer.Option(help="Whose public holidays also count, such as VC within ES.")]
Tongue = Annotated[str, typer.Option("--language", help="Of the report and of what is wrong: en, es or lv.")]
Outputs = Annotated[
    list[Path] | None, typer.Option("--output", "-o", help="report.pdf, .html or .json; several are allowed.")
]
Desk = Annotated[str, typer.Option(help="The company's name, for the title.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome as one JSON object.")]


def _print_template(wanted: bool) -> None:
    if wanted:
        from relevo.study.choice.scenario_file import template

        typer.echo(template(), nl=False)
        raise typer.Exit


Template = Annotated[
    bool,
    typer.Option(
        "--template",
        is_eager=True,
        callback=_print_template,
        help="Print a scenario file with all defaults, and stop.",
    ),
]
Preview = Annotated[bool, typer.Option("--preview", help="Show what the columns seem to mean, and stop.")]


def study(  # noqa: PLR0913, PLR0917 - one for each option
    tickets: Files, scenario: ScenarioFile = None, mapping: MappingFile = None, zone: Zone = "", region: Region = "",
    language: Tongue = "en", output: Outputs = None, desk: Desk = "", as_json: AsJson = False, preview: Preview = False,
    template: Template = False,
) -> None:  # fmt: skip
    """Is outsourcing right for us? Reads tickets, weighs the options, and writes a report."""
    from relevo.study.choice.yaml_reading import ScenarioWrong
    from relevo.study.history.errors import HistoryError

    try:
        tongue = language_named(language)
    except ValueError as error:
        _refuse(str(error))
    try:
        if preview:
            _preview(tickets)
            return
        for path in output or ():
            _require_writable(path)
        outcome, profile = _studied(tickets, scenario, mapping, zone, region, tongue)
        _write(outcome, profile, tongue, desk, output or ())
        typer.echo(_json(outcome, profile) if as_json else _words(outcome, tongue), nl=not as_json)
    except HistoryError as error:
        _refuse(error.says(tongue))
    except ScenarioWrong as error:
        _refuse(*(f"{scenario}: {line}" for line in error.lines(tongue)))


def _studied(
    tickets: Sequence[Path],
    scenario_path: Path | None,
    mapping_path: Path | None,
    zone: str,
    region: str,
    tongue: Language,
) -> tuple[Outcome, Profile]:
    """Return what the study found, and the profile that it stands on."""
    from relevo.study.choice.study import study as run
    from relevo.study.demand.profiling import profile_of
    from relevo.study.history.mapping import read_mapping
    from relevo.study.history.reading import read_history
    from relevo.study.problems import problem_of

    scenario = _scenario(scenario_path)
    columns: ColumnMapping | None = read_mapping(mapping_path) if mapping_path else None
    told = _progress()
    history = read_history(tickets, columns, zone=zone or _zone_of(scenario.country), progress=told)
    profile = profile_of(history, country=scenario.country, subdivision=region or None)
    try:
        return run(profile, scenario, progress=told), profile
    except ValueError as error:  # a load or a wish beyond what can be computed
        _refuse(problem_of(error).line(tongue))


def _scenario(path: Path | None) -> Scenario:
    from relevo.study.choice.scenario import Scenario
    from relevo.study.choice.scenario_file import load_scenario
    from relevo.study.choice.yaml_reading import ScenarioWrong
    from relevo.study.problems import Problem

    if path is None:
        return Scenario()
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
        return load_scenario(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ScenarioWrong([Problem("not_utf8")]) from None
    except OSError as error:
        raise ScenarioWrong([Problem("unreadable", values={"reason": error.strerror})]) from None


def _zone_of(country: str) -> str:
    """Return the zone of most people of a country (the first that the tz database lists), and say so."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    found = next((parts[2] for parts in lines if parts[0] == country.upper()), None)
    if found is None:
        _refuse(f"Which time zone? Say it with --zone, such as --zone Europe/Madrid (country: {country}).")
    typer.echo(f"Times are taken for those of {found}; --zone says otherwise.", err=True)
    return found


def _require_writable(path: Path) -> None:
    """End the command when a report could not be written there: better before the work than after it."""
    if path.suffix.lower() not in ENDINGS:
        _refuse(f"{path}: the name of a report ends in {', '.join(ENDINGS)}.")
    if path.is_dir():
        _refuse(f"{path} is a folder.")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        _refuse(f"{path} cannot be written: {error.strerror}.")


def _write(
    outcome: Outcome, profile: Profile, language: Language, desk: str, outputs: Sequence[Path]
) -> None:
    """Write each report beside its place first, so that an old one is whole until the new one is."""
    for path in outputs:
        content = _content(path.suffix.lower(), outcome, profile, language, desk)
        beside = path.with_name(f".{path.name[-100:]}.new")
        try:
            beside.write_bytes(content)
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            _refuse(f"{path} cannot be written: {error.strerror}.")
        typer.echo(f"Written: {path}", err=True)


def _content(ending: str, outcome: Outcome, profile: Profile, language: Language, desk: str) -> bytes:
    from relevo.study.report.writing import write_html, write_pdf

    if ending == ".pdf":
        return write_pdf(outcome, profile, language=language, desk=desk)
    if ending == ".html":
        return write_html(outcome, profile, language=language, desk=desk).encode()
    return _json(outcome, profile).encode()


def _json(outcome: Outcome, profile: Profile) -> str:
    from relevo.study.report.machine import write_json

    return write_json(outcome, profile)


def _words(outcome: Outcome, language: Language) -> str:
    """Return the answer and its figures, a line each."""
    from relevo.study.report.sections.answer import figures, sentence
    from relevo.study.report.speech import Speech

    speech = Speech(language, outcome.currency)
    lines = [
        sentence(outcome, speech),
        *(speech.reason("answer", reason) for reason in outcome.answer.reasons),
    ]
    return "\n".join(
        [*lines, *(f"{one.label}: {one.value} ({one.beside})" for one in figures(outcome, speech))]
    )


def _preview(tickets: Sequence[Path]) -> None:
    """Print what each column seems to mean, how sure that is, and some of its values."""
    from relevo.study.history.proposal import propose_mapping
    from relevo.study.problems import shown

    for path in tickets:
        proposal = propose_mapping(path)
        typer.echo(f"{path}: {proposal.product or 'no export that we know'}, {proposal.encoding}")
        for guess in proposal.guesses:
            meaning = f"{guess.field} ({guess.confidence:.0%})" if guess.field else "-"
            samples = " | ".join(shown(value) for value in guess.samples)
            typer.echo(f"  {shown(guess.column):30} {meaning:26} {samples}".rstrip())
        typer.echo(f"  no column for: {', '.join(proposal.missing) or '-'}")
        if not proposal.ready:
            typer.echo("  No column says when a contact began: name one as created_at in a mapping file.")


def _progress() -> Callable[[str, float], None]:
    """Return who is told how far the work is: on a terminal a line for each step and quarter of it, else nobody."""
    told: set[tuple[str, int]] = set()

    def tell(step: str, share: float) -> None:
        if (step, int(share * 4)) not in told:
            told.add((step, int(share * 4)))
            typer.echo(f"{step} {share:.0%}", err=True)

    return tell if sys.stderr.isatty() else lambda _step, _share: None


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        words = "".join(letter if letter.isprintable() else " " for letter in line)
        typer.echo(f"relevo study: {words[:500]}", err=True)
    raise typer.Exit(2)
