"""``relevo contract``: weak clauses with their place and better wording, exit codes for programs, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from relevo.config import contract_command
from relevo.study.choice.contract import EXAMPLE, MOST_BYTES
from tests.study.choice.weak_contracts import EXIT, WEAK


def call(*arguments: str | Path, given: str | bytes | None = None) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(contract_command.contract)
    return CliRunner().invoke(app, [*map(str, arguments)], input=given)


def refused(*arguments: str | Path, given: str | bytes | None = None) -> list[str]:
    """The lines that say what is wrong."""
    result = call(*arguments, given=given)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    lines = result.stderr.splitlines()
    assert all(line.startswith("relevo contract: ") for line in lines)
    return [line.removeprefix("relevo contract: ") for line in lines]


@pytest.mark.parametrize("rule", WEAK)
def test_each_rule_s_finding_is_told_with_place_why_and_better_wording(rule: str) -> None:
    text, place = WEAK[rule]
    found = json.loads(call("-", "--json", given=text).stdout)["findings"]
    assert [(one["rule"], one["place"]) for one in found] == [(rule, place)]
    result = call("-", given=text)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert (lines[0], lines[2:]) == (
        f"{place}: {rule}",
        [f"  Better: {found[0]['better']}", "", "Findings: 1."],
    )
    assert lines[1].startswith("  ")
    assert len(found[0]["why"]) > 40
    assert len(found[0]["better"]) > 40


def test_a_contract_without_weak_clauses_ends_with_0(tmp_path: Path) -> None:
    (tmp_path / "sound.yaml").write_text(EXIT, encoding="utf-8")
    result = call(tmp_path / "sound.yaml")
    assert (result.exit_code, result.stdout) == (
        0,
        "None of the rules sees a weak clause.\n",
    )
    result = call(tmp_path / "sound.yaml", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"findings": []})


def test_the_json_holds_the_figures_for_a_sentence_in_any_language() -> None:
    (found,) = json.loads(call("-", "--json", given=WEAK["all-units-cliff"][0]).stdout)["findings"]
    assert set(found) == {"rule", "place", "values", "why", "better"}
    assert found["values"] == {
        "volume": "1500", "at": "6900.00", "beyond": "5853.90", "regained": "1770", "currency": "",
    }  # fmt: skip


def test_the_example_is_a_contract_with_weak_clauses() -> None:
    shown = call("--example")
    assert (shown.exit_code, shown.stdout) == (0, EXAMPLE)
    result = call("-", given=shown.stdout)
    assert result.exit_code == 1
    assert result.stdout.endswith("\nFindings: 6.\n")
    assert "€6,900.00" in result.stdout


def test_a_file_with_a_mark_of_its_byte_order_is_read() -> None:
    assert call("-", given=b"\xef\xbb\xbf" + EXIT.encode()).exit_code == 0


def test_every_problem_is_a_line(tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text("promisses: []\nprices: {minute: x, currency: euro}\nvolume: [1]\n", encoding="utf-8")
    lines = refused(path, "--json")
    assert lines == [
        f"{path}: promisses: Unknown; did you mean promises?",
        f"{path}: prices: minute: a number such as 4.80 is wanted here.",
        f"{path}: prices: A currency is a three-letter code such as EUR.",
        f"{path}: volume: Names and values are wanted here.",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "standard input is empty; --example prints a contract to begin with."),
        (b" \n\n", "standard input is empty; --example prints a contract to begin with."),
        (b"exit: \xff\xfe", "standard input is no UTF-8 text."),
        ("exit: 1".encode("utf-16"), "standard input is no UTF-8 text."),
        (b"x" * (MOST_BYTES + 1), f"standard input is larger than {MOST_BYTES:,} bytes."),
        ("é".encode() * MOST_BYTES, f"standard input is larger than {MOST_BYTES:,} bytes."),
        (b"just words", "standard input: A file holds names and values, such as currency: EUR."),
        (b"- 1\n- 2\n", "standard input: A file holds names and values, such as currency: EUR."),
        (b"exit: [", "standard input: This is no YAML in line 1"),
        (b"exit: \0", "standard input: This is no YAML"),
        (b"exit: &a [x, x]\nterm: [*a, *a]\n", "standard input: Anchors and aliases are not read"),
        (b"exit: " + b"[" * 1000, "standard input: Nesting is at most 12 deep"),
        (b"exit: 1\nexit: 2\n", "standard input: “exit” is given twice"),
    ],
)  # fmt: skip
def test_what_is_no_contract_is_one_line(text: bytes, words: str) -> None:
    (line,) = refused("-", given=text)
    assert line.startswith(words)


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    assert refused(tmp_path) == [f"{tmp_path} cannot be read: Is a directory."]
    assert refused(tmp_path / "absent") == [
        f"{tmp_path / 'absent'} cannot be read: No such file or directory."
    ]
    assert refused("/dev/zero") == [f"/dev/zero is larger than {MOST_BYTES:,} bytes."]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_contract_cannot_speak_to_the_terminal(options: tuple[str, ...]) -> None:
    hostile = '"\\e[31m\\ud800\\a x"'
    weak = call("-", *options, given=f"promises: [{{metric: {hostile}, percentile: {hostile}}}]\n{EXIT}")
    assert weak.exit_code == 1
    (line,) = refused("-", *options, given=f"{hostile}: 1\n")
    for told in (weak.stdout, line):
        assert not set(told) & {"\x1b", "\a", "\ud800"}
        assert "[31m" in told or options


@pytest.mark.parametrize(
    ("language", "finding", "problem"),
    [
        ("es", "Quien ya ha esperado demasiado deja de contar", "exits: Nombre desconocido; ¿quizá exit?"),
        ("lv", "Kas jau gaida par ilgu, vairs netiek skaitīts", "exits: Nezināms nosaukums; varbūt exit?"),
    ],
)
def test_findings_and_problems_are_told_in_the_language_asked_for(
    language: str, finding: str, problem: str
) -> None:
    weak = WEAK["percentile-without-tail"][0]
    assert finding in call("-", "--language", language, given=weak).stdout
    assert refused("-", "--language", language, given="exits: 1\n") == [f"standard input: {problem}"]


def test_a_language_that_no_report_is_written_in_is_refused() -> None:
    assert refused("-", "--language", "fr", given=EXIT) == ["--language is one of en, es, lv, not fr."]


def test_it_starts_without_django() -> None:
    code = "import sys, relevo.config.contract_command; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
