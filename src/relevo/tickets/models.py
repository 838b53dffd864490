"""Tickets and everything that is said on them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.customers.models import Customer
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement, Seat
from relevo.organizations.models import Member
from relevo.tickets.statuses import UNFINISHED, Status, WaitingOn


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Tickets as an actor may see them."""

    def visible_to(self, actor: Actor) -> TicketQuerySet:
        """A client sees all of its tickets; a provider those its engagements hold, or have held and still share."""
        engagements = list(actor.scope.engagements)
        return self.filter(
            Q(client_id__in=actor.scope.organizations)
            | Q(holder_id__in=engagements)
            | Q(shared_with__overlap=engagements)
        )

    def unfinished(self) -> TicketQuerySet:
        """Those that somebody must still finish."""
        return self.filter(status__in=UNFINISHED)


class Ticket(models.Model):
    """One matter of one customer with one desk. Its number and thread never change when its holder does.

    number: counted per desk; ``reference`` shows it with the desk's key.
    holder: the engagement that holds the ball now (None: nobody covers this hour).
    shared_with: engagements that held it before and may still read it; a take-back empties it.
    assignee: the seat that works on it. waiting_on: whose move it is.
    language: what the customer writes in ("und" when unknown).
    merged_into: the ticket that goes on with what was said here; this one is closed then.
    version: counts writes, so that two people who change it at once find out.
    routing_why: code and facts of the last routing decision, put into words by ``routing.words``.
    """

    client_id = models.BigIntegerField()
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="tickets", db_index=False)
    number = models.PositiveIntegerField()
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tickets")
    subject = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    waiting_on = models.CharField(max_length=12, choices=WaitingOn.choices, default=WaitingOn.DESK)
    holder = models.ForeignKey(
        Engagement, models.PROTECT, null=True, blank=True, related_name="held_tickets", db_index=False
    )
    shared_with = ArrayField(models.BigIntegerField(), default=list, blank=True)
    assignee = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="tickets")
    topic = models.CharField(max_length=40, blank=True)
    tier = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=10, default="und")
    channel = models.CharField(max_length=20, default="mail")
    linked_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="linked_from", db_index=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", db_index=False
    )
    routing_why = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(default=now)
    last_message_at = models.DateTimeField(default=now)
    solved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-last_message_at"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "number"], name="ticket_number_on_a_desk"),
            models.UniqueConstraint(fields=["id", "client_id"], name="ticket_of_client"),
        ]
        indexes = [
            models.Index(fields=["client_id", "status", "-last_message_at"], name="ticket_client_queue"),
            models.Index(fields=["holder", "status", "-last_message_at"], name="ticket_holder_queue"),
            models.Index(
                fields=["assignee"], name="ticket_assignee_open",
                condition=Q(status__in=["new", "open", "pending", "on_hold"]),
            ),
            models.Index(
                fields=["-last_message_at"], name="ticket_done",
                condition=Q(status__in=["solved", "closed"]),
            ),
            GinIndex(fields=["shared_with"], name="ticket_shared_with"),
            # Most have neither, and each row in an index is written anew with every change of its ticket.
            models.Index(fields=["linked_to"], condition=~Q(linked_to=None), name="ticket_linked_to"),
            models.Index(fields=["merged_into"], condition=~Q(merged_into=None), name="ticket_merged_into"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What people call it, for instance ``AUR-1042``."""
        return f"{self.desk.key}-{self.number}"

    @property
    def unfinished(self) -> bool:
        """Whether somebody must still finish it."""
        return self.status in UNFINISHED

    def guards(self) -> tuple[Key, ...]:
        """The client's ground, and the engagement that holds the ball *now*: a former holder may only read."""
        client: Key = ("organization", self.client_id)
        return (client,) if self.holder_id is None else (client, ("engagement", self.holder_id))


MOST_PARTICIPANTS = 20
"""People in copy on one ticket at a time."""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Participants as an actor may see them."""

    def visible_to(self, actor: Actor) -> ParticipantQuerySet:
        """Those of visible tickets."""
        return self.filter(ticket__in=Ticket.objects.visible_to(actor))

    def present(self) -> ParticipantQuerySet:
        """Those who were not taken out again."""
        return self.filter(removed_at=None)


class Participant(models.Model):
    """Somebody besides the customer who gets a copy of what is answered on a ticket, and whose answers join it.

    address: folded as the channel folds it. since: she is shown nothing that was said before; a merge moves it on.
    let_in_by: who let her in, as the record names him. removed_at: when she was taken out; she may be let in anew.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="participants")
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=150, blank=True)
    since = models.DateTimeField(default=now)
    let_in_by = models.CharField(max_length=150)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "address"],
                condition=Q(removed_at=None),
                name="participant_once_on_a_ticket",
            ),
            models.UniqueConstraint(fields=["id", "client_id"], name="participant_of_client"),
        ]

    def __str__(self) -> str:
        return f"participant {self.pk} of ticket {self.ticket_id}"

    def guards(self) -> tuple[Key, ...]:
        """The same as her ticket."""
        return self.ticket.guards()


class Direction(models.TextChoices):
    """Which way a message goes."""

    IN = "in", _("From the customer")
    OUT = "out", _("To the customer")


class Delivery(models.TextChoices):
    """How far an outgoing message has come."""

    WAITING = "waiting", _("Waits for approval")
    SCHEDULED = "scheduled", _("Goes out later")
    RETURNED = "returned", _("Returned to its writer")
    QUEUED = "queued", _("Being sent")
    SENT = "sent", _("Delivered to the mail server")
    RETRYING = "retrying", _("Not yet delivered, trying again")
    FAILED = "failed", _("Not delivered")
    RECEIVED = "received", _("Received")


UNSAID = (Delivery.WAITING, Delivery.SCHEDULED, Delivery.RETURNED)
"""What an agent has written and the customer has not got: it answers nobody and costs nothing."""


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages as an actor may see them."""

    def visible_to(self, actor: Actor) -> MessageQuerySet:
        """Messages of visible tickets."""
        return self.filter(ticket__in=Ticket.objects.visible_to(actor))


class Message(models.Model):
    """Something the customer said or will read.

    text, language: the original, untouched: as the customer wrote it, or as the agent did.
    full_text: an incoming message with the quoted history that ``text`` leaves out.
    sent_text, sent_language: what the customer reads; differs from ``text`` when it was translated.
    notices: codes of what could not be read in full, shown beside the message.
    automatic: written by a machine on the other side; or, of an outgoing one, by ours.
    also_to: addresses that an incoming message was sent to besides the desk, shown and never written to by itself; of
    an outgoing one, the participants who were to get a copy when it was written.
    participant: who wrote an incoming message, when it was not the customer.
    trust: what is known of an incoming message's sender: "pass", "fail", "none", "" when nothing was asked.
    release_at: when a reply may go out at the soonest (chosen, or the end of the time for undoing); None for at once.
    shown_name: the name the other side reads.
    status_after: what the ticket becomes when an outgoing message is released.
    request_key: drawn by the form, so that a doubled click or a repeated request makes one message.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages", db_index=False)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="messages", db_index=False
    )
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    shown_name = models.CharField(max_length=150)
    text = models.TextField()
    full_text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="und")
    sent_text = models.TextField(blank=True)
    sent_language = models.CharField(max_length=10, blank=True)
    delivery = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.RECEIVED)
    delivery_note = models.CharField(max_length=300, blank=True)
    automatic = models.BooleanField(default=False)
    notices = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    also_to = ArrayField(models.CharField(max_length=320), default=list, blank=True)
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, db_index=False, related_name="messages"
    )
    trust = models.CharField(max_length=5, blank=True)
    release_at = models.DateTimeField(null=True, blank=True)
    status_after = models.CharField(max_length=10, choices=Status.choices, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True)
    at = models.DateTimeField(default=now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["ticket", "at"], name="message_thread"),
            models.Index(fields=["client_id", "at"], name="message_of_client_at"),
            models.Index(fields=["release_at"], condition=Q(delivery="scheduled"), name="message_scheduled"),
            models.Index(fields=["seat"], condition=~Q(seat=None), name="message_by_seat"),
            models.Index(fields=["engagement"], condition=~Q(engagement=None), name="message_by_engagement"),
        ]
        constraints = [models.UniqueConstraint(fields=["id", "client_id"], name="message_of_client")]

    def __str__(self) -> str:
        return f"message {self.pk} of ticket {self.ticket_id}"

    @property
    def customer_text(self) -> str:
        """What the customer wrote or reads."""
        return self.sent_text or self.text

    def guards(self) -> tuple[Key, ...]:
        """The same as its ticket."""
        return self.ticket.guards()


class Attachment(models.Model):
    """A file that came or goes with a message. ``content`` is never served under a guessable or cacheable address.

    content_id: by which the message's HTML shows an inline picture ("cid:"), "" for none.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Audience(models.TextChoices):
    """Who reads a note. The customer never does."""

    BOTH = "both", _("Both firms")
    OWN = "own", _("Own firm only")


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes as an actor may see them."""

    def visible_to(self, actor: Actor) -> NoteQuerySet:
        """Notes for both firms, and those of the actor's own firm, on visible tickets."""
        mine = Q(audience=Audience.BOTH) | Q(organization_id__in=actor.scope.organizations)
        return self.filter(mine, ticket__in=Ticket.objects.visible_to(actor))


class Note(models.Model):
    """Something the customer never sees. organization_id: the firm that wrote it."""

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="notes")
    organization_id = models.BigIntegerField(null=True)
    author = models.CharField(max_length=150)
    audience = models.CharField(max_length=5, choices=Audience.choices)
    text = models.TextField()
    at = models.DateTimeField(default=now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"note {self.pk} on ticket {self.ticket_id}"


class Draft(models.Model):
    """What an agent is writing, saved as she types; nobody else sees it.

    translation: her corrected translation, if she touched it. version: counts saves.
    """

    client_id = models.BigIntegerField()
    organization_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="drafts", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=6, choices=[("reply", "reply"), ("note", "note")], default="reply")
    text = models.TextField(blank=True)
    translation = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "member", "kind"], name="one_draft_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"draft of member {self.member_id} on ticket {self.ticket_id}"


class DraftFile(models.Model):
    """A file beside an unsent reply; nobody but its writer sees it. When the reply goes it becomes an attachment."""

    client_id = models.BigIntegerField()
    organization_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
