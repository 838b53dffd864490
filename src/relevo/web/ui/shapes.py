"""What the larger components read. A page maps its own objects to these; anything with the same names will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Tone = Literal["", "due", "breached", "ok", "info"]
PromiseState = Literal["running", "due", "breached", "met", "paused"]


@dataclass(frozen=True, slots=True)
class DeskMark:
    """Whose customer it is: the client's name and the hue (degrees, 0-359) of its desk."""

    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class PromiseMark:
    """One promise. Running, due and breached ones have `due` (aware, any zone) and count; the others say `text`."""

    label: str
    state: PromiseState
    due: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A ticket in a list. `why` says in a few words why it stands here."""

    number: str
    url: str
    subject: str
    customer: str
    desk: DeskMark
    why: str = ""
    customer_language: str = ""
    agent_language: str = ""
    promise: PromiseMark | None = None
    unread: bool = False
    current: bool = False
    here: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FileMark:
    """An attachment: its name, its size in words, where to fetch it; or, beside a reply, to take it away. id: there."""

    name: str
    size: str
    url: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class CopyMark:
    """Somebody who gets copies of the answers: what she is called here, and where; ``url`` takes her out."""

    label: str
    address: str
    url: str
    id: int


@dataclass(frozen=True, slots=True)
class CopyOffer:
    """Somebody whom a mail was sent to as well. values: what is posted, as JSON for ``hx-vals``."""

    label: str
    values: str


@dataclass(frozen=True, slots=True)
class Copies:
    """Who gets copies, whom one could let in, and where that is done.

    dialog: the one on the page in which somebody else is named. everybody: all whom the mail ``message`` names and who
    are not in, where they are several; else "".
    """

    people: Sequence[CopyMark]
    offers: Sequence[CopyOffer]
    url: str
    dialog: str = ""
    everybody: str = ""
    message: int = 0


@dataclass(frozen=True, slots=True)
class CopyLine:
    """How far one copy of a message has come."""

    text: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message or note. `body` and `original` are clean HTML; `original` is empty when nothing was translated.

    whole: where the message stands as it came, with its layout and history; "" when there is no more than `body`.
    """

    author: str
    kind: Literal["customer", "agent", "note"]
    sent_at: datetime
    body: str
    firm: str = ""
    via: str = ""
    local_time: str = ""
    audience: str = ""
    language: str = ""
    original: str = ""
    original_language: str = ""
    original_name: str = ""
    translated_by: str = ""
    state: Literal["", "sending", "sent", "waiting", "failed"] = ""
    state_text: str = ""
    files: Sequence[FileMark] = ()
    copies: Sequence[CopyLine] = ()
    id: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class ThreadEvent:
    """What happened between two messages, in one line."""

    text: str
    at: datetime
    icon: str = "circle-dot"
    kind: Literal["event"] = "event"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a timeline; `more` explains it."""

    text: str
    at: datetime
    icon: str = "circle-dot"
    tone: Tone = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class HolderSegment:
    """How long one party held the ball: `seconds` sets the width, `length` says it in words."""

    party: str
    kind: Literal["client", "partner", "second", "customer", "third"]
    seconds: float
    length: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One hour of the week: how well it is covered (None: a gap), a letter for who does, and the whole in words."""

    hour: int
    level: Literal[0, 1, 2, 3] | None
    text: str
    letter: str = ""
    url: str = ""
    now: bool = False


@dataclass(frozen=True, slots=True)
class HeatDay:
    """One day of the coverage week with its 24 cells."""

    name: str
    cells: Sequence[HeatCell]


@dataclass(frozen=True, slots=True)
class FindingMark:
    """Words a style guide objects to, at [start, end) of the draft (UTF-16 units), with the reason and better words.

    instead: what is put in the place of the words at a press of the button; "" when `better` is only an example.
    """

    start: int
    end: int
    words: str
    reason: str
    better: str = ""
    severity: Literal["advise", "block"] = "advise"
    instead: str = ""


@dataclass(frozen=True, slots=True)
class ComposerCard:
    """Everything the composer shows around the words: in whose name, to whom, when it is there, how to speak.

    preview_url answers with the translation of the form's words, which is put into #preview; preview_html is what
    stands there now (safe HTML). returned: what a lead said about the last version. notice: why it was not sent
    just now. attach_url: where files are laid beside the reply; files: those that are.
    private_audience: the words on the second way to send a note. copies: who besides the customer gets the answer; None
    where nobody can. known_draft: the draft as it is kept, when
    ``text`` is something else; None when they are the same.
    """

    desk: DeskMark
    customer: str
    audience: str
    local_time: str = ""
    customer_language: str = ""
    agent_language: str = ""
    tone: str = ""
    text: str = ""
    action: str = ""
    draft_url: str = ""
    draft_key: str = ""
    known_draft: str | None = None
    check_url: str = ""
    reply_url: str = ""
    note_url: str = ""
    note: bool = False
    findings: Sequence[FindingMark] = ()
    preview: str = ""
    preview_name: str = ""
    back: str = ""
    back_name: str = ""
    preview_url: str = ""
    preview_html: str = ""
    needs_approval: str = ""
    returned: str = ""
    notice: str = ""
    other_writer: str = ""
    private_audience: str = ""
    attach_url: str = ""
    files: Sequence[FileMark] = ()
    copies: Copies | None = None
    hidden: Sequence[tuple[str, str]] = field(default=())


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the command palette."""

    label: str
    url: str
    icon: str = "chevron-right"
    hint: str = ""
    words: str = ""
