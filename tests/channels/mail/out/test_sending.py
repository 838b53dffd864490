"""Handing mail over: every answer a server can give, over real connections."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.doors.receiver import Limits, Receiver
from relevo.channels.mail.out.sending import Outcome, SmtpServer, next_try, send
from tests.channels.mail.certificates import contexts
from tests.channels.mail.letters import letter

RAW = letter("Hola\n.\nfin\n")
A, B, C = "a@b.example", "c@d.example", "e@f.example"


@contextmanager
def sink(refuse=(), **options):
    """A real receiver that keeps what it gets."""
    kept = []
    receiver = Receiver(
        kept.append, lambda address: address not in refuse, hostname="sink.example", **options
    )
    port = receiver.start("127.0.0.1", 0)
    try:
        yield port, kept
    finally:
        receiver.stop(grace=1)


class Scripted:
    """A server that gives the answers of a script: a dictionary from the command's first words to the answer.

    "" is the greeting. An answer of None closes the connection; a callable gets the connection.
    """

    def __init__(self, **script) -> None:
        self.script = {
            "": "220 hi",
            "ehlo": "250 hi",
            "quit": "221 bye",
            "mail": "250 ok",
            "rcpt": "250 ok",
            "data": "354 go",
            ".": "250 kept",
        }
        self.script |= script
        self.heard: list[str] = []

    def __enter__(self) -> SmtpServer:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(10)
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return SmtpServer("127.0.0.1", self.listener.getsockname()[1], "none")

    def __exit__(self, *_) -> None:
        self.listener.close()
        self.thread.join(10)

    def serve(self) -> None:
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return
        connection.settimeout(10)
        with connection, connection.makefile("rb") as lines:
            try:
                self.talk(connection, lines)
            except OSError:
                return

    def talk(self, connection, lines) -> None:
        in_data = False
        if not self.answer(connection, ""):
            return
        for line in lines:
            words = line.decode().rstrip("\r\n")
            if in_data and words != ".":
                continue
            in_data = False
            self.heard.append(words)
            if not self.answer(connection, words.lower()):
                return
            in_data = words.lower() == "data" and str(self.script["data"]).startswith("354")

    def answer(self, connection, words: str) -> bool:
        key = max(
            (key for key in self.script if words.startswith(key) and (key or not words)),
            key=len,
            default=None,
        )
        said = "502 what?" if key is None else self.script[key]
        if said is None:
            return False
        if callable(said):
            return bool(said(connection))
        connection.sendall(said.encode() + b"\r\n")
        return True


def sent(server, *, rcpt_tos=(A,), mail_from="support@auralis.example", raw=RAW, timeout=5.0):
    return send(raw, mail_from=mail_from, rcpt_tos=list(rcpt_tos), server=server, timeout=timeout)


def statuses(outcomes):
    return {address: (outcome.status, outcome.code) for address, outcome in outcomes.items()}


def test_a_mail_arrives_byte_by_byte():
    with sink() as (port, kept):
        outcomes = sent(SmtpServer("127.0.0.1", port, "none"), rcpt_tos=[A, B, A])
    assert statuses(outcomes) == {A: ("sent", 250), B: ("sent", 250)}
    assert kept[0].raw == RAW
    assert kept[0].rcpt_tos == (A, B)
    assert kept[0].mail_from == "support@auralis.example"


def test_the_null_return_path_can_be_used():
    with sink() as (port, kept):
        assert sent(SmtpServer("127.0.0.1", port, "none"), mail_from="")[A].status == "sent"
    assert kept[0].mail_from == ""


def test_f34_one_of_three_recipients_refused():
    with sink(refuse={B}) as (port, kept):
        outcomes = sent(SmtpServer("127.0.0.1", port, "none"), rcpt_tos=[A, B, C])
    assert statuses(outcomes) == {A: ("sent", 250), B: ("refused", 550), C: ("sent", 250)}
    assert outcomes[B].text == "5.1.1 Error: no such mailbox here"
    assert kept[0].rcpt_tos == (A, C)


def test_all_recipients_refused_sends_no_data():
    with sink(refuse={A, B}) as (port, kept):
        assert statuses(sent(SmtpServer("127.0.0.1", port, "none"), rcpt_tos=[A, B])) == {
            A: ("refused", 550),
            B: ("refused", 550),
        }
    assert kept == []


@pytest.mark.parametrize(
    ("place", "answer", "expected"),
    [
        ("", "421 busy", ("retry", 421)),
        ("", "554 go away", ("retry", 554)),
        ("ehlo", "421 busy", ("retry", 502)),
        ("mail", "421 busy", ("retry", 421)),
        ("mail", "451 later", ("retry", 451)),
        ("mail", "550 no", ("refused", 550)),
        ("mail", "552 too big", ("refused", 552)),
        ("mail", "530 log in first", ("retry", 530)),
        ("rcpt", "450 greylisted", ("retry", 450)),
        ("rcpt", "451 later", ("retry", 451)),
        ("rcpt", "550 no such", ("refused", 550)),
        ("rcpt", "552 too many", ("retry", 552)),
        ("rcpt", "251 forwarded", ("sent", 250)),
        ("data", "421 busy", ("retry", 421)),
        ("data", "554 no", ("refused", 554)),
        (".", "451 later", ("retry", 451)),
        (".", "452 full", ("retry", 452)),
        (".", "552 too big", ("refused", 552)),
        (".", "554 spam", ("refused", 554)),
        (".", "999 what", ("retry", 999)),
        (".", "250 multi\r\n250-never read", ("sent", 250)),
        ("quit", "500 what", ("sent", 250)),
    ],
)
def test_f34_every_answer_has_its_outcome(place, answer, expected):
    with Scripted(**{place: answer}) as server:
        assert statuses(sent(server)) == {A: expected}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("", "retry"),
        ("ehlo", "retry"),
        ("mail", "retry"),
        ("rcpt", "retry"),
        ("data", "retry"),
        (".", "retry"),
        ("quit", "sent"),
    ],
)
def test_f34_a_connection_cut_after_each_step(place, expected):
    with Scripted(**{place: None}) as server:
        assert sent(server)[A].status == expected


def test_f34_cut_after_one_refusal_only_the_others_are_tried_again():
    with Scripted(**{f"rcpt to:<{A}": "550 no", f"rcpt to:<{B}": "250 ok", f"rcpt to:<{C}": None}) as server:
        assert statuses(sent(server, rcpt_tos=[A, B, C])) == {
            A: ("refused", 550),
            B: ("retry", 0),
            C: ("retry", 0),
        }


def test_nobody_listening_is_a_passing_trouble():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    outcome = sent(SmtpServer("127.0.0.1", port, "none"))[A]
    assert (outcome.status, outcome.code) == ("retry", 0)
    assert "refused" in outcome.text


@pytest.mark.parametrize("place", ["", "ehlo", "."])
def test_a_silent_server_is_left_in_time(place):
    def silent(connection):
        connection.recv(1)
        return False

    with Scripted(**{place: silent}) as server:
        began = time.monotonic()
        assert sent(server, timeout=0.5)[A].status == "retry"
        assert time.monotonic() - began < 20


def test_a_server_that_drips_is_left_in_time():
    def drip(connection):
        for _ in range(1000):
            connection.sendall(b"2")
            time.sleep(0.05)
        return False

    with Scripted(**{"": drip}) as server:
        began = time.monotonic()
        outcome = sent(server, timeout=0.5)[A]
        assert time.monotonic() - began < 20
    assert outcome.status == "retry"
    assert "takes too long" in outcome.text or "timed out" in outcome.text


@pytest.mark.parametrize("flood", [b"250-more\r\n", b"x" * 1000, b"\r\n"])
def test_a_server_that_never_stops_talking_is_left(flood):
    def talk(connection):
        for _ in range(2000):
            connection.sendall(flood * (2000 // len(flood)))
        return False

    with Scripted(ehlo=talk) as server:
        assert sent(server)[A].status == "retry"


def test_a_server_without_esmtp_is_served():
    with Scripted(ehlo="502 what", helo="250 hi") as server:
        assert sent(server)[A].status == "sent"


def test_size_and_eight_bits_are_announced_when_offered():
    script = Scripted(ehlo="250-hi\r\n250-SIZE 1000000\r\n250-8BITMIME\r\n250 SMTPUTF8")
    raw = "Subject: ā\r\n\r\nx\r\n".encode()
    with script as server:
        sent(server, raw=raw, rcpt_tos=["jānis@liepāja.example"])
    assert f"mail FROM:<support@auralis.example> SIZE={len(raw)} BODY=8BITMIME SMTPUTF8" in script.heard
    assert "rcpt TO:<jānis@xn--liepja-6za.example>" in script.heard


def test_an_address_the_server_cannot_take_is_refused():
    with Scripted() as server:
        outcomes = sent(server, rcpt_tos=["jānis@b.example", "a@liepāja.example"])
    assert {address: outcome.status for address, outcome in outcomes.items()} == {
        "jānis@b.example": "refused",
        "a@liepāja.example": "sent",
    }
    with Scripted() as server:
        assert sent(server, mail_from="ā@b.example")[A].status == "refused"


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nRCPT TO:<eve@evil.example>",
        "a@b.example> x",
        "a b@c.example",
        "",
        "a",
        "a@",
        "@b",
        f"a@{'b' * 70}.example",
    ],
)
def test_attack_26_what_is_no_address_never_reaches_the_wire(address):
    script = Scripted()
    with script as server:
        outcomes = sent(server, rcpt_tos=[A, address])
    assert outcomes[A].status == "sent"
    assert outcomes[address] == Outcome("refused", 0, "not a mail address")
    assert not any("eve" in line for line in script.heard)


def test_attack_26_a_bad_return_path_sends_nothing():
    outcome = sent(SmtpServer("127.0.0.1", 1, "none"), mail_from="x\r\ny@z.example")[A]
    assert outcome == Outcome("refused", 0, "not a return path")


def test_smuggling_bare_line_ends_are_made_whole_before_sending():
    with sink() as (port, kept):
        sent(
            SmtpServer("127.0.0.1", port, "none"),
            raw=b"Subject: x\n\nbefore\n.\nMAIL FROM:<eve@evil.example>\r.\rafter",
        )
    assert [envelope.raw for envelope in kept] == [
        b"Subject: x\r\n\r\nbefore\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n.\r\nafter\r\n"
    ]


def test_starttls_is_used_and_the_certificate_checked():
    server_side, client_side = contexts()
    with sink(tls=server_side) as (port, kept):
        assert sent(SmtpServer("localhost", port, "starttls", tls=client_side))[A].status == "sent"
        distrusted = sent(SmtpServer("localhost", port, "starttls"))[A]
        misnamed = sent(SmtpServer("127.0.0.1", port, "starttls", tls=client_side))[A]
    assert kept[0].encrypted
    assert len(kept) == 1
    assert (distrusted.status, misnamed.status) == ("retry", "retry")
    assert "certificate" in distrusted.text.lower()


def test_a_server_without_starttls_gets_nothing_in_clear():
    with sink() as (port, kept):
        outcome = sent(SmtpServer("127.0.0.1", port, "starttls"))[A]
    assert outcome.status == "retry"
    assert kept == []


def test_tls_from_the_first_byte_is_used():
    server_side, client_side = contexts()
    listener = socket.create_server(("127.0.0.1", 0))
    heard = []

    def serve():
        connection, _ = listener.accept()
        with server_side.wrap_socket(connection, server_side=True) as secure, secure.makefile("rb") as lines:
            secure.sendall(b"220 hi\r\n")
            for line in lines:
                heard.append(line)
                answers = {b"DATA": b"354 go", b"QUIT": b"221 bye"}
                secure.sendall(answers.get(line.strip().upper(), b"250 ok") + b"\r\n")
                if line.strip().upper() == b"DATA":
                    while lines.readline() != b".\r\n":
                        pass
                    secure.sendall(b"250 kept\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    with listener:
        outcome = sent(
            SmtpServer(
                "localhost",
                listener.getsockname()[1],
                "tls",
                tls=client_side,
                local_hostname="relevo.example",
            )
        )[A]
        thread.join(10)
    assert outcome == Outcome("sent", 250, "kept")
    assert heard[0] == b"ehlo relevo.example\r\n"


class Account:
    """A server side that knows one account."""

    def __call__(self, server, session, envelope, mechanism, login):
        assert isinstance(login, LoginPassword)
        return AuthResult(success=login == LoginPassword(b"relevo", b"right"), handled=False)


@pytest.mark.parametrize(("password", "status"), [("right", "sent"), ("wrong", "retry")])
def test_f21_a_wrong_password_is_our_trouble_not_the_mails(password, status):
    from aiosmtpd.controller import Controller

    class Sink:
        async def handle_DATA(self, server, session, envelope):
            return "250 kept"

    server_side, client_side = contexts()
    controller = Controller(
        Sink(),
        "127.0.0.1",
        free_port(),
        tls_context=server_side,
        authenticator=Account(),
        auth_required=True,
        server_hostname="x.example",
    )
    controller.start()
    try:
        server = SmtpServer("localhost", controller.port, "starttls", "relevo", password, tls=client_side)
        outcome = sent(server)[A]
    finally:
        controller.stop()
    assert outcome.status == status
    assert password not in repr(server)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_the_sink_of_these_tests_refuses_what_is_too_much():
    with sink(limits=Limits(connections=0)) as (port, _):
        assert statuses(sent(SmtpServer("127.0.0.1", port, "none"))) == {A: ("retry", 421)}


FIRST = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)


def test_f34_the_schedule_of_tries():
    waits = [next_try(attempt, FIRST) - FIRST for attempt in range(1, 16)]
    minutes = [int(wait.total_seconds() // 60) for wait in waits]
    assert minutes[:4] == [1, 6, 21, 81]  # 1, 5, 15 and 60 minutes after one another
    assert minutes[-1] == 48 * 60
    assert next_try(16, FIRST) is None
    gaps = [after - before for before, after in itertools.pairwise(minutes)]
    assert all(gap >= 5 for gap in gaps)
    assert max(gaps) <= 6 * 60


@given(st.integers(1, 30), st.integers(0, 60 * 60))
def test_f36_missed_tries_are_not_made_up_and_none_comes_after_48_hours(attempt, minutes_later):
    now = FIRST + timedelta(minutes=minutes_later)
    due = next_try(attempt, FIRST, now=now)
    assert due is None or now + timedelta(minutes=1) <= due <= FIRST + timedelta(hours=48)
