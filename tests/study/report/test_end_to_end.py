"""From a help desk's export to a report, without Django."""

import subprocess
import sys

from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.study import study
from relevo.study.demand.profiling import profile_of
from relevo.study.demand.worked_example import Truth, write_history
from relevo.study.history.reading import read_history
from relevo.study.report.page import Picture
from relevo.study.report.reporting import report_of
from relevo.study.report.writing import write_html, write_pdf

SCENARIO = (
    "runs: 100\nservice: {wanted_hours: always}\npartners: [{name: Noctua Support, languages: [es, en]}]\n"
)


def test_a_real_study_becomes_a_report(tmp_path):
    write_history(tmp_path / "tickets.csv", Truth(weeks=12), seed=1)
    profile = profile_of(read_history([tmp_path / "tickets.csv"], zone="Europe/Madrid"), country="ES")
    outcome = study(profile, load_scenario(SCENARIO))
    assert write_pdf(outcome, profile, language="lv").startswith(b"%PDF-")
    assert "Noctua Support" in write_html(outcome, profile, language="es")
    report = report_of(outcome, profile, language="en")
    assert sum(isinstance(block, Picture) for section in report.sections for block in section.blocks) >= 4
    reasons = {
        reason.code
        for one in (*outcome.options, *outcome.decisions, outcome.answer)
        for reason in one.reasons
    }
    said = repr(report)
    assert [code for code in reasons if f"'{code}'" in said] == [], (
        "a reason without words stands as its code"
    )


def test_the_report_needs_no_django():
    code = "import sys, relevo.study.report.writing, relevo.study.report.machine; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
