"""Why a mail did not arrive: kept on the message as a code, and said in the language of whoever reads it."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

GIVEN_UP: Final = "given_up"
"""The time for trying is over."""
NO_ADDRESS: Final = "no_address"
"""There is nowhere to send to."""
NO_MAILBOX: Final = "no_mailbox"
"""There is nothing to send from."""
TOO_LATE: Final = "too_late"
"""An automatic answer that waited for more than a day."""

_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")


def status_in(answer: str) -> str:
    """The enhanced status code (RFC 3463) at the beginning of a mail server's answer, or ""."""
    found = _STATUS.match(answer)
    return found[1] if found else ""


def undeliverable(status: str) -> str:
    """The code for a message that will not reach the customer. status: enhanced, such as "5.1.1", or ""."""
    return f"undeliverable {status}".rstrip()


def put_off(code: int) -> str:
    """The code for a message that is not on its way yet. code: the mail server's answer, 0 when it gave none."""
    return f"put_off {code}" if code else "put_off"


def note_words(note: str) -> str:
    """``Message.delivery_note`` as a sentence of the active language; "" for a code that nobody knows."""
    code, _space, detail = note.partition(" ")
    if code == "undeliverable":
        return _undeliverable(detail)
    if code == "put_off" and detail:
        return _("The mail server asks to try again later (%(code)s). Relevo does.") % {"code": detail}
    return {
        "put_off": _("The mail server did not answer. Relevo tries again."),
        GIVEN_UP: _("The mail server did not take the message for two days. It was not delivered."),
        NO_ADDRESS: _("The customer wrote without an address that can be answered."),
        NO_MAILBOX: _("This desk has no mailbox to send from."),
        TOO_LATE: _("This automatic answer waited for more than a day. It was not sent."),
    }.get(code, "")


def copy_words(state: str, answer: str) -> str:
    """How far a copy to a participant has come, in the active language. state, answer: as on ``OutgoingMail``."""
    if state == "sent":
        return _("delivered to the mail server")
    if state == "queued":
        return _("not yet delivered, trying again") if answer else _("being sent")
    words = {
        "1": _("refused: the address does not exist or cannot be reached"),
        "2": _("refused: the mailbox does not take mail; it may be full"),
        "4": _("not delivered: the mail server could not be reached"),
    }
    code = status_in(answer.partition(" ")[2])
    said = words.get(code[2:3], _("refused: the message could not be delivered"))
    return f"{said} ({code})" if code else said


def _undeliverable(status: str) -> str:
    words = {
        "1": _("The customer's address does not exist or cannot be reached."),
        "2": _("The customer's mailbox does not take mail; it may be full."),
        "3": _("The customer's mail server could not take the message."),
        "4": _("The customer's mail server could not be reached."),
        "7": _("The customer's mail server refused the message."),
    }
    code = status_in(status)
    said = words.get(code[2:3], _("The message could not be delivered."))
    return f"{said} ({code})" if code else said
