"""The way out against a real SMTP server (aiosmtpd) that refuses, hangs up, delays, lies about TLS, or sleeps."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from django.db import connection

from relevo.channels.mail import jobs
from relevo.channels.mail.doors import intake
from relevo.channels.mail.mailbox_settings import make_dkim_key, set_sending, sign_with_next_key
from relevo.channels.mail.models import Alarm, Mailbox, OutState
from relevo.channels.mail.out import outbox
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.tickets.models import Delivery, Message, Ticket
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.certificates import contexts
from tests.channels.mail.ledger import scale
from tests.channels.mail.postbox import (
    HELP,
    SUPPORT,
    answer,
    child,
    envelope,
    let_in,
    letter,
    outgoing,
    run_mail_jobs,
    tickets,
)
from tests.channels.mail.servers import until

HOLD = 5.0
"""Seconds of a slow mail server for one mail: longer than a job waits that could not connect to the database."""
START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@dataclass
class Server:
    """An aiosmtpd handler. refuse: what to say to a recipient. hang_up: the command after which the line goes dead.

    greylist: how long a new sender is put off. held: who must have got a mail before all others' are answered at once;
    until then each answer takes ``hold`` seconds.
    """

    refuse: dict[str, str] = field(default_factory=dict)
    hang_up: str = ""
    greylist: timedelta = timedelta()
    held: str = ""
    hold: float = HOLD
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    seen: dict[str, datetime] = field(default_factory=dict)
    port: int = 0

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hang_up == "MAIL":
            return self.go(server)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hang_up == "RCPT":
            return self.go(server)
        first = self.seen.setdefault(address, clock.now())
        if clock.now() - first < self.greylist:
            return "451 4.7.1 greylisted, come back later"
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        [rcpt] = envelope.rcpt_tos
        if self.held and rcpt != self.held:
            await self.wait_for(self.held)
        if self.hang_up == "DATA":
            return self.go(server)
        self.taken.append((rcpt, envelope.content))
        return self.go(server) if self.hang_up == "TAKEN" else "250 2.0.0 taken"

    async def wait_for(self, rcpt: str) -> None:
        until = time.monotonic() + self.hold
        while time.monotonic() < until and all(taken != rcpt for taken, _ in self.taken):
            await asyncio.sleep(0.02)

    def go(self, server: SMTP) -> str:
        server.transport.abort()
        return "421 never heard"


@contextmanager
def listening(handler: Server, **options: Any) -> Iterator[Server]:
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port or free_port(), **options)
    controller.start()
    handler.port = controller.port
    try:
        yield handler
    finally:
        controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def point_at(settings: Any, port: int, **more: str) -> None:
    server = {"host": "127.0.0.1", "port": port, "security": "none", "username": "", "password": ""}
    settings.SMTP_SERVER = server | more


def work(at: datetime) -> None:
    """What the worker does at a given time: the sweep, then the jobs."""
    with clock.travel(at):
        jobs.sweep(timestamp=0)
        run_mail_jobs()


def customers(*addresses: str) -> list[Ticket]:
    """Each has written; nobody has answered."""
    for address in addresses:
        name = address.partition("@")[0]
        let_in(letter(sender=address, message_id=f"<{name}@there.example>", X_Name=name), mail_from=address)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    return tickets()


def deliveries() -> list[str]:
    with acting(EVERYWHERE):
        out = Message.objects.filter(direction="out").order_by("pk")
        return list(out.values_list("delivery", flat=True))


@pytest.mark.parametrize("place", ["MAIL", "RCPT", "DATA"])
def test_fault_34_a_server_that_hangs_up_before_it_has_the_mail_is_tried_again(
    cast: Cast, settings: Any, place: str
) -> None:
    [ticket] = customers("jorge@molina.example")
    with clock.travel(START), listening(Server(hang_up=place)) as server:
        point_at(settings, server.port)
        answer(cast, ticket)
        run_mail_jobs()
        assert deliveries() == [Delivery.RETRYING]
        server.hang_up = ""
        work(START + timedelta(minutes=2))
    assert deliveries() == [Delivery.SENT]
    assert len(server.taken) == 1


def test_fault_33_a_server_that_hangs_up_after_it_took_the_mail_gets_it_again_under_the_same_id(
    cast: Cast, settings: Any
) -> None:
    [ticket] = customers("jorge@molina.example")
    with clock.travel(START), listening(Server(hang_up="TAKEN")) as server:
        point_at(settings, server.port)
        answer(cast, ticket)
        run_mail_jobs()
        server.hang_up = ""
        work(START + timedelta(minutes=2))
        work(START + timedelta(minutes=9))
    ids = [message_from_bytes(raw)["Message-ID"] for _, raw in server.taken]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert deliveries() == [Delivery.SENT]


def test_fault_34_a_refused_recipient_fails_alone(cast: Cast, settings: Any) -> None:
    asked = customers("jorge@molina.example", "elena@prats.example", "toni@ferrer.example")
    with listening(Server(refuse={"elena@prats.example": "550 5.1.1 no such user"})) as server:
        point_at(settings, server.port)
        for ticket in asked:
            answer(cast, ticket)
        run_mail_jobs()
    assert deliveries() == [Delivery.SENT, Delivery.FAILED, Delivery.SENT]
    assert sorted(rcpt for rcpt, _ in server.taken) == ["jorge@molina.example", "toni@ferrer.example"]


def test_fault_34_greylisting_for_five_minutes_is_outlasted(cast: Cast, settings: Any) -> None:
    [ticket] = customers("jorge@molina.example")
    with clock.travel(START), listening(Server(greylist=timedelta(minutes=5))) as server:
        point_at(settings, server.port)
        answer(cast, ticket)
        run_mail_jobs()
        for minutes in range(1, 8):
            work(START + timedelta(minutes=minutes, seconds=30))
    assert deliveries() == [Delivery.SENT]
    assert outgoing()[0].attempts == 3, "at once, after one minute, after five more"


def test_fault_34_a_server_with_a_certificate_of_nobody_gets_nothing_in_clear(
    cast: Cast, settings: Any
) -> None:
    [ticket] = customers("jorge@molina.example")
    server_side, _client_side = contexts()
    with listening(Server(), tls_context=server_side) as server:
        point_at(settings, server.port, host="localhost", security="starttls")
        answer(cast, ticket)
        run_mail_jobs()
        assert deliveries() == [Delivery.RETRYING]
        assert "certificate" in outgoing()[0].answer.lower()
    with listening(Server()) as server:  # and one that offers no TLS at all
        point_at(settings, server.port, security="starttls")
        work(START + timedelta(minutes=2))
    assert server.taken == []
    assert deliveries() == [Delivery.RETRYING]


def test_fault_36_a_server_down_for_two_hours_is_asked_by_few_and_then_gets_everything_once(
    cast: Cast, settings: Any
) -> None:
    asked = customers(*(f"c{number}@town.example" for number in range(12)))
    port = free_port()
    point_at(settings, port)
    with clock.travel(START):
        for ticket in asked:
            answer(cast, ticket)
        run_mail_jobs()
    for minutes in range(1, 120):
        work(START + timedelta(minutes=minutes))
    attempts = sum(mail.attempts for mail in outgoing())
    assert attempts <= 12 + 120, "one door is tried each minute, not twelve"
    assert {mail.state for mail in outgoing()} == {OutState.QUEUED}
    [alarm] = alarms()
    assert (alarm.kind, alarm.mailbox.address, alarm.ended_at) == (outbox.CLOSED, SUPPORT, None)
    assert alarm.since <= START + timedelta(minutes=5)
    with listening(Server(port=port)) as server:
        for minutes in range(120, 123):
            work(START + timedelta(minutes=minutes))
    assert sorted(rcpt for rcpt, _ in server.taken) == sorted(mail.rcpt_to for mail in outgoing())
    assert set(deliveries()) == {Delivery.SENT}
    assert alarms()[0].ended_at is not None


def alarms() -> list[Alarm]:
    with acting(EVERYWHERE):
        return list(Alarm.objects.select_related("mailbox").order_by("pk"))


def test_a_refused_login_is_the_accounts_trouble_and_an_alarm_names_the_mailbox(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    [ticket] = customers("jorge@molina.example")
    with acting(EVERYWHERE):
        mailbox = Mailbox.objects.get(address=SUPPORT)
    server_side, client_side = contexts()
    monkeypatch.setattr(ssl, "create_default_context", lambda: client_side)
    refuse = {"authenticator": lambda *_: AuthResult(success=False, handled=False), "auth_required": True}
    with listening(Server(), tls_context=server_side, **refuse) as server:
        point_at(
            settings, server.port, host="localhost", security="starttls", username="relevo", password="wrong"
        )
        answer(cast, ticket)
        with clock.travel(START):
            run_mail_jobs()
        for minutes in (2, 4):
            work(START + timedelta(minutes=minutes))
    assert [(alarm.mailbox, alarm.facts) for alarm in alarms()] == [(mailbox, {"code": 535})]
    assert deliveries() == [Delivery.RETRYING]


# -- one desk's flood is not another's ------------------------------------------------------------------------------


def test_no_mailbox_holds_more_than_its_share_of_senders(cast: Cast) -> None:
    asked = customers(*(f"c{number}@town.example" for number in range(4)))
    for ticket in asked:
        answer(cast, ticket)
    actor = system(asked[0].client_id)
    taken = [outbox._take(mail.pk, actor) for mail in outgoing()]
    assert [one is not None for one in taken] == [True, True, False, False]


def test_whoever_finishes_calls_the_next(cast: Cast, settings: Any) -> None:
    asked = customers(*(f"c{number}@town.example" for number in range(5)))
    for ticket in asked:
        answer(cast, ticket)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    first = outgoing()[0]
    with listening(Server()) as server:
        point_at(settings, server.port)
        jobs.send(outgoing_id=first.pk, client_id=first.client_id)
        run_mail_jobs()
    assert set(deliveries()) == {Delivery.SENT}


def test_the_sweep_takes_the_oldest_of_every_firm_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = customers(*(f"c{number}@town.example" for number in range(5)))
    let_in(letter(to=HELP, message_id="<h@molina.example>"), HELP)
    for ticket in [*asked, *tickets("mareko")]:
        answer(cast, ticket)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setattr(jobs, "_SWEEP_AT_MOST", 2)
    jobs.sweep(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'client_id')::int FROM procrastinate_jobs WHERE task_name = 'mail.send'"
        )
        firms = {row[0] for row in cursor.fetchall()}
    assert firms == {asked[0].client_id, tickets("mareko")[0].client_id}


def test_fault_35_a_flood_to_a_slow_server_leaves_another_desks_mail_its_way(own_database: str) -> None:
    """Many replies of Auralis and then one of Mareko, one worker with two hands, a server that takes its time."""
    cast, many = Cast(), scale(20, 40)
    for number in range(many):
        sender = f"c{number}@town.example"
        intake.store(envelope(letter(sender=sender, message_id=f"<{number}@there.example>", X_Name=sender)))
    intake.store(
        envelope(letter(to=HELP, sender="zane@krumina.example", message_id="<z@there.example>"), HELP)
    )
    run_mail_jobs("mail.digest")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    for ticket in [*tickets("auralis"), *tickets("mareko")]:
        answer(cast, ticket)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name <> 'mail.send'")
    connection.close()
    code = "from relevo.config import serving\nserving.worker(concurrency=2)"
    with listening(Server(held="zane@krumina.example")) as server:
        with child(code, own_database, RELEVO_SMTP_URL=f"smtp://127.0.0.1:{server.port}") as process:
            until(lambda: len(server.taken) == many + 1, 240)
            process.terminate()
            _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    order = [rcpt for rcpt, _ in server.taken]
    assert order.index("zane@krumina.example") < 6
    connection.close()


@contextmanager
def one_hand(database: str, server: Server) -> Iterator[subprocess.Popen[str]]:
    """A worker that does one thing at a time; it ends with the test, however that ends."""
    code = "from relevo.config import serving\nserving.worker(concurrency=1)"
    with child(code, database, RELEVO_SMTP_URL=f"smtp://127.0.0.1:{server.port}") as process:
        try:
            yield process
        finally:
            process.kill()


def test_fault_35_servers_that_stand_still_at_the_end_hold_no_worker_and_get_each_mail_once(
    own_database: str,
) -> None:
    """One worker with one hand, and a server that thinks about Auralis' mails longer than a minute."""
    cast = Cast()
    for number in range(3):
        sender = f"c{number}@town.example"
        intake.store(envelope(letter(sender=sender, message_id=f"<{number}@there.example>", X_Name=sender)))
    zane = "zane@krumina.example"
    intake.store(envelope(letter(to=HELP, sender=zane, message_id="<z@there.example>"), HELP))
    run_mail_jobs("mail.digest")
    for ticket in tickets("auralis"):
        answer(cast, ticket)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name <> 'mail.send'")
    connection.close()
    with listening(Server(held=zane, hold=75)) as server:
        with one_hand(own_database, server) as process:
            until(lambda: any(mail.leased_until for mail in outgoing()), 60)
            answer(cast, *tickets("mareko"))
            began = time.monotonic()
            until(lambda: zane in [rcpt for rcpt, _ in server.taken], 50)
            assert time.monotonic() - began < 30
            until(lambda: {mail.state for mail in outgoing()} == {OutState.SENT}, 60)
            process.terminate()
            _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    assert sorted(rcpt for rcpt, _ in server.taken) == sorted(mail.rcpt_to for mail in outgoing())
    assert set(deliveries()) == {Delivery.SENT}
    connection.close()


def test_fault_35_a_worker_that_is_stopped_hears_a_slow_server_out(own_database: str) -> None:
    cast = Cast()
    intake.store(envelope(letter()))
    run_mail_jobs("mail.digest")
    answer(cast, *tickets())
    connection.close()
    with listening(Server(held="nobody", hold=9)) as server:
        with one_hand(own_database, server) as process:
            until(
                lambda: any(
                    (mail.leased_until or START) > clock.now() + 2 * outbox.LEASE for mail in outgoing()
                ),
                60,
            )
            process.terminate()
            _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    assert [mail.state for mail in outgoing()] == [OutState.SENT]
    assert len(server.taken) == 1
    connection.close()


# -- a server of its own, signed ------------------------------------------------------------------------------------


def test_a_mailbox_with_a_server_and_a_key_of_its_own_sends_there_and_signs(
    cast: Cast, settings: Any
) -> None:
    [ticket] = customers("jorge@molina.example")
    point_at(settings, 1)
    with acting(EVERYWHERE):
        mailbox, actor = Mailbox.objects.get(address=SUPPORT), system(ticket.client_id)
        make_dkim_key(mailbox, "auralis.example", "relevo1", algorithm="ed25519", actor=actor)
        sign_with_next_key(mailbox, actor=actor)
    with listening(Server()) as server:
        with acting(EVERYWHERE):
            set_sending(
                mailbox, kind="smtp", host="127.0.0.1", port=server.port, security="none", actor=actor
            )
        answer(cast, ticket)
        run_mail_jobs()
    [(_, wire)] = server.taken
    assert wire.startswith(b"DKIM-Signature: v=1; a=ed25519-sha256;")
    assert wire.endswith(bytes(outgoing()[0].raw))
    assert deliveries() == [Delivery.SENT]
