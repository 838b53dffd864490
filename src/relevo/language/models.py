"""Stored translations: always beside the original, never instead of it."""

from __future__ import annotations

from django.db import models

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.tickets.models import Message, Ticket


class Status(models.TextChoices):
    """How far a translation may be trusted."""

    PASS = "pass", "pass"
    CHECK = "check", "check"
    BLOCKED = "blocked", "blocked"
    UNTRANSLATED = "untranslated", "untranslated"


class TranslationQuerySet(models.QuerySet["Translation"]):
    """Translations as an actor may see them."""

    def visible_to(self, actor: Actor) -> TranslationQuerySet:
        """Translations on visible tickets."""
        return self.filter(ticket__in=Ticket.objects.visible_to(actor))


class Translation(models.Model):
    """One message in one other language.

    engine: the engine's name, "person" when an agent wrote it, "" when no engine could.
    status: see ``Status``; signals: codes of the checks and whether each held (language/checks.py).
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="translations", db_index=False)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    engine = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices)
    signals = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=now)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "target"], name="one_translation_per_language")
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} in {self.target}"
