"""``relevo calc``: the mathematics of queues, intervals and prices without an installation.

Options are inputs; with ``-`` (or a file's name) inputs come as one JSON object, or a list of them, and options
are then what they have in common. Neither Django nor the database is touched. Fields: docs/calc.md.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any, NoReturn

import typer

from relevo.calc.questions import answer
from relevo.config.inputs import read_input

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Queues, staffing, intervals and prices: exact, with --json for machines.",
)

MOST_BYTES = 100_000_000
MOST_QUESTIONS = 100_000

Source = Annotated[
    str, typer.Argument(metavar="[-|FILE]", help="Read inputs as a JSON object or list, from standard input or a file.")
]  # fmt: skip
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, numbers in full precision.")]
Given = str | None


def _option(text: str, *names: str) -> Any:
    return typer.Option(*names, help=text, metavar="NUMBER", show_default=False)


Load = Annotated[Given, _option("Load in erlangs.", "--load", "-a", "--traffic", "--erlangs")]
Contacts = Annotated[
    Given, _option("Contacts per hour.", "--contacts-per-hour", "--arrivals", "--calls-per-hour", "--lambda")
]  # fmt: skip
Aht = Annotated[
    Given, _option("Mean handling time in seconds.", "--aht-seconds", "--aht", "--service-time", "--handle-time")
]  # fmt: skip
Agents = Annotated[Given, _option("Agents.", "--agents", "-n", "--servers", "--trunks")]
Target = Annotated[
    Given, _option("Target T in seconds (20).", "--target-seconds", "--target", "--within", "-t", "--threshold")
]  # fmt: skip
Patience = Annotated[
    Given, _option("Mean patience in seconds, or inf.", "--patience-seconds", "--patience", "--mean-patience")
]  # fmt: skip
Definition = Annotated[
    Given, typer.Option("--definition", "--sl-definition", metavar="sl1..sl5", help="Of the service level (sl3).")
]  # fmt: skip
Short = Annotated[Given, _option("Abandoned sooner is short, in seconds (5).", "--short-seconds", "--short")]


@app.command("erlang-b")
def erlang_b(
    source: Source = "", as_json: AsJson = False, load: Load = None, contacts_per_hour: Contacts = None,
    aht_seconds: Aht = None, agents: Agents = None, target_seconds: Target = None, definition: Definition = None,
) -> None:  # fmt: skip
    """Who finds all agents busy is refused: blocking, occupancy."""
    _reply("erlang-b", locals())


@app.command("erlang-c")
def erlang_c(
    source: Source = "", as_json: AsJson = False, load: Load = None, contacts_per_hour: Contacts = None,
    aht_seconds: Aht = None, agents: Agents = None, target_seconds: Target = None, definition: Definition = None,
) -> None:  # fmt: skip
    """Who finds all agents busy waits for ever: waits, service levels."""
    _reply("erlang-c", locals())


@app.command("erlang-a")
def erlang_a(  # noqa: PLR0913, PLR0917 - one for each option
    source: Source = "", as_json: AsJson = False, load: Load = None, contacts_per_hour: Contacts = None,
    aht_seconds: Aht = None, agents: Agents = None, patience_seconds: Patience = None, target_seconds: Target = None,
    definition: Definition = None, short_seconds: Short = None,
) -> None:  # fmt: skip
    """Who waits too long gives up: waits, abandonment, five service levels."""
    _reply("erlang-a", locals())


@app.command("required")
def required(  # noqa: PLR0913, PLR0917 - one for each option
    source: Source = "", as_json: AsJson = False,
    model: Annotated[Given, typer.Option(metavar="B|C|A", help="Erlang model (C; A when a patience is given).")] = None,
    load: Load = None, contacts_per_hour: Contacts = None, aht_seconds: Aht = None,
    service_level: Annotated[
        Given, _option("At least this share in T: 0.8 or 80%.", "--service-level", "--sl", "--min-service-level")
    ] = None,
    target_seconds: Target = None, definition: Definition = None, short_seconds: Short = None,
    max_asa_seconds: Annotated[
        Given, _option("Mean wait of the answered, seconds, at most.", "--max-asa-seconds", "--max-asa", "--asa")
    ] = None,
    max_abandonment: Annotated[
        Given, _option("Share lost, at most.", "--max-abandonment", "--abandonment", "--max-blocking", "--blocking")
    ] = None,
    max_occupancy: Annotated[
        Given, _option("Share of time at work, at most.", "--max-occupancy", "--occupancy")
    ] = None,
    patience_seconds: Patience = None,
) -> None:  # fmt: skip
    """The least number of agents that keeps all wishes, and which wish decides it."""
    _reply("required", locals())


@app.command("interval")
def interval(  # noqa: PLR0913, PLR0917 - one for each option
    source: Source = "", as_json: AsJson = False,
    method: Annotated[Given, typer.Option(metavar="NAME", help="wilson, jeffreys, clopper_pearson or garwood.")] = None,
    successes: Annotated[Given, _option("How many have it.", "--successes", "-x", "-k")] = None,
    trials: Annotated[Given, _option("Of how many.", "--trials", "-n", "--total")] = None,
    count: Annotated[Given, _option("Events counted (a Poisson rate).", "--count", "--events")] = None,
    exposure: Annotated[Given, _option("In so many hours or weeks (1).", "--exposure", "--weeks", "--hours")] = None,
    confidence: Annotated[Given, _option("Confidence (0.95).", "--confidence", "--level")] = None,
    margin: Annotated[Given, _option("Sample size for plus or minus this share.", "--margin", "-e")] = None,
    expected: Annotated[Given, _option("Share supposed for a sample size (0.5).", "--expected", "-p")] = None,
    population: Annotated[Given, _option("Size of a finite population.", "--population")] = None,
) -> None:  # fmt: skip
    """Between which ends a share or a rate lies; or how many to look at."""
    _reply("interval", locals())


@app.command("price")
def price(
    source: Source = "-", as_json: AsJson = False,
    lines: Annotated[bool, typer.Option("--lines", help="List every line too.")] = False,
) -> None:  # fmt: skip
    """What a month costs under a rate card (JSON: card, and facts or usage)."""
    _reply("price", locals() | {"lines": lines or None})


def _reply(kind: str, options: dict[str, Any]) -> None:
    """Answer one question or many; what is wrong is one line on standard error, exit code 2."""
    source, as_json = options.pop("source"), options.pop("as_json")
    common = {name: value for name, value in options.items() if value is not None}
    try:
        asked = _read(source, exact=kind == "price") if source or _piped(common) else {}
        if isinstance(asked, list):
            _reply_to_all(kind, common, asked)
            return
        found = answer(kind, _joined(common, asked))
    except (ValueError, ArithmeticError) as error:
        _refuse(str(error))
    typer.echo(json.dumps(found, allow_nan=False, ensure_ascii=False) if as_json else _words(found))


def _reply_to_all(kind: str, common: dict[str, Any], asked: list[Any]) -> None:
    """Answer a list with a list; a wrong question has an error for its answer, the others are answered."""
    found: list[dict[str, Any]] = []
    wrong = []
    for nth, question in enumerate(asked, 1):
        try:
            found.append(answer(kind, _joined(common, question)))
        except (ValueError, ArithmeticError) as error:
            found.append({"error": str(error)})
            wrong.append(f"input {nth}: {error}")
    typer.echo(json.dumps(found, allow_nan=False, ensure_ascii=False))
    if wrong:
        _refuse(
            wrong[0] if len(wrong) == 1 else f"{wrong[0]} ({len(wrong)} of {len(asked)} inputs are wrong)"
        )


def _joined(common: dict[str, Any], question: Any) -> dict[str, Any]:
    if not isinstance(question, dict):
        raise ValueError("a question is an object of inputs")  # noqa: TRY004 - what was sent is wrong, not the call
    return common | question


def _piped(common: dict[str, Any]) -> bool:
    """Tell whether the question can only be in standard input."""
    return not common and not (sys.stdin and sys.stdin.isatty())


def _read(source: str, *, exact: bool) -> Any:
    """Return the JSON of a file or standard input; with ``exact``, numbers with a point stay as written."""
    try:
        raw = read_input(source or "-", MOST_BYTES)
    except OSError as error:
        raise ValueError(f"cannot read {source or 'standard input'}: {error.strerror}") from None
    if len(raw) > MOST_BYTES:
        raise ValueError(f"the input is longer than {MOST_BYTES:,} bytes")
    if not raw.strip():
        raise ValueError("no inputs: give options (see --help) or JSON on standard input")
    try:
        asked = json.loads(raw, object_pairs_hook=_once, parse_float=str if exact else float)
    except RecursionError:
        raise ValueError("the input is nested too deep") from None
    except UnicodeDecodeError:
        raise ValueError("the input is no JSON: it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"the input is no JSON: {error}") from None
    if isinstance(asked, list) and len(asked) > MOST_QUESTIONS:
        raise ValueError(f"a list has at most {MOST_QUESTIONS:,} inputs")
    return asked


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, _ in pairs if sum(other == key for other, _ in pairs) > 1)
        raise ValueError(f"{twice[:40]!r} is given twice")
    return found


def _words(found: dict[str, Any], indent: str = "") -> str:
    """Return an answer for people: a line for each figure, six digits."""
    rows = []
    for name, value in found.items():
        if isinstance(value, dict):
            rows.append(f"{indent}{name.replace('_', ' ')}\n{_words(value, indent + '  ')}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            rows.append(f"{indent}{name}\n" + "\n".join(f"{indent}  {_in_line(row)}" for row in value))
        else:
            rows.append(f"{indent}{name.replace('_', ' '):{32 - len(indent)}} {_word(value)}")
    return "\n".join(rows)


def _in_line(row: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_word(value)}" for name, value in row.items() if value != "")


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    if isinstance(value, float):
        return f"{value:.6g}"
    return "-" if value is None else str(value)


def _refuse(words: str) -> NoReturn:
    typer.echo(f"relevo calc: {' '.join(words.split())[:500]}", err=True)
    raise typer.Exit(2)
