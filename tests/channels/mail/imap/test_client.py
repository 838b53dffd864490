"""What an IMAP server may say, sensible or not, and what becomes of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import pytest

from relevo.channels.mail.imap.client import (
    PIECE,
    Folder,
    Listed,
    Login,
    Refused,
    Session,
    Unreachable,
    Unreadable,
    connect,
)
from relevo.channels.mail.imap.connection import ImapServer, Patience, Security
from tests.channels.mail.certificates import contexts
from tests.channels.mail.scripted_imap import (
    Say,
    Scripted,
    fetched,
    scripted,
    sized,
)
from tests.channels.mail.servers import free_port

PATIENCE = Patience(connect=1, answer=1, idle=5, poll=0.5)
ME = Login("support", password="sēkrēts")


def session(server: Scripted, *, security: Security = "none", login: Login = ME) -> Session:
    return connect(ImapServer("127.0.0.1", server.port, security), login, PATIENCE)


def opened(server: Scripted) -> Session:
    there = session(server)
    there.select("INBOX")
    return there


def fault(server: Scripted, **words: object) -> str:
    """The code of the fault that connecting ends in."""
    with pytest.raises((Refused, Unreachable)) as raised, session(server, **words):  # type: ignore[arg-type]
        pass
    return f"{type(raised.value).__name__} {raised.value.code}"


# Getting in


def test_a_password_goes_by_sasl_where_the_server_knows_it_and_by_login_in_quotes_where_not() -> None:
    with scripted() as server, session(server) as there:
        there.select("INBOX")
    assert "AUTHENTICATE PLAIN" in server.heard
    old = {"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n%s OK done\r\n", "LOGIN": b"%s OK in\r\n"}
    with (
        scripted(old, greeting=b"* OK there\r\n") as server,
        session(server, login=Login('a "b\\', password='c"')),
    ):
        pass
    assert r'LOGIN "a \"b\\" "c\""' in server.heard


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"%s NO [AUTHENTICATIONFAILED] Authentication failed.\r\n", "Refused login"),
        (b"%s NO wrong password\r\n", "Refused login"),
        (b"%s NO [UNAVAILABLE] Temporary authentication failure.\r\n", "Unreachable server"),
        (b"%s NO [ALERT] Too many simultaneous connections. (Failure)\r\n", "Unreachable server"),
        (b"* BYE I am busy\r\n", "Unreachable connection"),
        (b"", "Unreachable stalled"),
    ],
)
def test_a_refused_login_is_told_from_a_server_that_cannot_now(answer: bytes, code: str) -> None:
    with scripted({"AUTHENTICATE PLAIN": answer}) as server:
        assert fault(server) == code


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        (b"* BYE no more connections\r\n", "Unreachable server"),
        (b"220 smtp.example ESMTP\r\n", "Unreachable connection"),
        (b"", "Unreachable stalled"),
        (b"* OK" + b"x" * 2_000_000, "Unreachable connection"),
    ],
)
def test_a_greeting_that_is_none_is_a_server_that_is_away(greeting: bytes, code: str) -> None:
    with scripted(greeting=greeting) as server:
        assert fault(server) == code


def test_nobody_there_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="connection"):
        connect(ImapServer("127.0.0.1", free_port(), "none"), ME, PATIENCE)


def test_without_starttls_nothing_is_said_of_who_we_are() -> None:
    with scripted() as server:
        assert fault(server, security="starttls") == "Refused tls"
    assert not any(line.startswith(("LOGIN", "AUTHENTICATE")) for line in server.heard)


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    tls, _ = contexts()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            sock, _ = listener.accept()
            with (
                pytest.raises(OSError, match="(?i)ssl|tls|alert|reset"),
                tls.wrap_socket(sock, server_side=True) as there,
            ):
                there.recv(1)

        thread = threading.Thread(target=accept)
        thread.start()
        with pytest.raises(Refused, match="certificate"):
            connect(ImapServer("localhost", listener.getsockname()[1]), ME, PATIENCE)
        thread.join()


def test_what_was_said_before_tls_is_forgotten() -> None:
    tls, trust = contexts()
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            sock, _ = listener.accept()
            plain = sock.makefile("rb")
            sock.sendall(b"* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n")
            tag, _, command = plain.readline().partition(b" ")
            if command.startswith(b"CAPABILITY"):
                sock.sendall(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%b OK done\r\n" % tag)
                tag = plain.readline().partition(b" ")[0]
            sock.sendall(b"%b OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=EVIL\r\n" % tag)
            with tls.wrap_socket(sock, server_side=True) as there:
                secret = there.makefile("rb")
                while line := secret.readline():
                    heard.append(line)
                    tag, _, command = line.partition(b" ")
                    told = b"* CAPABILITY IMAP4rev1\r\n" if command.startswith(b"CAPABILITY") else b""
                    there.sendall(told + b"%b OK done\r\n" % tag)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        server = ImapServer("localhost", port, "starttls", tls=trust)
        connect(server, Login("support", password="secret"), PATIENCE).close()
        thread.join(5)
    assert any(line.partition(b" ")[2].startswith(b"LOGIN") for line in heard)


# The folder


def test_a_folder_is_selected_and_read_only_ones_are_read() -> None:
    with scripted() as server, session(server) as there:
        assert there.select("INBOX") == Folder(7, 4)
        there.flag_seen([1])
    assert [line for line in server.heard if line.startswith("UID STORE")] == [
        r"UID STORE 1 +FLAGS.SILENT (\Seen)"
    ]
    opened = b"* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 4] .\r\n%s OK [READ-ONLY] open\r\n"
    with scripted({"SELECT": opened, "EXAMINE": opened}) as server, session(server) as there:
        assert there.select("Entrada") == Folder(7, 4)
        there.flag_seen([1])
        assert there.select("Entrada") == Folder(7, 4)
    assert not any(line.startswith("UID STORE") for line in server.heard)
    assert sum(line.startswith("EXAMINE") for line in server.heard) == 2


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (b"%s NO [NONEXISTENT] no such folder\r\n", Refused),
        (b"%s NO [INUSE] locked\r\n", Unreachable),
        (b"%s BAD what\r\n", Refused),
        (b"%s OK open\r\n", Unreachable),
        (b"* OK [UIDVALIDITY many] .\r\n%s OK open\r\n", Unreachable),
        (b"* BYE I go\r\n", Unreachable),
        (b"gibberish\r\n", Unreachable),
    ],
)
def test_a_folder_that_cannot_be_opened(answer: bytes, fault: type[Exception]) -> None:
    with scripted({"SELECT": answer}) as server, session(server) as there, pytest.raises(fault):
        there.select("INBOX")


def test_uids_above_the_mark_come_in_stretches_and_the_last_mail_is_no_new_one() -> None:
    def search(tag: str, command: str, say: Say) -> None:
        low = int(command.split()[3].partition(":")[0])
        found = b" ".join(b"%d" % uid for uid in (49_999, 50_000, 120_000) if low <= uid < low + 50_000)
        say(b"* SEARCH %b\r\n%b OK done\r\n" % (found, tag.encode()))

    with scripted({"UID SEARCH": search}) as server, opened(server) as there:
        assert list(there.above(Folder(7, 120_001), 10)) == [[49_999, 50_000], [120_000]]
        assert list(there.above(Folder(7, 50_000), 49_999)) == []
    with scripted({"UID SEARCH": b"* SEARCH 9\r\n%s OK done\r\n"}) as server, opened(server) as there:
        assert list(there.above(Folder(7, None), 9)) == []
        assert list(there.above(Folder(7, None), 8)) == [[9]]


def test_sizes_and_mails_of_what_is_still_there() -> None:
    answers = {"UID FETCH": sized((1, 10), (3, 20)), "UID FETCH 1,3 (BODY": fetched((3, b"three"), (1, b""))}
    with scripted(answers) as server, opened(server) as there:
        listed = there.sizes([1, 2, 3])
        assert [(one.uid, one.size, one.arrived.isoformat()) for one in listed if one.arrived] == [
            (1, 10, "2026-11-22T02:00:00+01:00"),
            (3, 20, "2026-11-22T02:00:00+01:00"),
        ]
        assert there.mails(listed) == {1: b"", 3: b"three"}
        assert there.there(2)


def test_a_large_mail_comes_in_pieces_to_its_end_or_to_the_bound() -> None:
    whole = b"".join(b"%08d\r\n" % number for number in range(PIECE // 8))

    def piece(tag: str, command: str, say: Say) -> None:
        begin, size = map(int, command.split("<")[1].split(">")[0].split("."))
        part = whole[begin : begin + size]
        say(
            b"* 1 FETCH (UID 5 BODY[]<%d> {%d}\r\n%b)\r\n%b OK done\r\n"
            % (begin, len(part), part, tag.encode())
        )

    with scripted({"UID FETCH": piece}) as server, opened(server) as there:
        assert b"".join(there.pieces(5, 10**9)) == whole
        assert b"".join(there.pieces(5, 1000)) == whole[:1000]
    with scripted({"UID FETCH": b"%s OK done\r\n"}) as server, opened(server) as there:
        assert b"".join(there.pieces(5, 10**9)) == b""


def test_a_mail_that_the_server_cannot_hand_out_is_named() -> None:
    with (
        scripted({"UID FETCH": b"%s NO [EXPUNGEISSUED] broken\r\n"}) as server,
        opened(server) as there,
        pytest.raises(Unreadable) as raised,
    ):
        there.mails([Listed(5, 10, None)])
    assert raised.value.uid == 5


# Bounds


def endless(piece: bytes, *, pause: float = 0.0) -> Callable[[str, str, Say], None]:
    def answer(tag: str, command: str, say: Say) -> None:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            say(piece)
            time.sleep(pause)

    return answer


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (endless(b"* OK still at it\r\n" * 1000), "connection or stalled"),
        (endless(b"* 1 FETCH (UID 1 FLAGS ())\r\n" * 1000), "connection or stalled"),
        (endless(b"x" * 65536), "connection or stalled"),
        (endless(b"* OK one\r\n", pause=0.3), "stalled"),
        (endless(b"x", pause=0.3), "stalled"),
        (b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\nabc", "connection"),
        (b"* 1 FETCH (UID 1 BODY[] {100}\r\nabc", "stalled"),
        (b"* 1 FETCH " + b"(" * 50_000 + b")" * 50_000 + b"\r\n%s OK done\r\n", "protocol"),
        (b'* 1 FETCH (UID 1 BODY[] "abc\r\n%s OK done\r\n', "protocol"),
        (b"* x FETCH (UID 1)\r\n%s OK done\r\n", "connection"),
    ],
)
def test_an_answer_without_end_or_sense_ends_within_its_bounds(
    answer: bytes | Callable[[str, str, Say], None], code: str
) -> None:
    begun = time.monotonic()
    with (
        scripted({"UID FETCH": answer}) as server,
        opened(server) as there,
        pytest.raises(Unreachable) as raised,
    ):
        there.mails([Listed(1, 100, None)])
    assert raised.value.code in code.split(" or ")  # a busy machine is out of time before it is out of bytes
    assert time.monotonic() - begun < 60, "the server has not ended it: it goes on for 90 seconds"


# Waiting


def idling(*told: bytes, before: bytes = b"") -> dict[str, bytes | Callable[[str, str, Say], None]]:
    """A server with IDLE that tells these things, each after a moment."""
    tags: list[str] = []

    def idle(tag: str, command: str, say: Say) -> None:
        tags.append(tag)
        say(before + b"+ idling\r\n")
        for one in told:
            time.sleep(0.2)
            say(one)

    def done(tag: str, command: str, say: Say) -> None:
        say(b"%b OK done\r\n" % tags[-1].encode())

    return {
        "AUTHENTICATE PLAIN": b"%s OK [CAPABILITY IMAP4rev1 IDLE] in\r\n", "IDLE": idle, "": done,
    }  # fmt: skip


def waited(there: Session, *, leaving: bool = False) -> float:
    begun = time.monotonic()
    there.wait(lambda: leaving)
    return time.monotonic() - begun


def test_idle_ends_when_the_server_tells_something_or_we_leave_or_it_is_time() -> None:
    with scripted(idling(b"* 4 EXISTS\r\n")) as server, session(server) as there:
        assert 0.1 < waited(there) < 3
    with scripted(idling(before=b"* 4 EXISTS\r\n")) as server, session(server) as there:
        assert waited(there) < 1
    with scripted(idling()) as server, session(server) as there:
        assert waited(there, leaving=True) < 1
        assert 4.5 < waited(there) < 8
        there.select("INBOX")
    assert server.heard.count("DONE") == 2


@pytest.mark.parametrize(
    ("beside", "at_once"),
    [
        (b"* 4 EXISTS\r\n", True),
        (b"* 1 EXPUNGE\r\n* 3 EXISTS\r\n", True),  # one went, one came
        (b"* 3 EXISTS\r\n", False),  # a server that repeats itself
        (b"* 1 EXPUNGE\r\n", False),
        (b"", False),
    ],
)
def test_what_was_told_beside_another_answer_is_not_waited_for(beside: bytes, at_once: bool) -> None:
    answers = idling() | {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN\r\n%s OK done\r\n", "UID STORE": beside + b"%s OK done\r\n",
    }  # fmt: skip
    with scripted(answers) as server, opened(server) as there:
        there.flag_seen([1])
        there.wait(lambda: True)
        assert ("IDLE" not in server.heard) is at_once
        there.select("INBOX")
        there.wait(lambda: True)
        assert server.heard.count("IDLE") == 2 - at_once


def test_idle_on_a_line_that_ends_is_noticed() -> None:
    with scripted(idling(b"* BYE tired\r\n")) as server, session(server) as there, pytest.raises(Unreachable):
        waited(there)


def test_idle_that_is_refused_is_no_wait() -> None:
    answers = idling() | {"IDLE": b"%s NO not now\r\n"}
    with scripted(answers) as server, session(server) as there, pytest.raises(Unreachable):
        waited(there)


def test_without_idle_it_is_looked_again_after_a_while() -> None:
    with scripted() as server, session(server) as there:
        assert 0.4 < waited(there) < 2


# Room


@pytest.mark.parametrize(
    ("answer", "fullness"),
    [
        (b'* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE 97 100 MESSAGE 5 1000)\r\n%s OK done\r\n', 0.97),
        (b'* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE 97 0)\r\n%s OK done\r\n', None),
        (b"* QUOTAROOT INBOX\r\n%s OK done\r\n", None),
        (b"%s NO none of your business\r\n", None),
    ],
)
def test_how_full_a_mailbox_is(answer: bytes, fullness: float | None) -> None:
    answers: dict[str, bytes | Callable[[str, str, Say], None]] = {
        "AUTHENTICATE PLAIN": b"%s OK [CAPABILITY IMAP4rev1 QUOTA] in\r\n", "GETQUOTAROOT": answer,
    }  # fmt: skip
    with scripted(answers) as server, session(server) as there:
        assert there.fullness("INBOX") == fullness
    with scripted() as server, session(server) as there:
        assert there.fullness("INBOX") is None
