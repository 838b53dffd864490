"""From a mail's tree of parts to what is read: one text, one HTML, and the files beside them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from relevo.channels.mail import attachments, charsets, markup, names, plaintext, tidying
from relevo.channels.mail.attachments import Attachment
from relevo.channels.mail.headers import split
from relevo.channels.mail.mime import Part

TEXT_LIMIT: Final = 500_000  # characters of the whole text
_READ_LIMIT: Final = 2_000_000  # bytes of one text part that are decoded
_DELIVERY_LIMIT: Final = 100
_ENCRYPTED: Final = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_PACKED: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of a delivery report (RFC 3464): what became of a mail for one recipient.

    action: "failed", "delayed", "delivered", "relayed", "expanded" or another word of the reporter's.
    status: such as "5.1.1".
    """

    recipient: str
    action: str
    status: str


@dataclass(slots=True)
class _Block:
    """One stretch of the message, as plain text, as HTML, or as both."""

    plain: str | None = None
    rich: str | None = None


@dataclass(slots=True)
class Contents:
    """All that a mail holds, as far as it can be read."""

    text: str = ""
    html: str = ""
    files: list[Attachment] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    notices: set[str] = field(default_factory=set)


def gather(root: Part, notices: set[str]) -> Contents:
    """Read the tree once, in order."""
    found = Contents(notices=notices)
    blocks = _blocks(root, found)
    found.notices.update(root.notices)
    _write(blocks, found)
    return found


def _blocks(part: Part, found: Contents) -> list[_Block]:
    if part.media in _ENCRYPTED:
        found.notices.add("encrypted")
    if part.media == "multipart/alternative":
        return [_one_of(part.children, found)]
    if part.children:
        return [block for child in part.children for block in _blocks(child, found)]
    if part.media in {"text/plain", "text/html"} and not attachments.named(part):
        return [_text_block(part, found)]
    if part.media == "message/delivery-status":
        found.deliveries.extend(_deliveries(part.body))
    elif part.media == "text/x-amp-html":
        return []  # a third copy of the same words
    _keep(part, found)
    return []


def _one_of(children: Iterable[Part], found: Contents) -> _Block:
    """The plain and the rich form of the same words: the first plain and the last rich one that say something."""
    both = _Block()
    for child in children:
        for block in _blocks(child, found):
            if block.plain is not None and not (both.plain or "").strip():
                both.plain = block.plain
            if block.rich is not None and (block.rich.strip() or both.rich is None):
                both.rich = block.rich
    return both


def _text_block(part: Part, found: Contents) -> _Block:
    content = part.content()
    if len(content) > _READ_LIMIT:
        found.notices.add("text_cut")
    decoded = charsets.decode(content[:_READ_LIMIT], part.parameters.get("charset", ""))
    if decoded.guessed:
        found.guesses.append(decoded.codec)
    text = names.body(decoded.text)
    if part.media == "text/html":
        return _Block(rich=text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = _unflow(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return _Block(plain=text)


def _unflow(text: str, *, delsp: bool) -> str:
    """Join the lines that the sender's program broke (RFC 3676): those that end in a space, of one quoting depth."""
    lines: list[tuple[int, list[str]]] = []
    soft = False
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        if soft and words and depth == lines[-1][0] and words != "-- ":
            lines[-1][1].append(words)
        else:
            lines.append((depth, [words]))
        soft = words.endswith(" ") and words != "-- "
        if soft and delsp:
            lines[-1][1][-1] = words[:-1]
    return "\n".join(">" * depth + " " * bool(depth) + "".join(pieces) for depth, pieces in lines)


def _keep(part: Part, found: Contents) -> None:
    if part.media in _PACKED:
        found.notices.add("tnef_not_unpacked")
    content = part.content()
    found.files.append(attachments.describe(part, content, len(found.files)))
    found.contents.append(content)


def _deliveries(body: memoryview) -> list[Delivery]:
    deliveries = []
    for group in re.split(rb"\r?\n[ \t]*\r?\n", bytes(body[:_READ_LIMIT]))[: _DELIVERY_LIMIT + 1]:
        headers, _ = split(memoryview(group.lstrip()))
        recipient = headers.plain("final-recipient") or headers.plain("original-recipient")
        if recipient:
            deliveries.append(
                Delivery(
                    recipient=names.one_line(recipient.split(";", 1)[-1], 320),
                    action=names.one_line(headers.plain("action"), 20).lower(),
                    status=names.one_line(headers.plain("status"), 20),
                )
            )
    return deliveries


def _write(blocks: list[_Block], found: Contents) -> None:
    """Join the blocks into one text and, when any of them is rich, one HTML."""
    pictures = {file.content_id for file in found.files if file.inline and file.content_id}
    rich_wanted = any(block.rich is not None for block in blocks)
    texts: list[str] = []
    rich: list[str] = []
    room = tidying.HTML_LIMIT
    for block in blocks:
        text, markup_text = block.plain, None
        if block.rich is not None:
            if len(block.rich) > room:
                found.notices.add("html_cut")
            markup_text, plain = _render(block.rich[:room], pictures, found)
            room = max(room - len(block.rich), 0)
            text = plain if not (text or "").strip() else text
        texts.append((text or "").strip("\n"))
        if rich_wanted:
            rich.append(_as_html(texts[-1]) if markup_text is None else markup_text)
    found.text = "\n\n".join(text for text in texts if text.strip())
    found.html = "\n".join(piece for piece in rich if piece)
    if len(found.text) > TEXT_LIMIT:
        found.notices.add("text_cut")
        found.text = found.text[:TEXT_LIMIT]


def _render(source: str, pictures: set[str], found: Contents) -> tuple[str | None, str]:
    cleaned = markup.clean(source, pictures)
    if cleaned is None:
        found.notices.add("html_too_tangled")
        return None, plaintext.without_tags(source)
    if cleaned.remote_images:
        found.notices.add("remote_images_removed")
    return cleaned.html, plaintext.of_clean(cleaned.html)


def _as_html(text: str) -> str:
    return "<p>" + html.escape(text).replace("\n", "<br>") + "</p>" if text.strip() else ""
