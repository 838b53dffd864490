"""What sign-in writes by mail: a link to set a password, and word that something about the account changed.

Letters leave through the queue. So a page answers as quickly for an address that nobody has as for one that
somebody has, and a mail server that is away stops nobody.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from relevo.core.clock import now
from relevo.organizations.models import User
from relevo.web.signin.jobs import send_notice, send_reset_link

NOTICES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("Your password was set."),
    "account/email/password_reset": _("Your password was set anew by a link from a mail."),
    "mfa/email/totp_activated": _("Two-factor sign-in was switched on."),
    "mfa/email/totp_deactivated": _("Two-factor sign-in was switched off."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the earlier ones are void."),
}
"""What allauth calls a change, and how we say it."""


def defer_reset_link(email: str) -> None:
    """Have a link sent to ``email`` if somebody signs in with it; the caller cannot tell."""
    send_reset_link.defer(email=email, language=translation.get_language() or settings.LANGUAGE_CODE)


def defer_notice(change: str, user: User, request: HttpRequest) -> None:
    """Have a person told of a change to her account, and from which address it came."""
    address = get_adapter().get_client_ip(request)
    send_notice.defer(user_id=user.pk, change=change, address=address, at=now().isoformat(timespec="minutes"))


def reset_link(email: str, language: str) -> EmailMessage | None:
    """The letter with the link, to the address on file; None when nobody signs in with ``email``."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        return None
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    url = settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=key)
    return _letter(user, "account/email/password_reset_key", language, url=url)


def notice(user_id: int, change: str, address: str, at: str) -> EmailMessage | None:
    """The letter about a change, in the person's language; None when she is gone."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or change not in NOTICES:
        return None
    return _letter(
        user,
        "account/email/notice",
        user.language,
        change=NOTICES[change],
        address=address,
        at=datetime.fromisoformat(at),
    )


def _letter(user: User, name: str, language: str, **words: object) -> EmailMessage:
    with translation.override(user.language or language or settings.LANGUAGE_CODE):
        context = {"user": user, "site": settings.PUBLIC_URL, **words}
        subject = " ".join(render_to_string(f"{name}_subject.txt", context).split())
        body = render_to_string(f"{name}_message.txt", context).strip() + "\n"
    return EmailMessage(subject, body, to=[user.email], headers={"Auto-Submitted": "auto-generated"})
