"""Alarms: something with a mailbox that a person must mend. Raised once, told once, and ended when it is well again.

Kinds that fetching raises: "imap.refused" (the login), "imap.certificate", "imap.folder", "imap.unreachable",
"imap.quota", "imap.uidvalidity" (the server has counted its mails anew), "imap.too_large", "imap.unreadable".
Further kinds: "mail.parked", "smtp.closed", and "mail.complaint" (whoever got a reply called it junk).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import IntegrityError, transaction

from relevo.channels.mail.models import Alarm, Mailbox
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.events.record import record

COMPLAINT: Final = "mail.complaint"
FOR_A_PERSON: Final = frozenset({COMPLAINT, "imap.too_large", "imap.unreadable"})
"""Kinds that nothing but a person ends, who has seen to it."""


@transaction.atomic
def raise_alarm(
    mailbox: Mailbox, kind: str, facts: Mapping[str, object] | None = None, *, actor: Actor
) -> bool:
    """Say that something must be mended; ``facts`` are ids, codes and figures.

    False when it is known already: then only the facts become the newest. The unique constraint decides between two
    at once.
    """
    actor.require("mailbox.manage", mailbox)
    known = dict(facts or {})
    if Alarm.objects.filter(mailbox=mailbox, kind=kind, ended_at=None).update(facts=known):
        return False
    try:
        with transaction.atomic():
            Alarm.objects.create(client_id=mailbox.client_id, mailbox=mailbox, kind=kind, facts=known)
    except IntegrityError:
        return False
    record("mail.alarm_raised", actor=actor, client_id=mailbox.client_id, subject_id=mailbox.pk,
           facts={"kind": kind, **known})  # fmt: skip
    return True


@transaction.atomic
def end_alarm(mailbox: Mailbox, *kinds: str, actor: Actor) -> list[str]:
    """Say that it is well again, or that a person has seen to it; which of these alarms were on."""
    actor.require("mailbox.manage", mailbox)
    on = Alarm.objects.select_for_update(no_key=True).filter(mailbox=mailbox, kind__in=kinds, ended_at=None)
    ended = []
    for alarm in on:
        alarm.ended_at = now()
        alarm.save(update_fields=["ended_at"])
        ended.append(alarm.kind)
        record("mail.alarm_ended", actor=actor, client_id=mailbox.client_id, subject_id=mailbox.pk,
               facts={"kind": alarm.kind})  # fmt: skip
    return ended
