"""``relevo mail doctor``: every mailbox of the installation."""

from __future__ import annotations

from collections.abc import Iterator

from relevo.channels.mail.doctor import examine, examine_dns
from relevo.channels.mail.judging.lookups import Lookups
from relevo.channels.mail.models import Mailbox
from relevo.config.checkup import Finding
from relevo.core.actor import system
from relevo.core.scope import acting


def examine_everything(*, dns: bool) -> Iterator[Finding]:
    """What is wrong or worth knowing, mailbox by mailbox. dns: also ask what is published about their domains."""
    boxes = list(Mailbox.objects.using("owner").order_by("address").values_list("pk", "client_id"))
    if not boxes:
        yield Finding("No desk has a mailbox yet.", serious=False)
    for mailbox_id, client_id in boxes:
        with acting(system(client_id)):
            mailbox = Mailbox.objects.get(pk=mailbox_id)
            found = list(examine(mailbox))
            if dns:
                found += [one for one in examine_dns(mailbox, Lookups()) if not one.good]
        for one in found:
            yield Finding(f"{mailbox.address}: {one.words}", serious=one.good is False)
