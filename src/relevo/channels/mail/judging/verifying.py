"""DKIM and ARC signatures, verified by dkimpy within bounds that dkimpy itself does not keep.

Its expressions take time with the square of hostile white space, and a published key of any length is reckoned with:
so long signatures, odd white space, giant keys and endless headers are refused first, and the body is brought into its
relaxed form in linear time before dkimpy does so again. A signature that covers a part of the body only (``l=``)
counts as none: whatever is added behind it would look signed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import dkim
from dkim.util import parse_tag_value

from relevo.channels.mail.judging.lookups import LookupFailed, Lookups

HEADERS_LIMIT: Final = 100_000  # bytes of a mail's header block
LINES_LIMIT: Final = 600_000
SIGNATURES: Final = 5
"""Signatures of one mail that are verified."""
ARC_SETS: Final = 5
_SIGNATURE_FIELDS: Final = 20
_SIGNATURE_LENGTH: Final = 3000
_KEY_LENGTH: Final = 1200  # characters of a key record; 4096 bits need 750
_WHITE = re.compile(rb"\s{80}")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_INSTANCE = re.compile(r"\s{0,80}i\s{0,80}=\s{0,80}\d{1,3}\s{0,80};\s{0,80}")
_ARC: Final = frozenset({b"arc-seal", b"arc-message-signature", b"arc-authentication-results"})


@dataclass(frozen=True, slots=True)
class Seal:
    """The newest ARC set of a chain that holds: who sealed it, and what that server says of the mail as it came.

    results: like an Authentication-Results header.
    """

    sealer: str
    results: str


def header_of(raw: bytes) -> bytes:
    """A mail's header block, cut where it is longer than is looked at here."""
    end = _END_OF_HEADERS.search(raw, 0, HEADERS_LIMIT)
    return raw[: end.start() if end else HEADERS_LIMIT]


def signed_by(raw: bytes, wanted: Callable[[str], bool], lookups: Lookups) -> str:
    """The first domain that ``wanted`` accepts and whose signature over the mail holds; "" for none.

    Raises ``LookupFailed`` when a key could not be asked for.
    """
    mail = _loaded(dkim.DKIM, raw)
    if mail is None:
        return ""
    tried, bodies = 0, {False: mail.body}
    for index, fields in _signatures(mail):
        domain = fields.get(b"d", b"").decode("ascii", "replace").lower()
        if b"l" in fields or not wanted(domain) or tried == SIGNATURES:
            continue
        tried += 1
        relaxed = fields.get(b"c", b"").endswith(b"/relaxed")
        mail.body = bodies[relaxed] if relaxed in bodies else bodies.setdefault(True, _relaxed(bodies[False]))
        if _holds(partial(mail.verify, index, dnsfunc=_keys(lookups))):
            return domain
    return ""


def sealed(raw: bytes, lookups: Lookups) -> Seal | None:
    """The newest ARC set, if the whole chain and the newest signature over the mail hold (RFC 8617).

    Raises ``LookupFailed`` when a key could not be asked for.
    """
    mail = _loaded(dkim.ARC, raw)
    if mail is None:
        return None
    fields = [value for name, value in mail.headers if name.lower() in _ARC]
    if not 0 < len(fields) <= len(_ARC) * ARC_SETS or not all(_plain(value) for value in fields):
        return None
    if any(re.search(rb"[;\s]l\s?=", value) for value in fields):
        return None
    mail.body = _relaxed(mail.body)  # an ARC signature of another kind does not hold, then
    sets: list[dict[str, Any]] = []
    if not _holds(partial(_chain_holds, mail, lookups, sets)):
        return None
    newest = sets[0]
    results = newest["aar-value"].decode("utf-8", "replace")
    return Seal(newest["as-domain"].decode("ascii", "replace").lower(), _INSTANCE.sub("", results, count=1))


def _chain_holds(mail: Any, lookups: Lookups, sets: list[dict[str, Any]]) -> bool:
    """Verify an ARC chain; ``sets`` gets what dkimpy says of each set, the newest first."""
    status, found, _ = mail.verify(dnsfunc=_keys(lookups))
    sets.extend(found)
    return bool(status == dkim.CV_Pass)


def _loaded(kind: Callable[[bytes], Any], raw: bytes) -> Any | None:
    """dkimpy's view of a mail; None for one that is not plain enough to be verified at all."""
    if not _END_OF_HEADERS.search(raw, 0, HEADERS_LIMIT) or raw.count(b"\n") > LINES_LIMIT:
        return None
    try:
        return kind(raw)
    except (dkim.DKIMException, IndexError):  # the second: a mail that begins with a folded line
        return None


def _relaxed(body: bytes) -> bytes:
    """RFC 6376 3.4.4, but for the empty lines at the end. Doing it twice changes nothing."""
    return re.sub(rb"[\t ]+", b" ", body).replace(b" \r\n", b"\r\n")


def _signatures(mail: Any) -> Iterator[tuple[int, dict[bytes, bytes]]]:
    """The readable signatures with their place among all of them."""
    written = [value for name, value in mail.headers if name.lower() == b"dkim-signature"]
    for index, value in enumerate(written[:_SIGNATURE_FIELDS]):
        if _plain(value):
            try:
                yield index, parse_tag_value(value)
            except dkim.util.InvalidTagValueList:
                continue


def _plain(value: bytes) -> bool:
    return len(value) <= _SIGNATURE_LENGTH and not _WHITE.search(value)


def _keys(lookups: Lookups) -> Callable[..., bytes | None]:
    def key(name: bytes, timeout: float = 0) -> bytes | None:
        found = lookups(name.decode("ascii", "replace"))
        return found[0].encode() if found and len(found[0]) <= _KEY_LENGTH else None

    return key


def _holds(verified: Callable[[], Any]) -> bool:
    """Whether a verification says yes. Whatever a hostile signature breaks inside dkimpy is a no."""
    try:
        return bool(verified())
    except LookupFailed:
        raise
    except Exception:  # noqa: BLE001
        return False
