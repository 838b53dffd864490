"""Parked mails of the whole installation, for whoever runs it."""

from __future__ import annotations

from collections.abc import Collection

from relevo.channels.mail.actions import replay
from relevo.channels.mail.models import RawMail, RawState
from relevo.core.actor import system
from relevo.core.errors import RuleBroken
from relevo.core.scope import acting


def parked_mails() -> list[RawMail]:
    """All mails that could not be read, oldest first, without their bytes.

    As the owner of the tables, who alone sees the mail of several clients at once; an operator is that anyway.
    """
    found = (
        RawMail.objects.using("owner").filter(state=RawState.PARKED).select_related("mailbox").defer("raw")
    )
    return list(found.order_by("pk"))


def replay_parked(numbers: Collection[int] | None) -> tuple[int, list[int]]:
    """Have parked mails read again; None for all. How many will be, and which numbers are not parked."""
    parked = {mail.pk: mail for mail in parked_mails()}
    again = 0
    for number in parked if numbers is None else numbers:
        if number in parked and _replay(parked[number]):
            again += 1
    return again, [number for number in numbers or () if number not in parked]


def _replay(mail: RawMail) -> bool:
    actor = system(mail.client_id)
    try:
        with acting(actor):
            replay(RawMail.objects.defer("raw").get(pk=mail.pk), actor=actor)
    except (RuleBroken, RawMail.DoesNotExist):
        return False  # somebody was quicker
    return True
