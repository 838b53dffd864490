"""Which desk the console speaks of: called by its key, which no two desks share (a slug is unique per client only)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from relevo.channels.mail.models import Mailbox
from relevo.core.errors import NotAllowed, NotFound
from relevo.core.http import ActorRequest
from relevo.desks.models import Desk


def desk_called(key: str, desks: Iterable[Desk]) -> Desk:
    """The desk with this key among ``desks``, those that the actor sees. Raises ``NotFound``."""
    found = next((desk for desk in desks if desk.key == key.upper()), None)
    if found is None:
        raise NotFound
    return found


def desk_asked(request: ActorRequest, desks: list[Desk]) -> Desk | None:
    """The one of ``desks`` that the address asks for, or the first. Raises ``NotFound``; None where there is none."""
    asked = request.GET.get("desk", "")
    return desk_called(asked, desks) if asked else next(iter(desks), None)


def overview_of(desk: Desk) -> str:
    """Where the overview of a desk stands."""
    return f"{reverse('console:overview')}?{urlencode({'desk': desk.key})}"


def desks_with_mail(request: ActorRequest) -> list[Desk]:
    """The desks whose mailboxes the actor looks after."""
    seen = Desk.objects.visible_to(request.actor).select_related("client").order_by("name")
    return [desk for desk in seen if request.actor.may("mailbox.manage", desk)]


def desk_of_mail(request: ActorRequest) -> tuple[Desk, list[Desk]]:
    """The desk asked for among those, or the first; and all. Raises ``NotFound``, ``NotAllowed`` if there is none."""
    desks = desks_with_mail(request)
    desk = desk_asked(request, desks)
    if desk is None:
        raise NotAllowed
    return desk, desks


def mailbox_at(request: ActorRequest, mailbox_id: int) -> Mailbox:
    """A mailbox of those desks. Raises ``NotFound``."""
    boxes = Mailbox.objects.visible_to(request.actor).select_related("desk__client")
    found = boxes.filter(pk=mailbox_id, desk__in=desks_with_mail(request)).first()
    if found is None:
        raise NotFound
    return found
