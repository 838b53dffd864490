"""DNS within bounds."""

from __future__ import annotations

import dns.exception
import dns.message
import dns.resolver
import pytest

from relevo.channels.mail.judging import lookups
from relevo.channels.mail.judging.lookups import LookupFailed, Lookups
from tests.channels.mail.zone import Zone


def test_an_answer_is_asked_for_once_and_case_makes_no_difference():
    zone = Zone().txt("a.example", "one", "two")
    ask = Lookups(zone)
    assert ask("a.example") == ask("A.Example.") == ["one", "two"]
    assert zone.asked == [("a.example", "TXT")]


def test_more_questions_than_allowed_are_a_failure():
    ask = Lookups(Zone(), questions=3)
    assert [ask(f"{number}.example") for number in range(3)] == [[], [], []]
    assert ask("0.example") == []
    with pytest.raises(LookupFailed):
        ask("3.example")


def test_when_the_time_is_up_nothing_is_asked_any_more():
    zone = Zone()
    with pytest.raises(LookupFailed):
        Lookups(zone, seconds=0)("a.example")
    assert zone.asked == []


@pytest.mark.parametrize(
    "name",
    [
        "", "a..example", "x" * 64 + ".example", "a." * 130 + "example", "\\999.example", "\\0.example", "a\\.example",
        "\0.example", "a b.example", '"a.example', "\ufffd.example", "ñ.example", "a\n.example", "@", "a.example\n",
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_is_not_asked_for(name):
    zone = Zone()
    assert Lookups(zone)(name) == []
    assert zone.asked == []


def test_endless_answers_are_cut_and_giant_records_left_out():
    zone = Zone().txt("a.example", *["x"] * 1000).txt("b.example", "y" * 5000, "z")
    ask = Lookups(zone)
    assert (len(ask("a.example")), ask("b.example")) == (100, ["z"])


def test_a_record_behind_dozens_of_others_is_found():
    proofs = [f"site-verification-{number}=x" for number in range(60)]
    assert "v=spf1 mx -all" in Lookups(Zone().txt("a.example", *proofs, "v=spf1 mx -all"))("a.example")


@pytest.mark.parametrize(
    ("error", "known"),
    [
        (dns.resolver.NXDOMAIN(), True),
        (dns.resolver.NoAnswer(response=dns.message.make_query("a.example", "A")), True),
        (dns.resolver.NoNameservers(), False),
        (dns.resolver.LifetimeTimeout(timeout=5, errors=[]), False),
        (dns.exception.SyntaxError(), False),
        (OSError(), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_name_that_is_not_there_is_known_and_a_silent_server_is_not(monkeypatch, error, known):
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(dns.resolver.Resolver, "__init__", lambda self: None)
    monkeypatch.setattr(dns.resolver.Resolver, "resolve", fail)
    if known:
        assert lookups.ask("a.example", "TXT", 1) == []
    else:
        with pytest.raises(LookupFailed):
            lookups.ask("a.example", "TXT", 1)


@pytest.mark.parametrize(
    "name", ["\\999.example", "\ufffd" * 70, "a..example", "x" * 64 + ".example", "x." * 140]
)
def test_a_name_that_the_resolver_cannot_take_has_no_records(monkeypatch, name):
    monkeypatch.setattr(dns.resolver.Resolver, "__init__", lambda self: None)
    assert lookups.ask(name, "TXT", 1) == []


def test_names_of_services_and_of_other_scripts_are_asked_for():
    zone = Zone()
    for name in (
        "_dmarc.a.example",
        "S1._domainkey.a.example",
        "xn--a-1ga.example",
        "7.100.51.198.in-addr.arpa",
    ):
        assert Lookups(zone)(name) == []
    assert len(zone.asked) == 4


def test_records_come_as_text(monkeypatch):
    from dns.rdata import from_text

    answers = {
        "TXT": [from_text("IN", "TXT", '"v=spf1 " "-all"')],
        "MX": [from_text("IN", "MX", "10 mx.a.example.")],
        "A": [from_text("IN", "A", "192.0.2.1")],
    }
    monkeypatch.setattr(dns.resolver.Resolver, "__init__", lambda self: None)
    monkeypatch.setattr(dns.resolver.Resolver, "resolve", lambda self, name, kind, **_: answers[kind])
    assert lookups.ask("a.example", "TXT", 1) == ["v=spf1 -all"]
    assert lookups.ask("a.example", "MX", 1) == ["10 mx.a.example."]
    assert lookups.ask("a.example", "A", 1) == ["192.0.2.1"]
