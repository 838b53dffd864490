"""DKIM on what we send: checked by dkimpy, which knows nothing of how we signed, against a DNS that answers from a dict."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.channels.mail.out import signing
from relevo.channels.mail.out.composing import OutgoingFile, compose
from relevo.channels.mail.out.signing import SigningKey
from tests.channels.mail.out.test_composing import REPLY

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@cache
def key(algorithm: str = "rsa") -> SigningKey:
    return SigningKey("auralis.example", "relevo1", signing.new_pem(algorithm))


def dns(known: SigningKey):
    """A resolver that has one record."""

    def look_up(name: bytes, timeout: float = 5) -> bytes:
        assert name.decode().rstrip(".") == known.record_name
        return known.record.encode()

    return look_up


def passes(raw: bytes, known: SigningKey) -> bool:
    try:
        return bool(dkim.DKIM(raw, minkey=1024).verify(dnsfunc=dns(known)))
    except dkim.ValidationError:  # the body is another one
        return False


@pytest.mark.parametrize("algorithm", ["rsa", "ed25519"])
def test_a_signed_mail_passes(algorithm):
    raw = compose(replace(REPLY, files=(OutgoingFile("guía.pdf", "application/pdf", bytes(range(256)) * 9),)))
    signed = key(algorithm).sign(raw, AT)
    assert signed.endswith(raw)
    assert passes(signed, key(algorithm))
    head = signed.partition(b"\r\n\r\n")[0]
    assert f"a={algorithm}-sha256; c=relaxed/relaxed; d=auralis.example;".encode() in head.replace(
        b"\r\n", b""
    )
    assert b"t=1795312800" in head
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))


@pytest.mark.parametrize("algorithm", ["rsa", "ed25519"])
@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"por favor", b"nunca"),
        lambda raw: raw.replace(b"Subject: ", b"Subject: Gratis "),
        lambda raw: raw.replace(b"\r\nSubject:", b"\r\nFrom: eve@evil.example\r\nSubject:"),
        lambda raw: raw.replace(b"\r\nSubject:", b"\r\nReply-To: eve@evil.example\r\nSubject:"),
        lambda raw: raw.replace(b"\r\nSubject:", b"\r\nTo: eve@evil.example\r\nSubject:"),
        lambda raw: b"Subject: Gratis\r\n" + raw,
        lambda raw: b"Content-Type: text/html\r\n" + raw,
        lambda raw: b"In-Reply-To: <x@evil.example>\r\n" + raw,
        lambda raw: b"Cc: eve@evil.example\r\n" + raw,
        lambda raw: raw + b"more\r\n",
    ],
    ids=["body", "subject", "second From", "second Reply-To", "second To", "second Subject", "second type",
         "second thread", "a Cc", "more body"],
)  # fmt: skip
def test_what_was_changed_or_added_on_the_way_fails(algorithm, change):
    signed = key(algorithm).sign(compose(REPLY), AT)
    changed = change(signed)
    assert changed != signed
    assert not passes(changed, key(algorithm))


def test_headers_that_servers_add_and_folds_they_change_do_no_harm():
    signed = key().sign(compose(REPLY), AT)
    moved = signed.replace(b"Subject: Re: El", b"Subject:  Re:\r\n\tEl").replace(b"\r\nFrom:", b"\r\nFROM:")
    assert passes(b"Received: by mx.example\r\nX-Spam: no\r\n" + moved + b"\r\n\r\n", key())


def test_another_key_does_not_pass():
    other = SigningKey("auralis.example", "relevo1", signing.new_pem("ed25519"))
    assert not passes(key("ed25519").sign(compose(REPLY), AT), other)


@given(st.text(max_size=200), st.text(max_size=400))
@settings(max_examples=40)
def test_any_subject_and_text_pass(subject, text):
    raw = compose(replace(REPLY, subject=subject, text=text))
    assert passes(key("ed25519").sign(raw, AT), key("ed25519"))


def test_the_record_is_what_the_standard_says_and_fits_into_dns_strings():
    line = signing.zone_line(key())
    assert line.startswith('relevo1._domainkey.auralis.example. IN TXT ("v=DKIM1; k=rsa; p=MII')
    strings = line.partition("(")[2].strip(")").split('" "')
    assert len(strings) == 2
    assert all(len(string.strip('"')) <= 255 for string in strings)
    assert "".join(string.strip('"') for string in strings) == key().record
    assert len(base64.b64decode(key("ed25519").record.partition("p=")[2])) == 32
    assert "PRIVATE" not in line
    assert "PRIVATE" not in repr(key())


RFC_8463 = (
    b"From: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\n"
    b"Subject: Is dinner ready?\r\nDate: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
    b"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\n"
    b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
)


def test_the_body_hash_and_the_ed25519_key_of_rfc_8463():
    """Appendix A: the published secret gives the published public key, and the published mail its body hash."""
    secret = base64.b64decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    pem = Ed25519PrivateKey.from_private_bytes(secret).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    published = SigningKey("football.example.com", "brisbane", pem.decode())
    assert published.record == "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    signed = published.sign(RFC_8463, AT)
    assert b"bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=" in signed.replace(b"\r\n ", b"")
    assert passes(signed, published)


def test_a_key_of_another_kind_is_refused():
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(ValueError, match="neither an RSA nor an Ed25519 key"):
        SigningKey("auralis.example", "relevo1", pem.decode()).sign(compose(REPLY), AT)


@pytest.mark.parametrize(
    ("text", "fits"),
    [("auralis.example", True), ("a-b.auralis.example", True), ("auralis", False), ("auralis.example.", False),
     ("-a.example", False), ("a..example", False), ("a.example/x", False), ("a.1", False), ("ā.example", False)],
)  # fmt: skip
def test_domains(text, fits):
    assert signing.is_domain(text) == fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [("relevo1", True), ("r-1", True), ("", False), ("r 1", False), ("a.b", False), ("a" * 64, False)],
)
def test_selectors(text, fits):
    assert signing.is_selector(text) == fits
