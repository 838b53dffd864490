"""What follows when somebody signs in, sets a new password, or changes her second factor."""

from __future__ import annotations

from allauth.account.signals import password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from relevo.organizations.models import User
from relevo.web.signin import backend, throttle


@receiver(user_logged_in, dispatch_uid="signin.factor")
def note_factor(request: HttpRequest, user: User, **_: object) -> None:
    """A session knows the second factor it was made with."""
    backend.note_factor(request, user)


@receiver(
    [authenticator_added, authenticator_removed, authenticator_reset], dispatch_uid="signin.renew_session"
)
def renew_session(request: HttpRequest, user: User, **_: object) -> None:
    """Other sessions end."""
    backend.renew_session(request, user)


@receiver(password_reset, dispatch_uid="signin.forget_guesses")
def forget_guesses(request: HttpRequest, user: User, **_: object) -> None:
    """Strangers' guesses no longer stand in her way."""
    throttle.forget(request, user.email)
