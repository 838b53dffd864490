"""Did the sender's domain vouch for this mail? As told by our own mail server, and by nobody else.

An Authentication-Results header (RFC 8601) is believed only if it is the first of its kind in the mail and bears
the name of the configured server: servers put theirs on top and remove forgeries of their own name. Microsoft 365
writes its results without any name, and is configured as ``(microsoft)``.

A domain that publishes ``p=none`` asks nobody to refuse what fails: such a failure says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, Literal

from relevo.channels.mail.parsing import ParsedMail

Verdict = Literal["pass", "fail", "none"]
NAMELESS: Final = "(microsoft)"
"""Stands for a server that begins with a result where its name should be. As a name it is never believed."""

_HARMLESS = re.compile(
    r"(?i)\bdmarc\s{0,9}=\s{0,9}fail(?:\s{0,9}\(\s{0,9}p\s{0,9}=\s{0,9}none\b[^()]{0,200}\)"
    r"|\s{1,9}action\s{0,9}=\s{0,9}none\b|[^;()]{0,300}\(policy=none\))"
)
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\s*(dmarc|dkim)\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)
_RESULT_FIRST = re.compile(r"\s{0,9}[a-z]{1,20}=[a-z]{1,20}\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_SIGNER = re.compile(r"\bheader\.d\s*=\s*([a-z0-9.-]{1,253})", re.IGNORECASE)
_IDENTITY = re.compile(r"\bheader\.i\s*=\s*[^@\s]{0,64}@([a-z0-9.-]{1,253})(?!\S)", re.IGNORECASE)
_RESULTS_LIMIT: Final = 30


def verdict(mail: ParsedMail, trusted_hosts: Collection[str]) -> Verdict:
    """ "pass": DMARC passed, or a DKIM signature of the sender's own domain did. "fail": DMARC failed.

    "none": no trusted server has said anything that counts. A mail without one clear sender never passes.
    """
    written = mail.header("authentication-results")
    trusted = {name.lower() for name in trusted_hosts} - {""}
    if _host(written) not in trusted or not mail.from_addr:
        return "none"
    unnamed = _RESULT_FIRST.match(written)
    return results_verdict(f";{written}" if unnamed else written, mail.from_addr.rpartition("@")[2])


def results_verdict(written: str, domain: str) -> Verdict:
    """What a server's results (``host; method=outcome ...``) say of a mail from ``domain``, whoever that server is."""
    unquoted = _QUOTED.sub(" ", written)  # quoted strings hold what the stranger wrote
    plain = _COMMENT.sub(" ", _HARMLESS.sub("dmarc=none", unquoted))
    if set(plain) & set('"()'):
        return "none"
    results = plain.partition(";")[2]
    found = {_judged(result, domain) for result in results.split(";")[:_RESULTS_LIMIT]}
    for outcome in ("dmarc pass", "dmarc fail", "dkim pass"):
        if outcome in found:
            return "fail" if outcome == "dmarc fail" else "pass"
    return "none"


def _host(written: str) -> str:
    """The name of the server that wrote results, ``NAMELESS`` if it wrote none; "" if there is nothing that counts."""
    if _RESULT_FIRST.match(written):
        return NAMELESS
    first = written.partition(";")[0].split()
    return first[0].lower() if first and not first[0].startswith("(") else ""


def _judged(result: str, domain: str) -> str:
    """One method's result as "method outcome"; a DKIM result of a foreign domain counts as nothing."""
    match = _RESULT.match(result)
    if match is None:
        return ""
    method, outcome = match[1].lower(), match[2].lower()
    signed = _SIGNER.search(result) or _IDENTITY.search(result)
    if method == "dkim" and (signed is None or not _aligned(signed[1].lower(), domain)):
        return ""
    if method == "dmarc" and (named := re.search(r"(?i)\bheader\.from\s*=\s*([^\s;]{1,253})", result)):
        outcome = outcome if named[1].lower() == domain else "none"
    return f"{method} {outcome}"


def _aligned(signer: str, domain: str) -> bool:
    return signer == domain or ("." in signer and domain.endswith(f".{signer}"))
