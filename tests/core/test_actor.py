"""Who may do what: the small value that every rule asks."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from types import MappingProxyType

import pytest

from relevo.core.actor import NOBODY, Actor, Key, system
from relevo.core.errors import NotAllowed
from relevo.core.scope import Scope


@dataclass(frozen=True)
class Thing:
    keys: tuple[Key, ...]

    def guards(self) -> tuple[Key, ...]:
        return self.keys


TICKET = Thing((("organization", 1), ("engagement", 7)))
MATEO = Actor(
    kind="member",
    label="Mateo Díaz",
    user_id=30,
    member_id=3,
    organization_id=2,
    role="agent",
    scope=Scope(frozenset({2}), frozenset({7}), 30),
    grants=MappingProxyType(
        {("engagement", 7): frozenset({"ticket.reply"}), ("organization", 2): frozenset({"x.view"})}
    ),
    seats=MappingProxyType({7: 70}),
)


def test_one_key_that_carries_the_permission_is_enough() -> None:
    assert MATEO.may("ticket.reply", TICKET)
    MATEO.require("ticket.reply", TICKET)


@pytest.mark.parametrize("permission", ["ticket.note", "x.view", ""])
def test_a_permission_on_other_ground_opens_nothing(permission: str) -> None:
    assert not MATEO.may(permission, TICKET)
    with pytest.raises(NotAllowed) as refused:
        MATEO.require(permission, TICKET)
    assert refused.value.facts == {"permission": permission}


def test_a_key_of_the_same_number_but_another_kind_does_not_open() -> None:
    assert not MATEO.may("ticket.reply", Thing((("organization", 7),)))


def test_a_thing_without_keys_is_open_to_nobody() -> None:
    assert not MATEO.may("ticket.reply", Thing(()))
    assert not system(1).may("ticket.reply", Thing(()))


def test_the_machine_may_everything_on_the_ground_of_the_firms_it_works_for_and_nothing_else() -> None:
    assert system(1).may("whatever.it_is", TICKET)
    assert not system(2).may("whatever.it_is", TICKET)
    assert not system(7).may("whatever.it_is", Thing((("engagement", 7),)))
    assert system(1, 2).scope == Scope(organizations=frozenset({1, 2}))
    assert system(1).label == "Relevo"


def test_menus_ask_whether_a_permission_is_held_anywhere() -> None:
    assert MATEO.may_somewhere("x.view")
    assert not MATEO.may_somewhere("reply.approve")


def test_who_she_is_and_where_she_sits() -> None:
    assert (MATEO.as_member, MATEO.own_firm) == (3, 2)
    assert MATEO.seat_on(7) == 70
    assert MATEO.seat_on(8) is None
    assert MATEO.seat_on(None) is None


@pytest.mark.parametrize("actor", [NOBODY, system(1)])
def test_visitors_and_machines_are_no_members(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        _ = actor.as_member
    with pytest.raises(NotAllowed):
        _ = actor.own_firm
    assert not actor.may_somewhere("ticket.reply")


def test_nobody_may_nothing_and_sees_nothing() -> None:
    assert not NOBODY.may("ticket.reply", TICKET)
    assert NOBODY.scope == Scope()


def test_an_actor_cannot_be_changed_on_the_way() -> None:
    with pytest.raises(FrozenInstanceError):
        MATEO.role = "admin"  # type: ignore[misc]
