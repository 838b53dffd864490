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


@pytest.mark.parametrize("name", ["", "a..example", "x" * 64 + ".example", "a." * 130 + "example"])
def test_a_name_that_cannot_be_is_not_asked_for(name):
    zone = Zone()
    assert Lookups(zone)(name) == []
    assert zone.asked == []


def test_endless_answers_are_cut_and_giant_records_left_out():
    zone = Zone().txt("a.example", *["x"] * 100).txt("b.example", "y" * 5000, "z")
    ask = Lookups(zone)
    assert (len(ask("a.example")), ask("b.example")) == (20, ["z"])


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
