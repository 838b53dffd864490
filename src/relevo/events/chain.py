"""The tamper-evident service record of an engagement: each event carries a hash over itself and the one before.

Hash = SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of the fields in ``LINKED``,
of the position and of the previous hash, so that a firm can recompute it from an export with nothing
but a JSON parser. A changed, dropped, added or reordered event breaks every hash after it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

LINKED = ("kind", "at", "actor_kind", "actor_label", "organization_id", "client_id", "engagement_id", "ticket_id",
          "subject_id", "facts")  # fmt: skip


class Link(Protocol):
    """What the chain needs of an event."""

    position: int | None
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a chain does not hold: position from 1, and what is wrong there."""

    position: int
    reason: str


def link_hash(event: Any, *, position: int, previous_hash: str) -> str:
    """The hash that an event must carry at ``position`` behind ``previous_hash``."""
    fields: dict[str, Any] = {name: getattr(event, name) for name in LINKED}
    fields["at"] = fields["at"].isoformat()
    fields |= {"position": position, "previous_hash": previous_hash}
    return hashlib.sha256(_canonical(fields).encode()).hexdigest()


def around(event: Any) -> tuple[str, str]:
    """The text that ``link_hash`` hashes, before the position and behind the previous hash.

    So PostgreSQL can fill in both where it knows them for certain: in the statement that moves the chain on.
    """
    fields: dict[str, Any] = {name: getattr(event, name) for name in LINKED}
    fields["at"] = fields["at"].isoformat()
    before = _canonical({name: value for name, value in fields.items() if name < "position"})
    after = _canonical({name: value for name, value in fields.items() if name > "position"})
    return f'{before[:-1]},"position":', f'",{after[1:]}'


def _canonical(fields: dict[str, Any]) -> str:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def first_break(
    events: Iterable[Link], *, length: int | None = None, head: str | None = None
) -> Broken | None:
    """Recompute a chain in order; None when every link holds and it ends at ``length`` and ``head``."""
    position, previous = 0, ""
    for event in events:
        position += 1
        if event.position != position:
            return Broken(position, f"expected event number {position}, found {event.position}")
        if event.previous_hash != previous:
            return Broken(position, "the link to the event before does not match")
        if event.hash != link_hash(event, position=position, previous_hash=previous):
            return Broken(position, "the event was changed after it was recorded")
        previous = event.hash
    if length is not None and (position, previous) != (length, head):
        return Broken(position + 1, f"the record ends after {position} of {length} events")
    return None
