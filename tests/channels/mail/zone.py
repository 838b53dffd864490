"""A made-up DNS, and keys to sign mails with."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from relevo.channels.mail.judging.lookups import LookupFailed


class Zone:
    """Answers like ``lookups.ask`` and counts. A record that is an exception is raised."""

    def __init__(self, records: Mapping[tuple[str, str], Sequence[str] | Exception] | None = None) -> None:
        self.records = dict(records or {})
        self.asked: list[tuple[str, str]] = []

    def __call__(self, name: str, kind: str, seconds: float) -> list[str]:
        self.asked.append((name, kind))
        found = self.records.get((name, kind), [])
        if isinstance(found, Exception):
            raise found
        return list(found)

    def txt(self, name: str, *texts: str) -> Zone:
        """Add TXT records."""
        self.records[name, "TXT"] = texts
        return self

    def key(self, domain: str, selector: str = "s1") -> Zone:
        """Publish the tests' key under a domain."""
        return self.txt(f"{selector}._domainkey.{domain}", f"v=DKIM1; k=rsa; p={_public()}")

    def dmarc(self, domain: str, policy: str) -> Zone:
        """Publish a DMARC record: ``reject`` or ``none; sp=reject`` and so on."""
        return self.txt(f"_dmarc.{domain}", f"v=DMARC1; p={policy}")

    def silent(self, name: str, kind: str = "TXT") -> Zone:
        """Let a name's server not answer."""
        self.records[name, kind] = LookupFailed("Timeout")
        return self


def signed(
    raw: bytes, domain: str, *, selector: str = "s1", relaxed: bool = True, length: bool = False
) -> bytes:
    """The mail with a DKIM signature of the domain, by the tests' key."""
    rule = b"relaxed" if relaxed else b"simple"
    header = dkim.sign(
        raw, selector.encode(), domain.encode(), _private(), canonicalize=(rule, rule), length=length,
        include_headers=[b"from", b"to", b"subject", b"message-id"],
    )  # fmt: skip
    return bytes(header) + raw


def sealed(raw: bytes, sealer: str, results: str) -> bytes:
    """The mail as a forwarder passes it on: an ARC set, made of the ``Authentication-Results`` it saw."""
    seen = f"Authentication-Results: {results}\r\n".encode() + raw
    headers = dkim.arc_sign(
        seen, b"s1", sealer.encode(), _private(), results.partition(";")[0].encode(),
        include_headers=[b"from", b"to", b"subject", b"message-id"],
    )  # fmt: skip
    return b"".join(headers) + raw


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _private() -> bytes:
    return _key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


@cache
def _public() -> str:
    whole = _key().public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    return base64.b64encode(whole).decode()
