"""Did the sender's domain vouch for this mail? As told by our own mail server, and by nobody else.

An Authentication-Results header (RFC 8601) is believed only if it is the first of its kind in the mail and bears
the name of the configured server: servers put theirs on top and remove forgeries of their own name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, Literal

from relevo.channels.mail.parsing import ParsedMail

Verdict = Literal["pass", "fail", "none"]

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\s*(dmarc|dkim)\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_SIGNER = re.compile(r"\bheader\.d\s*=\s*([a-z0-9.-]{1,253})", re.IGNORECASE)
_RESULTS_LIMIT: Final = 30


def verdict(mail: ParsedMail, trusted_hosts: Collection[str]) -> Verdict:
    """ "pass": DMARC passed, or a DKIM signature of the sender's own domain did. "fail": DMARC failed.

    "none": no trusted server has said anything that counts. A mail without one clear sender never passes.
    """
    written = mail.header("authentication-results")
    plain = _COMMENT.sub(" ", _QUOTED.sub(" ", written))  # quoted strings hold what the stranger wrote
    host, _, results = plain.partition(";")
    trusted = {name.lower() for name in trusted_hosts}
    if not host.split() or host.split()[0].lower() not in trusted or not mail.from_addr:
        return "none"
    if set(plain) & set('"()'):
        return "none"
    domain = mail.from_addr.rpartition("@")[2]
    found = {_judged(result, domain) for result in results.split(";")[:_RESULTS_LIMIT]}
    for outcome in ("dmarc pass", "dmarc fail", "dkim pass"):
        if outcome in found:
            return "fail" if outcome == "dmarc fail" else "pass"
    return "none"


def _judged(result: str, domain: str) -> str:
    """One method's result as "method outcome"; a DKIM result of a foreign domain counts as nothing."""
    match = _RESULT.match(result)
    if match is None:
        return ""
    method, outcome = match[1].lower(), match[2].lower()
    signed = _SIGNER.search(result)
    if method == "dkim" and (signed is None or not _aligned(signed[1].lower(), domain)):
        return ""
    if method == "dmarc" and (named := re.search(r"(?i)\bheader\.from\s*=\s*([^\s;]{1,253})", result)):
        outcome = outcome if named[1].lower() == domain else "none"
    return f"{method} {outcome}"


def _aligned(signer: str, domain: str) -> bool:
    return signer == domain or ("." in signer and domain.endswith(f".{signer}"))
