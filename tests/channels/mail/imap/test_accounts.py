"""Connecting a mailbox to an IMAP server, and alarms: who may, what is kept, what is told."""

from __future__ import annotations

import pytest

from relevo.channels.mail.alarms import end_alarm, raise_alarm
from relevo.channels.mail.imap.accounts import ImapSettings, connect_imap, disconnect_imap
from relevo.channels.mail.models import Alarm, ImapAccount, Mailbox
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.core.secrets import unseal
from relevo.events.models import Event
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import HELP, SUPPORT

THERE = ImapSettings(host="imap.auralis.example", username="support", secret="a mail password")


def mailbox(address: str = SUPPORT) -> Mailbox:
    with acting(EVERYWHERE):
        return Mailbox.objects.get(address=address)


def events(kind: str) -> list[dict[str, object]]:
    with acting(EVERYWHERE):
        return [event.facts for event in Event.objects.filter(kind=kind).order_by("pk")]


def test_an_account_is_kept_with_its_password_sealed(cast: Cast) -> None:
    actor = cast.machine("auralis")
    with acting(actor):
        account = connect_imap(mailbox(), THERE, actor=actor)
        assert (account.host, account.port, account.security, account.folder) == (
            "imap.auralis.example", 993, "tls", "INBOX",
        )  # fmt: skip
        assert account.secret != "a mail password"
        assert unseal(account.secret) == "a mail password"
    assert events("mailbox.imap_connected") == [{}]


def test_only_who_manages_mailboxes_connects_and_disconnects_them(cast: Cast) -> None:
    for name in ("Mateo", "Valeria", "Iker", "Ilze"):
        actor = cast.actor(name)
        with acting(actor):
            for act in (
                lambda actor=actor: connect_imap(mailbox(), THERE, actor=actor),
                lambda actor=actor: disconnect_imap(mailbox(), actor=actor),
                lambda actor=actor: raise_alarm(mailbox(), "imap.refused", actor=actor),
                lambda actor=actor: end_alarm(mailbox(), "imap.refused", actor=actor),
            ):
                with pytest.raises(NotAllowed):
                    act()


def test_new_settings_stop_whoever_fetches_and_keep_the_mark_of_the_same_folder(cast: Cast) -> None:
    actor = cast.machine("auralis")
    with acting(actor):
        account = connect_imap(mailbox(), THERE, actor=actor)
        ImapAccount.objects.update(uidvalidity=7, last_uid=40, failures=3, problem="login", fence=5)
        account = connect_imap(mailbox(), ImapSettings(host=THERE.host, username="support"), actor=actor)
        assert (account.uidvalidity, account.last_uid, account.fence, account.failures) == (7, 40, 6, 0)
        assert unseal(account.secret) == "a mail password"
        account = connect_imap(
            mailbox(), ImapSettings(host="imap.new.example", username="support", secret="new"), actor=actor
        )
        assert (account.uidvalidity, account.last_uid) == (None, 0)


@pytest.mark.parametrize(
    "moved",
    [
        {"host": "imap.evil.example"}, {"port": 1993}, {"username": "eve"}, {"security": "starttls"},
        {"security": "none"}, {"auth": "google"},
    ],
    ids=str,
)  # fmt: skip
def test_attack_a_stored_password_goes_to_no_other_server_user_or_weaker_connection(
    cast: Cast, moved: dict[str, object]
) -> None:
    actor = cast.machine("auralis")
    fields: dict[str, object] = {"host": THERE.host, "username": THERE.username}
    with acting(actor):
        connect_imap(mailbox(), THERE, actor=actor)
        with pytest.raises(RuleBroken, match="Type the password again"):
            connect_imap(mailbox(), ImapSettings(**(fields | moved)), actor=actor)  # type: ignore[arg-type]
        account = ImapAccount.objects.get()
        assert (account.host, unseal(account.secret)) == (THERE.host, "a mail password")
        account = connect_imap(mailbox(), ImapSettings(**(fields | {"folder": "Support"})), actor=actor)  # type: ignore[arg-type]
        assert (account.folder, unseal(account.secret)) == ("Support", "a mail password")


def test_disconnecting_forgets_the_password_and_ends_the_alarms(cast: Cast) -> None:
    actor = cast.machine("auralis")
    with acting(actor):
        connect_imap(mailbox(), THERE, actor=actor)
        raise_alarm(mailbox(), "imap.refused", {"failures": 1}, actor=actor)
        disconnect_imap(mailbox(), actor=actor)
        disconnect_imap(mailbox(), actor=actor)
        account = ImapAccount.objects.get()
        assert (account.active, account.secret) == (False, "")
        assert not Alarm.objects.filter(ended_at=None).exists()
    assert len(events("mailbox.imap_disconnected")) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"host": "imap.example/../x"},
        {"host": "imap.example:993"},
        {"host": "-imap.example"},
        {"host": "a\r\nb"},
        {"port": 0},
        {"port": 70000},
        {"security": "maybe"},
        {"auth": "yahoo"},
        {"auth": "google", "security": "none"},
        {"username": ""},
        {"username": "support\r\nA1 DELETE INBOX"},
        {"folder": "INBOX\0"},
        {"secret": ""},
    ],
)
def test_settings_that_cannot_be_right_are_refused(cast: Cast, wrong: dict[str, object]) -> None:
    actor = cast.machine("auralis")
    fields: dict[str, object] = {"host": "imap.auralis.example", "username": "support", "secret": "x"}
    with acting(actor), pytest.raises(RuleBroken):
        connect_imap(mailbox(), ImapSettings(**(fields | wrong)), actor=actor)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "mail", "imap.sub.auralis.example"])
def test_hosts_are_names_or_numbers(cast: Cast, host: str) -> None:
    actor = cast.machine("auralis")
    with acting(actor):
        assert connect_imap(mailbox(), ImapSettings(host, "support", "x"), actor=actor).host == host


def test_an_alarm_is_told_once_until_it_is_over(cast: Cast) -> None:
    actor = cast.machine("auralis")
    with acting(actor):
        assert raise_alarm(mailbox(), "imap.refused", {"failures": 1}, actor=actor)
        assert not raise_alarm(mailbox(), "imap.refused", {"failures": 2}, actor=actor)
        assert raise_alarm(mailbox(), "imap.quota", actor=actor)
        assert Alarm.objects.get(kind="imap.refused").facts == {"failures": 2}
        assert end_alarm(mailbox(), "imap.refused", "imap.folder", actor=actor) == ["imap.refused"]
        assert end_alarm(mailbox(), "imap.refused", actor=actor) == []
        assert raise_alarm(mailbox(), "imap.refused", actor=actor)
        assert Alarm.objects.filter(kind="imap.refused").count() == 2
    assert [facts["kind"] for facts in events("mail.alarm_raised")] == [
        "imap.refused", "imap.quota", "imap.refused",
    ]  # fmt: skip
    assert events("mail.alarm_ended") == [{"kind": "imap.refused"}]


def test_two_who_raise_the_same_alarm_at_once_make_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = cast.machine("auralis")
    with acting(actor):
        raise_alarm(mailbox(), "imap.refused", actor=actor)
        monkeypatch.setattr(
            Alarm.objects, "filter", lambda **_: Alarm.objects.none()
        )  # it did not see the other
        assert not raise_alarm(mailbox(), "imap.refused", actor=actor)


def test_nobody_sees_another_clients_accounts_and_alarms(cast: Cast) -> None:
    auralis, mareko = cast.machine("auralis"), cast.machine("mareko")
    with acting(auralis):
        connect_imap(mailbox(), THERE, actor=auralis)
        raise_alarm(mailbox(), "imap.refused", actor=auralis)
    for other in (mareko, cast.actor("Mateo"), cast.actor("Ilze")):
        with acting(other):
            assert not ImapAccount.objects.exists()
            assert not Alarm.objects.exists()
    with acting(mareko):
        connect_imap(mailbox(HELP), THERE, actor=mareko)
        assert ImapAccount.objects.count() == 1
