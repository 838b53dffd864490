"""The parts of an agent's screen: queue rows, messages, the composer, findings, folds, the command palette."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from relevo.web.ui.shapes import Command, ComposerCard, FindingMark, MessageCard, QueueRow, ThreadEvent
from relevo.web.ui.tags.attributes import attributes
from relevo.web.ui.tags.marks import hue_class

register = template.Library()

AUTHOR_KINDS = {"customer": "person", "agent": "agent", "note": "agent"}


@register.inclusion_tag("ui/queue_row.html")
def queue_row(row: QueueRow, **extra: object) -> dict[str, object]:
    """A ticket in a list of what to do next; the whole row is the link."""
    return {"row": row, "hue": hue_class(row.desk.hue), "attributes": attributes(extra)}


@register.inclusion_tag("ui/message.html")
def message(card: MessageCard) -> dict[str, object]:
    """A message or note of the conversation, with the original beside the translation on demand."""
    return {"card": card, "avatar_kind": AUTHOR_KINDS[card.kind]}


@register.inclusion_tag("ui/thread_event.html")
def thread_event(event: ThreadEvent) -> dict[str, object]:
    """What happened between two messages."""
    return {"event": event}


@register.inclusion_tag("ui/composer.html", takes_context=True)
def composer(context: template.Context, card: ComposerCard) -> dict[str, object]:
    """Where an answer is written: the desk's edge, the facts, the words, the translation, the audience."""
    return {
        "card": card,
        "hue": hue_class(card.desk.hue),
        "findings": json.dumps([asdict(finding) for finding in card.findings]),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/finding.html")
def finding(mark: FindingMark) -> dict[str, object]:
    """One finding in words, where no draft is being written: in a review, in the guide's test field."""
    return {"mark": mark}


@register.simple_block_tag
def fold(content: str, title: str, icon: str = "", *, open: bool = True, count: object = "") -> SafeString:  # noqa: A002
    """A section of the side pane that can be folded away."""
    return render_to_string(
        "ui/fold.html", {"content": content, "title": title, "icon": icon, "open": open, "count": count}
    )


@register.inclusion_tag("ui/palette.html")
def command_palette(commands: Iterable[Command], search_url: str = "") -> dict[str, object]:
    """Everything by its name, on ctrl-k. `search_url` answers `?q=` with more ui/palette_item.html lines."""
    return {"commands": commands, "search_url": search_url}


@register.inclusion_tag("ui/palette_item.html")
def palette_item(command: Command) -> dict[str, object]:
    """One line of the command palette."""
    return {"command": command}
