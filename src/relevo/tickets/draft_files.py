"""Files that lie with an unsent reply until it goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.core.errors import NotFound, RuleBroken
from relevo.tickets.actions import File, attach
from relevo.tickets.models import Attachment, Draft, DraftFile, Message, Ticket

ROOM: Final = 15_000_000
"""Bytes of all files of one reply: as a mail they grow by a third, and many servers take 20 or 25 megabytes."""
MOST: Final = 20
"""Files of one reply."""


@transaction.atomic
def add_files(ticket: Ticket, files: Iterable[File], *, actor: Actor) -> None:
    """Lay files beside the actor's unsent reply. Raises ``RuleBroken`` for an empty one and when there is no room."""
    actor.require("ticket.reply", ticket)
    draft, _created = Draft.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        ticket=ticket, member_id=actor.as_member, kind="reply",
        defaults={"client_id": ticket.client_id, "organization_id": actor.own_firm},
    )  # fmt: skip
    there = draft.files.aggregate(size=Sum("size", default=0), files=Count("pk"))
    for file in files:
        there = {"size": there["size"] + len(file.content), "files": there["files"] + 1}
        if not file.content:
            raise RuleBroken(_("“%(name)s” is empty.") % {"name": file.name})
        if there["size"] > ROOM or there["files"] > MOST:
            raise RuleBroken(
                _("“%(name)s” does not fit: a reply takes %(most)s files and %(room)s MB.")
                % {"name": file.name, "most": MOST, "room": ROOM // 1_000_000}
            )
        _lay(draft, file)


@transaction.atomic
def drop_file(ticket: Ticket, file_id: int, *, actor: Actor) -> None:
    """Take a file away from the actor's unsent reply. Raises ``NotFound`` for one that is not hers."""
    actor.require("ticket.reply", ticket)
    dropped, _by_model = own_files(ticket, actor=actor).filter(pk=file_id).delete()
    if not dropped:
        raise NotFound


def own_files(ticket: Ticket, *, actor: Actor) -> QuerySet[DraftFile]:
    """The files beside the actor's unsent reply."""
    return DraftFile.objects.filter(
        draft__ticket=ticket, draft__member_id=actor.as_member, draft__kind="reply"
    )


def send_files(message: Message, ids: Iterable[int], *, actor: Actor) -> None:
    """Let the files that the writer saw go with her reply. Raises ``RuleBroken`` when one is no longer there."""
    wanted = set(ids)
    found = list(own_files(message.ticket, actor=actor).filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise RuleBroken(_("One of the files is no longer there. Look at the list, then send again."))
    attach(message, [File(file.name, file.content_type, bytes(file.content)) for file in found])


def give_back_files(message: Message, draft: Draft) -> None:
    """Lay the files of a reply that did not go beside its writer's draft again; part of giving it back."""
    for file in Attachment.objects.filter(message=message):
        _lay(draft, File(file.name, file.content_type, bytes(file.content)))


def _lay(draft: Draft, file: File) -> None:
    DraftFile.objects.create(
        client_id=draft.client_id, organization_id=draft.organization_id, ticket_id=draft.ticket_id, draft=draft,
        name=file.name[:255], content_type=file.content_type[:100], size=len(file.content), content=file.content,
    )  # fmt: skip
