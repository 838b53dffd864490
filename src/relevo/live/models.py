"""Presence."""

from __future__ import annotations

from django.db import models

from relevo.core.clock import now
from relevo.organizations.models import Member
from relevo.tickets.models import Ticket


class Presence(models.Model):
    """A member has a ticket open, or is writing on it. Old rows mean nothing; see ``live.presence``."""

    client_id = models.BigIntegerField()
    organization_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    shown_name = models.CharField(max_length=150)
    typing = models.BooleanField(default=False)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "member"], name="presence_once")]

    def __str__(self) -> str:
        return f"member {self.member_id} at ticket {self.ticket_id}"
