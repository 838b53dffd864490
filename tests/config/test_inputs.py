"""What a command reads, and what it says when there is nothing to read from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from relevo.config.inputs import read_input


def test_a_file_is_read_to_the_bound_and_one_byte_more(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"12345")
    assert read_input(str(tmp_path / "letter"), 3) == b"1234"
    assert read_input(str(tmp_path / "letter"), 5) == b"12345"


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("contract -", 2, "standard input cannot be read: Bad file descriptor."),
        ("calc erlang-c -", 2, "cannot read -: Bad file descriptor"),
        ("calc erlang-c", 2, "cannot read standard input: Bad file descriptor"),
        ("mail parse -", 2, "- cannot be read: Bad file descriptor."),
        ("mail receive help@relevo.example", os.EX_TEMPFAIL, "relevo: OSError; try again later"),
    ],
)
def test_a_command_without_standard_input_says_so_in_one_line(command: str, code: int, said: str) -> None:
    started = f"exec {sys.executable} -m relevo.config.cli {command} <&-"
    ran = subprocess.run(["sh", "-c", started], capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, ran.stdout) == (code, "")
    assert ran.stderr.count("\n") == 1
    assert said in ran.stderr
