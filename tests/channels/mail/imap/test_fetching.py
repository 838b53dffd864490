"""One turn at an IMAP server that says what the test wrote: what is stored, passed, tried again, given up and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from relevo.channels.mail.doors import intake
from relevo.channels.mail.imap import credentials, fetching, leases, oauth, troubles
from relevo.channels.mail.imap.connection import Patience
from relevo.channels.mail.imap.fetcher import Fetcher
from relevo.channels.mail.imap.fetching import Memory, take_turn
from relevo.channels.mail.models import ImapAccount
from relevo.core import clock
from relevo.core.scope import acting
from relevo.core.secrets import seal, unseal
from tests.cast import EVERYWHERE
from tests.channels.mail.fetchers import account, alarms, connect, told, try_again_now
from tests.channels.mail.imap.test_oauth import RELEVO, Endpoint, at, endpoint
from tests.channels.mail.postbox import letter, messages, raws, run_mail_jobs, tickets
from tests.channels.mail.scripted_imap import STANDARD, Say, Scripted, fetched, scripted, sized
from tests.channels.mail.servers import Dovecot

PATIENCE = Patience(connect=2, answer=2, idle=5, poll=1)
ONE, TWO, THREE = (letter(f"Carta {number}.", message_id=f"<{number}@x.example>") for number in "123")
ALL: dict[str, Any] = {
    "UID FETCH": sized((1, len(ONE)), (2, len(TWO)), (3, len(THREE))),
    "UID FETCH 1:3 (BODY": fetched((1, ONE), (2, TWO), (3, THREE)),
    "UID FETCH 1,2,3 (BODY": fetched((1, ONE), (2, TWO), (3, THREE)),
}


@pytest.fixture(autouse=True)
def _in_the_tests_transaction(db: None) -> None:
    """Nothing is committed."""


def turn(
    server: Scripted, memory: Memory | None = None, *, keep_account: bool = False, looks: int = 1
) -> ImapAccount:
    """One turn that leaves when it has asked that often whether it shall; the account afterwards."""
    if not keep_account:
        connect(Dovecot(None, server.port, 0, 0))  # type: ignore[arg-type]
    try_again_now()
    lease = leases.take(account().client_id, account().pk)
    assert lease is not None
    stay = iter([False] * looks)
    take_turn(lease, memory or Memory(), PATIENCE, lambda: next(stay, True))
    return account()


def test_all_mails_past_the_mark_are_stored_marked_and_passed() -> None:
    with scripted(ALL) as server:
        after = turn(server)
    assert [bytes(raw.raw) for raw in raws()] == [ONE, TWO, THREE]
    assert (after.uidvalidity, after.last_uid, after.leased_until, after.problem) == (7, 3, None, "")
    assert r"UID STORE 1:3 +FLAGS.SILENT (\Seen)" in server.heard or (
        r"UID STORE 1,2,3 +FLAGS.SILENT (\Seen)" in server.heard
    )


def test_mails_that_vanish_while_they_are_fetched_are_passed() -> None:
    answers = ALL | {
        "UID FETCH 1,2,3 (BODY": fetched((1, ONE), (3, THREE)),
        "UID SEARCH UID 2": b"* SEARCH\r\n%s OK x\r\n",
    }
    with scripted(answers) as server:
        assert turn(server).last_uid == 3
    assert [bytes(raw.raw) for raw in raws()] == [ONE, THREE]


def test_a_mail_that_is_there_and_is_not_handed_out_is_tried_again_and_at_last_told_and_passed() -> None:
    answers = ALL | {
        "UID FETCH 1,2,3 (BODY": b"%s NO [SERVERBUG] broken\r\n",
        "UID FETCH 1 (BODY": fetched((1, ONE)),
        "UID FETCH 2 (BODY": b"%s NO broken\r\n",
        "UID FETCH 3 (BODY": fetched((3, THREE)),
        "UID FETCH 2:3": sized((2, len(TWO)), (3, len(THREE))),
        "UID FETCH 2,3 (RFC": sized((2, len(TWO)), (3, len(THREE))),
        "UID FETCH 2,3 (BODY": b"%s NO broken\r\n",
        "UID SEARCH UID 2:": b"* SEARCH 2 3\r\n%s OK done\r\n",
    }  # fmt: skip
    answers["UID FETCH 1,2,3 (BODY"] = b"%s NO broken\r\n"
    with scripted(answers) as server:
        after = turn(server)
        assert (after.problem, after.failures, after.last_uid) == ("unreadable:2", 1, 0)
        for failures in range(2, 6):
            after = turn(server, keep_account=True)
            assert (after.problem, after.failures) == ("unreadable:2", failures)
        assert alarms() == []
        after = turn(server, keep_account=True)
    assert (after.last_uid, after.problem, after.failures) == (3, "", 0)
    assert alarms() == ["imap.unreadable"]
    assert [bytes(raw.raw) for raw in raws()] == [ONE, THREE]


def test_a_mail_that_the_server_says_is_there_and_never_sends_is_not_passed_in_silence() -> None:
    answers = ALL | {"UID FETCH 1,2,3 (BODY": fetched((1, ONE), (3, THREE)), "UID FETCH 1 (BODY": fetched((1, ONE)),
                     "UID FETCH 2 (BODY": b"%s OK done\r\n", "UID SEARCH UID 2": b"* SEARCH 2\r\n%s OK x\r\n"}  # fmt: skip
    with scripted(answers) as server:
        assert turn(server).problem == "unreadable:2"


def test_over_a_line_that_breaks_less_is_fetched_at_a_time() -> None:
    memory = Memory()
    with scripted(ALL | {"UID FETCH": b"* BYE sorry\r\n"}) as server:
        for room in (512 * 1024, 128 * 1024, 32 * 1024, 8192, 4096, 4096):
            assert turn(server, memory).problem == "connection"
            assert memory.room == room
    one_by_one = ALL | {f"UID FETCH {uid} (RFC": sized((uid, 400)) for uid in (1, 2, 3)} | {
        f"UID FETCH {uid} (BODY": fetched((uid, raw)) for uid, raw in enumerate((ONE, TWO, THREE), 1)
    }  # fmt: skip
    with scripted(one_by_one) as server:
        assert turn(server, memory, looks=3).last_uid == 3
    assert memory.room == 4 * 4096


def test_a_turn_that_came_on_before_it_failed_begins_to_count_failures_anew() -> None:
    def fetch(tag: str, command: str, say: Say) -> None:
        say(b"gibberish\r\n")

    memory = Memory(room=8192)
    answers = ALL | {"UID FETCH 1 (RFC": sized((1, len(ONE))), "UID FETCH 1 (BODY": fetched((1, ONE)),
                     "UID FETCH 2": fetch}  # fmt: skip
    with scripted(answers) as server:
        connect(Dovecot(None, server.port, 0, 0))  # type: ignore[arg-type]
        with acting(EVERYWHERE):
            ImapAccount.objects.update(failures=8)
        after = turn(server, memory, keep_account=True, looks=3)
    assert (after.last_uid, after.failures, after.problem) == (1, 1, "connection")


def test_a_mail_past_the_limit_is_a_ticket_with_its_beginning_and_an_alarm(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_SIZE_LIMIT = 100_000
    monkeypatch.setattr(fetching, "BEGINNING", 20_000)
    whole = letter("Lea esto.\n" * 60_000)

    def fetch(tag: str, command: str, say: Say) -> None:
        begin, size = map(int, command.split("<")[1].split(">")[0].split("."))
        part = whole[begin : begin + size]
        say(
            b"* 1 FETCH (UID 1 BODY[]<%d> {%d}\r\n%b)\r\n%b OK x\r\n" % (begin, len(part), part, tag.encode())
        )

    for size in (len(whole), 600_000):  # a server may take it for smaller than it is
        answers = {
            "UID SEARCH": b"* SEARCH 1\r\n%s OK x\r\n",
            "UID FETCH": sized((1, size)),
            "UID FETCH 1 (BODY": fetch,
        }
        with scripted(answers) as server:
            assert turn(server).last_uid == 1
    [raw] = raws()
    assert bytes(raw.raw) == whole[: whole.rfind(b"\n", 0, 20_000) + 1]
    assert raw.size == len(whole)
    assert alarms() == ["imap.too_large"]
    run_mail_jobs()
    assert messages(tickets()[0])[0].text.startswith("Lea esto.")


@pytest.mark.parametrize(
    ("there", "problem"), [(b"* SEARCH\r\n%s OK x\r\n", ""), (b"* SEARCH 1\r\n%s OK x\r\n", "unreadable:1")]
)
@pytest.mark.parametrize("size", [1_000_000, 100_000_000])
def test_a_large_mail_that_vanishes_is_passed_and_one_that_is_not_handed_out_is_not(
    there: bytes, problem: str, size: int
) -> None:
    answers = {"UID SEARCH": b"* SEARCH 1\r\n%s OK x\r\n", "UID FETCH": sized((1, size)),
               "UID FETCH 1 (BODY": b"%s OK x\r\n"}  # fmt: skip

    def search(tag: str, command: str, say: Say) -> None:
        say((there if command.endswith(" 1") else answers["UID SEARCH"]).replace(b"%s", tag.encode()))  # type: ignore[union-attr]

    with scripted(answers | {"UID SEARCH UID": search}) as server:
        after = turn(server)
    assert (after.problem, after.last_uid, raws(), alarms()) == (problem, 0 if problem else 1, [], [])


def test_an_empty_folder_and_no_news_change_nothing() -> None:
    with scripted({"UID SEARCH": b"* SEARCH\r\n%s OK done\r\n"}) as server:
        assert turn(server).last_uid == 0
        assert turn(server).uidvalidity == 7
    assert raws() == []


# What goes wrong on our side


def test_a_database_that_fails_in_the_middle_is_a_failure_like_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(envelope: object) -> None:
        raise OperationalError("the words of a mail")

    monkeypatch.setattr(intake, "store", fail)
    with scripted(ALL) as server:
        after = turn(server)
    assert (after.problem, after.last_uid, after.failures) == ("database", 0, 1)


def test_a_mistake_of_ours_is_logged_without_the_mails_words_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = "the words of {} mail".format("a")

    def fail(envelope: object) -> None:
        raise ZeroDivisionError(words)

    monkeypatch.setattr(intake, "store", fail)
    with scripted(ALL) as server:
        assert turn(server).problem == "internal"
    assert "ZeroDivisionError" in caplog.text
    assert words not in caplog.text


def test_a_password_sealed_with_another_key_is_told(settings: Any) -> None:
    with scripted(ALL) as server:
        connect(Dovecot(None, server.port, 0, 0))  # type: ignore[arg-type]
        settings.SECRET_KEY = "another key altogether"
        assert turn(server, keep_account=True).problem == "key"
    assert alarms() == ["imap.refused"]
    assert server.heard == []


def test_failures_of_a_turn_that_was_overtaken_change_nothing() -> None:
    with scripted({"SELECT": b"%s NO no\r\n"}) as server:
        connect(Dovecot(None, server.port, 0, 0))  # type: ignore[arg-type]
        lease = leases.take(account().client_id, account().pk)
        assert lease is not None
        with acting(EVERYWHERE):
            ImapAccount.objects.update(fence=lease.fence + 1)
        take_turn(lease, Memory(), PATIENCE, lambda: True)
    assert (account().failures, alarms()) == (0, [])


def test_a_fetcher_outlives_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fetcher = Fetcher()

    def fail() -> list[tuple[int, int]]:
        raise OperationalError

    monkeypatch.setattr(leases, "due", fail)
    monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's
    fetcher._look()
    fetcher._look()
    assert caplog.text.count("the database does not answer") == 1


# When it is tried again


@pytest.mark.parametrize("failures", [1, 2, 5, 9, 50, 10_000])
def test_pauses_grow_from_a_second_to_five_minutes_and_differ(failures: int) -> None:
    pauses = {troubles.backoff(failures) for _ in range(50)}
    assert len(pauses) > 10
    assert all(1 <= pause <= 300 for pause in pauses)
    assert min(pauses) >= min(150, 2 ** (failures - 1))


@pytest.mark.parametrize("failures", [1, 2, 3, 10_000])
def test_a_refused_login_is_never_tried_more_than_once_a_minute(failures: int) -> None:
    pauses = [troubles.refused_pause(failures) for _ in range(50)]
    assert all(60 <= pause <= 360 for pause in pauses)


def test_an_account_waits_for_its_next_try() -> None:
    with scripted({"AUTHENTICATE PLAIN": b"%s NO no\r\n"}) as server:
        after = turn(server)
        assert leases.take(after.client_id, after.pk) is None
        with clock.travel(clock.now() + timedelta(seconds=80)):
            assert (after.client_id, after.pk) in leases.due()
            assert leases.take(after.client_id, after.pk) is not None


# OAuth2


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Endpoint]:
    """Google, with its token endpoint on this machine and Relevo registered there."""
    with endpoint() as there:
        monkeypatch.setitem(oauth.PROVIDERS, "google", at("google", there))
        settings.MAIL_OAUTH_CLIENTS = {"google": {"id": RELEVO.id, "secret": RELEVO.secret}}
        yield there


def google_account(server: Scripted) -> None:
    connect(Dovecot(None, server.port, 0, 0))  # type: ignore[arg-type]
    with acting(EVERYWHERE):
        ImapAccount.objects.update(auth="google", secret=seal("consented"))


def test_at_google_we_log_in_with_an_access_token_and_keep_a_new_refresh_token(google: Endpoint) -> None:
    google.rotates = True
    memory = Memory()
    with scripted(ALL | {"AUTHENTICATE XOAUTH2": STANDARD["AUTHENTICATE PLAIN"]}) as server:
        google_account(server)
        assert turn(server, memory, keep_account=True).last_uid == 3
        assert unseal(account().secret) == "refresh-1"
        turn(server, memory, keep_account=True)
    assert len(google.asked) == 1  # the access token lasts an hour
    assert "AUTHENTICATE XOAUTH2" in server.heard


def test_a_consent_that_was_withdrawn_is_a_refused_login(google: Endpoint) -> None:
    google.refresh_tokens.clear()
    with scripted(ALL) as server:
        google_account(server)
        assert turn(server, keep_account=True).problem == "login"
    assert alarms() == ["imap.refused"]


def test_a_token_endpoint_that_is_away_is_tried_again(google: Endpoint) -> None:
    google.trouble = (503, b"")
    with scripted(ALL) as server:
        google_account(server)
        assert turn(server, keep_account=True).problem == "token"
    assert told() == []


def test_an_installation_that_is_not_registered_is_told(google: Endpoint, settings: Any) -> None:
    settings.MAIL_OAUTH_CLIENTS = {}
    with scripted(ALL) as server:
        google_account(server)
        assert turn(server, keep_account=True).problem == "registration"
    assert alarms() == ["imap.refused"]


def test_a_refused_access_token_is_not_kept(google: Endpoint) -> None:
    memory = Memory()
    with scripted(ALL | {"AUTHENTICATE XOAUTH2": b"%s NO no\r\n"}) as server:
        google_account(server)
        turn(server, memory, keep_account=True)
    assert memory.tokens is None


def test_the_providers_servers_are_known() -> None:
    assert set(credentials.HOSTS) == set(oauth.PROVIDERS)
