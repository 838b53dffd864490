"""A hand-over in the reader's language: its facts as sentences, the agents' own words as they wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from relevo.core.formats import day_and_time, reader_locale
from relevo.coverage.models import HandOver
from relevo.tickets.models import Direction, Message, Note
from relevo.tickets.statuses import Status, WaitingOn

EXCERPT = 160
"""Characters of a message that stand in the note."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message or note that the hand-over names. text: its beginning, as it was written in ``language``.

    kind: ``customer``, ``agent`` or ``note``. message_id: None for a note.
    """

    kind: str
    name: str
    at: datetime
    language: str
    text: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class ReadHandOver:
    """The four parts of a hand-over note, and what was promised. prepared: whether the former holder wrote a note."""

    situation: tuple[str, ...]
    background: tuple[str, ...]
    said: tuple[Said, ...]
    assessment: str
    recommendation: str
    promises: tuple[str, ...]
    prepared: bool


def read_hand_over(hand_over: HandOver) -> ReadHandOver:
    """Put a hand-over into words, in the active language and time zone (two queries beside its ticket's).

    What the reader may not see (a message that was removed since) is left out.
    """
    none = _("None was prepared.")
    return ReadHandOver(
        situation=tuple(_situation(hand_over)),
        background=tuple(_background(hand_over.background)),
        said=tuple(sorted([*_messages(hand_over), *_notes(hand_over)], key=lambda said: said.at)),
        assessment=hand_over.assessment or none,
        recommendation=hand_over.recommendation or none,
        promises=tuple(_promise(promise) for promise in hand_over.promises),
        prepared=bool(hand_over.assessment or hand_over.recommendation),
    )


def reason_words(reason: str) -> str:
    """Why a ticket came to its holder, in a few words of the active language; "" for a reason that nobody knows."""
    return {
        "opened": _("answers at this hour"),
        "coverage": _("the hours of the team before ended"),
        "language": _("writes the customer's language"),
        "take_back": _("taken back by the client"),
        "hand_over": _("handed over by a person"),
        "reopened": _("opened again, and this team answers now"),
        "engagement_ended": _("the engagement of the team before ended"),
        "waiting": _("an answer is awaited"),
        "resumed": _("the work goes on"),
        "solved": _("solved"),
        "closed": _("closed"),
        "merged": _("merged into another ticket"),
    }.get(reason, "")


def language_words(code: str) -> str:
    """The name of a language in the active language; "" for one that is not known."""
    return reader_locale().languages.get(code.partition("-")[0], "") if code != "und" else ""


def _situation(hand_over: HandOver) -> list[str]:
    facts, ticket = hand_over.situation, hand_over.ticket
    about = {
        "customer": str(ticket.customer),
        "subject": ticket.subject or _("(no subject)"),
        "language": language_words(facts["language"]),
    }
    who = (
        _("%(customer)s writes in %(language)s about “%(subject)s”.") % about
        if about["language"]
        else _("%(customer)s writes about “%(subject)s”; the language is not known.") % about
    )
    status = {
        "status": Status(facts["status"]).label,
        "waiting_on": WaitingOn(facts["waiting_on"]).label,
        "opened": _time(facts["opened_at"]),
    }
    stands = _("Opened %(opened)s. Status: %(status)s; the next move is with: %(waiting_on)s.") % status
    return [who, stands, _("Why it changed hands: %(why)s.") % {"why": reason_words(hand_over.reason)}]


def _background(facts: dict[str, Any]) -> list[str]:
    lines = {
        _("Files: %(list)s."): facts.get("files"),
        _("Serial numbers: %(list)s."): facts.get("serials"),
        _("Error codes: %(list)s."): facts.get("codes"),
    }
    return [line % {"list": ", ".join(values)} for line, values in lines.items() if values]


def _messages(hand_over: HandOver) -> list[Said]:
    rows = Message.objects.filter(ticket=hand_over.ticket_id, pk__in=hand_over.background.get("messages", []))
    start = Left(F("text"), EXCERPT + 1)
    return [
        Said("customer" if direction == Direction.IN else "agent", name, at, language, _beginning(text), pk)
        for pk, direction, name, at, language, text in rows.values_list(
            "pk", "direction", "shown_name", "at", "language", start
        )
    ]


def _notes(hand_over: HandOver) -> list[Said]:
    rows = Note.objects.filter(ticket=hand_over.ticket_id, pk__in=hand_over.background.get("notes", []))
    start = Left(F("text"), EXCERPT + 1)
    return [
        Said("note", name, at, "und", _beginning(text), None)
        for name, at, text in rows.values_list("author", "at", start)
    ]


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"


def _promise(promise: dict[str, Any]) -> str:
    facts = {"kind": _kind(promise["kind"]), "due": _time(promise["due_at"])}
    if promise["verdict"] == "missed":
        return _("%(kind)s: was due %(due)s and is late.") % facts
    if promise["paused"]:
        return _("%(kind)s: stands still while the customer's answer is awaited.") % facts
    return _("%(kind)s: due %(due)s.") % facts


def _kind(kind: str) -> str:
    names = {
        "first_response": _("First response"),
        "next_response": _("Next response"),
        "resolution": _("Resolution"),
    }
    return names.get(kind, kind)


def _time(iso: str) -> str:
    return day_and_time(datetime.fromisoformat(iso))
