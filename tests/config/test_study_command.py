"""``relevo study``: tickets in, an answer out; what is wrong is a line each and exit code 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from relevo.config import study_command
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.demand.worked_example import Truth, write_history

SCENARIO = "runs: 100\npartners: [{name: Noctua Support, languages: [es, en]}]\n"


@pytest.fixture(scope="module")
def tickets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "tickets.csv"
    write_history(path, Truth(weeks=9), seed=1)
    return path


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def call(*arguments: str | Path) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(study_command.study)
    return CliRunner().invoke(app, [*map(str, arguments)])


def refused(*arguments: str | Path) -> list[str]:
    """The lines that say what is wrong."""
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    lines = [line for line in result.stderr.splitlines() if not line.startswith("Times are taken")]
    assert all(line.startswith("relevo study: ") for line in lines)
    return [line.removeprefix("relevo study: ") for line in lines]


def test_all_reports_come_from_one_run(tickets: Path, scenario: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / f"report{ending}" for ending in study_command.ENDINGS]
    result = call(
        tickets,
        "--scenario",
        scenario,
        "--language",
        "es",
        "--desk",
        "Auralis",
        *(f"-o{path}" for path in outputs),
    )
    assert result.exit_code == 0, result.output
    pdf, html, read = (path.read_bytes() for path in outputs)
    assert pdf.startswith(b"%PDF-")
    assert "¿Nos conviene externalizar?" in html.decode()
    assert "Auralis" in html.decode()
    assert json.loads(read)["currency"] == "EUR"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "report.html",
        "report.json",
        "report.pdf",
        "scenario.yaml",
    ]
    assert "Written:" in result.stderr


def test_the_answer_is_printed_with_its_figures(tickets: Path, scenario: Path) -> None:
    lines = call(tickets, "--scenario", scenario).stdout.splitlines()
    assert lines[0].split(".")[0].split(",")[0] in {
        "Yes",
        "Only outside your own hours",
        "No",
        "We cannot know yet",
    }
    assert any(line.startswith("Saving a year: ") for line in lines)


def test_any_answer_is_a_success_also_without_a_scenario(tickets: Path) -> None:
    result = call(tickets, "--json", "--zone", "Europe/Madrid")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["answer"]["code"]
    assert result.stderr == ""


def test_the_zone_of_the_country_is_taken_and_said(tickets: Path, scenario: Path) -> None:
    scenario.write_text(f"country: LV\n{SCENARIO}", encoding="utf-8")
    assert "Europe/Riga" in call(tickets, "--scenario", scenario).stderr


def test_a_preview_shows_what_columns_seem_to_mean_and_stops(tickets: Path) -> None:
    shown = call(tickets, "--preview").stdout
    assert "Created time                   created_at (90%)" in shown
    assert "06/01/2025" in shown
    assert "no column for:" in shown


def test_a_preview_says_when_no_column_holds_the_beginning(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b\nx,y\nz,w\n", encoding="utf-8")
    assert "name one as created_at" in call(tmp_path / "odd.csv", "--preview").stdout


def test_the_template_is_a_scenario(tickets: Path) -> None:
    shown = call("--template")
    assert shown.exit_code == 0
    assert load_scenario(shown.stdout) == load_scenario("")


def test_every_problem_of_a_scenario_is_a_line(tickets: Path, scenario: Path) -> None:
    scenario.write_text("curency: EUR\nservice: {cover: 7}\n", encoding="utf-8")
    lines = refused(tickets, "--scenario", scenario)
    assert len(lines) == 2
    assert any("curency: Unknown; did you mean currency?" in line for line in lines)
    assert any("service.cover: At most 0.99, not 7." in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("absent.csv",), "There is no file absent.csv."),
        (("absent.csv", "--language", "fr"), "--language is one of en, es, lv, not fr."),
        (("absent.csv", "-o", "report.docx"), "report.docx: the name of a report ends in .pdf, .html, .json."),
        (("absent.csv", "-o", "absent/report.pdf"), "absent/report.pdf cannot be written: No such file or directory."),
        (("absent.csv", "--scenario", "absent.yaml"), "absent.yaml: It cannot be read: No such file or directory."),
        (("absent.csv", "--zone", "Mars/Base"), "There is no time zone Mars/Base."),
        (("absent.csv", "--mapping", "absent.yaml"), "There is no file absent.yaml."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (line,) = refused(*arguments)
    assert line.startswith(words)


def test_a_report_that_cannot_be_written_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study_command, "_studied", lambda *_: pytest.fail("the work was begun"))
    (tmp_path / "taken.pdf").mkdir()
    assert refused("tickets.csv", "-o", tmp_path / "taken.pdf") == [f"{tmp_path / 'taken.pdf'} is a folder."]


def test_an_old_report_is_whole_until_the_new_one_is(
    tickets: Path, scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.html"
    report.write_text("the old one", encoding="utf-8")

    def full(_self: Path, _other: Path) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", full)
    (line,) = refused(tickets, "--scenario", scenario, "-o", report)
    assert line.endswith("cannot be written: No space left on device.")
    assert report.read_text(encoding="utf-8") == "the old one"
    assert not list(tmp_path.glob(".*new"))


def test_a_scenario_in_another_encoding_is_said(tickets: Path, scenario: Path) -> None:
    scenario.write_bytes("currency: €".encode("cp1252"))
    assert refused(tickets, "--scenario", scenario) == [f"{scenario}: This is no UTF-8 text."]


def test_a_country_without_a_zone_asks_for_one(tickets: Path, scenario: Path) -> None:
    scenario.write_text("country: XX\n", encoding="utf-8")
    lines = refused(tickets, "--scenario", scenario)
    assert "--zone" in lines[0] or "country" in lines[0]


def test_progress_is_for_terminals(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    study_command._progress()("loading", 0.5)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    tell = study_command._progress()
    for share in (0.0, 0.1, 0.3, 1.0):
        tell("loading", share)
    assert capsys.readouterr().err == "loading 0%\nloading 30%\nloading 100%\n"


def test_it_starts_without_django_and_without_the_libraries_that_it_may_not_need() -> None:
    code = (
        "import sys, relevo.config.study_command;"
        "sys.exit(any(name in sys.modules for name in ('django', 'duckdb', 'altair', 'typst')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
