"""Faults 1, 2, 4-8 and 21: fetching from a real Dovecot, with kills, cuts, stalls and servers that count anew."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from relevo.channels.mail.imap import client, oauth
from relevo.channels.mail.imap.client import Login
from relevo.channels.mail.imap.connection import ImapServer, Patience
from relevo.channels.mail.models import OutgoingMail, RawMail, RawState
from relevo.core import clock
from relevo.core.scope import acting
from tests.cast import EVERYWHERE
from tests.channels.mail.certificates import pem
from tests.channels.mail.fetchers import (
    account,
    alarms,
    connect,
    fetcher_process,
    fetching,
    told,
    try_again_now,
    waited,
)
from tests.channels.mail.imap.test_oauth import RELEVO, at, endpoint
from tests.channels.mail.ledger import Ledger, moments, scale
from tests.channels.mail.postbox import HELP, letter, raws, run_mail_jobs
from tests.channels.mail.proxy import proxy
from tests.channels.mail.servers import PASSWORD, Dovecot, asleep, dovecot, freeze, introspection, until, wake


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    """A running Dovecot."""
    with dovecot() as server:
        yield server


@pytest.fixture
def stage(own_database: str, imap: Dovecot) -> Iterator[str]:
    """A committed world and empty mailboxes; the database's name."""
    for user in ("support", "help"):
        if imap.maildir(user).exists():
            shutil.rmtree(imap.maildir(user))
        imap.add(user)
    yield own_database
    connection.close()


def test_fault_1_a_fetcher_killed_again_and_again_loses_and_doubles_nothing(
    stage: str, imap: Dovecot
) -> None:
    ledger = Ledger("F1")
    count = scale(120, 1000)
    imap.drop("support", *ledger.mails(count))
    connect(imap)
    begins = []
    for moment in moments(scale(3, 20), scale(2, 4)):
        fence = account().fence
        with fetcher_process(stage) as process:
            begun = time.monotonic()
            until(lambda before=fence: account().fence > before, scale(90, 30))
            begins.append(time.monotonic() - begun)
            time.sleep(moment / 4)
            process.kill()
            process.wait()
    with fetching():
        waited(count)
        until(lambda: account().last_uid == count)
        until(lambda: imap.seen("support") == count)
    assert max(begins) < scale(90, 15)  # a killed one's lease lasts 7 s
    ledger.check(f"{len(begins)} kills", f"next fetch began within {max(begins):.1f} s")


STEPS = [
    ("imap_stored", 5, 0),
    ("imap_fetched", 0, 0),
    ("imap_flagged", 5, 5),
    ("imap_connected", 0, 0),
    ("imap_selected", 0, 0),
    ("imap_before_commit", 0, 0),
]
"""Where to kill; what is stored and what is marked as read by then."""


@pytest.mark.parametrize(("point", "stored", "seen"), STEPS[: scale(3, 6)])
def test_fault_2_killed_at_any_step_the_next_fetch_finishes_what_was_begun(
    stage: str, imap: Dovecot, point: str, stored: int, seen: int
) -> None:
    ledger = Ledger("F2")
    imap.drop("support", *ledger.mails(5))
    connect(imap)
    with fetcher_process(stage, RELEVO_FAILPOINT=point) as process:
        assert process.wait(120) == 17
    assert (len(raws()), imap.seen("support"), account().last_uid) == (stored, seen, 0)
    with fetching():
        until(lambda: account().last_uid == 5)
    assert imap.seen("support") == 5
    assert run_mail_jobs() == ["mail.digest"] * 5  # each mail is read once, so it is answered at most once
    ledger.check(f"killed at {point}", told=True)


def test_fault_4_a_line_that_is_cut_in_the_middle_of_mails_loses_and_halves_nothing(
    stage: str, imap: Dovecot
) -> None:
    ledger = Ledger("F4")
    count, rounds = scale(25, 200), scale(4, 50)
    with proxy(imap.port, cut_after=20_000, cuts=rounds) as line:
        connect(imap, port=line.port)
        imap.drop("support", *ledger.mails(count, size=3000))
        with fetching():
            while account().last_uid < count:
                try_again_now()
                time.sleep(0.2)
    assert line.done > 0
    ledger.check(f"{line.connections} connections, {line.done} of them cut after 20,000 bytes")


def test_fault_5_a_server_that_stalls_is_left_in_time_and_holds_up_nobody_else(
    stage: str, imap: Dovecot
) -> None:
    ledger = Ledger("F5")
    with proxy(imap.port) as line:
        connect(imap, port=line.port)
        connect(imap, HELP)
        with fetching():
            until(lambda: line.connections == 1 and not account().failures and account().uidvalidity)
            line.stalled = True
            delays = []
            stalled = ledger.mails(3)
            imap.drop("support", *stalled)
            for _ in range(scale(5, 40)):
                mail = ledger.mail(to=HELP)
                imap.drop("help", mail)
                delays.append(waited(len(delays) + 1, 30))
            until(lambda: account().problem == "stalled", 40)
            line.stalled = False
            line.close()
            try_again_now()
            until(lambda: account().last_uid == 3, 40)
            until(lambda: not account().failures)
    assert max(delays) < scale(90, 30)
    ledger.check(f"the other mailbox's longest delay {max(delays):.1f} s while one stalled")


def test_fault_6_a_folder_that_is_counted_anew_doubles_nothing_and_is_told(stage: str, imap: Dovecot) -> None:
    ledger = Ledger("F6")
    first, second = ledger.mails(20), ledger.mails(7)
    imap.drop("support", *first)
    connect(imap)
    with fetching():
        until(lambda: account().last_uid == 20)
    before = account().uidvalidity
    imap.stop()
    for path in imap.maildir("support").glob("dovecot*"):
        path.unlink()
    time.sleep(1.1)  # Dovecot counts by the second
    imap.drop("support", *second)
    imap.start()
    with fetching():
        until(lambda: account().uidvalidity not in {None, before} and account().last_uid == 27)
        until(lambda: alarms() == [])
    assert told() == [("alarm_raised", "imap.uidvalidity"), ("alarm_ended", "imap.uidvalidity")]
    ledger.check("UIDVALIDITY changed, all numbers given anew")


def test_fault_6_numbers_given_twice_without_a_word_swallow_nothing(stage: str, imap: Dovecot) -> None:
    ledger = Ledger("F6b")
    imap.drop("support", *ledger.mails(4))
    connect(imap)
    with fetching():
        until(lambda: account().last_uid == 4)
    imap.stop()
    [numbers] = imap.maildir("support").glob("dovecot-uidlist")
    head = numbers.read_text().split("\n")[0].split(" ")
    for path in [*imap.maildir("support").glob("dovecot*"), *(imap.maildir("support") / "cur").iterdir()]:
        path.unlink()
    numbers.write_text(" ".join("N1" if word.startswith("N") else word for word in head) + "\n")
    shutil.chown(numbers, "nobody")
    imap.drop("support", *ledger.mails(3))
    imap.start()
    uidvalidity = account().uidvalidity
    with fetching():
        waited(7)
        until(lambda: account().last_uid == 3)
    assert account().uidvalidity == uidvalidity
    ledger.check("three new mails under old numbers")


def test_fault_7_mail_that_somebody_has_read_in_a_mail_program_is_fetched(stage: str, imap: Dovecot) -> None:
    ledger = Ledger("F7")
    imap.drop("support", *ledger.mails(3))
    for path in list((imap.maildir("support") / "new").iterdir()):
        path.rename(imap.maildir("support") / "cur" / f"{path.name}:2,S")
    connect(imap)
    with fetching():
        waited(3)
    ledger.check("read before they were fetched")


def test_fault_8_two_fetchers_one_of_which_sleeps_store_each_mail_once(stage: str, imap: Dovecot) -> None:
    ledger = Ledger("F8")
    connect(imap)
    with fetcher_process(stage, RELEVO_IDLE_SECONDS="3") as sleeper:
        until(lambda: account().uidvalidity)
        fence = account().fence
        freeze(sleeper)
        imap.drop("support", *ledger.mails(scale(30, 300)))
        with fetcher_process(stage) as other:
            waited(scale(30, 300))
            assert account().fence > fence
            time.sleep(scale(2, 120))
            wake(sleeper)
            imap.drop("support", *ledger.mails(20))
            waited(scale(30, 300) + 20)
            time.sleep(3)
            assert (sleeper.poll(), other.poll()) == (None, None)
    ledger.check("the old fetcher slept and was refused")


def test_fault_8_a_fetcher_asleep_in_the_middle_of_a_change_holds_the_account_only_for_so_long(
    stage: str, imap: Dovecot
) -> None:
    """It fell asleep with the account's row locked: the database ends its transaction, and it survives that."""
    ledger = Ledger("F8")
    connect(imap)
    imap.drop("support", *ledger.mails(3))
    point = "imap_before_commit:sleep"
    with fetcher_process(stage, RELEVO_FAILPOINT=point, RELEVO_IDLE_SECONDS="3") as sleeper:
        until(lambda: asleep(sleeper))
        with fetcher_process(stage) as other:
            waited(3)
            wake(sleeper)
            imap.drop("support", *ledger.mails(3))
            waited(6)
            assert (sleeper.poll(), other.poll()) == (None, None)
    ledger.check("one fetcher slept with the account's row in its hands")


def test_fault_8_the_mark_is_only_moved_by_whoever_holds_the_account(stage: str, imap: Dovecot) -> None:
    from relevo.channels.mail.imap import leases

    connect(imap)
    asleep = leases.take(account().client_id, account().pk)
    assert asleep is not None
    assert leases.take(account().client_id, account().pk) is None
    with clock.travel(clock.now() + timedelta(minutes=2)):
        awake = leases.take(account().client_id, account().pk)
        assert awake is not None
        with pytest.raises(leases.Overtaken), leases.holding(asleep):
            pytest.fail("it stores nothing")
        with leases.holding(awake):
            assert leases.renew([asleep]) == {asleep.account.pk}
    assert account().fence == awake.fence


# Fault 21: what a person must mend


def test_fault_21_a_refused_login_is_told_at_once_and_tried_once_a_minute(stage: str, imap: Dovecot) -> None:
    imap.add("support", password="another password")
    connect(imap)
    ledger = Ledger("F21")
    imap.drop("support", *ledger.mails(2))
    with fetching():
        took = until(lambda: alarms() == ["imap.refused"])
        assert (account().next_try_at - clock.now()).total_seconds() > 55
        connect(imap, secret="another password")
        waited(2)
        until(lambda: alarms() == [])
    assert told() == [("alarm_raised", "imap.refused"), ("alarm_ended", "imap.refused")]
    ledger.check(f"told after {took:.1f} s")


def test_fault_21_a_password_that_was_put_right_on_the_server_is_noticed_alone(
    stage: str, imap: Dovecot
) -> None:
    imap.add("support", password="another password")
    connect(imap)
    with fetching():
        until(lambda: alarms() == ["imap.refused"])
        imap.add("support")
        try_again_now()
        until(lambda: alarms() == [])
    assert account().failures == 0


def test_fault_21_a_certificate_that_ran_out_is_told_and_nothing_is_said_to_the_server(
    stage: str, imap: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = imap.folder / "trusted.pem"
    path.write_bytes(pem(expired=True) + pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    imap.stop()
    imap.certificate(pem(expired=True))
    imap.start()
    ledger = Ledger("F21c")
    imap.drop("support", *ledger.mails(2))
    connect(imap, host="localhost", port=imap.tls_port, security="tls")
    with fetching():
        until(lambda: alarms() == ["imap.certificate"])
        assert account().problem == "certificate"
        imap.stop()
        imap.certificate(pem())
        imap.start()
        try_again_now()
        waited(2)
        until(lambda: alarms() == [])
    ledger.check("certificate expired, then renewed")


def test_a_connection_by_starttls_is_encrypted(
    stage: str, imap: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = imap.folder / "trusted.pem"
    path.write_bytes(pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    ledger = Ledger("starttls")
    imap.drop("support", *ledger.mails(2))
    connect(imap, host="localhost", security="starttls")
    with fetching():
        waited(2)
    ledger.check()


def test_fault_21_a_mailbox_that_is_nearly_full_is_told(stage: str, imap: Dovecot) -> None:
    ledger = Ledger("F21q")
    imap.drop("support", *ledger.mails(3))
    imap.add("support", quota="*:messages=3")
    connect(imap)
    with fetching():
        waited(3)
        until(lambda: alarms() == ["imap.quota"])
    imap.add("support")
    with fetching():
        until(lambda: alarms() == [])
    ledger.check("quota almost used up")


def test_fault_21_a_folder_that_is_not_there_is_told(stage: str, imap: Dovecot) -> None:
    connect(imap, folder="Soporte/2026")
    with fetching():
        until(lambda: alarms() == ["imap.folder"])
        imap.drop("support", Ledger("folder").mail())
        connect(imap)
        waited(1)
        until(lambda: alarms() == [])


def test_a_server_that_is_away_is_told_after_a_while_and_again_when_it_is_back(
    stage: str, imap: Dovecot
) -> None:
    ledger = Ledger("F59")
    connect(imap)
    imap.stop()
    with fetching():
        for failure in range(1, 7):
            until(lambda failure=failure: account().failures == failure, 15)
            assert alarms() == (["imap.unreachable"] if failure == 6 else [])
            pause = (account().next_try_at - clock.now()).total_seconds()
            assert pause < min(300, 2**failure)
            try_again_now()
        imap.start()
        imap.drop("support", ledger.mail())
        try_again_now()
        waited(1)
        until(lambda: alarms() == [])
    assert told() == [("alarm_raised", "imap.unreachable"), ("alarm_ended", "imap.unreachable")]


# What else there is to a mailbox


def test_new_mail_is_stored_as_soon_as_the_server_tells(stage: str, imap: Dovecot) -> None:
    ledger = Ledger("IDLE")
    connect(imap)
    delays = []
    with fetching():
        until(lambda: account().uidvalidity)
        time.sleep(0.5)
        for number in range(scale(5, 30)):
            imap.drop("support", ledger.mail())
            delays.append(waited(number + 1, 90))
    delays.sort()
    assert delays[len(delays) // 2] < scale(30, 5)
    ledger.check(f"delay by IDLE p50 {delays[len(delays) // 2]:.2f} s, longest {delays[-1]:.2f} s")


def test_dovecot_lets_us_in_with_an_access_token(
    stage: str, imap: Dovecot, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.MAIL_OAUTH_CLIENTS = {"google": {"id": RELEVO.id, "secret": RELEVO.secret}}  # type: ignore[attr-defined]
    trusted = imap.folder / "trusted.pem"
    trusted.write_bytes(pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    ledger = Ledger("XOAUTH2")
    imap.drop("support", *ledger.mails(2))
    with endpoint() as tokens, introspection(imap.oauth_port, "support") as shown:
        monkeypatch.setitem(oauth.PROVIDERS, "google", at("google", tokens))
        connect(imap, host="localhost", port=imap.tls_port, security="tls", auth="google", secret="consented")
        with fetching():
            waited(2)
            tokens.refresh_tokens.clear()
            imap.stop()
            imap.start()
            try_again_now()
            imap.drop("support", ledger.mail())
            waited(3)
    assert shown[0] == "access-1"
    ledger.check()


def long_ago(imap: Dovecot, ledger: Ledger, count: int) -> None:
    """Mails that the server got in 2020."""
    imap.drop("support", *ledger.mails(count))
    for path in (imap.maildir("support") / "new").iterdir():
        path.rename(path.with_name("1" + path.name))
    for path in (imap.maildir("support") / "new").iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))


def test_mail_from_before_the_beginning_is_left_alone(stage: str, imap: Dovecot) -> None:
    old, new = Ledger("old"), Ledger("new")
    long_ago(imap, old, 3)
    connect(imap, since=clock.now() - timedelta(days=300))
    with fetching():
        until(lambda: account().last_uid == 3)
        imap.drop("support", *new.mails(2))
        waited(2)
        until(lambda: account().last_uid == 5)
    new.check("three mails from 2020 left alone")


def test_mail_that_was_there_already_is_of_the_day_it_came(stage: str, imap: Dovecot) -> None:
    """Nobody is owed an answer within the hour to it, and nobody is told that it has arrived."""
    ledger = Ledger("old")
    long_ago(imap, ledger, 2)
    connect(imap)
    with fetching():
        waited(2)
    with acting(EVERYWHERE):
        assert {raw.received_at.year for raw in RawMail.objects.all()} == {2020}
        assert not OutgoingMail.objects.exists()


def test_a_disconnected_mailbox_is_fetched_no_more(stage: str, imap: Dovecot) -> None:
    from relevo.channels.mail.imap.accounts import disconnect_imap
    from relevo.core.actor import system
    from relevo.core.scope import acting
    from tests.channels.mail.fetchers import mailbox

    connect(imap)
    box = mailbox()
    with fetching() as fetcher:
        until(lambda: account().uidvalidity)
        actor = system(box.client_id)
        with acting(actor):
            disconnect_imap(box, actor=actor)
        until(lambda: not fetcher._places)
        imap.drop("support", Ledger("gone").mail())
        time.sleep(3)
    assert raws() == []
    assert account().secret == ""


def test_more_mailboxes_than_places_take_turns(
    stage: str, imap: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relevo.channels.mail.imap import fetcher as fetcher_module

    monkeypatch.setattr(fetcher_module, "_TURN", 1.0)
    ledger = Ledger("turns")
    connect(imap)
    connect(imap, HELP)
    with fetching(places=1):
        for number in range(3):
            imap.drop("support", ledger.mail())
            imap.drop("help", ledger.mail(to=HELP))
            waited(2 * number + 2, 90)
    ledger.check()


def test_the_answers_token_arrives_whichever_header_carries_it(stage: str, imap: Dovecot) -> None:
    ledger = Ledger("token")
    raw = ledger.mail(to="support+sometoken@auralis.example")
    tagged = b"Return-Path: <jorge@molina.example>\r\nDelivered-To: support+other@auralis.example\r\n" + raw
    imap.drop("support", raw, tagged)
    connect(imap)
    with fetching():
        waited(2)
    first, second = raws()
    assert (first.rcpt_to, second.rcpt_to) == (
        "support+sometoken@auralis.example",
        "support+other@auralis.example",
    )
    assert (first.mail_from, second.mail_from) == ("token-00000@molina.example", "jorge@molina.example")
    assert (first.door, first.uid, second.uid) == ("imap", 1, 2)
    assert first.state == RawState.STORED


def test_the_fetcher_process_ends_when_asked(stage: str, imap: Dovecot) -> None:
    connect(imap)
    with fetcher_process(stage) as process:
        until(lambda: account().uidvalidity)
        process.terminate()
        assert process.wait(120) == 0
    assert account().leased_until is None


def test_a_mail_that_comes_while_another_is_fetched_does_not_wait_for_the_end_of_idle(imap: Dovecot) -> None:
    shutil.rmtree(imap.maildir("night"), ignore_errors=True)
    imap.add("night")
    imap.drop("night", letter())
    server = ImapServer("127.0.0.1", imap.port, "none")
    with client.connect(server, Login("night", PASSWORD), Patience(5, 5, idle=20)) as session:
        for uids in session.above(session.select("INBOX"), 0):
            imap.drop("night", letter(message_id="<two@molina.example>"))
            time.sleep(0.2)
            fetched = session.mails(session.sizes(uids))
            session.flag_seen(list(fetched))
        assert list(fetched) == [1]
        begun = time.monotonic()
        session.wait(lambda: False)
        assert time.monotonic() - begun < 5
        assert list(session.above(session.select("INBOX"), 1)) == [[2]]
        session.wait(lambda: True)  # and it is waited again
