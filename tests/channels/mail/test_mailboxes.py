"""Opening mailboxes, and what the receiver asks about them."""

from __future__ import annotations

import pytest

from relevo.channels.mail.actions import SIGNATURE_LIMIT, open_mailbox
from relevo.channels.mail.doors import intake
from relevo.channels.mail.models import Mailbox, RawMail
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.events.models import Event
from tests.cast import Cast
from tests.channels.mail.postbox import HELP, SUPPORT, let_in, letter


def open_for_auralis(cast: Cast, address: str, **fields: object) -> Mailbox:
    machine = cast.machine("auralis")
    with acting(machine):
        rest = {"display_name": "Auralis", "signatures": {}} | fields
        return open_mailbox(cast.desk("auralis"), address, actor=machine, **rest)  # type: ignore[arg-type]


def test_the_demo_has_a_mailbox_for_each_desk_with_signatures_in_three_languages(cast: Cast) -> None:
    with acting(cast.everywhere):
        boxes = {box.address: set(box.signatures) for box in Mailbox.objects.all()}
    assert boxes == {SUPPORT: {"es", "en", "lv"}, HELP: {"es", "en", "lv"}}


def test_a_mailbox_is_opened_in_its_plain_form_and_recorded(cast: Cast) -> None:
    box = open_for_auralis(
        cast, " Sales@AURALIS.example ", display_name="Auralis\r\nBcc: x", signatures={"en": "a" * 5000}
    )
    assert (box.address, box.display_name) == ("sales@auralis.example", "Auralis Bcc x")
    assert len(box.signatures["en"]) == SIGNATURE_LIMIT
    assert str(box) == box.address
    assert box.guards() == (("organization", cast.desk("auralis").client_id),)
    with acting(cast.machine("auralis")):
        assert Event.objects.filter(kind="mailbox.opened", subject_id=box.pk).exists()


@pytest.mark.parametrize(
    "address", ["", "support", "support+x@auralis.example", "a b@auralis.example", "a@b@c"]
)
def test_what_is_no_plain_address_cannot_be_a_mailbox(cast: Cast, address: str) -> None:
    with pytest.raises(RuleBroken, match="cannot be a mailbox"):
        open_for_auralis(cast, address)


def test_an_address_that_another_client_has_is_in_use(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="in use"):
        open_for_auralis(cast, HELP)


def test_a_mailbox_needs_a_name(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="name"):
        open_for_auralis(cast, "sales@auralis.example", display_name=" ")


@pytest.mark.parametrize("name", ["Iker", "Mateo", "Jonas", "Ilze"])
def test_only_who_runs_the_client_s_desks_opens_mailboxes(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    with acting(actor), pytest.raises(NotAllowed):
        open_mailbox(cast.desk("auralis"), "x@auralis.example", display_name="x", signatures={}, actor=actor)


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        (SUPPORT, True),
        ("SUPPORT@Auralis.Example", True),
        ("support+anything@auralis.example", True),
        ("nobody@auralis.example", False),
        ("support@mareko.example", False),
        ("support", False),
        ("", False),
        ("support@auralis.example\r\nRCPT TO:<x@y.example>", False),
        ("%@%", False),
    ],
)
def test_the_receiver_takes_mail_for_mailboxes_and_nothing_else(
    cast: Cast, address: str, accepted: bool
) -> None:
    assert intake.accepts(address) is accepted


def test_raw_mail_is_the_clients_alone(cast: Cast) -> None:
    let_in(letter())
    for name, seen in (("Carmen", 1), ("Mateo", 0), ("Ilze", 0), ("Jonas", 0)):
        with acting(cast.actor(name)):
            assert RawMail.objects.count() == seen
