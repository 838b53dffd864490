"""Signatures that hold and signatures that do not, and no time lost on hostile ones."""

from __future__ import annotations

import time

import pytest

from relevo.channels.mail.judging import verifying
from relevo.channels.mail.judging.lookups import LookupFailed, Lookups
from relevo.channels.mail.out.signing import SigningKey, new_pem
from relevo.core.clock import now
from tests.channels.mail.letters import letter
from tests.channels.mail.zone import Zone, sealed, signed

ZONE = Zone().key("molina.example").key("lists.example").key("other.example")
RAW = letter("Hola  \r\nmundo\t!\r\n\r\n\r\n")


def signer(raw, wanted=lambda domain: True, zone=ZONE):
    return verifying.signed_by(raw, wanted, Lookups(zone))


@pytest.mark.parametrize("relaxed", [True, False])
def test_a_signature_over_the_mail_holds(relaxed):
    assert signer(signed(RAW, "molina.example", relaxed=relaxed)) == "molina.example"


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"Hola", b"Adios"),
        lambda raw: raw.replace(b"jorge@molina.example", b"elena@molina.example"),
        lambda raw: raw.replace(b"Subject: Duo 2", b"Subject: Beam"),
        lambda raw: raw.replace(b"d=molina.example", b"d=other.example", 1),
        lambda raw: raw.replace(b" b=", b" b=BBBB", 1),
        lambda raw: raw + b"more\r\n",
        lambda raw: b"From: eve@evil.example\r\n" + raw,
    ],
)
def test_whatever_is_changed_breaks_it(change):
    assert signer(change(signed(RAW, "molina.example"))) == ""


def test_a_signature_by_an_ed25519_key_counts_too():
    key = SigningKey("auralis.example", "relevo1", new_pem("ed25519"))
    zone = Zone().txt(key.record_name, key.record)
    raw = key.sign(RAW, now())
    assert signer(raw, zone=zone) == "auralis.example"
    assert signer(raw.replace(b"Hola", b"Adios"), zone=zone) == ""
    assert (
        signer(
            key.sign(RAW, now()),
            zone=Zone().txt(key.record_name, SigningKey("", "", new_pem("ed25519")).record),
        )
        == ""
    )


def test_white_space_may_change_where_the_signature_says_so():
    raw = signed(RAW, "molina.example").replace(b"Hola  \r\nmundo\t!", b"Hola\r\nmundo  !")
    assert signer(raw) == "molina.example"
    assert signer(signed(RAW, "molina.example", relaxed=False).replace(b"Hola  ", b"Hola")) == ""


def test_of_several_signatures_the_one_that_is_wanted_counts():
    raw = signed(signed(RAW, "molina.example", relaxed=False), "lists.example")
    assert signer(raw, lambda domain: domain == "molina.example") == "molina.example"
    assert signer(raw, lambda domain: domain == "lists.example") == "lists.example"
    assert signer(raw, lambda domain: domain == "evil.example") == ""


def test_a_signature_over_a_part_of_the_body_counts_as_none():
    raw = signed(RAW, "molina.example", length=True)
    assert b" l=" in raw
    assert signer(raw + b"and more\r\n") == signer(raw) == ""


def test_without_a_key_nothing_holds_and_a_silent_dns_is_told_apart():
    raw = signed(RAW, "molina.example")
    assert signer(raw, zone=Zone()) == ""
    with pytest.raises(LookupFailed):
        signer(raw, zone=Zone().silent("s1._domainkey.molina.example"))


@pytest.mark.parametrize(
    "key", ["", "v=DKIM1", "v=DKIM1; p=", "p=!!", "v=DKIM1; k=ed25519; p=AAAA", "p=" + "A" * 3000]
)
def test_a_broken_or_giant_key_is_none(key):
    assert signer(signed(RAW, "molina.example"), zone=Zone().txt("s1._domainkey.molina.example", key)) == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\r\n", b"x", b" folded\r\n\r\nx", b"DKIM-Signature: \r\n\r\nx", b"DKIM-Signature: ;;;\r\n\r\nx",
        b"DKIM-Signature: a=b; a=c\r\n\r\nx", b"Not a header\r\n\r\nx",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=molina.example; s=s1; h=from; bh=x; b=x; t=abc\r\n\r\nx",
        b"DKIM-Signature: v=1; a=rsa-sha256; d=\xff; s=\xff; h=from; bh=AAAA; b=AAAA\r\nFrom: a@b.example\r\n\r\nx",
    ],
)  # fmt: skip
def test_broken_signatures_are_none_and_raise_nothing(raw):
    assert signer(raw) == ""
    assert verifying.sealed(raw, Lookups(ZONE)) is None


SIGNATURE = (
    b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=molina.example; s=s1; h=from; bh=AAAA; b=%s\r\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        SIGNATURE % (b"A" + b"\r\n " * 900 + b"!") + RAW,
        SIGNATURE % (b"A" + b" " * 2500 + b"!") + RAW,
        SIGNATURE % b"AAAA" + RAW + (b" " * 200_000 + b"x\r\n") * 5,
        SIGNATURE % b"AAAA" + RAW + b"\r\n" * 2_000_000,
        SIGNATURE % b"AAAA" + b"X: y\r\n" + b" z\r\n" * 500_000 + RAW,
        (SIGNATURE % b"AAAA") * 300 + RAW,
        b"ARC-Seal: i=1000000000; x\r\n" + RAW,
        b"".join(b"ARC-Seal: i=%d; a=b\r\nARC-Message-Signature: i=%d\r\n" % (n, n) for n in range(500))
        + RAW,
    ],
    ids=[
        "folds",
        "spaces",
        "body of spaces",
        "empty lines",
        "endless header",
        "many",
        "instance",
        "many seals",
    ],
)
def test_attack_44_hostile_signatures_cost_no_time(raw):
    began = time.process_time()
    assert signer(raw) == ""
    assert verifying.sealed(raw, Lookups(ZONE)) is None
    assert time.process_time() - began < 20


def test_a_seal_tells_what_the_forwarder_saw():
    raw = sealed(RAW, "lists.example", "mx.lists.example; dmarc=pass header.from=molina.example")
    seal = verifying.sealed(raw, Lookups(ZONE))
    assert seal is not None
    assert seal.sealer == "lists.example"
    assert seal.results.startswith("mx.lists.example;")
    assert "dmarc=pass header.from=molina.example" in seal.results


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"Hola", b"Adios"),
        lambda raw: raw.replace(b"dmarc=pass", b"dmarc=none"),
        lambda raw: raw.replace(b"ARC-Seal:", b"X-Seal:"),
        lambda raw: raw.replace(b"cv=none", b"cv=pass"),
        lambda raw: raw,
    ],
)
def test_a_seal_that_was_tampered_with_is_none(change):
    raw = sealed(RAW, "lists.example", "mx.lists.example; dmarc=pass header.from=molina.example")
    changed = change(raw)
    assert (verifying.sealed(changed, Lookups(ZONE)) is None) == (changed != raw)


def test_a_mail_without_a_seal_has_none():
    assert verifying.sealed(signed(RAW, "molina.example"), Lookups(ZONE)) is None


def test_the_header_of_a_mail_ends_at_the_blank_line():
    assert verifying.header_of(b"A: b\r\nC: d\r\n\r\nx") == b"A: b\r\nC: d"
    assert verifying.header_of(b"A: b\n\nx") == b"A: b"
    assert len(verifying.header_of(b"A: " + b"b" * 300_000)) == verifying.HEADERS_LIMIT
