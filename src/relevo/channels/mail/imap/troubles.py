"""What becomes of an IMAP account that failed: when it is tried again, and when somebody is told."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Final

from relevo.channels.mail.alarms import end_alarm, raise_alarm
from relevo.channels.mail.imap.client import ImapFault, Refused, Unreadable
from relevo.channels.mail.imap.leases import Lease, change, holding
from relevo.channels.mail.models import Alarm
from relevo.core.clock import now

RENUMBERED: Final = "imap.uidvalidity"
TOO_LARGE: Final = "imap.too_large"
_UNREADABLE: Final = "imap.unreadable"
_FULL: Final = "imap.quota"
_UNREACHABLE: Final = "imap.unreachable"
PASSING: Final = ("imap.refused", "imap.certificate", "imap.folder", _UNREACHABLE, RENUMBERED)
"""Alarms that a whole fetch ends."""

_AT_ONCE: Final = {"certificate": "imap.certificate", "tls": "imap.certificate", "folder": "imap.folder"}
_BLINKS: Final = 6  # failures in a row, half a minute, before somebody is told that a server is away
_STALLS: Final = 3  # the same where each one takes a minute to notice
_TRIES: Final = 5  # to fetch one mail that the server cannot hand out
_REMEMBERED: Final = 100
_LONGEST: Final = 300.0
_ALMOST_FULL: Final = 0.95


def settle_fault(lease: Lease, fault: ImapFault, *, progress: bool) -> None:
    """Write the failure down, tell whom it concerns, and set the next try. Raises ``Overtaken``.

    progress: some mails were stored before it happened, so the line breaks, but it is there.
    """
    failures = 1 if progress else lease.account.failures + 1
    refused = isinstance(fault, Refused)
    with holding(lease):
        pause = timedelta(seconds=refused_pause(failures) if refused else backoff(failures))
        change(lease, failures=failures, problem=_code(fault), leased_until=None, next_try_at=now() + pause)
        kind = _alarm(fault, failures)
        if kind:
            facts = {"code": fault.code, "failures": failures}
            raise_alarm(lease.account.mailbox, kind, facts, actor=lease.actor)


def backoff(failures: int) -> float:
    """Seconds until a server that is away is tried again: 1 to 2, then doubling up to five minutes, with jitter."""
    return min(_LONGEST, 2.0 ** min(failures, 20)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


def refused_pause(failures: int) -> float:
    """Seconds until a login that was refused is tried again: a minute at least, so that nobody locks the account."""
    return min(_LONGEST, 60.0 * 2.0 ** min(failures - 1, 20)) * random.uniform(1.0, 1.2)  # noqa: S311


def given_up(lease: Lease, fault: Unreadable) -> bool:
    """Whether a mail that cannot be handed out was tried often enough: then it is told, and the others go on."""
    account = lease.account
    if account.problem != _code(fault) or account.failures < _TRIES:
        return False
    with holding(lease):
        told = Alarm.objects.filter(mailbox=account.mailbox, kind=_UNREADABLE, ended_at=None)
        earlier = told.values_list("facts__uids", flat=True).first() or []
        facts = {"uids": [*earlier, fault.uid][-_REMEMBERED:], "uidvalidity": account.uidvalidity}
        raise_alarm(account.mailbox, _UNREADABLE, facts, actor=lease.actor)
    return True


def tell_fullness(lease: Lease, fullness: float | None) -> None:
    """Mail stays in the folder, so it fills up one day, and then nobody can write to it. Part of a transaction."""
    mailbox = lease.account.mailbox
    if fullness is not None and fullness >= _ALMOST_FULL:
        raise_alarm(mailbox, _FULL, {"percent": int(fullness * 100)}, actor=lease.actor)
    else:
        end_alarm(mailbox, _FULL, actor=lease.actor)


def _code(fault: ImapFault) -> str:
    return f"unreadable:{fault.uid}" if isinstance(fault, Unreadable) else fault.code


def _alarm(fault: ImapFault, failures: int) -> str:
    if isinstance(fault, Refused):
        return _AT_ONCE.get(fault.code, "imap.refused")
    patience = _STALLS if fault.code == "stalled" else _BLINKS
    return _UNREACHABLE if failures >= patience and not isinstance(fault, Unreadable) else ""
