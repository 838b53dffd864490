"""What the job asks the network before it reads a mail onto a ticket, and that it asks nothing by default."""

from __future__ import annotations

import pytest
from django.db import connection

from relevo.channels.mail.doors import intake
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.judging import lookups, rspamd, vetting
from relevo.channels.mail.models import RawState
from relevo.core import clock
from tests.cast import Cast
from tests.channels.mail.postbox import SUPPORT, letter, messages, raws, run_mail_jobs, tickets
from tests.channels.mail.zone import Zone, sealed, signed

STRANGER = "9.9.9.9"


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch, settings) -> Zone:  # type: ignore[no-untyped-def]
    """Checks are on, and DNS is ours."""
    settings.MAIL_CHECK_SENDERS = True
    made = Zone().key("molina.example").key("lists.example").dmarc("molina.example", "reject")
    made.txt("molina.example", "v=spf1 ip4:9.9.9.0/24 -all").txt("evil.example", "v=spf1 -all")
    monkeypatch.setattr(lookups, "ask", made)
    return made


def come(
    raw: bytes, *, mail_from: str = "jorge@molina.example", peer: str = STRANGER, door: str = "smtp"
) -> tuple[str, str]:
    intake.store(
        Envelope(
            raw=raw, mail_from=mail_from, rcpt_tos=(SUPPORT,), received_at=clock.now(), door=door, peer=peer
        )
    )
    run_mail_jobs("mail.digest")
    return raws()[-1].state, raws()[-1].trust


def test_the_senders_own_server_or_signature_passes(cast: Cast, zone: Zone) -> None:
    assert come(letter()) == (RawState.DIGESTED, "pass")
    assert come(signed(letter("Dos"), "molina.example"), peer="1.1.1.1", mail_from="") == (
        RawState.DIGESTED,
        "pass",
    )
    assert [messages(ticket)[0].trust for ticket in tickets()] == ["pass", "pass"]


def test_attack_13_a_spoofed_mail_is_held_back(cast: Cast, zone: Zone) -> None:
    assert come(letter(), mail_from="eve@evil.example") == (RawState.QUARANTINED, "fail")
    assert tickets() == []


def test_behind_a_mail_server_of_ours_spf_has_no_say(cast: Cast, zone: Zone) -> None:
    assert come(letter(), peer="10.0.0.5") == (RawState.DIGESTED, "none")
    assert come(letter("Dos"), peer=STRANGER, door="lmtp") == (RawState.DIGESTED, "none")
    assert come(signed(letter("Tres"), "molina.example"), peer="10.0.0.5") == (RawState.DIGESTED, "pass")


def test_our_mail_servers_word_comes_first(cast: Cast, zone: Zone) -> None:
    ours = "relevo.localhost; dmarc={} header.from=molina.example"
    assert come(letter(authentication_results=ours.format("pass")), peer="10.0.0.5") == (
        RawState.DIGESTED,
        "pass",
    )
    assert come(letter("Dos", authentication_results=ours.format("fail")), peer="10.0.0.5") == (
        RawState.QUARANTINED,
        "fail",
    )
    assert zone.asked == []


def test_a_sealer_that_we_believe_overrules_a_failure(cast: Cast, zone: Zone, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAIL_TRUSTED_SEALERS = ["Lists.example"]
    failed = b"Authentication-Results: relevo.localhost; dmarc=fail header.from=molina.example\r\n"
    passed = "mx.lists.example; dmarc=pass header.from=molina.example"
    assert come(failed + sealed(letter(), "lists.example", passed), peer="10.0.0.5") == (
        RawState.DIGESTED,
        "pass",
    )
    assert come(failed + letter("Dos"), peer="10.0.0.5") == (RawState.QUARANTINED, "fail")


def test_a_silent_dns_holds_nothing_back(cast: Cast, zone: Zone) -> None:
    zone.silent("_dmarc.molina.example")
    assert come(letter(), mail_from="eve@evil.example") == (RawState.DIGESTED, "none")


def test_a_mail_that_names_nobody_for_sure_is_not_asked_about(cast: Cast, zone: Zone) -> None:
    raw = letter().replace(b"From: ", b"From: eve@evil.example\r\nFrom: ")
    assert come(raw) == (RawState.DIGESTED, "none")
    assert zone.asked == []


def test_dns_is_asked_outside_of_any_transaction(
    own_database: str, monkeypatch: pytest.MonkeyPatch, settings
) -> None:  # type: ignore[no-untyped-def]
    settings.MAIL_CHECK_SENDERS = True
    seen: list[bool] = []

    def ask(name: str, kind: str, seconds: float) -> list[str]:
        seen.append(connection.in_atomic_block)
        return []

    monkeypatch.setattr(lookups, "ask", ask)
    assert come(letter()) == (RawState.DIGESTED, "none")
    assert seen
    assert not any(seen)


def test_nothing_is_asked_unless_it_is_wanted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = Zone()
    monkeypatch.setattr(lookups, "ask", zone)
    assert come(letter()) == (RawState.DIGESTED, "none")
    assert zone.asked == []


@pytest.mark.parametrize(
    ("verdict", "state"), [("junk", RawState.JUNK), ("doubtful", RawState.DIGESTED), ("", RawState.DIGESTED)]
)
def test_rspamd_is_asked_where_there_is_one(  # type: ignore[no-untyped-def]
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings, verdict: str, state: str
) -> None:
    settings.RSPAMD_URL, settings.RSPAMD_PASSWORD = "http://127.0.0.1:11333", "secret"
    asked: list[object] = []

    def ask(raw: bytes, envelope: rspamd.Envelope, **more: object) -> str:
        asked.append((raw, envelope, more))
        return verdict

    monkeypatch.setattr(rspamd, "ask", ask)
    assert come(letter())[0] == state
    assert asked == [
        (letter(), rspamd.Envelope("jorge@molina.example", SUPPORT, STRANGER),
         {"url": "http://127.0.0.1:11333", "password": "secret"})
    ]  # fmt: skip
    assert [messages(ticket)[0].notices for ticket in tickets()] == {
        "doubtful": [["perhaps_junk"]],
        "": [[]],
        "junk": [],
    }[verdict]


@pytest.mark.parametrize(
    ("door", "peer"), [("webhook", "sparkpost"), ("imap", "192.0.2.9"), ("smtp", "10.0.0.5")]
)
def test_rspamd_is_not_told_our_own_servers_address_as_the_senders(  # type: ignore[no-untyped-def]
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings, door: str, peer: str
) -> None:
    settings.RSPAMD_URL = "http://127.0.0.1:11333"
    told: list[str] = []
    monkeypatch.setattr(rspamd, "ask", lambda raw, envelope, **more: told.append(envelope.peer) or "")
    come(letter(), door=door, peer=peer)
    assert told == [""]


def test_a_mail_that_is_gone_is_not_asked_about(cast: Cast, zone: Zone) -> None:
    assert vetting.vet(999_999, actor=cast.machine("auralis")) == vetting.NOT_ASKED
