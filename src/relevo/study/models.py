"""Studies that a firm keeps: what it uploaded, which scenarios it looked at, and what came out."""

from __future__ import annotations

from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now


class StudyQuerySet(models.QuerySet["Study"]):
    """Studies as an actor may see them."""

    def visible_to(self, actor: Actor) -> StudyQuerySet:
        """Her own firm's, for those who run it."""
        if actor.kind == "system":
            return self.filter(client_id__in=actor.scope.organizations)
        running = [number for (kind, number), may in actor.grants.items()
                   if kind == "organization" and "study.manage" in may]  # fmt: skip
        return self.filter(client_id__in=running)


class Study(models.Model):
    """A firm's question whether to hand work over. client_id: the firm that asks; nobody else sees it.

    zone: the desk's, an IANA name. mapping: what the columns mean, as ``history.mapping.mapping_of`` takes it; empty
    while the proposal stands.
    """

    client_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60)
    mapping = models.JSONField(default=dict, blank=True)
    author = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=now)

    objects = StudyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def guards(self) -> tuple[Key, ...]:
        """The firm's own."""
        return (("organization", self.client_id),)


class StudyFile(models.Model):
    """A file of tickets as it was uploaded."""

    client_id = models.BigIntegerField()
    study = models.ForeignKey(Study, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def ending(self) -> str:
        """By what a reader tells its form: ".csv", in small letters; "" for a name that no file should have."""
        ending = Path(self.name).suffix.lower()
        return ending if ending.isascii() and len(ending) < 8 else ""


class RunState(models.TextChoices):
    """How far a scenario's computation is."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being computed")
    DONE = "done", _("Done")
    FAILED = "failed", _("Could not be computed")


class StudyScenario(models.Model):
    """One set of assumptions and what they lead to.

    text: the scenario file (YAML). share: how much of it is computed, 0 to 1. problem: why it could not be, as
    ``problems.to_json`` keeps it. summary: figures for comparison. link_key: part of the link by which outsiders read
    the report, "" while there is none; a new one ends the old.
    """

    client_id = models.BigIntegerField()
    study = models.ForeignKey(Study, models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    share = models.FloatField(default=0.0)
    problem = models.TextField(blank=True)
    summary = models.JSONField(default=dict, blank=True)
    link_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def guards(self) -> tuple[Key, ...]:
        """The firm's own."""
        return (("organization", self.client_id),)


class StudyReport(models.Model):
    """A finished report. kind: "html", "pdf" or "json" (whose language is "")."""

    client_id = models.BigIntegerField()
    scenario = models.ForeignKey(StudyScenario, models.CASCADE, related_name="reports", db_index=False)
    kind = models.CharField(max_length=4)
    language = models.CharField(max_length=2, blank=True)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "kind", "language"], name="study_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} of scenario {self.scenario_id}"
