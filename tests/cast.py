"""The people: two clients, two partners, in-house teams, and a stranger on every side.

``enter`` builds them once through the real actions; ``Cast`` finds them by name. The world itself is the
demo's (``relevo.demo.world``), so that tests and the demo speak of the same people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from relevo.core import clock
from relevo.core.actor import NOBODY, Actor, system
from relevo.core.scope import Scope, acting
from relevo.desks.models import Desk
from relevo.engagements.grants import actor_of
from relevo.engagements.models import Engagement, Seat
from relevo.organizations.models import Member, Organization, User

PASSWORD = "a good long password"
BEGAN = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
"""When the firms agreed on everything: the Thursday before the first night shift, whatever day it is today."""

EVERYWHERE = Scope(organizations=frozenset(range(1, 50)))


def enter() -> None:
    """Found the firms, hire the people, open the desks, agree on the engagements."""
    from relevo.demo.world import build

    with clock.travel(BEGAN):
        build(password=PASSWORD)


@dataclass
class Cast:
    """Finds everybody; actors are built anew at each access, as at a door."""

    nobody: Actor = NOBODY
    _seen: dict[str, object] = field(default_factory=dict)

    def organization(self, slug: str) -> Organization:
        """``auralis``, ``mareko``, ``noctua``, ``baltline`` or ``stranger``'s ``fernwerk``."""
        with acting(EVERYWHERE):
            return Organization.objects.get(slug=slug)

    def desk(self, slug: str) -> Desk:
        """``auralis`` or ``mareko``."""
        with acting(EVERYWHERE):
            return Desk.objects.select_related("client").get(slug=slug)

    def engagement(self, desk: str, provider: str) -> Engagement:
        """The engagement of a provider on a desk, by slugs."""
        with acting(EVERYWHERE):
            return Engagement.objects.select_related("desk", "provider", "client").get(
                desk__slug=desk, provider__slug=provider
            )

    def member(self, first_name: str) -> Member:
        """A member by the first name of the person."""
        with acting(EVERYWHERE):
            return Member.objects.select_related("user", "organization").get(
                user__name__startswith=first_name + " "
            )

    def seat(self, first_name: str, desk: str) -> Seat:
        """A member's seat on a desk."""
        with acting(EVERYWHERE):
            return Seat.objects.select_related("engagement", "member").get(
                member__user__name__startswith=first_name + " ", engagement__desk__slug=desk
            )

    def user(self, first_name: str) -> User:
        """The person who signs in."""
        return User.objects.get(name__startswith=first_name + " ")

    def actor(self, first_name: str) -> Actor:
        """The actor of a member, as she would be at a door now."""
        return actor_of(self.member(first_name))

    def machine(self, desk: str) -> Actor:
        """The machine working for a desk's client."""
        return system(self.desk(desk).client_id)

    @cached_property
    def everywhere(self) -> Scope:
        """A scope that sees all firms, for looking at what is left behind; no door ever has it."""
        return EVERYWHERE
