"""The service record: whoever changes, drops, adds or moves an event breaks the chain, and it is seen where."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.events.chain import LINKED, Broken, first_break, link_hash

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    """An event as the chain sees it."""

    kind: str = "ticket.held"
    at: datetime = AT
    actor_kind: str = "member"
    actor_label: str = "Mateo Díaz"
    organization_id: int | None = 3
    client_id: int | None = 1
    engagement_id: int | None = 2
    ticket_id: int | None = 42
    subject_id: int | None = 42
    facts: dict[str, Any] = field(default_factory=dict)
    position: int | None = None
    previous_hash: str = ""
    hash: str = ""


def linked(facts: list[Fact]) -> list[Fact]:
    """The same events, chained."""
    chain: list[Fact] = []
    previous = ""
    for position, fact in enumerate(facts, start=1):
        made = link_hash(fact, position=position, previous_hash=previous)
        chain.append(replace(fact, position=position, previous_hash=previous, hash=made))
        previous = made
    return chain


def night(length: int = 5) -> list[Fact]:
    return linked([Fact(at=AT + timedelta(minutes=n), facts={"from": n, "to": n + 1}) for n in range(length)])


def holds(chain: list[Fact], length: int = 5) -> bool:
    return first_break(chain, length=length, head=night(length)[-1].hash) is None


def test_a_record_that_nobody_touched_holds() -> None:
    assert holds(night())
    assert first_break(night()) is None
    assert first_break([], length=0, head="") is None


def test_anybody_can_recompute_a_hash_with_a_json_parser_and_sha_256() -> None:
    one = night(1)[0]
    canonical = (
        '{"actor_kind":"member","actor_label":"Mateo Díaz","at":"2026-11-22T02:00:00+00:00","client_id":1,'
        '"engagement_id":2,"facts":{"from":0,"to":1},"kind":"ticket.held","organization_id":3,"position":1,'
        '"previous_hash":"","subject_id":42,"ticket_id":42}'
    )
    assert one.hash == hashlib.sha256(canonical.encode()).hexdigest()
    assert sorted(json.loads(canonical)) == sorted([*LINKED, "position", "previous_hash"])


CHANGED: dict[str, object] = {
    "kind": "ticket.assigned", "at": AT + timedelta(microseconds=1), "actor_kind": "system", "actor_label": "Mateo",
    "organization_id": None, "client_id": 9, "engagement_id": 9, "ticket_id": 43, "subject_id": None,
    "facts": {"from": 2, "to": 4},
}  # fmt: skip


@pytest.mark.parametrize("name", LINKED)
def test_a_changed_field_is_seen_at_its_event(name: str) -> None:
    chain = night()
    chain[2] = replace(chain[2], **{name: CHANGED[name]})
    assert first_break(chain) == Broken(3, "the event was changed after it was recorded")


def test_every_field_that_is_linked_was_tried() -> None:
    assert set(CHANGED) == set(LINKED)


def test_a_hash_that_was_made_to_fit_breaks_the_next_link() -> None:
    chain = night()
    forged = replace(chain[2], actor_label="Nobody")
    chain[2] = replace(forged, hash=link_hash(forged, position=3, previous_hash=forged.previous_hash))
    assert first_break(chain) == Broken(4, "the link to the event before does not match")


def test_a_dropped_event_is_missed() -> None:
    chain = night()
    del chain[2]
    assert first_break(chain) == Broken(3, "expected event number 3, found 4")


def test_a_dropped_event_is_missed_though_the_others_are_numbered_anew() -> None:
    chain = night()
    del chain[2]
    chain[2:] = [replace(fact, position=n) for n, fact in enumerate(chain[2:], start=3)]
    assert first_break(chain) == Broken(3, "the link to the event before does not match")


def test_an_added_event_is_seen() -> None:
    chain = night()
    chain.insert(2, replace(chain[1], kind="charge.made"))
    assert first_break(chain) == Broken(3, "expected event number 3, found 2")


def test_events_in_another_order_are_seen() -> None:
    chain = night()
    chain[1], chain[2] = chain[2], chain[1]
    assert first_break(chain) == Broken(2, "expected event number 2, found 3")


def test_a_record_that_was_cut_short_is_seen_against_its_head() -> None:
    whole = night()
    assert first_break(whole[:3], length=5, head=whole[-1].hash) == Broken(
        4, "the record ends after 3 of 5 events"
    )
    assert first_break(whole[:3]) is None, "without the head nobody can tell: that is what the head is for"


def test_a_record_rewritten_from_the_start_is_seen_against_its_head() -> None:
    assert not holds(linked([replace(fact, actor_label="Nobody") for fact in night()]))


@given(st.data())
def test_no_single_change_goes_unseen(data: st.DataObject) -> None:
    chain = night(6)
    place = data.draw(st.integers(0, 5))
    what = data.draw(st.sampled_from(["field", "drop", "swap", "copy", "cut"]))
    if what == "field":
        name = data.draw(st.sampled_from(sorted(CHANGED)))
        chain[place] = replace(chain[place], **{name: CHANGED[name]})
    elif what == "drop":
        del chain[place]
    elif what == "swap":
        chain[place], chain[place - 1] = chain[place - 1], chain[place]
    elif what == "copy":
        chain.insert(place, chain[place])
    else:
        chain = chain[:place]
    assert not holds(chain, 6)
