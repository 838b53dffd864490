"""The table of status moves: pure, so that it can be read and tested in one place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a ticket stands."""

    NEW = "new", _("New")
    OPEN = "open", _("Open")
    PENDING = "pending", _("Waiting for the customer")
    ON_HOLD = "on_hold", _("On hold")
    SOLVED = "solved", _("Solved")
    CLOSED = "closed", _("Closed")


class WaitingOn(models.TextChoices):
    """Whose move it is."""

    DESK = "desk", _("the desk")
    CUSTOMER = "customer", _("the customer")
    THIRD_PARTY = "third_party", _("a third party")
    NOBODY = "nobody", _("nobody")


UNFINISHED = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD})
"""Statuses of work that somebody must still finish."""

MOVES: dict[str, frozenset[str]] = {
    Status.NEW: frozenset({Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED}),
    Status.OPEN: frozenset({Status.PENDING, Status.ON_HOLD, Status.SOLVED}),
    Status.PENDING: frozenset({Status.OPEN, Status.ON_HOLD, Status.SOLVED}),
    Status.ON_HOLD: frozenset({Status.OPEN, Status.PENDING, Status.SOLVED}),
    Status.SOLVED: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset(),
}
"""Which status a person may set after which. A closed ticket stays closed: a new message opens a linked one."""

WAITS: dict[str, str] = {
    Status.NEW: WaitingOn.DESK,
    Status.OPEN: WaitingOn.DESK,
    Status.PENDING: WaitingOn.CUSTOMER,
    Status.ON_HOLD: WaitingOn.THIRD_PARTY,
    Status.SOLVED: WaitingOn.NOBODY,
    Status.CLOSED: WaitingOn.NOBODY,
}
"""Whose move it is in each status."""
