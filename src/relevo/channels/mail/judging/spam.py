"""What a filter in front of Relevo has found: its verdict, read from the headers that it leaves.

Anybody can write such a header. So one counts only if the installation names it (``RELEVO_SPAM_HEADERS``: the filter
that writes it also strips strangers' ones) and the mail came through the installation's own mail server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final, Literal

from relevo.channels.mail.parsing import ParsedMail

Spam = Literal["", "doubtful", "junk"]
"""junk: set aside; doubtful: a ticket that says so; "": nothing against it, or nothing known."""

_ORDER: Final[tuple[Spam, ...]] = ("junk", "doubtful", "")
_SCORE: Final = 5.0
"""SpamAssassin's usual bound, where a filter tells a score and no verdict."""
_NUMBER = re.compile(r"\s*(-?\d{1,5}(?:\.\d{1,5})?)")
_ACTIONS: Final[Mapping[str, Spam]] = MappingProxyType({
    "reject": "junk", "discard": "junk", "quarantine": "junk", "add header": "junk", "rewrite subject": "junk",
    "soft reject": "doubtful", "greylist": "doubtful",
})  # fmt: skip


def verdict(mail: ParsedMail, believed: Collection[str]) -> Spam:
    """The worst that the believed headers say. Of several of one name the topmost counts."""
    names = [name.strip().lower() for name in believed]
    found = {READERS[name](value) for name in names if name in READERS and (value := mail.header(name))}
    return next(word for word in _ORDER if word in found or not word)


def action(word: str) -> Spam:
    """rspamd's action as one of our three words."""
    return _ACTIONS.get(word.strip().lower(), "")


def _flag(value: str) -> Spam:
    return "junk" if re.match(r"(?i)\s*(?:yes|true|1|spam)\b", value) else ""


def _score(value: str) -> Spam:
    found = _NUMBER.match(value)
    return "junk" if found and float(found[1]) >= _SCORE else ""


def _stars(value: str) -> Spam:
    """As many signs as points: ``*****`` or ``sssss``."""
    return "junk" if len(re.match(r"\s*([*xXsS+]{0,100})", value)[1]) >= _SCORE else ""  # type: ignore[index]


def _default(value: str) -> Spam:
    """rspamd's ``default: True [16.00 / 15.00];``"""
    return "junk" if re.match(r"(?i)\s*\w{1,40}\s*:\s*true\b", value) else ""


def _confidence(value: str) -> Spam:
    """Microsoft's spam confidence level: 5 and 6 are junk, 7 to 9 surely; -1 is not looked at."""
    found = _NUMBER.match(value)
    return "junk" if found and float(found[1]) >= _SCORE else ""


def _report(value: str) -> Spam:
    """Microsoft's ``...;SCL:5;SFV:SPM;...``. SFV tells SKS, SPM, SKB for junk, NSPM for none."""
    fields = dict(re.findall(r"\b([A-Z]{1,6}):([^;]{0,60})", value[:2000]))
    if fields.get("SFV", "").strip() in {"SPM", "SKS", "SKB"}:
        return "junk"
    return _confidence(fields.get("SCL", ""))


def _proofpoint(value: str) -> Spam:
    """``rule=spam policy=default score=100 ...``"""
    found = re.search(r"(?i)\brule\s?=\s?(?:\w{1,40}_)?(notspam|spam|phish|malware|suspect|bulk)\b", value)
    if found is None:
        return ""
    word = found[1].lower()
    return "junk" if word in {"spam", "phish", "malware"} else "doubtful" if word == "suspect" else ""


def _bogosity(value: str) -> Spam:
    word = value.strip()[:5].lower()
    return "junk" if word.startswith(("spam", "yes")) else "doubtful" if word == "unsur" else ""


def _four(value: str) -> Spam:
    """Yandex: 1 is none, 4 is junk."""
    return "junk" if value.strip() == "4" else ""


READERS: Final[Mapping[str, Callable[[str], Spam]]] = MappingProxyType({
    "x-spam": _flag,  # rspamd's milter
    "x-spam-flag": _flag,  # SpamAssassin, Amavis
    "x-spam-status": _flag,
    "x-spam-score": _score,
    "x-spam-level": _stars,
    "x-rspamd-action": action,
    "x-spamd-result": _default,
    "x-spamd-bar": _stars,
    "x-ms-exchange-organization-scl": _confidence,
    "x-forefront-antispam-report": _report,
    "x-gm-spam": _flag,
    "x-barracuda-spam-status": _flag,
    "x-barracuda-spam-flag": _flag,
    "x-proofpoint-spam-details": _proofpoint,
    "x-mailscanner-spamcheck": _flag,
    "x-ironport-anti-spam-result": _flag,
    "x-bogosity": _bogosity,
    "x-dspam-result": _flag,
    "x-yandex-spam": _four,
})  # fmt: skip
"""The headers of usual filters, and how each is read."""
