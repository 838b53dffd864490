"""``relevo mail doctor``: every mailbox of the installation."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from relevo.channels.mail.doctor import examine, examine_dns
from relevo.channels.mail.judging.lookups import Lookups
from relevo.channels.mail.models import Mailbox
from relevo.config.checkup import Finding
from relevo.core.actor import system
from relevo.core.scope import acting


def examine_everything(*, dns: bool) -> Iterator[Finding]:
    """What is wrong or worth knowing, mailbox by mailbox. dns: also ask what is published about their domains."""
    boxes = _boxes()
    if not boxes:
        yield Finding("No desk has a mailbox yet.", serious=False)
    elif not any(address == settings.MAIL_POSTMASTER for address, *_ids in boxes):
        yield Finding(
            "Mail to postmaster is refused: let RELEVO_POSTMASTER name one of the mailboxes here.",
            serious=False,
        )
    for _address, mailbox_id, client_id in boxes:
        with acting(system(client_id)):
            mailbox = Mailbox.objects.get(pk=mailbox_id)
            found = list(examine(mailbox))
            if dns:
                told = examine_dns(mailbox, Lookups())
                found += [one for one in told if not one.good or one.code == "dkim_switched"]
        for one in found:
            yield Finding(f"{mailbox.address}: {one.words}", serious=one.good is False)


def _boxes() -> list[tuple[str, int, int]]:
    """Address, id and client of every mailbox, whosever it is: for that the owner's eyes are needed."""
    return list(Mailbox.objects.using("owner").order_by("address").values_list("address", "pk", "client_id"))
