"""Mailboxes, raw mail as it came, and the outbox."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.desks.models import Desk
from relevo.engagements.models import Seat
from relevo.tickets.models import Message, Participant, Ticket


class SenderRule(models.TextChoices):
    """Which name customers read as the sender."""

    PERSON = "person", _("The agent's name, at the desk")
    DESK = "desk", _("The desk's name alone")


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Mailboxes as an actor may see them."""

    def visible_to(self, actor: Actor) -> MailboxQuerySet:
        """A client's own, and those of the desks that the actor's engagements staff."""
        staffed = Q(desk__engagements__in=list(actor.scope.engagements))
        return self.filter(Q(client_id__in=actor.scope.organizations) | staffed).distinct()


class Mailbox(models.Model):
    """An address of a desk. display_name: what customers read as the sender.

    signatures: plain text by language code, with ``{agent}`` and ``{desk}`` where names go. acknowledgements: what is
    answered at once to the mail that opens a ticket, by language code; no text, no answer. undo_seconds: how long a
    reply can be called back after Send. translation_notice: whether customers are told what a machine translated.
    agents_by_mail: whether agents may be told of their tickets, and answer, by mail to and from their own address.
    """

    client_id = models.BigIntegerField()
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="mailboxes")
    address = models.EmailField(unique=True)
    display_name = models.CharField(max_length=120)
    signatures = models.JSONField(default=dict, blank=True)
    sender_rule = models.CharField(max_length=6, choices=SenderRule.choices, default=SenderRule.PERSON)
    acknowledgements = models.JSONField(default=dict, blank=True)
    undo_seconds = models.PositiveSmallIntegerField(default=0)
    translation_notice = models.BooleanField(default=True)
    agents_by_mail = models.BooleanField(default=False)

    objects = MailboxQuerySet.as_manager()

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
    DUPLICATE = "duplicate", _("Came twice")
    JUNK = "junk", _("Junk")
    QUARANTINED = "quarantine", _("Held back: the sender is not who it says")


SET_ASIDE = (RawState.IGNORED, RawState.JUNK, RawState.QUARANTINED)
"""States in which a mail waits for nobody and a person may still want it on a ticket."""


class RawMailQuerySet(models.QuerySet["RawMail"]):
    """Raw mail as an actor may see it."""

    def visible_to(self, actor: Actor) -> RawMailQuerySet:
        """The client's own people who oversee or run its mailboxes; a partner sees none."""
        overseen = [
            number for kind, number in actor.grants
            if kind == "organization" and {"mailbox.manage", "console.view"} & actor.grants[kind, number]
        ]  # fmt: skip
        return self.filter(client_id__in=actor.scope.organizations if actor.kind == "system" else overseen)


class Door(models.TextChoices):
    """How a mail came in."""

    SMTP = "smtp", "SMTP"
    LMTP = "lmtp", "LMTP"
    IMAP = "imap", "IMAP"
    PIPE = "pipe", "relevo mail receive"
    WEBHOOK = "webhook", "Webhook"


class RawMail(models.Model):
    """The bytes as they came, committed before the sender hears 250; digesting can be repeated.

    size: bytes of the mail; more than ``raw`` has where a mail at an IMAP server was too large and ``raw`` is its
    beginning.
    sha256: of ``raw``; with the mailbox it is unique, so a delivery that is repeated has no second effect.
    fingerprint: of Message-ID, sender and everything but the trace headers, written when the mail is read; with the
    mailbox it is unique, so the same mail on two ways (or with other Received headers) is told once.
    uidvalidity, uid: where an IMAP server keeps it; unique with the mailbox.
    sender: the address in From, "" before reading and for nobody. trust: what is known of it, "pass", "fail" or
    "none". released: a person has looked at it and wants it on a ticket, junk or not.
    note: why it was set aside or parked, as a code.
    attempts: tries to digest it that failed, and those begun after one that nobody knows the end of, so that a mail
    that kills its worker is parked like one that raises.
    """

    client_id = models.BigIntegerField()
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="raw_mails", db_index=False)
    sha256 = models.CharField(max_length=64)
    raw = models.BinaryField()
    size = models.PositiveIntegerField()
    mail_from = models.CharField(max_length=320, blank=True)
    rcpt_to = models.CharField(max_length=320)
    peer = models.CharField(max_length=60, blank=True)
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.SMTP)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(default=now)
    digested_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RawState.choices, default=RawState.STORED)
    note = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    header_id = models.CharField(max_length=400, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    trust = models.CharField(max_length=5, blank=True)
    released = models.BooleanField(default=False)
    message = models.OneToOneField(Message, models.SET_NULL, null=True, blank=True, related_name="raw_mail")

    objects = RawMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "sha256"], name="raw_mail_once"),
            models.UniqueConstraint(
                fields=["mailbox", "uidvalidity", "uid"], condition=~Q(uid=None), name="raw_mail_once_by_uid"
            ),
            models.UniqueConstraint(
                fields=["mailbox", "fingerprint"], condition=~Q(fingerprint=""), name="raw_mail_told_once"
            ),
            models.CheckConstraint(
                condition=Q(size__gte=Length("raw")), name="raw_mail_no_larger_than_its_size"
            ),
        ]
        indexes = [
            models.Index(
                fields=["mailbox", "received_at"], condition=Q(state="stored"), name="raw_mail_undigested"
            ),
            models.Index(fields=["mailbox", "header_id"], name="raw_mail_header_id"),
            models.Index(fields=["client_id", "state", "-received_at"], name="raw_mail_by_state"),
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


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Outgoing mail as an actor may see it."""

    def visible_to(self, actor: Actor) -> OutgoingMailQuerySet:
        """Mail of visible tickets."""
        return self.filter(ticket__in=Ticket.objects.visible_to(actor))


class OutgoingMail(models.Model):
    """One mail to one recipient: a reply (``message``), written in its transaction, or word to an agent (``seat``).

    participant: to whom a copy of the reply goes; None for the customer's own.
    shown: the newest message that an agent is told of; None where she is only told why her answer did not go.
    header_id: its Message-ID, stable, so that a mail sent twice after a crash folds into one in the reader's program;
    that of the reply for each of its copies.
    leased_until: a sender is at work on it; after that another may take it.
    accepted_as: the provider that took it and its own id of it, as "postmark:b7bc2f4a…"; "" over SMTP.
    complained_at: when whoever got it called it junk.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+")
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="outgoing_mails", db_index=False
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    shown = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
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
    accepted_as = models.CharField(max_length=250, blank=True, default="")
    complained_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="outgoing_due"),
            models.Index(fields=["accepted_as"], condition=~Q(accepted_as=""), name="outgoing_accepted_as"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["header_id", "rcpt_to"], name="outgoing_header_id"),
            models.UniqueConstraint(fields=["message", "rcpt_to"], name="outgoing_once_to_each"),
            models.UniqueConstraint(fields=["seat", "shown"], name="agent_told_once"),
            models.CheckConstraint(
                condition=Q(message=None, seat__isnull=False, participant=None)
                | Q(message__isnull=False, seat=None, shown=None),
                name="outgoing_to_customer_or_agent",
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.header_id}"


class SendingAccount(models.Model):
    """How a mailbox sends, when not over the installation's own mail server.

    kind: "server" (the installation's), "smtp", or the name of an anymail provider ("mailgun", "postmark" …).
    secret, dkim_key, next_dkim_key: encrypted by ``core.secrets``. dkim_key: what mail is signed with now, "" for mail
    that others sign. next_dkim_key: made, and not used before the DNS has it. Domains and selectors stay when their key
    has gone, so that no other key is published in its place.
    """

    client_id = models.BigIntegerField()
    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="sending_account")
    kind = models.CharField(max_length=20, default="server")
    host = models.CharField(max_length=255, blank=True)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, default="starttls")
    username = models.CharField(max_length=255, blank=True)
    secret = models.TextField(blank=True)
    dkim_domain = models.CharField(max_length=255, blank=True)
    dkim_selector = models.CharField(max_length=63, blank=True)
    dkim_key = models.TextField(blank=True)
    next_dkim_domain = models.CharField(max_length=255, blank=True, default="")
    next_dkim_selector = models.CharField(max_length=63, blank=True, default="")
    next_dkim_key = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"sending account of mailbox {self.mailbox_id}"

    def guards(self) -> tuple[Key, ...]:
        """The client's."""
        return (("organization", self.client_id),)


class ImapAccount(models.Model):
    """A mailbox elsewhere that is fetched from by IMAP.

    auth: "password", or the OAuth2 provider ("google", "microsoft"); secret: the password or the refresh token,
    encrypted by ``core.secrets``. since: mails that the server got before it are left alone; null: nothing is.
    uidvalidity, last_uid: the high-water mark up to which everything is stored.
    fence: counts who has fetched; a fetcher that was overtaken while it slept finds another number and stops.
    failures: tries in a row that failed; next_try_at: no sooner than this. problem: the last one as a code.
    """

    client_id = models.BigIntegerField()
    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="imap_account")
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, default="tls")
    username = models.CharField(max_length=255)
    auth = models.CharField(max_length=10, default="password")
    secret = models.TextField(blank=True)
    folder = models.CharField(max_length=255, default="INBOX")
    active = models.BooleanField(default=True)
    since = models.DateTimeField(null=True, blank=True)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0)
    fence = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(default=now)
    last_fetch_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"IMAP account of mailbox {self.mailbox_id}"

    def guards(self) -> tuple[Key, ...]:
        """The client's."""
        return (("organization", self.client_id),)


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Alarms as an actor may see them."""

    def visible_to(self, actor: Actor) -> AlarmQuerySet:
        """The client's."""
        return self.filter(client_id__in=actor.scope.organizations)


class Alarm(models.Model):
    """Something with a mailbox that a person must mend. One of a kind at a time, until it is well again.

    kind: a code such as "imap.refused", "imap.uidvalidity", "mail.parked", "mail.loop". facts: ids, codes and figures.
    """

    client_id = models.BigIntegerField()
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict, blank=True)
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "kind"], condition=Q(ended_at=None), name="one_alarm_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"alarm {self.kind} of mailbox {self.mailbox_id}"

    def guards(self) -> tuple[Key, ...]:
        """The client's."""
        return (("organization", self.client_id),)


class AutomaticAnswer(models.Model):
    """That a machine of ours has answered an address on a day: the row is the right to do it, so it is done once.

    on: the day in UTC. The address's rows of a day are counted over all tickets of the mailbox.
    """

    client_id = models.BigIntegerField()
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    address = models.CharField(max_length=320)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "address", "ticket", "on"], name="one_automatic_answer_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"automatic answer {self.pk}"
