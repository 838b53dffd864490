"""Does a domain stand behind a mail that bears its name? DKIM, SPF, DMARC (RFC 7489) and ARC, checked here.

"pass": a signature or the sending server is of the sender's own domain (aligned as its DMARC record asks, relaxed
where there is none). "fail": the domain publishes that others' mail in its name is to be refused or quarantined, and
nothing aligned holds. "none": nothing can be said, and that is the answer whenever the sender's own DNS is silent, or
SPF could not be asked because the mail came by another server. Names that a stranger chose are never asked for: they
could be silent because he wants so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

import spf
from publicsuffix2 import PublicSuffixList

from relevo.channels.mail import addresses
from relevo.channels.mail.judging import authentication, verifying
from relevo.channels.mail.judging.authentication import Verdict
from relevo.channels.mail.judging.lookups import LookupFailed, Lookups

_DISOWNING: Final = frozenset({"quarantine", "reject"})
_ASKABLE: Final = _DISOWNING | {"none"}
_MILDER: Final = MappingProxyType({"reject": "quarantine", "quarantine": "none"})
"""What holds for mail that ``pct`` leaves out (RFC 7489 6.6.4): the milder policy, and not none at all."""
_SPF_KINDS: Final = frozenset({"A", "AAAA", "MX", "PTR", "TXT"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail and whom it says it is from.

    domain: of the address in From. mail_from, peer: the envelope's sender and the address of the server that handed
    the mail to us, "" when that server is not the sender's own or not known: SPF has no say then.
    """

    raw: bytes
    domain: str
    mail_from: str = ""
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a domain publishes. asks: "none", "quarantine", "reject", "" without a record that counts.

    strict: "dkim", "spf".
    """

    asks: str = ""
    strict: frozenset[str] = frozenset()


def check(claim: Claim, lookups: Lookups, *, sealers: Collection[str] = ()) -> Verdict:
    """Ask DNS, at most as often and as long as ``lookups`` lets us. Never raises.

    sealers: domains whose ARC seal is believed when they say that the mail was good as they got it.
    """
    try:
        verdict = _check(claim, lookups)
    except LookupFailed:
        verdict = "none"
    if verdict != "pass" and sealed_as_good(claim, lookups, sealers):
        return "pass"
    return verdict


def sealed_as_good(claim: Claim, lookups: Lookups, sealers: Collection[str]) -> bool:
    """Whether a sealer that we believe had it as good; mailing lists and forwarders break what was good."""
    if not sealers:
        return False
    try:
        seal = verifying.sealed(claim.raw, lookups)
    except LookupFailed:
        return False
    return (
        seal is not None
        and seal.sealer in sealers
        and authentication.results_verdict(seal.results, claim.domain) == "pass"
    )


def organization(domain: str) -> str:
    """The part of a domain that somebody has registered: ``auralis.example`` of ``mail.auralis.example``."""
    return _organization(domain.lower().rstrip("."))


def published(domain: str, lookups: Lookups) -> Policy:
    """What counts for mail of a domain: its own record, else that of the domain above it which somebody has registered.

    Several records are none, and one that asks for nothing known only watches if it names who is told (RFC 7489 6.6.3).
    Raises ``LookupFailed``.
    """
    own = _records(domain, lookups)
    found = own or _records(organization(domain), lookups)
    if len(found) != 1:
        return Policy()
    [record] = found
    asked = record.get("p", "") if own else record.get("sp", "") or record.get("p", "")
    if record.get("pct") == "0":
        asked = _MILDER.get(asked, asked)
    if asked not in _ASKABLE:
        asked = "none" if record.get("rua") else ""
    strict = {name for name, tag in (("dkim", "adkim"), ("spf", "aspf")) if record.get(tag) == "s"}
    return Policy(asked, frozenset(strict))


def _check(claim: Claim, lookups: Lookups) -> Verdict:
    policy = published(claim.domain, lookups)
    if verifying.signed_by(claim.raw, lambda domain: _aligned(domain, claim.domain, policy, "dkim"), lookups):
        return "pass"
    sent = _sent_by(claim, policy, lookups)
    if sent == "pass":
        return "pass"
    return "fail" if sent and policy.asks in _DISOWNING else "none"


def _records(domain: str, lookups: Lookups) -> list[dict[str, str]]:
    """The tags of each DMARC record of a domain."""
    texts = lookups(f"_dmarc.{domain}")
    return [_tags(text) for text in texts if text.replace(" ", "").startswith("v=DMARC1")]


def _tags(record: str) -> dict[str, str]:
    tags = (tag.partition("=") for tag in record.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in tags}


def _aligned(domain: str, claimed: str, policy: Policy, method: Literal["dkim", "spf"]) -> bool:
    domain = domain.lower()
    if domain == claimed:
        return True
    return "." in domain and method not in policy.strict and organization(domain) == organization(claimed)


def _sent_by(claim: Claim, policy: Policy, lookups: Lookups) -> str:
    """SPF's result for the envelope's sender; "" when it could not be asked or DNS did not answer.

    A sender of another domain, or none, is a failure whatever SPF says of it: nobody is asked.
    """
    if not claim.peer:
        return ""
    sender = addresses.normal(claim.mail_from) or claim.mail_from
    _, at, domain = sender.rpartition("@")
    if not at or not _aligned(domain, claim.domain, policy, "spf"):
        return "fail"
    try:
        result = str(_Spf(sender, claim.peer, lookups).check()[0])
    except LookupFailed:
        raise
    except Exception:  # noqa: BLE001 - a stranger's record may hold anything
        return "permerror"
    return "" if result == "temperror" else result


class _Spf(spf.query):  # type: ignore[misc]
    """pyspf, asking DNS through our bounds."""

    def __init__(self, sender: str, peer: str, lookups: Lookups) -> None:
        super().__init__(i=peer, s=sender, h=sender.rpartition("@")[2])
        self._lookups = lookups

    def dns(self, name: str, qtype: str, cnames: Any = None, ignore_void: bool = False) -> list[Any]:
        """What pyspf wants to know, in the shapes it wants."""
        found = self._lookups(str(name), qtype) if qtype in _SPF_KINDS else []
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("too many lookups without an answer")
        if qtype == "TXT":
            return [(text.encode(),) for text in found]
        if qtype == "MX":
            return [
                (int(preference), host.rstrip("."))
                for preference, _, host in (mx.partition(" ") for mx in found)
            ]
        return [value.rstrip(".") for value in found]


@lru_cache(maxsize=4096)
def _organization(domain: str) -> str:
    found = str(_suffixes().get_public_suffix(domain) or domain)
    # Under a top-level domain that is not listed, the list's rule "*" holds: two labels are one registration.
    return found if "." in found else ".".join(domain.split(".")[-2:])


@cache
def _suffixes() -> Any:
    """The public suffix list that comes with authheaders."""
    with (files("authheaders") / "public_suffix_list.txt").open(encoding="utf-8") as listed:
        return PublicSuffixList(listed)
