"""Every kind of event, in one list: the vocabulary of the record.

A kind is ``noun.verb`` in the past. ``record`` refuses a kind that is not listed.
"""

from __future__ import annotations

KINDS: frozenset[str] = frozenset({
    # firms and people
    "organization.created", "member.added", "member.ended",
    # desks and engagements
    "desk.created", "desk.changed", "engagement.drafted", "engagement.moved", "seat.given", "seat.ended",
    "seat.readiness_changed", "coverage.set", "promise.set", "rate_card.set", "style_guide.set", "shift.planned",
    "shift.cancelled", "mailbox.opened", "mailbox.changed",
    # the queue as a whole
    "queue.taken_back", "queue.given_back",
    # tickets
    "customer.created", "ticket.opened", "ticket.received", "ticket.held", "ticket.assigned", "ticket.unassigned",
    "ticket.status_changed", "ticket.topic_changed", "ticket.linked", "ticket.merged", "ticket.joined",
    "ticket.participant_added", "ticket.participant_removed", "note.written", "ticket.handed_over",
    "hand_over.prepared", "hand_over.accepted", "ticket.given_back", "ticket.acknowledged",
    # replies
    "reply.submitted", "reply.approved", "reply.returned", "reply.released", "reply.sent", "reply.failed",
    "reply.escalated", "reply.scheduled", "reply.called_back", "reply.copy_sent", "reply.copy_failed",
    "message.translated",
    # promises and money
    "promise.started", "promise.kept", "promise.missed", "promise.cancelled", "charge.made",
    # studies
    "study.opened", "study.changed", "study.asked", "study.shared", "study.unshared", "study.deleted",
    # routing
    "ticket.routed", "ticket.unroutable",
    # mail
    "mail.parked", "mail.ignored", "mail.quarantined", "mail.released", "mail.alarm_raised", "mail.alarm_ended",
    "mailbox.imap_connected", "mailbox.imap_disconnected",
})  # fmt: skip
