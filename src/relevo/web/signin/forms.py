"""The forms of sign-in: allauth's rules in our words, so that they are complete in every language we speak."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from django.core.cache import cache
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relevo.web.signin import letters, throttle

_MAIL = _("Mail address")
_NEW = _("New password")
_GOOD = _(
    "At least 10 characters, not your name and not a common word. Three or four unrelated words do well."
)
_CODE_LIVES = 90  # seconds: the step before, the present one and the next


def _say(form: Form, field: str, label: object, hint: object = "", **attributes: str) -> None:
    """Give a field our label, hint and attributes, and no placeholder that says the same again."""
    form.fields[field].label = label  # type: ignore[assignment]
    form.fields[field].help_text = hint  # type: ignore[assignment]
    form.fields[field].widget.attrs.pop("placeholder", None)
    form.fields[field].widget.attrs.update(attributes)


class LoginForm(account.LoginForm):  # type: ignore[misc]
    """Mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _MAIL, autocomplete="username", autofocus="autofocus")
        _say(self, "password", _("Password"))
        _say(self, "remember", _("Keep me signed in on this device"))


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Password"), autofocus="autofocus")


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send a link. Known and unknown addresses take the same way through it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", _MAIL, autocomplete="username", autofocus="autofocus")

    def clean_email(self) -> str:
        """Ask nobody whether it exists."""
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **_: Any) -> str:
        """Leave the rest to a job."""
        email: str = self.cleaned_data["email"]
        letters.defer_reset_link(email)
        return email


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new(self)


class SetPasswordForm(account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new(self)


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Present password"), autofocus="autofocus")
        _say_new(self)


def _say_new(form: Form) -> None:
    _say(form, "password1", _NEW, _GOOD)
    _say(form, "password2", _("New password, once more"))


class _OneTimeCode:
    """Counts guesses by account, network and device, and takes no code twice."""

    def clean_code(self) -> str:
        """The code, if it is right, new, and the guess was still allowed."""
        user, request = self.user, context.request  # type: ignore[attr-defined]
        attempt = throttle.attempt(request, "code", user.email)
        if attempt is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        if not cache.add(f"signin:code:{user.pk}:{code}", "used", timeout=_CODE_LIVES):
            raise get_factor_adapter().validation_error("incorrect_code")
        attempt.rollback()
        return code


class CodeForm(_OneTimeCode, codes.AuthenticateForm):  # type: ignore[misc]
    """The second factor at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)


class ReauthenticateCodeForm(_OneTimeCode, codes.ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)


class ActivateCodeForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app. No autofocus: a telephone would scroll past the picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self)
        del self.fields["code"].widget.attrs["autofocus"]


def _say_code(form: Form) -> None:
    _say(
        form,
        "code",
        _("Code"),
        inputmode="numeric",
        autofocus="autofocus",
        maxlength="12",
        spellcheck="false",
    )
