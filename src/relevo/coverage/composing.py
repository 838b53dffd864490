"""The facts of a hand-over note, gathered from the record: who and what, what was said and done.

Facts hold ids, codes, figures and names of files, and no sentence of the customer's: what was said is named by the ids
of the messages, so the note is read in the reader's language and nothing is kept twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.db.models.functions import Left

from relevo.engagements.models import Engagement
from relevo.tickets.models import UNSAID, Attachment, Audience, Message, Note, Ticket

SAID = 6
"""How many of the last messages the note names."""
NOTES = 3
FILES = 20
CODES = 12
_LOOK_AT = 40
_CHARACTERS = 4000
"""How many messages, and how much of each, are searched for serials and codes."""

_SERIAL = re.compile(r"(?<![\w-])[A-Z]{2}[A-Z0-9]{0,2}-\d{5,10}(?![\w-])", re.IGNORECASE)
_FAULT = re.compile(r"(?<![\w-])(?:[A-Z]{1,2}-\d{2,5}|[A-Z]\d{2,3})(?![\w-])")


def situation_of(ticket: Ticket, to: Engagement | None) -> dict[str, Any]:
    """Where the ticket stands as it changes hands: language, status, whose move, times, and which teams."""
    holder = ticket.holder
    return {
        "language": ticket.language,
        "status": ticket.status,
        "waiting_on": ticket.waiting_on,
        "topic": ticket.topic,
        "opened_at": ticket.opened_at.isoformat(),
        "from_in_house": holder.in_house if holder else None,
        "to_in_house": to.in_house if to else None,
    }


def background_of(ticket: Ticket) -> dict[str, Any]:
    """What was said and done: ids of the last messages and notes, files, serials and fault codes."""
    messages = list(
        Message.objects.filter(ticket=ticket).exclude(delivery__in=UNSAID).order_by("-at", "-pk")
        .annotate(start=Left(F("text"), _CHARACTERS)).values_list("pk", "start")[:_LOOK_AT]
    )  # fmt: skip
    notes = Note.objects.filter(ticket=ticket, audience=Audience.BOTH).order_by("-at", "-pk")
    files = Attachment.objects.filter(ticket=ticket, inline=False).order_by("pk")
    codes = codes_in([ticket.subject, *(text for _, text in reversed(messages))])
    return {
        "messages": [pk for pk, _ in reversed(messages[:SAID])],
        "notes": sorted(notes.values_list("pk", flat=True)[:NOTES]),
        "files": list(files.values_list("name", flat=True)[:FILES]),
        **codes,
    }


def codes_in(texts: Iterable[str]) -> dict[str, list[str]]:
    """Serial numbers (``AD2-0012345``, in any case) and fault codes (``E-0042``, ``H12``), as first seen."""
    serials: dict[str, None] = {}
    faults: dict[str, None] = {}
    for text in texts:
        serials |= dict.fromkeys(found.upper() for found in _SERIAL.findall(text))
        faults |= dict.fromkeys(found for found in _FAULT.findall(text) if found not in serials)
    return {"serials": list(serials)[:CODES], "codes": list(faults)[:CODES]}
