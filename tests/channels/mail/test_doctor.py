"""What is found wrong with a mailbox: in our own tables, and in what is published about its domain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from relevo.channels.mail import doctor, keyed, tokens, trials
from relevo.channels.mail.doctor import Finding, examine, examine_dns
from relevo.channels.mail.doors import intake
from relevo.channels.mail.jobs import park
from relevo.channels.mail.judging.lookups import LookupFailed, Lookups
from relevo.channels.mail.mailbox_settings import (
    dkim_record,
    make_dkim_key,
    next_dkim_key,
    sign_with_next_key,
)
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


def test_a_domain_that_publishes_that_it_takes_no_mail_cannot_be_written_to(mailbox: Mailbox) -> None:
    """RFC 7505."""
    assert codes(mailbox, GOOD | {("auralis.example", "MX"): ["0 ."]})[0] == "null_mx"
    assert codes(mailbox, GOOD | {("auralis.example", "MX"): ["0 .", "10 mx.auralis.example."]})[0] == "mx"


@pytest.mark.parametrize(("kind", "address"), [("A", "192.0.2.1"), ("AAAA", "2001:db8::1")])
def test_without_a_published_mail_server_the_host_of_that_name_gets_the_mail(
    mailbox: Mailbox, kind: str, address: str
) -> None:
    """RFC 5321, 5.1."""
    zone = GOOD | {("auralis.example", "MX"): [], ("auralis.example", kind): [address]}
    assert codes(mailbox, zone)[0] == "implicit_mx"


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("v=DMARC1; p=reject", "dmarc"), ("v=DMARC1; p=none; sp=quarantine", "dmarc"),
        ("v=DMARC1; p=reject; sp=none", "weak_dmarc"), ("v=spf1 -all", "no_dmarc"),
    ],
)  # fmt: skip
def test_the_registered_domain_s_record_speaks_for_a_mailbox_below_it(
    mailbox: Mailbox, record: str, code: str
) -> None:
    """RFC 7489, 6.6.3."""
    mailbox.address = "support@help.auralis.example"
    assert codes(mailbox, {("_dmarc.auralis.example", "TXT"): [record]})[2] == code


def test_a_record_of_its_own_counts_before_the_registered_domain_s_and_two_are_none(mailbox: Mailbox) -> None:
    mailbox.address = "support@help.auralis.example"
    above: Zone = {("_dmarc.auralis.example", "TXT"): ["v=DMARC1; p=reject"]}
    name = ("_dmarc.help.auralis.example", "TXT")
    assert codes(mailbox, above | {name: ["v=DMARC1; p=none"]})[2] == "weak_dmarc"
    assert codes(mailbox, above | {name: ["v=DMARC1; p=reject"] * 2})[2] == "no_dmarc"


def test_the_spf_record_is_found_behind_dozens_of_other_records(mailbox: Mailbox) -> None:
    proofs = [f"site-verification-{number}=x" for number in range(25)]
    assert codes(mailbox, GOOD | {("auralis.example", "TXT"): [*proofs, "v=spf1 mx -all"]})[1] == "spf"


def test_the_published_signing_key_must_be_ours(mailbox: Mailbox, cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        make_dkim_key(mailbox, "auralis.example", "relevo", actor=carmen)
        sign_with_next_key(mailbox, actor=carmen)
        assert dkim_record(mailbox, actor=carmen)
    name = ("relevo._domainkey.auralis.example", "TXT")
    key = doctor.signing_key(mailbox)
    assert key is not None
    assert codes(mailbox, GOOD)[-1] == "dkim_missing"
    assert codes(mailbox, GOOD | {name: ["v=DKIM1; k=rsa; p=AAAA"]})[-1] == "dkim_other"
    assert codes(mailbox, GOOD | {name: [key.record.replace("p=", "p= ")]})[-1] == "dkim"


def test_a_new_signing_key_signs_as_soon_as_its_record_is_seen_and_not_before(
    mailbox: Mailbox, cast: Cast
) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        make_dkim_key(mailbox, "auralis.example", "old", actor=carmen, algorithm="ed25519")
    old = next_dkim_key(mailbox)
    assert old is not None
    assert codes(mailbox, GOOD)[3:] == ["dkim_waits"]
    assert doctor.signing_key(mailbox) is None
    zone = GOOD | {(old.record_name, "TXT"): [old.record]}
    assert codes(mailbox, zone)[3:] == ["dkim_switched"]
    assert doctor.signing_key(mailbox) == old
    with acting(carmen):
        make_dkim_key(mailbox, "auralis.example", "new", actor=carmen)
    new = next_dkim_key(mailbox)
    assert new is not None
    assert codes(mailbox, zone | {(new.record_name, "TXT"): ["v=DKIM1; p=AAAA"]})[3:] == [
        "dkim",
        "dkim_waits",
    ]
    assert doctor.signing_key(mailbox) == old
    zone |= {(new.record_name, "TXT"): [new.record]}
    assert codes(mailbox, zone)[3:] == ["dkim_switched"]
    assert doctor.signing_key(mailbox) == new
    assert codes(mailbox, zone)[3:] == ["dkim"]


def test_a_test_of_the_mailbox_takes_a_published_key_into_use(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        make_dkim_key(mailbox, "auralis.example", "relevo1", actor=carmen, algorithm="ed25519")
    key = next_dkim_key(mailbox)
    assert key is not None
    monkeypatch.setitem(GOOD, (key.record_name, "TXT"), [key.record])
    assert "dkim_switched" in [one.code for one in tried(mailbox, Way(TAKEN), monkeypatch, cast)]
    assert doctor.signing_key(mailbox) == key


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
    """A mail server that hands mail straight back to Relevo, or does something else with it.

    own_path: the return path that it writes, with the one that it got in place of {}. own_id: it writes a Message-ID.
    """

    def __init__(
        self, outcome: Outcome, *, drop_tag: bool = False, lose: bool = False, own_path: str = "{}", own_id: bool = False
    ) -> None:  # fmt: skip
        self.outcome, self.drop_tag, self.lose = outcome, drop_tag, lose
        self.own_path, self.own_id = own_path, own_id
        self.paths: list[str] = []

    def carry(self, raw: bytes, *, mail_from: str, rcpt_to: str) -> Outcome:
        self.paths.append(mail_from)
        if self.own_id:
            raw = re.sub(rb"Message-ID: <[^>]+>", b"Message-ID: <0100018f@mail.provider.example>", raw)
        if self.outcome.status == "sent" and not self.lose:
            to = SUPPORT if self.drop_tag else rcpt_to
            intake.store(envelope(raw, to, mail_from=self.own_path.format(mail_from)))
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
        (Way(TAKEN), ["arrived", "threads", "return_path"]),
        (Way(TAKEN, drop_tag=True), ["arrived", "loses_tag", "return_path"]),
        (Way(TAKEN, lose=True), ["not_yet"]),
        (Way(TAKEN, own_path="x@mail.provider.example"), ["arrived", "threads", "loses_return_path"]),
        (Way(TAKEN, own_path="SRS0=x=tt={}@fwd.example"), ["arrived", "threads", "return_path"]),
        (Way(TAKEN, own_path=""), ["arrived", "threads"]),
        (Way(TAKEN, own_id=True), ["arrived", "threads", "return_path"]),
    ],
    ids=["straight", "no tag", "lost", "own return path", "forwarded", "no return path", "own Message-ID"],
)
def test_a_test_mail_goes_out_and_comes_back(
    mailbox: Mailbox, way: Way, last: list[str], monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    found = tried(mailbox, way, monkeypatch, cast)
    assert [one.code for one in found] == ["sent", "mx", "spf", "dmarc", "no_dkim", *last]
    assert {raw.state for raw in RawMail.objects.all()} <= {RawState.IGNORED}, "it opens no ticket"


def test_a_test_mail_leaves_from_a_return_path_like_that_of_a_reply(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    way = Way(TAKEN)
    tried(mailbox, way, monkeypatch, cast)
    [token] = tokens.bounce_tokens_in(way.paths)
    meant = keyed.reference(token, mailbox.desk_id, "bounce")
    assert meant is not None
    assert meant.ticket_id == 0, "a report about it is about no reply"


def test_with_a_name_too_long_for_tokens_nobody_elses_mail_is_taken_for_the_test(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    long = f"{'s' * 60}@auralis.example"
    Mailbox.objects.filter(pk=mailbox.pk).update(address=long)
    mailbox.refresh_from_db()
    intake.store(envelope(letter(to=long), long))
    way = Way(TAKEN, lose=True)
    assert [one.code for one in tried(mailbox, way, monkeypatch, cast)][-1] == "not_yet"
    assert way.paths == [long]


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
