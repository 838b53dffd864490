"""Who does something, from which firm, with which rights: a small value that is always passed along.

Rules never read an ambient "current user". Doors build an actor (``engagements.grants``), actions
take it, jobs rebuild it from ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

from relevo.core.errors import NotAllowed
from relevo.core.scope import NOWHERE, Scope

Key = tuple[Literal["organization", "engagement"], int]
"""What a right hangs on: a firm's own ground, or one engagement."""


class Guarded(Protocol):
    """A thing that says which keys open it, for instance a ticket: its client and its holder."""

    def guards(self) -> Iterable[Key]:
        """The keys of which one must carry the permission asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting person or machine.

    label: the name written into the record (an agent's own name; customers read her alias).
    grants: permission names by key. seats: the actor's seat id by engagement id.
    zone: IANA name of where she is, for the times on her screen.
    """

    kind: Literal["member", "system", "nobody"]
    label: str = ""
    user_id: int | None = None
    member_id: int | None = None
    organization_id: int | None = None
    role: str = ""
    zone: str = "UTC"
    scope: Scope = NOWHERE
    grants: Mapping[Key, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    seats: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))

    def may(self, permission: str, thing: Guarded) -> bool:
        """Whether ``permission`` is granted on one of the keys of ``thing``."""
        keys = tuple(thing.guards())
        if self.kind == "system":
            return any(kind == "organization" and key in self.scope.organizations for kind, key in keys)
        return any(permission in self.grants.get(key, frozenset()) for key in keys)

    def require(self, permission: str, thing: Guarded) -> None:
        """Raise ``NotAllowed`` unless ``may``. The first line of every action."""
        if not self.may(permission, thing):
            raise NotAllowed(permission=permission)

    def may_somewhere(self, permission: str) -> bool:
        """Whether the actor has ``permission`` on anything at all; for menus, never for rules."""
        return any(permission in granted for granted in self.grants.values())

    @property
    def as_member(self) -> int:
        """The membership's id; raises ``NotAllowed`` for machines and visitors."""
        if self.member_id is None:
            raise NotAllowed
        return self.member_id

    @property
    def own_firm(self) -> int:
        """The actor's organization's id; raises ``NotAllowed`` for machines and visitors."""
        if self.organization_id is None:
            raise NotAllowed
        return self.organization_id

    def seat_on(self, engagement_id: int | None) -> int | None:
        """The actor's seat id on an engagement, or None."""
        return None if engagement_id is None else self.seats.get(engagement_id)


NOBODY = Actor(kind="nobody")


def system(*organization_ids: int, label: str = "Relevo") -> Actor:
    """The machine itself, working for the given firms and seeing nothing else."""
    return Actor(kind="system", label=label, scope=Scope(organizations=frozenset(organization_ids)))
