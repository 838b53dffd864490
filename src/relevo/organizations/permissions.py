"""The names of all permissions, and what a role may do on its own firm's ground.

What a role may do on an *engagement* is in ``engagements/grants.py``. A client's "own ground" is
everything of its desks; a partner's is its own people and figures.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A person's place in a firm."""

    ADMIN = "admin", _("Admin")
    MANAGER = "manager", _("Manager")
    LEAD = "lead", _("Lead")
    AGENT = "agent", _("Agent")
    REVIEWER = "reviewer", _("Reviewer")


_EVERYBODY = frozenset({"organization.view", "ticket.translate"})
_OVERSEE = _EVERYBODY | {"console.view", "ticket.note", "statement.view"}
_MANAGE = _OVERSEE | {
    "ticket.take_back", "queue.take_back", "ticket.give_back", "desk.manage", "engagement.manage", "coverage.manage",
    "promise.manage", "style_guide.manage", "rate_card.manage", "shift.plan", "seat.manage",
    "seat.certify", "reply.approve", "mailbox.manage", "study.manage",
}  # fmt: skip

OWN_GROUND: dict[str, frozenset[str]] = {
    Role.ADMIN: _MANAGE | {"member.manage"},
    Role.MANAGER: _MANAGE,
    Role.LEAD: _OVERSEE | {"shift.plan"},
    Role.AGENT: _EVERYBODY | {"ticket.note"},
    Role.REVIEWER: _OVERSEE,
}
"""Permissions by role on the key ("organization", own id)."""
