"""How sign-in behaves here, where allauth leaves a choice: our words, our limits, our letters."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from relevo.organizations.models import User
from relevo.web.redirects import is_local
from relevo.web.signin import letters, throttle

_WRONG_CODE = _("That code is not right, or it has run out. Take the one your app shows now.")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by their firm: nobody signs herself up."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account has been closed."),
        "email_password_mismatch": _("The mail address and the password do not belong together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is not valid any more."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or set a new password by mail."),
        "rate_limited": _("Too many attempts. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: these pages have one door, the form."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this site, not even other hosts of ours."""
        return is_local(url)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the guess; allauth takes it back when the password was right."""
        self._login_failed_rl_usage = throttle.attempt(request, "password", credentials.get("email") or "")
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """Speak the language she chose wherever she signs in, and know this browser again."""
        response: HttpResponse = super().post_login(request, user, **facts)
        if user.language:
            speak(response, user.language)
        throttle.know(request, response, user.email)
        return response

    def send_notification_mail(self, template_prefix: str, user: User, *rest: Any, **more: Any) -> None:
        """Tell her that a password or a second factor changed."""
        letters.defer_notice(template_prefix, user, self.request)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The words of two-factor sign-in."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _WRONG_CODE,
        "cannot_generate_recovery_codes": _("Recovery codes need two-factor sign-in. Switch it on first."),
    }


def speak(response: HttpResponse, language: str) -> None:
    """Let this browser speak ``language`` from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31536000, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def display_name(user: User) -> str:
    """What allauth's letters and pages call a person."""
    return user.name or user.email
