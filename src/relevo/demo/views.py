"""The town's page: what the demo's customers wrote and got, for a newcomer to compare with the desk's side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from relevo.config import env
from relevo.core.errors import NotFound
from relevo.demo import customers
from relevo.demo.maildirs import Filed, addresses_in, mailbox_of
from relevo.demo.post import plain_text

HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To")
"""What is shown of a mail's head."""
PAGE = 20


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose mailbox it is: address, name ("" for people who are no customers), how many mails."""

    address: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail as the page shows it. sent: the owner wrote it; else she got it. files: names of its attachments."""

    owner: str
    sent: bool
    headers: tuple[tuple[str, str], ...]
    text: str
    files: tuple[str, ...]


@login_not_required
@require_GET
def town(request: HttpRequest) -> HttpResponse:
    """The mails of all mailboxes or, with ``?of=address``, of one; the newest first. Not found outside a demo."""
    if not settings.DEMO:
        raise NotFound
    home = env.home() / "town"
    known = addresses_in(home)
    wanted = request.GET.get("of", "")
    chosen = [wanted] if wanted in known else known
    found = sorted(_mails(home, chosen), key=lambda mail: mail[2].arrived, reverse=True)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    mails = [shown for owner, sent, filed in page if (shown := _shown(owner, filed, sent=sent)) is not None]
    query = f"{urlencode({'of': wanted})}&" if wanted in known else ""
    owners = [_owner(home, address) for address in known]
    context = {"owners": owners, "of": wanted, "mails": mails, "page": page, "query": query}
    return render(request, "demo/town.html", context)


def _mails(home: Path, addresses: list[str]) -> Iterator[tuple[str, bool, Filed]]:
    """(whose, sent, mail) of all mails in these mailboxes."""
    for address in addresses:
        mailbox = mailbox_of(home, address)
        yield from ((address, False, filed) for filed in mailbox.all())
        yield from ((address, True, filed) for filed in mailbox.sent.all())


def _owner(home: Path, address: str) -> Owner:
    customer = customers.at(address)
    mailbox = mailbox_of(home, address)
    return Owner(address, customer.name if customer else "", len(mailbox.all()) + len(mailbox.sent.all()))


def _shown(address: str, filed: Filed, *, sent: bool) -> Shown | None:
    """The mail for the page, None when it was moved while we looked."""
    mail = filed.read()
    if mail is None:
        return None
    customer = customers.at(address)
    headers = tuple((name, " ".join(str(mail[name]).split())) for name in HEADERS if mail[name])
    return Shown(customer.name if customer else address, sent, headers, plain_text(mail), tuple(_files(mail)))


def _files(mail: EmailMessage) -> Iterator[str]:
    for part in mail.iter_attachments():
        yield str(part.get_filename() or part.get_content_type())
