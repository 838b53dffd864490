"""Starting the demo: its folder, its sign-ins, its table."""

from __future__ import annotations

import os
import shutil
from types import SimpleNamespace

import pytest

from relevo.config.env import Misconfigured
from relevo.demo import running
from relevo.demo.running import MARKER, SIGN_INS, claim, table, throw_away
from relevo.demo.world import FIRMS, PEOPLE


def test_everybody_whom_the_table_offers_exists() -> None:
    world = {person.email: person for person in PEOPLE}
    for one in SIGN_INS:
        assert world[one.email].name == one.name
        assert one.who.startswith(FIRMS[world[one.email].firm][0].split()[0])


def test_the_password_is_one_that_the_settings_allow() -> None:
    from django.contrib.auth.password_validation import validate_password

    validate_password(running.PASSWORD)


def test_a_table_is_aligned() -> None:
    assert table([("a", "bb", "c"), ("aaa", "b", "cc")]) == "a    bb  c\naaa  b   cc"


def test_a_demo_takes_an_empty_folder_and_its_own(tmp_path) -> None:
    claim(tmp_path / "demo")
    (tmp_path / "demo" / "something").touch()
    claim(tmp_path / "demo")


def test_a_demo_does_not_settle_among_other_peoples_files(tmp_path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(Misconfigured, match="RELEVO_HOME"):
        claim(tmp_path)
    assert not (tmp_path / MARKER).exists()


def test_a_full_disk_is_told_before_anything_is_made(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    with pytest.raises(Misconfigured, match="300 MB are free"):
        claim(tmp_path / "demo")


def test_a_folder_that_cannot_be_made_is_told(tmp_path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misconfigured, match="cannot be used"):
        claim(tmp_path / "file" / "demo")


def test_starting_afresh_removes_a_demo(tmp_path) -> None:
    claim(tmp_path / "demo")
    said: list[str] = []
    throw_away(tmp_path / "demo", said.append)
    assert not (tmp_path / "demo").exists()
    assert len(said) == 1
    throw_away(tmp_path / "demo", said.append)
    assert len(said) == 1


def test_starting_afresh_removes_nothing_else(tmp_path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(Misconfigured, match="nothing was removed"):
        throw_away(tmp_path, lambda _: None)
    assert (tmp_path / "thesis.tex").exists()


def test_a_running_demo_is_not_pulled_from_under_its_people(tmp_path) -> None:
    claim(tmp_path)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n/somewhere\n")
    with pytest.raises(Misconfigured, match=f"process {os.getpid()}"):
        throw_away(tmp_path, lambda _: None)


def test_what_a_dead_database_left_behind_stops_nobody(tmp_path) -> None:
    claim(tmp_path)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "postmaster.pid").write_text("")
    throw_away(tmp_path, lambda _: None)
    assert not tmp_path.exists()
