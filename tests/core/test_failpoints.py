"""A named point kills the process when, and only when, both variables say so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from relevo.core.failpoints import EXIT_CODE, reach


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"RELEVO_FAILPOINT": "here", "RELEVO_FAILPOINTS_ALLOWED": "1"}, EXIT_CODE),
        ({"RELEVO_FAILPOINT": "there", "RELEVO_FAILPOINTS_ALLOWED": "1"}, 0),
        ({"RELEVO_FAILPOINT": "here"}, 0),
        ({"RELEVO_FAILPOINTS_ALLOWED": "1"}, 0),
        ({}, 0),
    ],
)
def test_the_process_dies_only_when_allowed_and_asked(environment: dict[str, str], code: int) -> None:
    line = "from relevo.core.failpoints import reach; reach('here')"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RELEVO_FAILPOINT")}
    ran = subprocess.run(
        [sys.executable, "-c", line], env=clean | {"PYTHONPATH": "src"} | environment, check=False
    )
    assert ran.returncode == code


def test_it_can_fall_asleep_and_be_woken_instead() -> None:
    code = "from relevo.core.failpoints import reach; reach('here'); print('awake')"
    wanted = {"RELEVO_FAILPOINT": "here:sleep", "RELEVO_FAILPOINTS_ALLOWED": "1", "PYTHONPATH": "src"}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | wanted, stdout=subprocess.PIPE, text=True
    ) as process:
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        process.send_signal(signal.SIGCONT)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "awake\n")


def test_it_leaves_by_the_hard_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    monkeypatch.setenv("RELEVO_FAILPOINT", "here")
    monkeypatch.setenv("RELEVO_FAILPOINTS_ALLOWED", "1")
    reach("here")
    reach("there")
    assert codes == [EXIT_CODE]
