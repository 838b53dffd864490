"""Faults 9-11: the same mail on several ways, the same Message-ID for two mails, mails without any name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection

from relevo.channels.mail.actions import open_mailbox
from relevo.channels.mail.models import ImapAccount, RawState
from relevo.core.scope import acting
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.fetchers import account, connect, fetching, waited
from tests.channels.mail.ledger import Ledger, note, scale
from tests.channels.mail.postbox import (
    HELP,
    JORGE,
    SUPPORT,
    envelope,
    intake,
    letter,
    messages,
    raws,
    run_mail_jobs,
    tickets,
)
from tests.channels.mail.servers import Dovecot, dovecot, until

SHOP = "tienda@auralis.example"


@pytest.fixture
def imap() -> Iterator[Dovecot]:
    """A running Dovecot with three empty mailboxes."""
    with dovecot("support", "tienda", "help") as server:
        yield server


@pytest.fixture
def stage(own_database: str) -> Iterator[str]:
    """A committed world."""
    yield own_database
    connection.close()


def test_fault_9_one_mail_to_two_mailboxes_and_two_clients_is_a_ticket_in_each(
    stage: str, imap: Dovecot
) -> None:
    cast = Cast()
    with acting(cast.machine("auralis")):
        open_mailbox(
            cast.desk("auralis"), SHOP, display_name="Tienda", signatures={}, actor=cast.machine("auralis")
        )
    ledger = Ledger("F9")
    mails = [ledger.mail() for _ in range(scale(2, 50))]
    for user, address in (("support", SUPPORT), ("tienda", SHOP), ("help", HELP)):
        imap.drop(user, *mails)
        connect(imap, address, user=user)
    with fetching():
        waited(3 * len(mails))
        for address in (SUPPORT, SHOP, HELP):
            until(lambda address=address: account(address).last_uid == len(mails))
    run_mail_jobs()
    assert Counter(raw.rcpt_to for raw in raws()) == {box: len(mails) for box in (SUPPORT, SHOP, HELP)}
    assert Counter(ticket.desk.slug for ticket in tickets()) == {
        "auralis": 2 * len(mails),
        "mareko": len(mails),
    }
    ledger.check("each in three mailboxes", told=True, times=3)


def test_fault_10_the_same_message_id_is_one_mail_with_the_same_bytes_and_two_with_others(
    stage: str, imap: Dovecot
) -> None:
    first = letter("Mi altavoz no suena.")
    other = letter("Y ahora tampoco se conecta.")
    imap.drop("support", first, first, other)
    connect(imap)
    with fetching():
        until(lambda: account().last_uid == 3)
    intake.store(envelope(first))
    run_mail_jobs()
    assert [bytes(raw.raw) for raw in raws()] == [first, other]
    assert [message.full_text or message.text for ticket in tickets() for message in messages(ticket)] == [
        "Mi altavoz no suena.",
        "Y ahora tampoco se conecta.",
    ]
    note("F10", "identical bytes: 1 message; other body: 2")


def test_fault_11_mails_without_id_date_or_sender_are_stored_once_however_often_they_are_fetched(
    stage: str, imap: Dovecot
) -> None:
    nameless = [
        letter("Sin identificador.", message_id=None),
        letter("Sin remitente.", message_id=None, sender=None),
        letter("Con un remitente vacío.", message_id=None, sender=None).replace(
            b"To:", b"From: <>\r\nTo:", 1
        ),
        b"Subject: nada\r\n\r\n",
    ]
    imap.drop("support", *nameless)
    connect(imap)
    for _ in range(10):
        with acting(EVERYWHERE):
            ImapAccount.objects.update(last_uid=0)
        with fetching():
            until(lambda: account().last_uid == 4)
        run_mail_jobs()
    assert [bytes(raw.raw) for raw in raws()] == nameless
    assert {raw.state for raw in raws()} <= {RawState.DIGESTED, RawState.IGNORED}
    assert len(tickets()) == 4
    assert JORGE.startswith(tickets()[0].customer.name)
    note("F11", "4 nameless mails, 10 polls, 0 lost, 0 doubled")
