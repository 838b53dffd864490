"""``relevo verify-record``: from the database, and from an export that either firm keeps."""

from __future__ import annotations

import json
import os
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from relevo.config.env import Misconfigured
from relevo.config.verifying import FIELDS, verify
from tests.cast import Cast
from tests.stories import agent_answers, customer_writes


@pytest.fixture
def engagement(own_database: str) -> int:
    """Noctua's on Auralis's desk, after one ticket."""
    cast = Cast()
    agent_answers(customer_writes(cast), cast.actor("Mateo"), "Estimado Jorge: pulse el botón.")
    return cast.engagement("auralis", "noctua").pk


@pytest.fixture
def exported(engagement: int, tmp_path: Path) -> Path:
    path = tmp_path / "record.jsonl"
    assert verify(engagement, export=path, against=None)[0]
    return path


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judge(engagement: int, path: Path, rows: list[dict[str, object]]) -> tuple[bool, str]:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return verify(engagement, export=None, against=path)


def test_a_record_that_nobody_touched_holds(engagement: int) -> None:
    holds, words = verify(engagement, export=None, against=None)
    assert holds
    assert words.startswith(f"Engagement {engagement}: the record holds, ")


def test_an_export_holds_by_itself_and_says_the_same(engagement: int, exported: Path) -> None:
    assert verify(engagement, export=None, against=exported) == verify(engagement, export=None, against=None)
    assert set(lines(exported)[0]) == set(FIELDS)
    assert [row["position"] for row in lines(exported)] == list(range(1, len(lines(exported)) + 1))


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "at"])
def test_a_changed_line_of_an_export_is_seen(engagement: int, exported: Path, name: str) -> None:
    rows = lines(exported)
    rows[1][name] = {"facts": {"x": 1}}.get(
        name, 99 if isinstance(rows[1][name], int) or rows[1][name] is None else "x"
    )
    holds, words = judge(engagement, exported, rows)
    assert not holds
    assert f"Engagement {engagement}: the record does NOT hold at event 2" in words


def test_a_moved_hour_a_dropped_an_added_and_a_moved_line_are_seen(engagement: int, exported: Path) -> None:
    rows = lines(exported)
    assert len(rows) > 3
    late = [dict(row) for row in rows]
    late[0]["at"] = "2026-11-22T02:00:00+00:00"
    for changed in (late, rows[:1] + rows[2:], [rows[0], *rows], [rows[1], rows[0], *rows[2:]]):
        assert judge(engagement, exported, changed)[0] is False


@pytest.mark.parametrize("text", ["{", "[]", '{"kind": "x"}', '{"at": "tomorrow"}', "null"])
def test_a_file_that_is_no_record_is_named(engagement: int, tmp_path: Path, text: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"letter\.txt is not an exported record"):
        verify(engagement, export=None, against=path)
    with pytest.raises(Misconfigured, match="is not an exported record"):
        verify(engagement, export=None, against=tmp_path / "missing")


def test_an_empty_export_is_an_empty_record(engagement: int, tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    assert verify(engagement, export=None, against=path) == (
        True, f"Engagement {engagement}: the record holds, 0 events, last hash -.",
    )  # fmt: skip


def test_an_engagement_that_does_not_exist_is_named(own_database: str) -> None:
    with pytest.raises(Misconfigured, match="There is no engagement 999"):
        verify(999, export=None, against=None)


LAST = (
    "DELETE FROM events_event WHERE engagement_id = %s AND position ="
    " (SELECT length FROM events_chain WHERE engagement_id = events_event.engagement_id)"
)


@pytest.mark.parametrize(
    ("command", "where"),
    [
        (
            "UPDATE events_event SET actor_label = 'Nobody' WHERE engagement_id = %s AND position = 2",
            "at event 2",
        ),
        (
            "UPDATE events_event SET facts = '{\"waits\": true}' WHERE engagement_id = %s AND position = 3",
            "at event 3",
        ),
        ("DELETE FROM events_event WHERE engagement_id = %s AND position = 2", "at event 2"),
        (LAST, "the record ends after"),
        ("UPDATE events_chain SET head = repeat('0', 64) WHERE engagement_id = %s", "the record ends after"),
    ],
)
def test_attack_92_whoever_changes_the_tables_as_their_owner_is_found_out(
    own_database: str, engagement: int, command: str, where: str
) -> None:
    """Even with the trigger that forbids it switched off."""
    with psycopg.connect(make_conninfo(os.environ["RELEVO_TEST_SERVER"], dbname=own_database)) as owner:
        owner.execute("ALTER TABLE events_event DISABLE TRIGGER USER")
        owner.execute(command, [engagement])  # type: ignore[arg-type]
    holds, words = verify(engagement, export=None, against=None)
    assert not holds
    assert where in words
