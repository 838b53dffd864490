"""What is found wrong with a mailbox: in our own tables, and in what is published about its domain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from relevo.channels.mail import doctor, trials
from relevo.channels.mail.doctor import Finding, examine, examine_dns
from relevo.channels.mail.doors import intake
from relevo.channels.mail.jobs import park
from relevo.channels.mail.judging.lookups import LookupFailed, Lookups
from relevo.channels.mail.mailbox_settings import dkim_record, make_dkim_key
from relevo.channels.mail.models import Alarm, Mailbox, RawMail, RawState
from relevo.channels.mail.out.sending import Outcome
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.errors import NotAllowed
from relevo.core.scope import acting
from tests.cast import Cast
from tests.channels.mail.postbox import SUPPORT, envelope, letter, run_mail_jobs

Zone = dict[tuple[str, str], list[str]]
GOOD: Zone = {
    ("auralis.example", "MX"): ["10 mx.auralis.example."],
    ("auralis.example", "TXT"): ["other=1", "v=spf1 mx -all"],
    ("_dmarc.auralis.example", "TXT"): ["v=DMARC1; p=reject"],
}


@pytest.fixture
def mailbox(cast: Cast) -> Iterator[Mailbox]:
    with acting(cast.everywhere):
        yield Mailbox.objects.select_related("desk").get(address=SUPPORT)


def codes(mailbox: Mailbox, zone: Zone) -> list[str]:
    return [
        one.code for one in examine_dns(mailbox, Lookups(lambda name, kind, _s: zone.get((name, kind), [])))
    ]


def test_a_well_kept_domain_has_nothing_wrong(mailbox: Mailbox) -> None:
    assert codes(mailbox, GOOD) == ["mx", "spf", "dmarc", "no_dkim"]


@pytest.mark.parametrize(
    ("name", "kind", "values", "code"),
    [
        ("auralis.example", "MX", [], "no_mx"),
        ("auralis.example", "TXT", [], "no_spf"),
        ("auralis.example", "TXT", ["v=spf10 -all"], "no_spf"),
        ("auralis.example", "TXT", ["v=spf1 -all", "V=SPF1 mx -all"], "several_spf"),
        ("auralis.example", "TXT", ["v=spf1 mx +all"], "open_spf"),
        ("auralis.example", "TXT", ["v=spf1 all"], "open_spf"),
        ("_dmarc.auralis.example", "TXT", [], "no_dmarc"),
        ("_dmarc.auralis.example", "TXT", ["v=DMARC1; p=none"], "weak_dmarc"),
        ("_dmarc.auralis.example", "TXT", ["v=DMARC1; rua=mailto:x@auralis.example"], "weak_dmarc"),
    ],
)
def test_what_is_wrong_is_named(mailbox: Mailbox, name: str, kind: str, values: list[str], code: str) -> None:
    found = codes(mailbox, GOOD | {(name, kind): values})
    assert code in found
    assert len(found) == 4


def test_the_published_signing_key_must_be_ours(mailbox: Mailbox, cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        make_dkim_key(mailbox, "auralis.example", "relevo", actor=carmen)
        assert dkim_record(mailbox, actor=carmen)
    name = ("relevo._domainkey.auralis.example", "TXT")
    key = doctor.signing_key(mailbox)
    assert key is not None
    assert codes(mailbox, GOOD)[-1] == "dkim_missing"
    assert codes(mailbox, GOOD | {name: ["v=DKIM1; k=rsa; p=AAAA"]})[-1] == "dkim_other"
    assert codes(mailbox, GOOD | {name: [key.record.replace("p=", "p= ")]})[-1] == "dkim"


def test_a_silent_dns_is_said_and_what_was_found_before_counts(mailbox: Mailbox) -> None:
    def ask(name: str, kind: str, seconds: float) -> list[str]:
        if name.startswith("_dmarc"):
            raise LookupFailed("Timeout")
        return GOOD[name, kind]

    assert [one.code for one in examine_dns(mailbox, Lookups(ask))] == ["mx", "spf", "dns_silent"]


def test_a_mailbox_in_order_has_no_findings(mailbox: Mailbox) -> None:
    assert list(examine(mailbox)) == []


def test_what_waits_is_parked_or_alarms_is_found(mailbox: Mailbox) -> None:
    intake.store(envelope(letter()))
    with clock.travel(clock.now() + timedelta(minutes=6)):
        assert [one.code for one in examine(mailbox)] == ["unread"]
        park(RawMail.objects.get().pk, "crash", actor=system(mailbox.client_id))
        Alarm.objects.create(client_id=mailbox.client_id, mailbox=mailbox, kind="imap.refused")
        assert [(one.code, one.facts) for one in examine(mailbox)] == [
            ("parked", {"number": 1}), ("alarm", {"kind": "imap.refused"}),
        ]  # fmt: skip


class Way:
    """A mail server that hands mail straight back to Relevo, or does something else with it."""

    def __init__(self, outcome: Outcome, *, drop_tag: bool = False, lose: bool = False) -> None:
        self.outcome, self.drop_tag, self.lose = outcome, drop_tag, lose

    def carry(self, raw: bytes, *, mail_from: str, rcpt_to: str) -> Outcome:
        if self.outcome.status == "sent" and not self.lose:
            intake.store(envelope(raw, SUPPORT if self.drop_tag else rcpt_to, mail_from=mail_from))
        return self.outcome


TAKEN = Outcome("sent", 250, "OK")


def tried(mailbox: Mailbox, way: Way, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> list[Finding]:
    monkeypatch.setattr(trials, "carrier_of", lambda mailbox: way)
    monkeypatch.setattr(
        "relevo.channels.mail.judging.lookups.ask", lambda name, kind, seconds: GOOD.get((name, kind), [])
    )
    carmen = cast.actor("Carmen")
    with acting(carmen):
        number = trials.begin(mailbox, actor=carmen)
        assert trials.look(mailbox, number, actor=carmen) is None
    run_mail_jobs()
    with acting(carmen):
        found = trials.look(mailbox, number, actor=carmen)
    assert found is not None
    assert all(one.words for one in found)
    return found


@pytest.mark.parametrize(
    ("way", "last"),
    [
        (Way(TAKEN), ["arrived", "threads"]),
        (Way(TAKEN, drop_tag=True), ["arrived", "loses_tag"]),
        (Way(TAKEN, lose=True), ["not_yet"]),
    ],
)
def test_a_test_mail_goes_out_and_comes_back(
    mailbox: Mailbox, way: Way, last: list[str], monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    found = tried(mailbox, way, monkeypatch, cast)
    assert [one.code for one in found] == ["sent", "mx", "spf", "dmarc", "no_dkim", *last]
    assert {raw.state for raw in RawMail.objects.all()} <= {RawState.IGNORED}, "it opens no ticket"


def test_a_refused_test_mail_says_what_the_server_said(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    found = tried(mailbox, Way(Outcome("refused", 550, "5.7.1 relaying denied")), monkeypatch, cast)
    assert found[0].code == "refused"
    assert "550 5.7.1 relaying denied" in found[0].words


def test_only_who_looks_after_mailboxes_tests_them(mailbox: Mailbox, cast: Cast) -> None:
    for name in ("Mateo", "Valeria", "Ilze", "Iker"):
        actor = cast.actor(name)
        with pytest.raises(NotAllowed), acting(actor):
            trials.begin(mailbox, actor=actor)
        with pytest.raises(NotAllowed), acting(actor):
            trials.look(mailbox, 1, actor=actor)
