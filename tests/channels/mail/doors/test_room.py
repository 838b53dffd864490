"""Memory that mails share."""

from __future__ import annotations

import pytest

from relevo.channels.mail.doors.room import Room

STRANGER = "93.184.215.14"


def test_what_is_given_back_is_there_again() -> None:
    room = Room(10)
    assert [room.take("10.0.0.1", 6), room.take("10.0.0.2", 5), room.take("10.0.0.2", 4)] == [
        True,
        False,
        True,
    ]
    room.give_back("10.0.0.1", 6)
    room.give_back("10.0.0.2", 4)
    assert room.take("10.0.0.3", 10)
    room.give_back("10.0.0.4", 0)


@pytest.mark.parametrize(("peer", "most"), [(STRANGER, 5), ("10.0.0.1", 10), ("", 10)])
def test_a_stranger_gets_half_of_it_and_our_own_mail_server_all(peer: str, most: int) -> None:
    room = Room(10)
    assert [room.take(peer, 1) for _ in range(11)].count(True) == most


def test_beside_a_stranger_others_find_room() -> None:
    room = Room(10)
    assert room.take(STRANGER, 5)
    assert not room.take(STRANGER, 1)
    assert room.take("2606:2800:21f:cb07:6820:80da:af6b:8b2c", 5)
