"""DKIM (RFC 6376): our signature on what we send, by a key that the mailbox's domain publishes.

Relaxed/relaxed, since servers on the way fold headers anew. Every header that says who, what and in answer to what is
signed once more than it occurs, so that nobody can add a second one below our signature. Canonical forms come from
dkimpy; the keys from ``cryptography``, which signs in constant time and knows Ed25519 (RFC 8463).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

import dkim
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from dkim.canonicalization import CanonicalizationPolicy

Algorithm = Literal["rsa", "ed25519"]

SIGNED: Final = (
    b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"Reply-To", b"In-Reply-To", b"References",
    b"MIME-Version", b"Content-Type", b"Auto-Submitted",
)  # fmt: skip
"""Headers that are signed; each one time more than it occurs."""

RSA_BITS: Final = 2048  # what DNS holds in one record of two strings; RFC 8301 asks for 1024 at least
_POLICY: Final = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
_DOMAIN = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z"
)
_SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A private key and where its public half is found. ``pem``: PKCS #8, not encrypted."""

    domain: str
    selector: str
    pem: str

    def load(self) -> _Pair:
        """The key itself. Raises ``ValueError`` for a text that is none, or one of another kind."""
        return _Pair(self.pem)

    def sign(self, raw: bytes, at: datetime) -> bytes:
        """The mail with a DKIM-Signature on top. ``raw`` has CRLF line ends. Raises ``ValueError`` for a bad key."""
        return _signature(raw, self, at) + raw

    @property
    def record_name(self) -> str:
        """The name of the DNS record."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """What the DNS record holds."""
        key = self.load()
        return f"v=DKIM1; k={key.algorithm}; p={base64.b64encode(key.public).decode('ascii')}"


def is_domain(text: str) -> bool:
    """Whether this is a host name with at least two labels, in lower case and ASCII."""
    return bool(_DOMAIN.match(text))


def is_selector(text: str) -> bool:
    """Whether this can stand before ``._domainkey``."""
    return bool(_SELECTOR.match(text))


def new_pem(algorithm: Algorithm = "rsa") -> str:
    """A new private key."""
    key = Ed25519PrivateKey.generate() if algorithm == "ed25519" else generate_private_key(65537, RSA_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def zone_line(key: SigningKey) -> str:
    """The DNS record as a line of a zone file, its value cut into strings of at most 255 letters."""
    value = key.record
    strings = " ".join(f'"{value[place : place + 255]}"' for place in range(0, len(value), 255))
    return f"{key.record_name}. IN TXT ({strings})"


class _Pair:
    """A loaded private key."""

    def __init__(self, pem: str) -> None:
        # We made it ourselves; checking its primes at each mail would cost more than the signature.
        key = load_pem_private_key(pem.encode("ascii", "replace"), None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
            raise ValueError("neither an RSA nor an Ed25519 key")  # noqa: TRY004 - the text is wrong, not its type
        self.key = key

    @property
    def algorithm(self) -> Algorithm:
        return "rsa" if isinstance(self.key, RSAPrivateKey) else "ed25519"

    @cached_property
    def public(self) -> bytes:
        """As DNS holds it: SubjectPublicKeyInfo for RSA, the bare 32 bytes for Ed25519 (RFC 8463 section 4)."""
        if isinstance(self.key, RSAPrivateKey):
            return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, digest: bytes) -> bytes:
        """Over a SHA-256 digest; Ed25519 signs the digest itself (RFC 8463 section 3)."""
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
        return self.key.sign(digest)


def _signature(raw: bytes, key: SigningKey, at: datetime) -> bytes:
    """The DKIM-Signature header line."""
    pair = key.load()
    headers, body = dkim.rfc822_parse(raw)
    names = _names(headers)
    tags = {
        "v": "1", "a": f"{pair.algorithm}-sha256", "c": "relaxed/relaxed", "d": key.domain, "s": key.selector,
        "t": str(int(at.timestamp())), "h": ":".join(name.decode("ascii") for name in names),
        "bh": _in_base64(hashlib.sha256(_POLICY.canonicalize_body(body)).digest()), "b": "",
    }  # fmt: skip
    unsigned = _written(tags)
    canonical = _POLICY.canonicalize_headers(headers)
    last = _POLICY.canonicalize_headers([(b"DKIM-Signature", unsigned.partition(b":")[2])])
    lines = dkim.select_headers(canonical, [name.lower() for name in names])
    signed = b"".join(name + b":" + value for name, value in lines) + b"dkim-signature:" + last[0][1].rstrip()
    return _written(tags | {"b": _in_base64(pair.sign(hashlib.sha256(signed).digest()))})


def _names(headers: list[tuple[bytes, bytes]]) -> list[bytes]:
    """The names to sign: each as often as it occurs, and once more."""
    found = [name.lower() for name, _value in headers]
    return [name for name in SIGNED for _ in range(found.count(name.lower()) + 1)]


def _written(tags: dict[str, str]) -> bytes:
    """The header folded into lines; long tags may be broken anywhere between their letters or names."""
    lines = ["DKIM-Signature:"]
    for name, value in tags.items():
        for place, piece in enumerate(_pieces(value) or [""]):
            word = (f" {name}=" if place == 0 else " " if name in {"b", "bh"} else "") + piece
            if len(lines[-1]) + len(word) > 72:
                lines.append("")
            lines[-1] += word if lines[-1] or word.startswith(" ") else f" {word}"  # a fold needs its space
        lines[-1] += "" if name == "b" else ";"
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def _pieces(value: str) -> list[str]:
    if ":" in value:
        names = value.split(":")
        return [f"{name}:" for name in names[:-1]] + names[-1:]
    return [value[place : place + 60] for place in range(0, len(value), 60)]


def _in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
