"""Handing mail over: every answer a server can give, over real connections."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.doors.receiver import Limits, Receiver
from relevo.channels.mail.out import smtp_session
from relevo.channels.mail.out.sending import Outcome, next_try, send
from relevo.channels.mail.out.smtp_session import PATIENT, Patience, SmtpServer
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


def sent(server, *, rcpt_tos=(A,), mail_from="support@auralis.example", raw=RAW, timeout=5.0, **steps):
    patience = Patience(whole=timeout, **steps)
    return send(raw, mail_from=mail_from, rcpt_tos=list(rcpt_tos), server=server, patience=patience)


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
        ("mail", "251 fine", ("sent", 250)),
        ("rcpt", "450 greylisted", ("retry", 450)),
        ("rcpt", "451 later", ("retry", 451)),
        ("rcpt", "550 no such", ("refused", 550)),
        ("rcpt", "552 too many", ("retry", 552)),
        ("rcpt", "251 forwarded", ("sent", 250)),
        ("rcpt", "252 will try", ("sent", 250)),
        ("rcpt", "354 what", ("retry", 354)),
        ("data", "250 what", ("retry", 250)),
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
    ("place", "answer", "given"),
    [("mail", "251 fine", 1), ("rcpt", "252 will try", 1), ("data", "250 what", 0), ("data", "220 what", 0)],
)
def test_nothing_is_called_sent_that_was_not_transmitted(place, answer, given):
    script = Scripted(**{place: answer})
    with script as server:
        outcome = sent(server)[A]
    assert script.heard.count(".") == given
    assert (outcome.status == "sent") == bool(given)


@pytest.mark.parametrize("place", ["mail", "rcpt", "data"])
def test_f21_a_server_that_wants_a_login_first_is_closed_for_every_mail(place):
    with Scripted(**{place: "530 5.7.0 Authentication required"}) as server:
        outcome = sent(server)[A]
    assert (outcome.status, outcome.down) == ("retry", True)
    with Scripted(**{place: "550 no"}) as server:
        assert not sent(server)[A].down


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


SHORT = {"greeting": 0.4, "envelope": 0.4, "mail": 0.4, "verdict": 0.4}


@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("", "greeting"),
        ("ehlo", "greeting"),
        ("mail", "envelope"),
        ("rcpt", "envelope"),
        (".", "verdict"),
    ],
)
def test_each_step_has_its_own_time_and_none_takes_anothers(place, step):
    said = "250 ok" if place else "220 hi"

    def slow(connection):
        time.sleep(1)
        connection.sendall(said.encode() + b"\r\n")
        return True

    with Scripted(**{place: slow}) as server:
        assert sent(server, **SHORT)[A].status == "retry"
    with Scripted(**{place: slow}) as server:
        assert sent(server, **SHORT | {step: 4.0})[A].status == "sent"


def test_a_server_gets_ten_minutes_after_the_last_byte_and_a_big_mail_its_time():
    assert PATIENT.verdict >= 600, "RFC 5321 4.5.3.2.6: whoever waits less has mail sent twice"
    assert PATIENT.greeting >= 60
    assert PATIENT.for_mail(0) == 60
    assert PATIENT.for_mail(33_000_000) == 60 + 660
    assert PATIENT.longest(33_000_000) == 60 + 300 + 720 + 600 + 5
    assert Patience(whole=60).longest(33_000_000) == 60


class Drinking:
    """A server that takes TLS from the first byte and drinks a mail by ``pieces`` bytes a tenth of a second."""

    def __init__(self, pieces: int) -> None:
        self.pieces, self.drunk, self.over = pieces, b"", threading.Event()
        self.tls, self.client = contexts()

    def __enter__(self) -> SmtpServer:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return SmtpServer("localhost", self.listener.getsockname()[1], "tls", tls=self.client)

    def __exit__(self, *_) -> None:
        self.over.set()
        self.listener.close()
        self.thread.join(20)

    def serve(self) -> None:
        connection, _ = self.listener.accept()
        connection.settimeout(10)
        with contextlib.suppress(OSError), self.tls.wrap_socket(connection, server_side=True) as secure:
            secure.sendall(b"220 hi\r\n")
            while not self.drunk.endswith(b"\r\n.\r\n"):
                line = secure.recv(1024).upper()
                secure.sendall(b"354 go\r\n" if line.startswith(b"DATA") else b"250 ok\r\n")
                while line.startswith(b"DATA") and not self.drunk.endswith(b"\r\n.\r\n"):
                    if self.over.wait(0.1):
                        return
                    if not (piece := secure.recv(self.pieces)):
                        return
                    self.drunk += piece
            secure.sendall(b"250 kept\r\n")
            secure.recv(1024)


BIG = b"Subject: x\r\n\r\n" + b"0123456789\r\n" * 1_500_000


def test_a_server_that_drinks_too_slowly_is_left_in_time_over_tls_too():
    with Drinking(1000) as server:
        began = time.monotonic()
        outcome = sent(server, raw=BIG, timeout=30.0, mail=1.0, bytes_a_second=10**9)[A]
        assert time.monotonic() - began < 8
    assert (outcome.status, outcome.down) == ("retry", False)


def test_a_mail_that_needs_more_time_than_a_small_one_gets_it():
    raw = BIG[:100_000]
    with Drinking(4000) as server:
        assert sent(server, raw=raw, timeout=30.0, mail=0.5, bytes_a_second=10_000)[A].status == "sent"


def test_a_server_that_never_says_goodbye_holds_nobody(monkeypatch):
    monkeypatch.setattr(smtp_session, "_FAREWELL_SECONDS", 0.2)

    def silent(connection):
        connection.recv(1)
        return False

    with Scripted(quit=silent) as server:
        began = time.monotonic()
        assert sent(server)[A].status == "sent"
        assert time.monotonic() - began < 3


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


def test_a_header_in_utf_8_goes_only_to_servers_that_know_it_whoever_it_goes_to():
    raw = "To: <jürgen@m.example>\r\nSubject: x\r\n\r\nhi\r\n".encode()
    script = Scripted(ehlo="250-hi\r\n250-8BITMIME\r\n250 SMTPUTF8")
    with script as server:
        assert sent(server, raw=raw)[A].status == "sent"
    assert "mail FROM:<support@auralis.example> BODY=8BITMIME SMTPUTF8" in script.heard
    script = Scripted()
    with script as server:
        assert sent(server, raw=raw)[A] == Outcome("refused", 0, "the mail server takes ASCII addresses only")
    assert not any(line.startswith(("mail", "data")) for line in script.heard)
    with Scripted() as server:
        assert sent(server, raw="Subject: x\r\n\r\nhé\r\n".encode())[A].status == "sent", (
            "the body is another matter"
        )


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


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        ("CRAM-MD5 PLAIN LOGIN", ["AUTH PLAIN AHZhbGVyaWEAZ3LDtsOfZQ=="]),
        ("LOGIN", ["AUTH LOGIN", "dmFsZXJpYQ==", "Z3LDtsOfZQ=="]),
    ],
)
def test_a_password_in_any_letters_is_sent_in_utf_8(offered, said):
    asked = "334 VXNlcm5hbWU6" if offered == "LOGIN" else "235 in"
    steps = {"dmfszxjpyq==": "334 UGFzc3dvcmQ6", "z3ldtsofzq==": "235 in"}
    script = Scripted(ehlo=f"250-hi\r\n250 AUTH {offered}", auth=asked, **steps)
    with script as server:
        assert sent(replace(server, username="valeria", password="größe"))[A].status == "sent"
    assert script.heard[1 : 1 + len(said)] == said


@pytest.mark.parametrize("ehlo", ["250-hi\r\n250 AUTH PLAIN", "250-hi\r\n250 AUTH CRAM-MD5", "250 hi"])
def test_a_refused_password_in_any_letters_is_our_trouble_not_the_mails(ehlo):
    with Scripted(ehlo=ehlo, auth="535 wrong") as server:
        outcome = sent(replace(server, username="valeria", password="größe"))[A]
    assert (outcome.status, outcome.down) == ("retry", True)
    assert outcome.code == (535 if "PLAIN" in ehlo else 0)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_the_sink_of_these_tests_refuses_what_is_too_much():
    with sink(limits=Limits(connections=0)) as (port, _):
        assert statuses(sent(SmtpServer("127.0.0.1", port, "none"))) == {A: ("retry", 421)}


FIRST = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)


def tries(begun, until=None):
    """When a mail is tried that is put off each time, in minutes from ``begun``."""
    at, times = begun, []
    while (due := next_try(begun, now=at, until=until)) is not None:
        at = due
        times.append(round((due - begun).total_seconds() / 60))
    return times


def test_f34_the_schedule_of_tries():
    minutes = tries(FIRST)
    assert minutes[:4] == [1, 6, 21, 81]  # 1, 5, 15 and 60 minutes after one another
    assert minutes[-1] == 48 * 60
    assert len(minutes) == 15
    gaps = [after - before for before, after in itertools.pairwise(minutes)]
    assert all(gap >= 5 for gap in gaps)
    assert max(gaps) <= 6 * 60


def test_f36_a_schedule_that_begins_anew_still_ends_at_the_48th_hour():
    minutes = tries(FIRST + timedelta(hours=40), until=FIRST + timedelta(hours=48))
    assert minutes == [1, 6, 21, 81, 180, 300, 480]
    assert tries(FIRST, until=FIRST + timedelta(minutes=50)) == [1, 6, 21, 50]


@given(st.integers(0, 60 * 60))
def test_f36_missed_tries_are_not_made_up_and_none_comes_after_48_hours(minutes_later):
    now = FIRST + timedelta(minutes=minutes_later)
    due = next_try(FIRST, now=now)
    if minutes_later < 48 * 60:
        assert now + timedelta(minutes=1) <= due <= FIRST + timedelta(hours=48)
    else:
        assert due is None
