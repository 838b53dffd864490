"""Mailboxes, raw mail as it came, and the outbox."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Key
from relevo.core.clock import now
from relevo.desks.models import Desk
from relevo.tickets.models import Message, Ticket


class Mailbox(models.Model):
    """An address of a desk. display_name: what customers read as the sender. signature: by language code."""

    client_id = models.BigIntegerField()
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="mailboxes")
    address = models.EmailField(unique=True)
    display_name = models.CharField(max_length=120)
    signatures = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.address

    def guards(self) -> tuple[Key, ...]:
        """A mailbox is the client's."""
        return (("organization", self.client_id),)


class RawState(models.TextChoices):
    """What has become of a mail that came in."""

    STORED = "stored", _("Stored, not read yet")
    DIGESTED = "digested", _("On a ticket")
    IGNORED = "ignored", _("Machine mail, set aside")
    PARKED = "parked", _("Could not be read")


class RawMail(models.Model):
    """The bytes as they came, committed before the sender hears 250; digesting can be repeated.

    sha256: of ``raw``; with the mailbox it is unique, so a delivery that is repeated has no second effect.
    note: why it was set aside or parked, as a code.
    attempts: how often digesting has begun, counted before each try, so that a mail that kills its worker
    is parked like one that raises.
    """

    client_id = models.BigIntegerField()
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="raw_mails")
    sha256 = models.CharField(max_length=64)
    raw = models.BinaryField()
    size = models.PositiveIntegerField()
    mail_from = models.CharField(max_length=320, blank=True)
    rcpt_to = models.CharField(max_length=320)
    peer = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=RawState.choices, default=RawState.STORED)
    note = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    header_id = models.CharField(max_length=400, blank=True)
    message = models.OneToOneField(Message, models.SET_NULL, null=True, blank=True, related_name="raw_mail")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "sha256"], name="raw_mail_once")]
        indexes = [
            models.Index(
                fields=["mailbox", "received_at"], condition=Q(state="stored"), name="raw_mail_undigested"
            ),
            models.Index(fields=["mailbox", "header_id"], name="raw_mail_header_id"),
        ]

    def __str__(self) -> str:
        return f"raw mail {self.pk}"

    def guards(self) -> tuple[Key, ...]:
        """Raw mail is the client's."""
        return (("organization", self.client_id),)


class OutState(models.TextChoices):
    """How far an outgoing mail has come."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Accepted by the mail server")
    FAILED = "failed", _("Refused")


class OutgoingMail(models.Model):
    """One mail to send, written in the same transaction as the reply it carries.

    header_id: its Message-ID, stable, so that a mail sent twice after a crash folds into one in the reader's program.
    leased_until: a sender is at work on it; after that another may take it.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+")
    message = models.OneToOneField(Message, models.PROTECT, related_name="outgoing_mail")
    header_id = models.CharField(max_length=400)
    rcpt_to = models.CharField(max_length=320)
    raw = models.BinaryField()
    state = models.CharField(max_length=10, choices=OutState.choices, default=OutState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=now)
    next_try_at = models.DateTimeField(default=now)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="outgoing_due")]
        constraints = [models.UniqueConstraint(fields=["header_id"], name="outgoing_header_id")]

    def __str__(self) -> str:
        return f"mail {self.header_id}"
