"""``relevo verify-record``: recompute an engagement's service record, from the database or from an export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections

from relevo.config.env import Misconfigured
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.chain import LINKED, first_break
from relevo.events.models import Chain, Event

FIELDS = (*LINKED, "position", "previous_hash", "hash")


@dataclass(frozen=True, slots=True)
class _Exported:
    """One line of an exported record, shaped like an event."""

    kind: str
    at: datetime
    actor_kind: str
    actor_label: str
    organization_id: int | None
    client_id: int | None
    engagement_id: int | None
    ticket_id: int | None
    subject_id: int | None
    facts: dict[str, Any]
    position: int | None
    previous_hash: str
    hash: str


def verify(engagement_id: int, *, export: Path | None, against: Path | None) -> tuple[bool, str]:
    """Whether the record holds, and what to tell. Raises ``Misconfigured`` when there is no such record."""
    if against is not None:
        return _judge(engagement_id, list(_read(against)), length=None, head=None)
    with acting(system(*_firms(engagement_id))):
        chain = Chain.objects.get(engagement_id=engagement_id)
        events = list(
            Event.objects.filter(engagement_id=engagement_id).exclude(position=None).order_by("position")
        )
    if export is not None:
        _write(export, events)
    return _judge(engagement_id, events, length=chain.length, head=chain.head)


def _judge(
    engagement_id: int, events: list[Any], *, length: int | None, head: str | None
) -> tuple[bool, str]:
    broken = first_break(events, length=length, head=head)
    if broken is not None:
        return (
            False,
            f"Engagement {engagement_id}: the record does NOT hold at event {broken.position}: {broken.reason}.",
        )
    last = events[-1].hash if events else "-"
    return True, f"Engagement {engagement_id}: the record holds, {len(events)} events, last hash {last}."


def _firms(engagement_id: int) -> tuple[int, ...]:
    """Both firms of an engagement, asked as the owner: whoever runs the installation may verify any record."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT client_id, provider_id FROM engagements_engagement WHERE id = %s", [engagement_id]
        )
        row = cursor.fetchone()
    if row is None:
        raise Misconfigured(f"There is no engagement {engagement_id}.")
    return tuple(row)


def _write(path: Path, events: Iterable[Event]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for event in events:
            line = {name: getattr(event, name) for name in FIELDS} | {"at": event.at.isoformat()}
            file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")


def _read(path: Path) -> Iterator[_Exported]:
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            yield _Exported(**fields | {"at": datetime.fromisoformat(fields["at"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Misconfigured(f"{path} is not an exported record: {error}") from error
