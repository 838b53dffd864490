"""The page of a mailbox: its sender and texts, where its mail comes from, how it leaves, and its key."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from relevo.channels.mail import mailbox_settings
from relevo.channels.mail.doors import outcomes
from relevo.channels.mail.doors.posted import is_open
from relevo.channels.mail.imap import oauth
from relevo.channels.mail.imap.accounts import ImapSettings, connect_imap, disconnect_imap, since_when
from relevo.channels.mail.models import Mailbox
from relevo.core.errors import EngineDown, NotFound, RuleBroken
from relevo.core.http import ActorRequest
from relevo.core.scope import acting
from relevo.web.console.desks import desk_called, desks_with_mail, mailbox_at
from relevo.web.console.mailbox_forms import PARTS, DkimForm, FetchingForm, MailboxForm, OpenForm
from relevo.web.doors import states_own_scope

SERVERS = {"google": "imap.gmail.com", "microsoft": "outlook.office365.com"}
"""Where those who consent instead of giving a password keep their mail."""
_CONSENT = "mailbox_consent"


@require_GET
def mailbox(request: ActorRequest, mailbox_id: int) -> HttpResponse:
    """All that is set about a mailbox."""
    return _page(request, mailbox_at(request, mailbox_id))


@require_POST
def change(request: ActorRequest, mailbox_id: int, part: str) -> HttpResponse:
    """Set one card; what is wrong is said beside the field, and nothing that was typed is lost."""
    found = mailbox_at(request, mailbox_id)
    if part not in PARTS:
        raise NotFound
    form = PARTS[part](found, request.POST)
    if form.is_valid():
        try:
            form.apply(request.actor)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, form.done)
            return redirect(f"{_address(found)}#{part}")
    return _page(request, found, form)


@require_POST
def open_mailbox(request: ActorRequest) -> HttpResponseRedirect:
    """Let a desk have a further address."""
    desk = desk_called(request.POST.get("desk", ""), desks_with_mail(request))
    form = OpenForm(request.POST)
    try:
        if form.is_valid():
            return redirect(_address(form.apply(desk, request.actor)))
        messages.error(request, _("Give the address and the name."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(f"{reverse('console:mail')}?desk={desk.key}")


@require_POST
def disconnect(request: ActorRequest, mailbox_id: int) -> HttpResponseRedirect:
    """Fetch no more from elsewhere."""
    done = _("Mail is no longer fetched from there, and its password is forgotten.")
    return _acted(request, mailbox_id, disconnect_imap, done, part="fetching")


@require_POST
def sign(request: ActorRequest, mailbox_id: int) -> HttpResponseRedirect:
    """Sign with the new key at once, though nobody has seen it in the DNS."""
    done = _("Mail is signed with the new key from now on. Leave an old record in the DNS for a week.")
    return _acted(request, mailbox_id, mailbox_settings.sign_with_next_key, done, part="dkim")


@require_POST
def stop_signing(request: ActorRequest, mailbox_id: int) -> HttpResponseRedirect:
    """Leave signing to others, or to nobody."""
    done = _("Mail from this address is not signed here, and its keys are thrown away.")
    return _acted(request, mailbox_id, mailbox_settings.stop_signing, done, part="dkim")


def _acted(
    request: ActorRequest, mailbox_id: int, act: Callable[..., object], done: str, *, part: str
) -> HttpResponseRedirect:
    """Do it to the mailbox, say so or what stands against it, and go back to that part of its page."""
    found = mailbox_at(request, mailbox_id)
    try:
        act(found, actor=request.actor)
        messages.success(request, done)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(f"{_address(found)}#{part}")


@require_POST
def consent(request: ActorRequest, mailbox_id: int, provider: str) -> HttpResponseRedirect:
    """Send her to the page of Google or Microsoft on which the mailbox's owner consents."""
    found = mailbox_at(request, mailbox_id)
    client = settings.MAIL_OAUTH_CLIENTS.get(provider)
    if client is None or provider not in oauth.PROVIDERS:
        raise NotFound
    request.actor.require("mailbox.manage", found)
    state = secrets.token_urlsafe(32)
    request.session[_CONSENT] = {"state": state, "mailbox": found.pk, "provider": provider}
    return redirect(
        oauth.consent_url(
            oauth.PROVIDERS[provider], oauth.Client(**client), redirect=_redirect(request), state=state,
            mailbox=found.address,
        )
    )  # fmt: skip


@require_GET
@states_own_scope
def consented(request: ActorRequest) -> HttpResponseRedirect:
    """She is back with a code, which is worth one grant; a state that this session did not ask for is nobody's."""
    asked = request.session.pop(_CONSENT, None)
    if asked is None or not constant_time_compare(asked["state"], request.GET.get("state", "")):
        raise NotFound
    with acting(request.actor):
        found = mailbox_at(request, asked["mailbox"])
    provider = oauth.PROVIDERS[asked["provider"]]
    back = redirect(f"{_address(found)}#fetching")
    token = _refresh_token(request, provider)
    if not token:
        messages.error(request, _("Nobody consented, so nothing was changed."))
        return back
    with acting(request.actor):
        wanted = ImapSettings(
            SERVERS[provider.name], found.address, token, auth=provider.name, since=since_when(found)
        )
        connect_imap(found, wanted, actor=request.actor)
    messages.success(request, PARTS["fetching"].done)
    return back


def _refresh_token(request: ActorRequest, provider: oauth.Provider) -> str:
    """What the code that came back is worth, "" where nobody consented. Raises ``EngineDown``."""
    client = oauth.Client(**settings.MAIL_OAUTH_CLIENTS[provider.name])
    try:
        code = request.GET.get("code", "")
        return oauth.redeem(provider, client, code, redirect=_redirect(request)).refresh if code else ""
    except oauth.TokenRefused:
        return ""
    except oauth.TokenEndpointDown as down:
        raise EngineDown(_("The provider does not answer. Try again in a few minutes.")) from down


def _page(request: ActorRequest, found: Mailbox, sent: MailboxForm | None = None) -> HttpResponse:
    forms = {part: sent if sent and sent.part == part else form(found) for part, form in PARTS.items()}
    context = {
        "mailbox": found, "desk": found.desk, "forms": forms, "account": getattr(found, "imap_account", None),
        "providers": sorted(set(settings.MAIL_OAUTH_CLIENTS) & set(oauth.PROVIDERS)),
        **_records(request, found), "sent_fetching": isinstance(sent, FetchingForm),
        "sent_dkim": isinstance(sent, DkimForm), **_events(request, found),
    }  # fmt: skip
    return render(request, "console/mailbox.html", context, status=422 if sent else 200)


def _records(request: ActorRequest, found: Mailbox) -> dict[str, str]:
    """The DNS records of the key that signs and of the one that waits, "" for none, and what is wrong with a key."""
    says = {"record": "", "next_record": "", "key_wrong": "", "next_key_wrong": ""}
    try:
        says["record"] = mailbox_settings.dkim_record(found, actor=request.actor)
    except ValueError:
        says["key_wrong"] = _(
            "The key cannot be read any more, so no mail leaves. Stop signing, then make a new one."
        )
    try:
        says["next_record"] = mailbox_settings.next_dkim_record(found, actor=request.actor)
    except ValueError:
        says["next_key_wrong"] = _("The new key cannot be read any more. Make another one.")
    return says


def _events(request: ActorRequest, found: Mailbox) -> dict[str, str]:
    """Where a provider that sends for the mailbox tells what became of a mail, and words about it."""
    kind = getattr(getattr(found, "sending_account", None), "kind", "")
    if kind not in outcomes.VIEWS:
        return {"events": "", "events_says": ""}
    address = request.build_absolute_uri(reverse("mail-events", args=[kind]))
    if is_open():
        says = _(
            "Give %(provider)s this address for its webhooks about bounces and complaints. Otherwise a reply that"
            " comes back later looks delivered. User name and password: from whoever runs this installation."
        )
    else:
        says = _(
            "What %(provider)s tells later, for instance that a reply came back, is not heard: whoever runs this"
            " installation has set no password for webhooks."
        )
    return {"events": address if is_open() else "", "events_says": says % {"provider": kind.capitalize()}}


def _address(found: Mailbox) -> str:
    return reverse("console:mailbox", args=[found.pk])


def _redirect(request: ActorRequest) -> str:
    return request.build_absolute_uri(reverse("console:mailbox-consented"))
