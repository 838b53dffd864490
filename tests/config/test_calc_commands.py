"""``relevo calc``: options or JSON in, figures out; what is wrong is one line and exit code 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from relevo.calc.erlang import erlang_c
from relevo.calc.intervals import wilson
from relevo.calc.traffic import Traffic
from relevo.config import calc_commands
from relevo.config.calc_commands import app

VOICE = ("--calls-per-hour", "200", "--aht", "180", "--agents", "14", "--within", "20")


def call(*arguments: str, given: Any = None) -> Result:
    return CliRunner().invoke(
        app, list(arguments), input=given if isinstance(given, str | bytes) else json.dumps(given)
    )


def asked(*arguments: str, given: Any = None) -> Any:
    result = call(*arguments, "--json", given=given)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(*arguments: str, given: Any = None) -> str:
    """The one line that says what is wrong."""
    result = call(*arguments, given=given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("relevo calc: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_figures_come_in_full_precision() -> None:
    found = asked("erlang-c", *VOICE)
    assert found["mean_wait_seconds"] == erlang_c(Traffic.per_hour(200, 180), 14).mean_wait_seconds
    assert asked("interval", "-x", "81", "-n", "263")["low"] == wilson(81, 263).low


def test_people_read_a_line_for_each_figure() -> None:
    lines = call("erlang-c", *VOICE).stdout.splitlines()
    assert "wait probability                 0.174132" in lines
    assert "stable                           yes" in lines
    needed = call(
        "required",
        "--load",
        "160",
        "--aht",
        "240",
        "--sl",
        "80%",
        "--patience",
        "120",
        "--max-abandonment",
        "5%",
    )
    assert "binding                          abandonment" in needed.stdout
    assert "  service level                  149" in needed.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--load", "10", "--service-time", "180", "--servers", "14", "-t", "20"),
        ("-a", "10", "--handle-time", "180", "-n", "14", "--threshold", "20"),
        ("--traffic", "10", "--aht-seconds", "180", "--trunks", "14", "--target-seconds", "20"),
        ("--lambda", "200", "--aht", "180", "-n", "14", "--target", "20"),
    ],
)
def test_options_have_the_names_that_people_know(arguments: tuple[str, ...]) -> None:
    assert asked("erlang-c", *arguments) == asked("erlang-c", *VOICE)


def test_json_on_standard_input_with_a_dash_without_or_from_a_file(tmp_path: Path) -> None:
    question = {"lambda": 200, "aht": 180, "n": 14, "T": 20}
    expected = asked("erlang-c", *VOICE)
    (tmp_path / "question.json").write_text(json.dumps(question), encoding="utf-8")
    assert asked("erlang-c", "-", given=question) == expected
    assert asked("erlang-c", given=question) == expected
    assert asked("erlang-c", str(tmp_path / "question.json")) == expected


def test_a_list_is_answered_with_a_list_and_options_are_what_is_common() -> None:
    found = asked("erlang-b", "-", "--load", "12", given=[{"n": 20}, {"n": 21, "load": 13}])
    assert [(row["load"], row["agents"]) for row in found] == [(12, 20), (13, 21)]
    assert asked("erlang-b", "-", given=[]) == []


def test_what_is_wrong_in_a_list_is_said_in_its_place_and_the_rest_is_answered() -> None:
    result = call("erlang-b", "-", "--json", given=[{"load": 1, "n": 2}, {"load": -1, "n": 2}, 7])
    rows = json.loads(result.stdout)
    assert rows[0]["blocked"] == pytest.approx(0.2)
    assert rows[1]["error"].startswith("load in erlangs cannot be negative")
    assert rows[2]["error"] == "a question is an object of inputs"
    assert result.exit_code == 2
    assert "input 2: load in erlangs cannot be negative, not -1 (2 of 3 inputs are wrong)" in result.stderr


def test_every_kind_of_question_has_a_command() -> None:
    assert asked("erlang-a", *VOICE, "--patience", "60")["abandoned"] > 0
    assert asked("erlang-b", "--load", "3", "-n", "5")["stable"] is True
    assert asked("required", "--load", "12", "--model", "B", "--blocking", "0.01")["agents"] == 20
    assert asked("interval", "--count", "0", "--weeks", "26")["high"] == pytest.approx(0.14188, abs=1e-5)
    assert asked("interval", "--margin", "5%")["sample_size"] == 385


def test_prices_keep_the_digits_that_were_written() -> None:
    question = '{"card": {"currency": "EUR", "contact": 4.80}, "usage": {"contacts": 1240}}'
    assert asked("price", given=question)["total"] == "5952.00"
    assert len(asked("price", "--lines", given=question)["lines"]) == 1240
    words = call("price", given=question).stdout
    assert "total                            5952.00" in words
    assert "kind contact, unit price 4.80, multiplier 1, lines 1240, amount 5952.00" in words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "no inputs"),
        ("{", "the input is no JSON"),
        (b"\xff\xfe{", "not UTF-8"),
        ("[" * 100_000, "nested too deep"),
        ('{"n": 1, "n": 2}', "'n' is given twice"),
        ("3", "a question is an object"),
        ('"' + "x" * 50 + '"', "a question is an object"),
        ('{"load": ' + "9" * 5000 + "}", ""),
        ('{"load": 1, "n": 2, "colour": 3}', "erlang-b has no input 'colour'"),
    ],
)
def test_broken_input_is_one_line(given: str | bytes, words: str) -> None:
    assert words in refused("erlang-b", "-", given=given)


def test_too_much_input_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calc_commands, "MOST_BYTES", 10)
    monkeypatch.setattr(calc_commands, "MOST_QUESTIONS", 1)
    assert "longer than 10 bytes" in refused("erlang-b", "-", given=" " * 11)
    assert "at most 1 inputs" in refused("erlang-b", "-", given="[{},{}]")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("erlang-c", "-n", "five", "--load", "3"), "agents must be a number, not 'five'"),
        (("erlang-c", "-n", "5"), "give the load"),
        (("erlang-c", "no-such-file.json"), "cannot read no-such-file.json"),
        (("erlang-a", "--load", "3", "--aht", "60", "-n", "-4", "--patience", "9"), "agents must be from 0"),
        (("required", "--load", "3", "--aht", "60", "--sl", "80"), "service level is a share from 0 to 1"),
    ],
)
def test_wrong_options_are_one_line(arguments: tuple[str, ...], words: str) -> None:
    assert words in refused(*arguments)


def test_an_option_that_does_not_exist_is_exit_code_2() -> None:
    assert call("erlang-c", "--colour", "3").exit_code == 2


def test_neither_django_nor_the_database_is_loaded() -> None:
    code = (
        "import sys; from relevo.config import calc_commands; "
        "loaded = {name.partition('.')[0] for name in sys.modules}; "
        "print(sorted(loaded & {'django', 'psycopg', 'numpy', 'procrastinate'}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
