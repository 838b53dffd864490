"""The SMTP and LMTP doors, over real connections."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.doors.receiver import Limits, Receiver
from relevo.core import clock
from tests.channels.mail.certificates import contexts
from tests.channels.mail.letters import letter
from tests.channels.mail.memory import resident, watched

DESKS = {"support@auralis.example", "help@mareko.example"}
RAW = letter("Hola\n.\n..dot\nfin")


class Store:
    """Keeps envelopes; fails or waits when it is told to."""

    def __init__(self) -> None:
        self.kept: list[Envelope] = []
        self.error: Exception | None = None
        self.entered = threading.Event()
        self.gate: threading.Event | None = None

    def __call__(self, envelope: Envelope) -> None:
        self.entered.set()
        if self.gate is not None:
            assert self.gate.wait(60)
        if self.error is not None:
            raise self.error
        self.kept.append(envelope)


@contextmanager
def receiving(store, *, accepts=DESKS.__contains__, **options):
    receiver = Receiver(store, accepts, hostname="mx.relevo.example", **options)
    port = receiver.start("127.0.0.1", 0)
    try:
        yield receiver, port
    finally:
        receiver.stop(grace=1)


class Wire:
    """A bare connection: what is sent is what the test says, to the byte."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.stream = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()
        self.socket.close()

    def line(self) -> str:
        return self.stream.readline().decode().rstrip("\r\n")

    def answer(self) -> str:
        line = self.line()
        while line[3:4] == "-":
            line = self.line()
        return line

    def say(self, words: str) -> str:
        self.socket.sendall(words.encode("utf-8", "surrogateescape") + b"\r\n")
        return self.answer()

    def begin(
        self, *recipients: str, hello: str = "EHLO client.example", sender: str = "jorge@molina.example"
    ) -> str:
        self.answer()
        self.say(hello)
        self.say(f"MAIL FROM:<{sender}>")
        for recipient in recipients or ("support@auralis.example",):
            assert self.say(f"RCPT TO:<{recipient}>").startswith("250")
        return self.say("DATA")

    def send(self, content: bytes) -> str:
        self.socket.sendall(content)
        return self.answer()


def deliver(
    port, raw=RAW, recipients=("support@auralis.example",), sender="jorge@molina.example", kind=smtplib.SMTP
):
    with kind("127.0.0.1", port, timeout=60) as client:
        return client.sendmail(sender, list(recipients), raw)


@pytest.mark.parametrize("lmtp", [False, True])
def test_a_mail_is_stored_byte_by_byte_with_its_envelope(lmtp):
    store, before = Store(), clock.now()
    with receiving(store, lmtp=lmtp) as (_, port):
        deliver(port, kind=smtplib.LMTP if lmtp else smtplib.SMTP)
    (kept,) = store.kept
    assert kept.raw == RAW + b"\r\n"
    assert (kept.mail_from, kept.rcpt_tos, kept.peer) == (
        "jorge@molina.example",
        ("support@auralis.example",),
        "127.0.0.1",
    )
    assert before - timedelta(minutes=1) < kept.received_at <= clock.now()
    assert kept.helo
    assert (kept.door, kept.encrypted) == ("lmtp" if lmtp else "smtp", False)


def test_the_time_of_receipt_follows_relevos_clock():
    store = Store()
    with receiving(store) as (_, port), clock.travel(datetime(2031, 1, 1, tzinfo=UTC)):
        deliver(port)
    assert store.kept[0].received_at.year == 2031


def test_recipients_of_two_desks_reach_the_store_together():
    store = Store()
    with receiving(store) as (_, port):
        deliver(port, recipients=["Support@Auralis.example", "help@mareko.example"])
    assert [kept.rcpt_tos for kept in store.kept] == [("support@auralis.example", "help@mareko.example")]


def test_the_null_path_is_empty_and_odd_greetings_are_cleaned():
    store = Store()
    with receiving(store) as (_, port), Wire(port) as wire:
        assert wire.begin(sender="", hello="HELO \x1b[31mx\u202e").startswith("354")
        assert wire.send(b"Subject: x\r\n\r\n.\r\n").startswith("250")
    assert (store.kept[0].mail_from, store.kept[0].helo) == ("", "[31mx")


def test_f13_a_store_that_fails_makes_the_sender_try_again():
    store = Store()
    store.error = RuntimeError("the database is down")
    with receiving(store) as (_, port):
        with pytest.raises(smtplib.SMTPDataError) as caught:
            deliver(port)
        assert caught.value.smtp_code == 451
        assert b"database" not in caught.value.smtp_error
        store.error = None
        deliver(port)
    assert len(store.kept) == 1


def test_250_comes_only_after_the_store_has_returned():
    store = Store()
    store.gate = threading.Event()
    with receiving(store) as (_, port), Wire(port) as wire:
        wire.begin()
        wire.socket.sendall(b"Subject: x\r\n\r\nx\r\n.\r\n")
        assert store.entered.wait(60)
        wire.socket.settimeout(0.2)
        with pytest.raises(TimeoutError):
            wire.socket.recv(1)
        wire.socket.settimeout(10)
        deliver_elsewhere = threading.Thread(
            target=lambda: smtplib.SMTP("127.0.0.1", port, timeout=60).quit()
        )
        deliver_elsewhere.start()
        deliver_elsewhere.join(5)
        assert not deliver_elsewhere.is_alive()  # the loop serves others meanwhile
        store.gate.set()
        assert wire.socket.recv(100).startswith(b"250")
    assert len(store.kept) == 1


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("nobody@auralis.example", "550 5.1.1"),
        ("support@evil.example", "550 5.1.1"),
        ("support@[127.0.0.1]", "550 5.1.3"),
        ("x", "550 5.1.3"),
    ],
)
def test_unknown_recipients_are_refused(address, code):
    with receiving(Store()) as (_, port), Wire(port) as wire:
        wire.answer()
        wire.say("EHLO x")
        wire.say("MAIL FROM:<a@b.example>")
        assert wire.say(f"RCPT TO:<{address}>").startswith(code)


@pytest.mark.parametrize("lmtp", [False, True])
@pytest.mark.parametrize("address", ["postmaster", "Postmaster", "POSTMASTER@auralis.example"])
def test_postmaster_is_taken_as_every_server_must_and_somebody_gets_it(address, lmtp):
    store = Store()
    with (
        receiving(store, postmaster="Help@mareko.example", lmtp=lmtp) as (_, port),
        Wire(port) as wire,
    ):
        wire.begin(address, hello="LHLO x" if lmtp else "EHLO x", sender="")
        assert wire.send(b"Subject: x\r\n\r\nx\r\n.\r\n").startswith("250")
    assert [kept.rcpt_tos for kept in store.kept] == [("help@mareko.example",)]


def test_a_desk_that_has_a_postmaster_of_its_own_keeps_it():
    store = Store()
    known = DESKS | {"postmaster@auralis.example"}
    with receiving(store, accepts=known.__contains__, postmaster="help@mareko.example") as (_, port):
        deliver(port, recipients=["Postmaster@auralis.example"])
    assert [kept.rcpt_tos for kept in store.kept] == [("postmaster@auralis.example",)]


@pytest.mark.parametrize("postmaster", ["", "nobody@mareko.example", "nonsense"])
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postmaster", "550 5.1.1"),
        ("postmaster@auralis.example", "550 5.1.1"),
        ("postmasters", "550 5.1.3"),
        ("postmaster@[127.0.0.1]", "550 5.1.3"),
    ],
)
def test_a_postmaster_without_a_mailbox_is_refused_at_the_door(postmaster, address, code):
    with receiving(Store(), postmaster=postmaster) as (_, port), Wire(port) as wire:
        wire.answer()
        wire.say("EHLO x")
        wire.say("MAIL FROM:<a@b.example>")
        assert wire.say(f"RCPT TO:<{address}>").startswith(code)


def test_a_plus_tag_reaches_accepts():
    asked = []

    def accepts(address):
        asked.append((address, threading.current_thread().name))
        return True

    store = Store()
    with receiving(store, accepts=accepts) as (_, port):
        deliver(port, recipients=["Support+Token@auralis.example"])
    assert asked[0][0] == "support+token@auralis.example"
    assert asked[0][1].startswith("mail-store")  # never in the event loop


def test_a_directory_out_of_order_is_a_passing_trouble():
    def accepts(address):
        raise RuntimeError("no database")

    with receiving(Store(), accepts=accepts) as (_, port), Wire(port) as wire:
        wire.answer()
        wire.say("EHLO x")
        wire.say("MAIL FROM:<a@b.example>")
        assert wire.say("RCPT TO:<support@auralis.example>").startswith("451")


def test_attack_46_too_many_recipients_are_put_off():
    with receiving(Store(), recipients_limit=3, accepts=lambda _: True) as (_, port), Wire(port) as wire:
        wire.begin("a@b.example", "c@b.example")
        wire.send(b"x\r\n.\r\n")
        wire.say("MAIL FROM:<a@b.example>")
        answers = [wire.say(f"RCPT TO:<a{number}@b.example>")[:3] for number in range(5)]
    assert answers == ["250", "250", "250", "452", "452"]


@pytest.mark.parametrize("lmtp", [False, True])
def test_f19_a_mail_over_the_size_is_refused_and_the_connection_goes_on(lmtp):
    store = Store()
    hello = "LHLO x" if lmtp else "EHLO x"
    with receiving(store, size_limit=10_000, lmtp=lmtp) as (_, port), Wire(port) as wire:
        wire.begin("support@auralis.example", "help@mareko.example", hello=hello)
        assert wire.send(b"a" * 300_000 + b"\r\n.\r\n").startswith("552")
        if lmtp:
            assert wire.answer().startswith("552")
        assert wire.say("MAIL FROM:<a@b.example> SIZE=20000").startswith("552")
        wire.say("MAIL FROM:<a@b.example>")
        wire.say("RCPT TO:<support@auralis.example>")
        wire.say("DATA")
        assert wire.send(b"b" * 9_998 + b"\r\n.\r\n").startswith("250")
    assert [len(kept.raw) for kept in store.kept] == [10_000]


# Memory

MIB = 1024 * 1024
FILLED = b"x" * 998 + b"\r\n"
LISTENING = """
from relevo.channels.mail.doors.receiver import Receiver
door = Receiver(lambda envelope: None, lambda address: True, hostname="mx.relevo.example")
print(door.start("127.0.0.1", 0), flush=True)
input()
door.stop(1)
"""


def pour(wire: Wire, size: int) -> None:
    """So much of a mail, without its end."""
    for _ in range(size // 1_000_000):
        wire.socket.sendall(FILLED * 1000)


def until_held(receiver: Receiver, held: int) -> None:
    """The other thread has heard what was sent."""
    end = time.monotonic() + 30
    while sum(session.held for session in receiver.connections) < held and time.monotonic() < end:
        time.sleep(0.01)


@pytest.mark.parametrize("lmtp", [False, True])
def test_large_mails_share_their_room_and_one_too_many_is_put_off(lmtp):
    store = Store()
    hello = "LHLO x" if lmtp else "EHLO x"
    limits = Limits(memory=12 * MIB)
    with (
        receiving(store, size_limit=3 * MIB, limits=limits, lmtp=lmtp) as (receiver, port),
        contextlib.ExitStack() as stack,
    ):
        held = [stack.enter_context(Wire(port)) for _ in range(6)]
        for wire in held:
            wire.begin(hello=hello)
            pour(wire, 3_000_000)
        until_held(receiver, 6 * (3_000_000 - MIB) - 300_000)
        with Wire(port) as late:
            late.begin("support@auralis.example", "help@mareko.example", hello=hello)
            pour(late, 3_000_000)
            assert late.send(b".\r\n") == "452 4.3.1 Error: too many large mails at once, please try later"
            if lmtp:
                assert late.answer().startswith("452")
            late.say("MAIL FROM:<a@b.example>")
            late.say("RCPT TO:<support@auralis.example>")
            late.say("DATA")
            pour(late, 1_000_000)  # an ordinary mail comes through
            assert late.send(b".\r\n").startswith("250")
        assert held[0].send(b".\r\n").startswith("250")
        held[1].socket.shutdown(socket.SHUT_RDWR)
        end = time.monotonic() + 30
        while held[1].line() and time.monotonic() < end:
            pass
        with Wire(port) as again:
            again.begin(hello=hello)
            pour(again, 3_000_000)
            assert again.send(b".\r\n").startswith("250")
    assert sorted(len(kept.raw) for kept in store.kept) == [1_000_000, 3_000_000, 3_000_000]


def test_a_mail_over_the_size_and_a_connection_that_breaks_leave_their_room_to_others():
    with receiving(Store(), size_limit=3 * MIB) as (receiver, port):
        with Wire(port) as wire:
            wire.begin()
            pour(wire, 5_000_000)
            assert wire.send(b".\r\n").startswith("552")
            wire.say("MAIL FROM:<a@b.example>")
            wire.say("RCPT TO:<support@auralis.example>")
            wire.say("DATA")
            pour(wire, 3_000_000)
            until_held(receiver, 1)
            (session,) = receiver.connections
            assert session.held > 0
        end = time.monotonic() + 30
        while session.held and time.monotonic() < end:
            time.sleep(0.01)
        assert session.held == 0
        assert receiver.room.take("10.0.0.1", 256 * MIB)


def test_mails_that_never_end_do_not_fill_the_memory():
    """Twenty connections, 38 MB on each, by a server as it is set up."""
    with subprocess.Popen(
        [sys.executable, "-c", LISTENING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "relevo.config.settings"},
    ) as process, contextlib.ExitStack() as stack:  # fmt: skip
        port = int(process.stdout.readline())
        idle = resident(process.pid)
        with watched(process.pid) as memory:
            for _ in range(20):
                wire = stack.enter_context(Wire(port))
                wire.begin()
                pour(wire, 38_000_000)
            with Wire(port) as other:
                other.begin()
                assert other.send(b"Subject: x\r\n\r\nx\r\n.\r\n").startswith("250")
        process.communicate("\n")
    assert max(memory.alone) - idle < 400


def test_lines_longer_than_any_buffer_are_kept():
    store = Store()
    raw = b"Subject: x\r\n\r\n" + b"a." * 500_000 + b"\r\n"
    with receiving(store) as (_, port):
        deliver(port, raw)
    assert store.kept[0].raw == raw


@pytest.mark.parametrize(
    "inner",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r.\r\n",
        b"\r\n.\r",
        b"\n.\r",
        b"\r\n\x00.\r\n",
        b"a.\r\n",
        b"\r\n..\r\n",
        b"x.\r\nx.\r\n",
    ],
)
def test_smuggling_only_cr_lf_dot_cr_lf_ends_a_mail(inner):
    store = Store()
    content = b"Subject: x\r\n\r\nbefore" + inner + b"MAIL FROM:<eve@evil.example>\r\nafter"
    with receiving(store) as (_, port), Wire(port) as wire:
        wire.begin()
        assert wire.send(content + b"\r\n.\r\n").startswith("250 2.0.0")
        assert wire.say("NOOP").startswith("250")
    (kept,) = store.kept
    assert kept.raw == content.replace(b"\r\n.", b"\r\n") + b"\r\n"


@pytest.mark.parametrize(
    ("content", "raw"),
    [
        (b".\r\n", b""),
        (b"\r\n.\r\n", b"\r\n"),
        (b"..\r\n.\r\n", b".\r\n"),
        (b".a\r\n..b\r\n.\r\n", b"a\r\n.b\r\n"),
        (b"a.\r\n.\r\n", b"a.\r\n"),
    ],
)
def test_dots_are_undone_as_smtp_says(content, raw):
    store = Store()
    with receiving(store) as (_, port), Wire(port) as wire:
        wire.begin()
        assert wire.send(content).startswith("250")
    assert store.kept[0].raw == raw


def test_a_mail_in_many_small_pieces_is_one_mail():
    store = Store()
    with receiving(store) as (_, port), Wire(port) as wire:
        wire.begin()
        for byte in b"Subject: x\r\n\r\na.\r\n.\r":
            wire.socket.sendall(bytes([byte]))
            time.sleep(0.001)
        assert wire.send(b"\n").startswith("250")
    assert store.kept[0].raw == b"Subject: x\r\n\r\na.\r\n"


def test_lmtp_answers_for_each_recipient():
    store = Store()
    with receiving(store, lmtp=True) as (_, port), Wire(port) as wire:
        wire.begin(
            "support@auralis.example", "help@mareko.example", "support@auralis.example", hello="LHLO x"
        )
        assert wire.send(b"x\r\n.\r\n").startswith("250")
        assert [wire.answer()[:3] for _ in range(2)] == ["250", "250"]
        store.error = OSError("disk full")
        wire.say("MAIL FROM:<a@b.example>")
        wire.say("RCPT TO:<support@auralis.example>")
        wire.say("RCPT TO:<help@mareko.example>")
        wire.say("DATA")
        assert wire.send(b"x\r\n.\r\n").startswith("451")
        assert wire.answer().startswith("451")
    assert store.kept[0].rcpt_tos == ("support@auralis.example", "help@mareko.example")


def test_a_connection_that_breaks_in_the_middle_stores_nothing():
    store = Store()
    with receiving(store) as (receiver, port):
        with Wire(port) as wire:
            wire.begin()
            wire.socket.sendall(b"Subject: x\r\n\r\nhalf a mail")
        deliver(port)
        assert len(receiver.connections) <= 1
    assert [kept.raw for kept in store.kept] == [RAW + b"\r\n"]


def test_commands_out_of_order_are_refused():
    with receiving(Store()) as (_, port), Wire(port) as wire:
        wire.answer()
        assert wire.say("DATA").startswith("503")
        wire.say("EHLO x")
        assert wire.say("DATA").startswith("503")
        wire.say("MAIL FROM:<a@b.example>")
        assert wire.say("DATA").startswith("503")
        wire.say("RCPT TO:<support@auralis.example>")
        assert wire.say("DATA now").startswith("501")
        assert wire.say("AUTH LOGIN").startswith("500")
        assert wire.say("VRFY support@auralis.example").startswith("252")
        assert wire.say("MAIL FROM:<" + "a" * 2000 + "@b.example>").startswith("500")


def test_a_fault_inside_tells_the_client_nothing(monkeypatch, caplog):
    def broken(self, raw):
        raise RuntimeError("secret path /var/x")

    monkeypatch.setattr("relevo.channels.mail.doors.receiver._Session._describe", broken)
    with receiving(Store()) as (_, port), Wire(port) as wire:
        wire.begin()
        assert wire.send(b"x\r\n.\r\n") == "451 4.3.0 Error: internal error"
        assert wire.say("NOOP").startswith("250")
    assert "secret path" in caplog.text


def test_what_is_offered_and_what_is_not():
    with receiving(Store()) as (_, port), smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.ehlo()
        assert set(client.esmtp_features) == {
            "size",
            "8bitmime",
            "smtputf8",
            "help",
            "pipelining",
            "enhancedstatuscodes",
        }
        assert client.esmtp_features["size"] == str(40 * 1024 * 1024)


def test_starttls_is_offered_used_and_noted():
    server, client_side = contexts()
    store = Store()
    with receiving(store, tls=server) as (_, port), smtplib.SMTP("localhost", port, timeout=60) as client:
        client.starttls(context=client_side)
        client.ehlo()
        assert not client.has_extn("auth")
        client.sendmail("jorge@molina.example", ["support@auralis.example"], RAW)
    assert store.kept[0].encrypted


def test_words_slipped_in_before_starttls_are_dropped():
    server, client_side = contexts()
    store = Store()
    with receiving(store, tls=server) as (_, port), Wire(port) as wire:
        wire.answer()
        wire.say("EHLO x")
        wire.socket.sendall(b"STARTTLS\r\nNOOP\r\nMAIL FROM:<eve@evil.example>\r\n")
        assert wire.answer().startswith("220")
        with client_side.wrap_socket(wire.socket, server_hostname="localhost") as secure:
            secure.sendall(b"RCPT TO:<support@auralis.example>\r\n")
            assert secure.recv(100).startswith(b"503 Error: send HELO first")
    assert store.kept == []


def test_too_many_connections_get_421():
    with receiving(Store(), limits=Limits(connections=2)) as (_, port), Wire(port) as one, Wire(port) as two:
        assert one.answer().startswith("220")
        assert two.answer().startswith("220")
        with Wire(port) as three:
            assert three.answer().startswith("421")
            assert three.line() == ""
        one.say("QUIT")
        one.line()
        with Wire(port) as four:
            assert four.answer().startswith("220")


def test_one_peer_cannot_take_all_connections():
    with (
        receiving(Store(), limits=Limits(connections_per_peer=1)) as (_, port),
        Wire(port) as one,
        Wire(port) as two,
    ):
        assert one.answer().startswith("220")
        assert two.answer().startswith("421")


def test_f43_a_client_that_says_nothing_is_sent_away():
    with receiving(Store(), limits=Limits(idle_seconds=0.3)) as (_, port), Wire(port) as wire:
        assert wire.answer().startswith("220")
        assert wire.answer().startswith("421")
        assert wire.line() == ""


def test_f43_a_mail_that_never_ends_is_cut_off():
    store = Store()
    with receiving(store, limits=Limits(idle_seconds=0.3)) as (_, port), Wire(port) as wire:
        wire.begin()
        assert wire.send(b"Subject: x\r\n").startswith("421")
    assert store.kept == []


def test_a_connection_has_a_limit_of_commands():
    with receiving(Store(), limits=Limits(mails=2)) as (_, port), Wire(port) as wire:
        wire.answer()
        wire.say("EHLO x")
        answers = [wire.say("NOOP")[:3] for _ in range(51)]
    assert answers == ["250"] * 50 + ["421"]


def test_f38_stop_lets_a_mail_finish_and_sends_idle_clients_away():
    store = Store()
    store.gate = threading.Event()
    receiver = Receiver(store, DESKS.__contains__, hostname="mx.relevo.example")
    port = receiver.start("127.0.0.1", 0)
    with Wire(port) as idle, Wire(port) as busy:
        idle.answer()
        busy.begin()
        busy.socket.sendall(b"x\r\n.\r\n")
        assert store.entered.wait(60)
        stopping = threading.Thread(target=receiver.stop)
        stopping.start()
        assert idle.answer().startswith("421")
        store.gate.set()
        assert busy.answer().startswith("250")
        assert busy.answer().startswith("421")
        stopping.join(10)
        assert not stopping.is_alive()
    assert len(store.kept) == 1
    with pytest.raises(ConnectionRefusedError):
        Wire(port)


def test_stop_does_not_wait_for_ever():
    store = Store()
    store.gate = threading.Event()
    receiver = Receiver(store, DESKS.__contains__, hostname="mx.relevo.example")
    port = receiver.start("127.0.0.1", 0)
    with Wire(port) as busy:
        busy.begin()
        busy.socket.sendall(b"x\r\n.\r\n")
        assert store.entered.wait(60)
        began = time.monotonic()
        receiver.stop(grace=0.2)
        assert time.monotonic() - began < 30
        assert busy.line() == ""  # no answer, so the sender will try again
    store.gate.set()


def test_stop_does_not_wait_for_a_client_that_does_not_end_its_tls():
    server, client_side = contexts()
    receiver = Receiver(Store(), DESKS.__contains__, hostname="mx.relevo.example", tls=server)
    port = receiver.start("127.0.0.1", 0)
    with Wire(port) as wire:
        wire.answer()
        wire.say("EHLO x")
        wire.say("STARTTLS")
        with client_side.wrap_socket(wire.socket, server_hostname="localhost") as secure:
            secure.sendall(b"NOOP\r\n")
            assert secure.recv(100).startswith(b"250")
            began = time.monotonic()
            receiver.stop()
            assert time.monotonic() - began < 60
            assert secure.recv(100).startswith(b"421")


def test_attack_44_a_flood_of_senseless_lines_ends_the_connection():
    with receiving(Store(), limits=Limits(refusals=20)) as (_, port), Wire(port) as wire:
        wire.answer()
        wire.socket.sendall(b"\r\n" * 5000)
        answers = [wire.line()[:3] for _ in range(22)]
    assert answers == ["500"] * 21 + ["421"]


def test_a_receiver_starts_once_and_can_start_again():
    receiver = Receiver(Store(), DESKS.__contains__, hostname="mx.relevo.example")
    port = receiver.start("127.0.0.1", 0)
    with pytest.raises(RuntimeError, match="running already"):
        receiver.start("127.0.0.1", 0)
    other = Receiver(Store(), DESKS.__contains__, hostname="mx.relevo.example")
    with pytest.raises(OSError, match="in use"):
        other.start("127.0.0.1", port)
    receiver.stop()
    receiver.stop()
    again = receiver.start("127.0.0.1", 0)
    deliver(again)
    receiver.stop()


def test_f17_fifty_mails_at_once_are_all_there():
    store = Store()
    with receiving(store) as (_, port):
        senders = [threading.Thread(target=deliver, args=(port, letter(str(number)))) for number in range(50)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join(20)
    assert len({kept.raw for kept in store.kept}) == 50
