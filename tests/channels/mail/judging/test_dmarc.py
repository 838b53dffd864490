"""Who stands behind a mail, by a made-up DNS. Rules: RFC 7208 (SPF), 7489 (DMARC), 8617 (ARC)."""

from __future__ import annotations

import pytest

from relevo.channels.mail.judging import lookups
from relevo.channels.mail.judging.dmarc import Claim, check, organization
from relevo.channels.mail.judging.lookups import Lookups
from tests.channels.mail.letters import letter
from tests.channels.mail.zone import Zone, sealed, signed

RAW = letter("Hola")
PEER = "198.51.100.7"
SENDER = "jorge@molina.example"
SPOOFED = {"mail_from": "eve@evil.example", "peer": "203.0.113.9"}
PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789._-"


def zone(policy: str = "reject", spf: str = "v=spf1 ip4:198.51.100.0/24 -all") -> Zone:
    made = Zone().key("molina.example").key("mail.molina.example").key("evil.example")
    made.txt("molina.example", spf).txt("mail.molina.example", spf).txt("evil.example", "v=spf1 +all")
    return made.dmarc("molina.example", policy) if policy else made


def verdict(dns: Zone, raw: bytes = RAW, *, domain="molina.example", mail_from="", peer="", sealers=()):
    return check(Claim(raw, domain, mail_from, peer), Lookups(dns), sealers=sealers)


@pytest.mark.parametrize("policy", ["", "none", "quarantine", "reject"])
def test_a_signature_of_the_domain_passes(policy):
    assert verdict(zone(policy), signed(RAW, "molina.example")) == "pass"


@pytest.mark.parametrize("policy", ["", "none", "quarantine", "reject"])
def test_the_domains_own_server_passes(policy):
    assert verdict(zone(policy), mail_from=SENDER, peer=PEER) == "pass"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("", "none"),
        ("none", "none"),
        ("quarantine", "fail"),
        ("reject", "fail"),
        ("Reject ; pct=100", "fail"),
        ("quarantine; pct=50", "fail"),
        ("reject; pct=0", "fail"),
        ("quarantine; pct=0", "none"),
        ("quarantine; pct = 0 ; rua=mailto:d@molina.example", "none"),
    ],
)
def test_attack_13_nothing_aligned_fails_where_the_domain_asks_for_it(policy, expected):
    raw = signed(RAW, "evil.example")
    assert verdict(zone(policy), raw, mail_from="eve@evil.example", peer="203.0.113.9") == expected
    assert verdict(zone(policy), RAW, mail_from=SENDER, peer="203.0.113.9") == expected


def test_spf_that_could_not_be_asked_makes_no_failure():
    assert verdict(zone(), RAW) == "none"
    assert verdict(zone(), RAW, mail_from=SENDER) == "none"
    assert verdict(zone(), RAW, mail_from="eve@evil.example") == "none"


@pytest.mark.parametrize(
    "selector", [b"\\999", b"\\0", b"\\", b"a\\", b"\xff", b"\x00", b"a b", b'a"b', b"a..b", b"s9"]
)
def test_attack_13_a_forged_signature_with_a_key_that_cannot_be_is_none(selector):
    raw = signed(RAW, "molina.example", selector="PLACE").replace(b"PLACE", selector)
    dns = zone()
    asked = Lookups(lambda name, kind, seconds: _asked(dns, name, kind, seconds))
    assert check(Claim(raw, "molina.example", **SPOOFED), asked) == "fail"


def _asked(dns: Zone, name: str, kind: str, seconds: float) -> list[str]:
    """As the zone answers, but with the real resolver's refusal of names that cannot be."""
    real = lookups.ask(name, kind, 0.01) if set(name) - set(PLAIN) else []
    return real or dns(name, kind, seconds)


@pytest.mark.parametrize(
    "mail_from", ["", "<>", "eve", "molina.example", "@molina.example", "eve@evil.example", "@"]
)
def test_attack_13_a_return_path_that_is_not_the_domains_helps_nobody(mail_from):
    for policy, expected in (("reject", "fail"), ("quarantine", "fail"), ("none", "none"), ("", "none")):
        dns = zone(policy).silent("evil.example")
        assert verdict(dns, RAW, mail_from=mail_from, peer="203.0.113.9") == expected
        assert ("evil.example", "TXT") not in dns.asked


def test_attack_13_a_strangers_include_that_does_not_answer_helps_nobody():
    dns = zone().txt("evil.example", "v=spf1 include:deep.evil.example -all").silent("deep.evil.example")
    assert verdict(dns, RAW, **SPOOFED) == "fail"


def test_attack_13_a_return_path_of_odd_signs_in_the_domains_own_record_helps_nobody():
    dns = zone("reject", "v=spf1 exists:%{l}.spf.molina.example -all")
    asked = Lookups(lambda name, kind, seconds: _asked(dns, name, kind, seconds))
    for local in ("\\999", "\\0", "ñ", '"a b"'):
        assert check(Claim(RAW, "molina.example", f"{local}@molina.example", "203.0.113.9"), asked) == "fail"


@pytest.mark.parametrize("name", ["molina.example", "_spf.molina.example"])
def test_the_domains_own_record_that_does_not_answer_holds_nothing_back(name):
    dns = zone("reject", "v=spf1 include:_spf.molina.example -all").silent(name)
    assert verdict(dns, RAW, mail_from=SENDER, peer=PEER) == "none"


def test_a_return_path_may_be_written_in_capitals_or_in_its_own_script():
    dns = (
        Zone()
        .dmarc("xn--mlina-0ta.example", "reject")
        .txt("xn--mlina-0ta.example", "v=spf1 ip4:198.51.100.0/24 -all")
    )
    for path in ("Jorge@MÓLINA.example", "jorge@xn--mlina-0ta.example"):
        assert verdict(dns, RAW, domain="xn--mlina-0ta.example", mail_from=path, peer=PEER) == "pass"


def test_a_sub_domain_is_aligned_unless_the_record_is_strict():
    mailed = signed(RAW, "mail.molina.example")
    assert verdict(zone("reject"), mailed) == "pass"
    assert verdict(zone("reject; adkim=s"), mailed) == "none"
    from_there = {"mail_from": "x@mail.molina.example", "peer": PEER}
    assert verdict(zone("reject"), **from_there) == "pass"
    assert verdict(zone("reject; aspf=s"), **from_there) == "fail"


def test_the_organizations_record_speaks_for_its_sub_domains():
    spoofed = {"domain": "sub.molina.example", "mail_from": "eve@evil.example", "peer": "203.0.113.9"}
    assert verdict(zone("none; sp=reject"), **spoofed) == "fail"
    assert verdict(zone("reject; sp=none"), **spoofed) == "none"
    assert verdict(zone("reject"), **spoofed) == "fail"


def test_two_records_are_none_and_other_texts_do_not_matter():
    record = "v=DMARC1; p=reject"
    spoofed = {"mail_from": "eve@evil.example", "peer": "203.0.113.9"}
    assert verdict(zone("").txt("_dmarc.molina.example", record, record), **spoofed) == "none"
    assert verdict(zone("").txt("_dmarc.molina.example", "hello", record), **spoofed) == "fail"


@pytest.mark.parametrize(
    "spf",
    [
        "v=spf1 include:a.example include:b.example -all", "v=spf1 redirect=molina.example", "v=spf1 exists:%{i}.x -all",
        "v=spf1 mx a ptr ip4:999 -all", "v=spf1 " + "a:x.example " * 60, "v=spf1 ip4:::: moo", "v=spf1 ?all", "",
        "v=spf1 include:molina.example -all",
    ],
)  # fmt: skip
def test_hostile_and_broken_spf_ends_and_passes_nobody(spf):
    dns = zone("reject", spf)
    assert verdict(dns, mail_from=SENDER, peer="203.0.113.9") == "fail"
    assert len(dns.asked) <= 30


def test_spf_knows_addresses_mail_servers_and_both_ip_versions():
    dns = zone("reject", "v=spf1 a mx -all")
    dns.records["molina.example", "A"] = ["192.0.2.1"]
    dns.records["molina.example", "AAAA"] = ["2001:db8::1"]
    dns.records["molina.example", "MX"] = ["10 mx.molina.example."]
    dns.records["mx.molina.example", "A"] = ["192.0.2.2"]
    for peer in ("192.0.2.1", "2001:db8::1", "192.0.2.2"):
        assert verdict(dns, mail_from=SENDER, peer=peer) == "pass"
    assert verdict(dns, mail_from=SENDER, peer="192.0.2.3") == "fail"


@pytest.mark.parametrize("name", ["_dmarc.molina.example", "molina.example", "s1._domainkey.molina.example"])
def test_a_silent_dns_says_nothing(name):
    raw = signed(RAW, "molina.example")
    assert verdict(zone().silent(name), raw.replace(b"Hola", b"Ola"), mail_from=SENDER, peer=PEER) == "none"


def test_a_forwarders_seal_is_believed_only_of_those_we_trust():
    results = "mx.lists.example; dmarc=pass header.from=molina.example"
    dns = zone().key("lists.example")
    raw = sealed(RAW.replace(b"Hola", b"[list] Hola"), "lists.example", results)
    forwarded = {"mail_from": "list@lists.example", "peer": "203.0.113.9"}
    assert verdict(dns, raw, **forwarded) == "fail"
    assert verdict(dns, raw, **forwarded, sealers={"other.example"}) == "fail"
    assert verdict(dns, raw, **forwarded, sealers={"lists.example"}) == "pass"
    assert (
        verdict(dns.silent("s1._domainkey.lists.example"), raw, **forwarded, sealers={"lists.example"})
        == "fail"
    )


@pytest.mark.parametrize(
    "results", ["dmarc=fail header.from=molina.example", "dmarc=pass header.from=evil.example", "none"]
)
def test_a_seal_that_does_not_say_pass_for_this_sender_helps_nobody(results):
    raw = sealed(RAW, "lists.example", f"mx.lists.example; {results}")
    forwarded = {"mail_from": "list@lists.example", "peer": "203.0.113.9", "sealers": {"lists.example"}}
    assert verdict(zone().key("lists.example"), raw, **forwarded) == "fail"


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("mail.molina.example", "molina.example"), ("a.b.co.uk", "b.co.uk"), ("b.co.uk", "b.co.uk"),
        ("MAIL.Firm.LV.", "firm.lv"), ("example", "example"),
    ],
)  # fmt: skip
def test_the_registered_part_of_a_domain(domain, registered):
    assert organization(domain) == registered
