"""What strangers and firms name things is text wherever it is shown, and files lie under no address that can be guessed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from relevo.channels.mail.mailbox_settings import set_identity, set_signatures
from relevo.channels.mail.models import Mailbox
from relevo.core.scope import acting
from relevo.desks.models import Desk
from relevo.engagements.models import Seat
from relevo.organizations.models import Organization, User
from relevo.tickets.actions import File, write_note
from relevo.tickets.models import Ticket
from tests.cast import EVERYWHERE, Cast
from tests.stories import agent_answers, customer_writes
from tests.web.workspace.screen import Screen, path

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><svg/onload=alert(1)>",
    "javascript:alert(1)//'\"--></style></title><iframe src=//evil.example>",
    "{{7*7}}{% debug %}${7*7}",
)
LIVE = re.compile(
    r"<script>alert|<img src=x|<svg/onload|<iframe src=//|(?<!\\w)49(?!\\w)\\$|onerror=alert\(1\)>",
    re.IGNORECASE,
)


def named_after(cast: Cast, payload: str) -> Ticket:
    """A ticket on which everything that has a name is called ``payload``."""
    ticket = customer_writes(
        cast, payload, name=payload, subject=payload, files=[File(payload[:60], payload[:60], b"x")]
    )
    mateo, machine = cast.actor("Mateo"), cast.machine("auralis")
    with acting(mateo):
        write_note(ticket, payload, audience="both", actor=mateo)
    agent_answers(ticket, mateo, payload)
    with acting(EVERYWHERE):
        Seat.objects.update(alias=payload[:60])
        Desk.objects.update(name=payload[:60], tone=payload[:60])
        Organization.objects.update(name=payload[:60])
        User.objects.update(name=payload[:60])
        box = Mailbox.objects.select_related("desk").get(desk=ticket.desk)
    with acting(machine):
        set_identity(
            box,
            display_name="Auralis",
            sender_rule="person",
            undo_seconds=0,
            translation_notice=True,
            actor=machine,
        )
        set_signatures(box, {"es": payload}, actor=machine)
    return ticket


@pytest.mark.parametrize("payload", PAYLOADS)
def test_attack_30_names_and_words_are_text_on_every_page(cast: Cast, payload: str) -> None:
    screens = {name: Screen(cast, name) for name in ("Mateo", "Carmen")}
    ticket = named_after(cast, payload)
    with acting(EVERYWHERE):
        box = Mailbox.objects.get(desk=ticket.desk)
    agent = (
        "/work/?list=all",
        path(ticket),
        path(ticket, "thread"),
        path(ticket, "side"),
        path(ticket, "write"),
    )
    client = ("/console/", "/console/tickets/?only=all", f"/console/tickets/{ticket.reference}/", "/console/costs/",
              "/console/mail/?desk=AUR", f"/console/mailbox/{box.pk}/")  # fmt: skip
    for name, addresses in (("Mateo", agent), ("Carmen", client)):
        for address in addresses:
            found = LIVE.search(screens[name].html(address))
            assert not found, f"{address}: {found}"


@pytest.mark.parametrize("name", [".htaccess", ".user.ini", "shell.php", "web.config", "x.pht"])
def test_attack_39_no_file_of_a_mail_lies_under_an_address_that_can_be_guessed(cast: Cast, name: str) -> None:
    ticket = customer_writes(cast, files=[File(name, "text/plain", b"secret")])
    for place in (
        "",
        "static/",
        "media/",
        "uploads/",
        "attachments/",
        "files/",
        f"work/{ticket.reference}/file/",
    ):
        for client in (Client(), Screen(cast, "Mateo").client):
            answer = client.get(f"/{place}{name}")
            assert answer.status_code in {302, 404}
            assert b"secret" not in answer.content
