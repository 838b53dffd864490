"""What a client promises its customers."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.calc.promises import due_at
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.desks.models import Desk
from relevo.events.record import record
from relevo.promises.clocks import target_of
from relevo.promises.models import Kind, Promise

_log = logging.getLogger(__name__)

MOST_MINUTES = 366 * 24 * 60


@transaction.atomic
def set_promise(
    desk: Desk, kind: str, minutes: int, calendar: Mapping[str, Any] | None = None, *, actor: Actor
) -> Promise:
    """Promise something within so many minutes of the calendar's working time (None: round the clock).

    calendar: as ``calc.working_time.calendar_from_json`` reads it. Clocks that run already keep their terms.
    Raises ``RuleBroken`` for an impossible number of minutes and for a calendar in which it never falls due; its fact
    ``why`` says for programs what is wrong with the calendar.
    """
    actor.require("promise.manage", desk)
    if not 1 <= minutes <= MOST_MINUTES:
        raise RuleBroken(_("A promise takes at least one minute and at most a year."))
    terms = {"minutes": minutes, "calendar": dict(calendar or {})}
    try:
        due_at(target_of(Promise(kind=Kind(kind), **terms)), now())
    except ValueError as exc:
        _log.info("Hours of a promise on desk %s were refused: %s", desk.pk, exc)
        words = _("These hours do not work. Each span must end after it begins, and some day must be open.")
        raise RuleBroken(words, why=str(exc)) from exc
    promise, _created = Promise.objects.update_or_create(
        desk=desk, kind=kind, defaults={**terms, "client_id": desk.client_id}
    )
    record("promise.set", actor=actor, client_id=desk.client_id, subject_id=promise.pk,
           facts={"kind": kind, "minutes": minutes})  # fmt: skip
    return promise
