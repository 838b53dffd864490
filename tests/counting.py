"""Which lines and branches of Relevo the suite runs: counted in every worker, told at the end (``-p tests.counting``).

The run fails below ``GATE`` percent. What runs in processes of its own is not counted.
Loaded with ``-p`` after ``tests.stage``, because what is imported before it is not counted either.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import slipcover

GATE = 95.0
"""Percent of lines and branches together."""
SOURCE = str(Path(__file__).parents[1] / "src" / "relevo")
NOT_OURS = ["*/migrations/*"]
NOT_CODE = ["@overload", r"\.\.\.$"]

_counter = slipcover.Slipcover(branch=True, source=[SOURCE], omit=NOT_OURS, exclude_also=NOT_CODE)
slipcover.ImportManager(_counter, slipcover.FileMatcher(sources=[SOURCE], omit=NOT_OURS)).__enter__()
_told: list[str] = []
_whole: dict[str, Any] = {}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker has ended and says what it has counted."""
    _told.append(getattr(node, "workeroutput", {}).get("counted", "{}"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker says what it has counted; the first process puts it all together."""
    counted = _counter.get_coverage()
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["counted"] = json.dumps(counted)
        return
    for told in filter(None, map(json.loads, _told)):
        slipcover.merge_coverage(counted, told)
    _whole.update(counted)
    if session.exitstatus == pytest.ExitCode.OK and _percent() < GATE:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line for every file with something that no test runs, and the share of the whole."""
    terminalreporter.section("lines and branches that no test runs")
    for name, found in sorted(_whole["files"].items()):
        if found["missing_lines"] or found["missing_branches"]:
            share = found["summary"]["percent_covered"]
            branches = ", ".join(f"{here}->{there or 'end'}" for here, there in found["missing_branches"][:8])
            terminalreporter.write_line(
                f"{share:4.0f} %  {name}: {_spans(found['missing_lines'])} {branches}"
            )
    verdict = "" if _percent() >= GATE else f"FAIL: less than {GATE:g} %. "
    terminalreporter.write_line(f"{verdict}Lines and branches run by tests: {_percent():.2f} %")


def _percent() -> float:
    return float(_whole["summary"]["percent_covered"])


def _spans(lines: list[int]) -> str:
    """``[3, 4, 5, 9]`` as ``3-5, 9``."""
    spans: list[list[int]] = []
    for line in sorted(lines):
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
