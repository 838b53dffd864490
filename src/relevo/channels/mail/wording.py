"""What mail servers say, in words for the people who answer. Rendered in the language that is active."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")


def status_in(answer: str) -> str:
    """The enhanced status code (RFC 3463) at the beginning of a mail server's answer, or ""."""
    found = _STATUS.match(answer)
    return found[1] if found else ""


def undeliverable(status: str) -> str:
    """Why a message will not reach the customer, from an enhanced status code such as "5.1.1"."""
    words = {
        "1": _("The customer's address does not exist or cannot be reached."),
        "2": _("The customer's mailbox does not take mail; it may be full."),
        "3": _("The customer's mail server could not take the message."),
        "4": _("The customer's mail server could not be reached."),
        "7": _("The customer's mail server refused the message."),
    }
    group = status.split(".")[1] if status else ""
    said = words.get(group, _("The message could not be delivered."))
    return f"{said} ({status})" if status else said


def put_off(code: int) -> str:
    """Why a message is not on its way yet. code: the mail server's answer, 0 when it gave none."""
    if code:
        return _("The mail server asks to try again later (%(code)s). Relevo does.") % {"code": code}
    return _("The mail server did not answer. Relevo tries again.")


def given_up() -> str:
    """That the time for trying is over."""
    return _("The mail server did not take the message for two days. It was not delivered.")


def no_address() -> str:
    """That there is nowhere to send to."""
    return _("The customer wrote without an address that can be answered.")


def no_mailbox() -> str:
    """That there is nothing to send from."""
    return _("This desk has no mailbox to send from.")
