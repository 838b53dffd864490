"""A mail as it came, in a frame that can do nothing: no script, no form, nothing from elsewhere until asked for.

Pictures from elsewhere are fetched by us and not by the reader's browser, so that whoever sent the mail learns neither
where she is nor who she is (ATTACKS 28).
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from relevo.channels.mail.mime import images
from relevo.core.actor import Actor
from relevo.core.errors import NotFound
from relevo.core.fetching import fetch
from relevo.core.http import ActorRequest
from relevo.core.outside import Unreachable
from relevo.core.scope import acting
from relevo.tickets.models import Attachment, Message, Ticket
from relevo.web.doors import states_own_scope
from relevo.web.workspace.finding import attachment_of, ticket_at

SANDBOX: Final = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
"""What the frame may do: send our cookie for our pictures, and open links in windows of their own. Never scripts."""
POLICY: Final = (
    f"sandbox {SANDBOX}; default-src 'none'; img-src 'self'; style-src 'self'; frame-ancestors 'self';"
    " base-uri 'none'; form-action 'none'"
)
PICTURE_LIMIT: Final = 5 * 1024 * 1024
PICTURE_SECONDS: Final = 8.0
PICTURES: Final = 100
"""Pictures from elsewhere in one mail; further ones stay away."""

# As nh3 writes them: quotes in values are always references.
_IMAGE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@require_GET
@xframe_options_sameorigin
def mail(request: ActorRequest, reference: str, message_id: int) -> HttpResponse:
    """The frame's document: the mail's HTML, or its whole text."""
    ticket = ticket_at(reference, request.actor)
    message = _message(ticket, message_id, request.actor)
    elsewhere = len(_elsewhere(message.html))
    shown = bool(elsewhere) and request.GET.get("pictures") == "1"
    context = {
        "ticket": ticket, "message": message, "elsewhere": 0 if shown else elsewhere,
        "body": _with_pictures(ticket, message, shown=shown) if message.html else "",
        "text": message.full_text or message.text,
    }  # fmt: skip
    response = render(request, "workspace/mail_view.html", context)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def inline_file(request: ActorRequest, reference: str, file_id: int) -> HttpResponse:
    """A picture that came with a mail, where its bytes prove that it is one; anything else is a download only."""
    ticket = ticket_at(reference, request.actor)
    return _picture(bytes(attachment_of(ticket, file_id).content))


@require_GET
@states_own_scope
def elsewhere(request: ActorRequest, reference: str, message_id: int, number: int) -> HttpResponse:
    """The mail's picture ``number`` (from 0) from elsewhere, fetched by us. Not found where none comes."""
    with acting(request.actor):
        addresses = _elsewhere(_message(ticket_at(reference, request.actor), message_id, request.actor).html)
    if number >= len(addresses):
        raise NotFound
    try:
        return _picture(fetch(addresses[number], limit=PICTURE_LIMIT, seconds=PICTURE_SECONDS))
    except Unreachable:
        raise NotFound from None


def _message(ticket: Ticket, message_id: int, actor: Actor) -> Message:
    found = Message.objects.visible_to(actor).filter(ticket=ticket, pk=message_id).first()
    if found is None:
        raise NotFound
    return found


def _picture(content: bytes) -> HttpResponse:
    picture = images.look(content)
    if picture is None or not picture.showable:
        raise NotFound
    response = HttpResponse(content, content_type=picture.media)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _elsewhere(html: str) -> list[str]:
    """Addresses of the pictures from elsewhere, in the order of the mail."""
    found = (dict(_ATTRIBUTE.findall(image)).get("data-remote") for image in _IMAGE.findall(html))
    return [unescape(address) for address in found if address][:PICTURES]


def _with_pictures(ticket: Ticket, message: Message, *, shown: bool) -> SafeString:
    """The HTML with our own addresses for its pictures: those that came along, and if wanted those from elsewhere."""
    came = {
        f"cid:{file.content_id}": reverse("workspace:inline-file", args=[ticket.reference, file.pk])
        for file in Attachment.objects.filter(message=message).exclude(content_id="").only("pk", "content_id")
    }
    counted = 0

    def placed(match: re.Match[str]) -> str:
        nonlocal counted
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}
        source = came.get(given.pop("src", ""), "")
        if given.pop("data-remote", ""):
            if shown and counted < PICTURES:
                source = reverse("workspace:elsewhere", args=[ticket.reference, message.pk, counted])
            counted += 1
        given |= {"src": source} if source else {}
        kept = "".join(format_html(' {}="{}"', name, value) for name, value in given.items())
        return f"<img{kept}>"

    return mark_safe(_IMAGE.sub(placed, message.html))  # noqa: S308 - cleaned by nh3 when it came
