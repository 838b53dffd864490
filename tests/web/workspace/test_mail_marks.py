"""What stands beside a mail on its ticket: who vouches for its sender, who else got it, what is amiss."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relevo.core import clock
from relevo.core.scope import acting
from relevo.tickets.actions import Received, receive_message
from relevo.tickets.models import Message
from relevo.web.workspace.mail_marks import mail_lines
from tests.cast import Cast
from tests.stories import customer_writes
from tests.web.workspace.screen import Screen

Sit = Callable[[str], Screen]


def read(cast: Cast, sit: Sit, first_name: str, **fields: object) -> str:
    ticket = customer_writes(cast, "My speaker is silent.", language="en")
    machine = cast.machine("auralis")
    with acting(machine):
        received = Received(
            text="And now it hums.", shown_name="Hannah Cole", at=clock.now(), language="en", **fields
        )  # type: ignore[arg-type]
        receive_message(ticket, received, actor=machine)
    return sit(first_name).at(ticket, "thread")


@pytest.mark.parametrize(
    ("trust", "words"),
    [
        ("pass", "by mail · sender verified"),
        ("none", "by mail · sender not verified"),
        ("fail", "by mail · sender disowned by its domain"),
    ],
)
def test_it_says_whether_the_sender_is_verified(cast: Cast, sit: Sit, trust: str, words: str) -> None:
    assert words in read(cast, sit, "Mateo", trust=trust)


def test_what_came_before_anybody_asked_says_nothing(cast: Cast, sit: Sit) -> None:
    assert "sender" not in read(cast, sit, "Mateo")


def test_the_clients_people_read_who_else_got_it_and_a_partner_recognises_them(cast: Cast, sit: Sit) -> None:
    crowd = [f"c{number}@crowd.example" for number in range(12)]
    shown = read(cast, sit, "Iker", also_to=crowd)
    assert "Also sent to: c0@crowd.example, c1@crowd.example" in shown
    assert "c9@crowd.example +2" in shown
    masked = read(cast, sit, "Mateo", also_to=["eve@evil.example"])
    assert "Also sent to: e•••@•••.example" in masked
    assert "evil.example" not in masked


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ("sender_disowned", "Somebody seems to write in another's name"),
        ("held_back", "This mail was held back, and somebody has put it on a ticket."),
        ("perhaps_junk", "A filter takes this mail for junk."),
    ],
)
def test_a_doubt_is_said_and_is_not_called_unreadable(cast: Cast, sit: Sit, notice: str, words: str) -> None:
    shown = read(cast, sit, "Mateo", notices=[notice])
    assert words in shown
    assert "could not be read in full" not in shown
    assert "could not be read in full" in read(cast, sit, "Mateo", notices=[notice, "html_cut"])


def test_a_notice_that_took_nothing_from_the_reader_is_not_shown() -> None:
    message = Message(notices=["remote_images_removed", "invitation", "not_an_image"])
    assert mail_lines(message, own=True) == []
    message.notices.append("truncated")
    assert mail_lines(message, own=True) == [
        "Parts of this mail could not be read in full; the original is kept."
    ]
