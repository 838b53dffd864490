"""What a web request carries everywhere."""

from __future__ import annotations

from django.http import HttpRequest

from relevo.core.actor import Actor

MEMBERSHIP = "relevo_member"
"""Session key of the membership that the person works in now."""


class ActorRequest(HttpRequest):
    """A request whose actor is known. ``actor`` is ``NOBODY`` for a visitor."""

    actor: Actor
