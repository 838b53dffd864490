"""Hand a mail to a mail server and say, recipient by recipient, what became of it.

"sent": the server has taken responsibility. "retry": nobody has refused it for good; try again by ``next_try``.
"refused": it will never be taken. When the connection breaks after the mail's last byte and before the answer,
nobody can know; the outcome is "retry", and since a mail keeps its Message-ID the reader sees one mail.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from relevo.channels.mail import names
from relevo.channels.mail.out import wire
from relevo.channels.mail.out.smtp_session import HURRIED, Patience, Session, SmtpServer

Status = Literal["sent", "retry", "refused"]

_TEXT_LIMIT: Final = 300
_SAFE_ADDRESS = re.compile(r"[^\s<>\x00-\x20\x7f]{1,254}\Z")
_TROUBLE: Final = (OSError, smtplib.SMTPException, ValueError)
_OUR_FAULT: Final = frozenset({530, 534, 535, 538})  # the account, not the mail: an administrator can mend it

# Minutes from the first try to the next ones: 1, 5, 15 and 60 minutes after each other, then wider, up to 48 hours.
_SCHEDULE: Final = (1, 6, 21, 81, 180, 300, 480, 720, 960, 1200, 1440, 1800, 2160, 2520, 2880)
LAST_TRY_AFTER: Final = timedelta(minutes=_SCHEDULE[-1])
"""From the first try to the last one: 48 hours."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail for one recipient. ``code`` is the server's, 0 when it said nothing.

    down: the way out is closed for every mail (no connection, a refused login), so trying others now is in vain.
    accepted_as: the provider and its own id of the mail, by which it tells later what became of it; "" over SMTP.
    """

    status: Status
    code: int
    text: str
    down: bool = False
    accepted_as: str = ""


_ASCII_ONLY: Final = Outcome("refused", 0, "the mail server takes ASCII addresses only")


def send(
    raw: bytes, *, mail_from: str, rcpt_tos: Sequence[str], server: SmtpServer, patience: Patience = HURRIED
) -> dict[str, Outcome]:
    """Send ``raw`` to each of ``rcpt_tos`` in one session, which ends when ``patience`` does.

    ``mail_from`` is the return path, "" for none. Never raises for what the server or the network does.
    """
    outcomes: dict[str, Outcome] = {}
    good = []
    for address in dict.fromkeys(rcpt_tos):
        if _wire_address(address):
            good.append(address)
        else:
            outcomes[address] = Outcome("refused", 0, "not a mail address")
    if good and (not mail_from or _wire_address(mail_from)):
        outcomes |= _session(wire.crlf(raw), mail_from, good, server, patience)
    else:
        outcomes |= dict.fromkeys(good, Outcome("refused", 0, "not a return path"))
    return outcomes


def next_try(begun: datetime, *, now: datetime, until: datetime | None = None) -> datetime | None:
    """When to try again a mail whose tries began at ``begun`` and that got "retry" just now; None at the end.

    The schedule is one of times, not of tries: nobody knows how many of these were made while the way out was closed,
    and missed ones are not made up. Never earlier than a minute from ``now``; the last try is at ``until``, which is 48
    hours from ``begun`` if not given.
    """
    until = until or begun + LAST_TRY_AFTER
    ahead = (begun + timedelta(minutes=minutes) for minutes in _SCHEDULE)
    due = next((time for time in ahead if time > now), until)
    due = min(max(due, now + timedelta(minutes=1)), until)
    return due if due >= now + timedelta(minutes=1) else None


def _session(
    raw: bytes, mail_from: str, rcpt_tos: list[str], server: SmtpServer, patience: Patience
) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}
    try:
        session = Session(server, patience)
    except _TROUBLE as error:
        return dict.fromkeys(rcpt_tos, replace(_trouble(error), down=True))
    try:
        _transaction(session, raw, mail_from, rcpt_tos, outcomes)
    except _TROUBLE as error:
        rest = _trouble(error)
    else:
        rest = Outcome("retry", 0, "no answer")
    finally:
        session.close()
    return {address: outcomes.get(address, rest) for address in rcpt_tos}


def _trouble(error: Exception) -> Outcome:
    """A connection that broke, or a server that refuses us (at greeting, STARTTLS or login) and not this mail."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _outcome("retry", error.smtp_code, error.smtp_error)
    return Outcome("retry", 0, names.one_line(f"{type(error).__name__}: {error}", _TEXT_LIMIT))


def _transaction(
    session: Session, raw: bytes, mail_from: str, rcpt_tos: list[str], outcomes: dict[str, Outcome]
) -> None:
    smtp, sender = session.smtp, _wire_address(mail_from)
    plain = _header(raw).isascii()
    if not (plain and sender.isascii()) and not smtp.has_extn("smtputf8"):
        outcomes.update(dict.fromkeys(rcpt_tos, _ASCII_ONLY))
        return
    code, text = smtp.mail(sender, _options(smtp, raw, (sender, *rcpt_tos), plain=plain))
    if code // 100 != 2:
        outcomes.update(dict.fromkeys(rcpt_tos, _not_taken(code, text)))
        return
    accepted = [address for address in rcpt_tos if _recipient(smtp, address, outcomes)]
    if accepted:
        code, text, final = session.hand_over(raw)
        outcome = _outcome(_status(code), code, text) if final else _not_taken(code, text)
        outcomes.update(dict.fromkeys(accepted, outcome))
    session.leave()


def _header(raw: bytes) -> bytes:
    end = raw.find(b"\r\n\r\n")
    return raw if end < 0 else raw[:end]


def _options(smtp: smtplib.SMTP, raw: bytes, people: tuple[str, ...], *, plain: bool) -> list[str]:
    """plain: whether the mail's header is in ASCII."""
    options = [f"SIZE={len(raw)}"] if smtp.has_extn("size") else []
    if not raw.isascii() and smtp.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    # RFC 6531 3.4: a header in UTF-8 needs it as an address does, whoever the mail goes to.
    plain = plain and all(_wire_address(address).isascii() for address in people)
    if not plain and smtp.has_extn("smtputf8"):
        options.append("SMTPUTF8")
    return options


def _recipient(smtp: smtplib.SMTP, address: str, outcomes: dict[str, Outcome]) -> bool:
    written = _wire_address(address)
    if not written.isascii() and smtp.command_encoding == "ascii":
        outcomes[address] = _ASCII_ONLY
        return False
    code, text = smtp.rcpt(written)
    if code // 100 == 2:
        return True
    # RFC 5321 4.5.3.1.10: 552 after RCPT means "too many", which passes.
    outcomes[address] = _outcome("retry", code, text) if code == 552 else _not_taken(code, text)
    return False


def _not_taken(code: int, text: bytes) -> Outcome:
    """An answer other than the wanted one before the mail itself was sent; then even 2xx is no "sent"."""
    if code in _OUR_FAULT:
        return replace(_outcome("retry", code, text), down=True)
    return _outcome("refused" if 500 <= code < 600 else "retry", code, text)


def _status(code: int) -> Status:
    """What an answer to the mail itself means, by its first digit (RFC 5321 4.2.1)."""
    if 200 <= code < 300:
        return "sent"
    return "refused" if 500 <= code < 600 else "retry"


def _outcome(status: Status, code: int, text: bytes | str) -> Outcome:
    return Outcome(status, code, names.one_line(_bytes(text).decode("utf-8", "replace"), _TEXT_LIMIT))


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _wire_address(address: str) -> str:
    """The address as it goes over the wire, its domain in ASCII; "" if it cannot."""
    local, _, domain = address.rpartition("@")
    try:
        written = f"{local}@{domain.encode('idna').decode('ascii')}" if local and domain else ""
    except UnicodeError:
        return ""
    return written if _SAFE_ADDRESS.match(written) else ""
