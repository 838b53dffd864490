"""How sign-in behaves here, where allauth leaves a choice."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from relevo.organizations.models import User


class Adapter(DefaultAccountAdapter):
    """People are invited by their firm: nobody signs herself up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


def display_name(user: User) -> str:
    """What allauth's letters and pages call a person."""
    return user.name or user.email
