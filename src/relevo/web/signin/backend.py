"""Who a session belongs to, and whether it is still as strong as the account."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from relevo.organizations.models import User

FACTOR = "relevo_factor"
"""Session key: the second factor that the account had when this session was made (None without one)."""


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Finds the user of a session together with her newest second factor, in one query."""

    def get_user(self, user_id: int) -> User | None:
        """The user, with ``factor``; None when she is gone or closed."""
        user = _with_factor().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def note_factor(request: HttpRequest, user: User) -> None:
    """Remember in this session which second factor the account has now."""
    found = _with_factor().filter(pk=user.pk).first()
    request.session[FACTOR] = getattr(found, "factor", None)


def renew_session(request: HttpRequest, user: User) -> None:
    """After a change of second factors: a new key for this session; all the others end at their next request."""
    request.session.cycle_key()
    note_factor(request, user)


def end_outdated(request: HttpRequest) -> None:
    """Sign out a session that was made before the account's second factor changed."""
    user = request.user
    if user.is_authenticated and getattr(user, "factor", None) != request.session.get(FACTOR):
        logout(request)


def _with_factor() -> QuerySet[User]:
    factors = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return User.objects.annotate(factor=Subquery(factors.order_by("-pk").values("pk")[:1]))
