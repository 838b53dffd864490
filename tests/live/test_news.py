"""From what the database announces to what one screen hears: pure, checked by its own rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.core.scope import NOWHERE, Scope
from relevo.live.news import changes_rights, concerns, names, read

NEWS = {
    "event": 1, "kind": "ticket.held", "client": 10, "engagement": 100, "organization": 20, "ticket": 42,
    "private_to": None, "former": 101,
}  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "hears"),
    [
        (Scope(organizations=frozenset({10})), True),  # the client
        (Scope(organizations=frozenset({20})), True),  # the firm that acted
        (Scope(engagements=frozenset({100})), True),  # the holder
        (Scope(engagements=frozenset({101})), True),  # the former holder: it went away
        (Scope(organizations=frozenset({11}), engagements=frozenset({102})), False),
        (
            Scope(organizations=frozenset({100}), engagements=frozenset({10})),
            False,
        ),  # numbers of another kind
        (Scope(user_id=10), False),
        (NOWHERE, False),
    ],
)
def test_a_screen_hears_what_its_scope_may_see(scope: Scope, hears: bool) -> None:
    assert concerns(NEWS, scope) is hears


@pytest.mark.parametrize(("private_to", "hears"), [(20, True), (10, False), (99, False)])
def test_what_one_firm_keeps_to_itself_is_heard_by_that_firm_alone(private_to: int, hears: bool) -> None:
    """A partner's own note: neither its client nor another partner on the same engagement hears of it."""
    news = NEWS | {"private_to": private_to}
    assert concerns(news, Scope(frozenset({20}), frozenset({100}))) is hears
    assert concerns(news, Scope(frozenset({10}))) is (private_to == 10)


@given(st.builds(Scope, st.frozensets(st.integers(1, 5)), st.frozensets(st.integers(1, 5))),
       st.fixed_dictionaries({name: st.none() | st.integers(1, 5) for name in
                              ("client", "engagement", "organization", "former", "private_to")}))  # fmt: skip
def test_nobody_hears_of_what_names_nothing_of_hers(scope: Scope, news: dict[str, int | None]) -> None:
    heard = concerns(news, scope)
    firms = {news["client"], news["organization"]} & scope.organizations
    engagements = {news["engagement"], news["former"]} & scope.engagements
    private = news["private_to"] is None or news["private_to"] in scope.organizations
    assert heard == bool(private and (firms or engagements))


def test_news_without_ids_is_for_nobody() -> None:
    assert not concerns({"kind": "x", "client": None, "engagement": None}, NOWHERE)
    assert not concerns({"kind": "x"}, Scope(frozenset({1}), frozenset({1})))


def test_a_page_hears_of_its_ticket_and_of_the_lists_it_may_stand_in() -> None:
    assert names(NEWS) == ["ticket-42", "queue"]
    assert names(NEWS | {"kind": "presence"}) == ["presence-42"]
    assert names(NEWS | {"ticket": None}) == ["desk"]
    assert names({"kind": "engagement.moved"}) == ["desk"]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("engagement.moved", True),
        ("seat.ended", True),
        ("member.ended", True),
        ("ticket.held", False),
        ("presence", False),
    ],
)
def test_only_some_news_changes_who_sees_what(kind: str, changes: bool) -> None:
    assert changes_rights({"kind": kind}) is changes


@pytest.mark.parametrize("payload", ["", "{", "[]", "7", "null", '"x"', "{}", '{"kind": 7}', "\x00"])
def test_what_is_not_ours_is_not_read(payload: str) -> None:
    assert read(payload) is None


def test_what_is_ours_is_read() -> None:
    assert read('{"kind": "presence", "ticket": 42}') == {"kind": "presence", "ticket": 42}


@given(st.text())
def test_reading_never_raises(payload: str) -> None:
    read(payload)
