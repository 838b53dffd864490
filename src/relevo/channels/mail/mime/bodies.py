"""From a mail's tree of parts to what is read: one text, one HTML, and the files beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from relevo.channels.mail.mime import (
    attachments,
    charsets,
    invitations,
    opaque,
    rendering,
    reports,
    texts,
    tnef,
    tree,
    uuencoded,
)
from relevo.channels.mail.mime.attachments import Attachment
from relevo.channels.mail.mime.rendering import TEXT_LIMIT, Block
from relevo.channels.mail.mime.reports import Delivery
from relevo.channels.mail.mime.tree import Part

__all__ = ["TEXT_LIMIT", "Contents", "Delivery", "gather"]

_UNWRAPPED_LIMIT: Final = 5  # signed parts inside of signed parts
_WORDS: Final = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_COPIES: Final = frozenset(
    {"text/x-amp-html", "text/watch-html"}
)  # the same words once more, for few programs
_ELSEWHERE: Final = {"message/external-body": "external_body", "message/partial": "partial_message"}
_PGP = re.compile(r"(?m)^-----BEGIN PGP MESSAGE-----")
_CID = re.compile(r"(?i)\bcid:([^\s\"'<>)]{1,250})")


@dataclass(slots=True)
class Contents:
    """All that a mail holds, as far as it can be read.

    raw_html: the HTML as it came, decoded and bounded but not harmless: for finding quotes in it, never to be shown.
    """

    text: str = ""
    html: str = ""
    raw_html: str = ""
    files: list[Attachment] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    notices: set[str] = field(default_factory=set)


def gather(root: Part, notices: set[str]) -> Contents:
    """Read the tree once, in order."""
    gathering = _Gathering(root, Contents(notices=notices))
    blocks = gathering.blocks(root)
    if not any(block.says_something for block in blocks):
        blocks = gathering.instead or blocks
    found = gathering.found
    found.notices.update(root.notices)
    pictures = {file.content_id for file in found.files if file.picture and file.content_id}
    written = rendering.write(blocks, pictures, found.notices)
    found.text, found.html, found.raw_html = written.text, written.html, written.raw_html
    shown = {tree.unquoted_id(content_id) for content_id in _CID.findall(written.raw_html)}
    found.files = [
        replace(file, inline=True) if file.content_id and file.content_id in shown else file
        for file in found.files
    ]
    return found


class _Gathering:
    """Goes through the parts and keeps what is no text. ``instead``: what is read if nothing else says anything."""

    def __init__(self, root: Part, found: Contents) -> None:
        self.found = found
        self.instead: list[Block] = []
        self.unwrapped = 0
        self.named_words = _named_words(root)

    def blocks(self, part: Part) -> list[Block]:
        """The stretches of the message in a part; the files in it are kept."""
        if part.media == "multipart/encrypted":
            self.found.notices.add("encrypted")
        if part.media == "multipart/alternative":
            return [self._one_of(part.children)]
        if part.children:
            return [block for child in _shown_children(part) for block in self._child(part, child)]
        if part.media in _WORDS and (not attachments.named(part) or id(part) in self.named_words):
            return [self._words(part)]
        return self._others(part)

    def _child(self, parent: Part, child: Part) -> list[Block]:
        beside = parent.media == "multipart/related" and child is not parent.children[0] and child.content_id
        if beside and child.media in _WORDS and not _is_start(parent, child):
            self._keep(child)  # a frame of the page
            return []
        return self.blocks(child)

    def _one_of(self, children: Iterable[Part]) -> Block:
        """The plain and the rich form of the same words: the first plain and the last rich one that say something."""
        chosen = Block()
        for child in children:
            blocks = self.blocks(child)
            rich = [source for block in blocks for source in block.sources()]
            if any(block.rich for block in blocks):
                if any(source.strip() for source in rich) or not chosen.rich:
                    chosen.rich = rich
            elif blocks and not (chosen.plain or "").strip():
                chosen.plain = "\n\n".join(block.plain or "" for block in blocks)
        return chosen

    def _words(self, part: Part) -> Block:
        content = part.content(texts.ENCODED_LIMIT)
        if b"\x00" in content and _is_no_text(part, content):
            self._keep(part)
            return Block()
        if part.media == "text/plain":
            files, content = uuencoded.take(content)
            for file in files:
                name = charsets.decode(file.name, "", part.headers.hints).text
                self._add(attachments.unpacked(name, "", file.content, len(self.found.files)), file.content)
        read = texts.of_part(part, content)
        if read.guessed:
            self.found.guesses.append(read.guessed)
        if part.media == "text/html" or texts.is_page(read.text):
            return Block(rich=[texts.as_page(read.text)])
        if _PGP.search(read.text):
            self.found.notices.add("encrypted")
        return Block(plain=read.text)

    def _others(self, part: Part) -> list[Block]:
        """What is no text of its own accord."""
        if part.media in _COPIES:
            return []
        if part.media in opaque.MEDIA:
            return self._sealed(part)
        if part.media in tnef.MEDIA:
            return self._packed(part)
        content = self._keep(part)
        if part.media == "message/delivery-status":
            self.found.deliveries.extend(reports.deliveries(content))
        elif part.media in invitations.MEDIA:
            self.found.notices.add("invitation")
            self.instead.append(Block(plain=invitations.summary(texts.of_part(part, content).text)))
        elif part.media in _ELSEWHERE:
            self.found.notices.add(_ELSEWHERE[part.media])
        return []

    def _sealed(self, part: Part) -> list[Block]:
        """S/MIME in one piece: what was only signed can be read, what was encrypted cannot."""
        content = part.content()
        inner = opaque.signed_content(content) if self.unwrapped < _UNWRAPPED_LIMIT else None
        if inner is None:
            self.found.notices.add("encrypted")
            self._add(attachments.describe(part, content, len(self.found.files)), content)
            return []
        self.unwrapped += 1
        self.found.notices.add("signed_wrapped")
        return self.blocks(tree.read_part(inner, self.found.notices))

    def _packed(self, part: Part) -> list[Block]:
        """Outlook's own wrapping: its files come out of it, its text counts if there is no other."""
        content = part.content()
        read = tnef.read(content)
        if not read.whole:
            self.found.notices.add("tnef_not_unpacked")
            self._add(attachments.describe(part, content, len(self.found.files)), content)
        for file in read.files:
            described = attachments.unpacked(
                file.name, file.media, file.content, len(self.found.files), file.content_id
            )
            self._add(described, file.content)
        if read.html:
            self.instead.insert(0, Block(rich=[read.html]))
        elif read.text:
            self.instead.insert(0, Block(plain=read.text))
        return []

    def _keep(self, part: Part) -> bytes:
        content = part.content()
        self._add(attachments.describe(part, content, len(self.found.files)), content)
        return content

    def _add(self, file: Attachment, content: bytes) -> None:
        self.found.files.append(file)
        self.found.contents.append(content)


def _is_no_text(part: Part, content: bytes) -> bool:
    """Whether a file merely claims to be text: it has zeros, and not only such as fill it up at its end."""
    wide = charsets.is_wide(part.parameters.get("charset", ""))
    return not wide and b"\x00" in content.rstrip(b"\x00") and attachments.named(part)


def _shown_children(part: Part) -> Sequence[Part]:
    if part.media == "multipart/appledouble":  # the second half is what other systems call the file
        return [child for child in part.children if child.media != "application/applefile"] or part.children
    return part.children


def _is_start(parent: Part, child: Part) -> bool:
    return parent.parameters.get("start", "").strip("<> ") == child.content_id


def _leaves(part: Part) -> Iterator[Part]:
    if not part.children:
        yield part
    for child in part.children:
        yield from _leaves(child)


def _named_words(root: Part) -> frozenset[int]:
    """The text parts that are the message though they have a file name: when no text goes without one.

    Some programs name everything. What is called an attachment stays one.
    """
    words = [leaf for leaf in _leaves(root) if leaf.media in _WORDS]
    if any(not attachments.named(leaf) for leaf in words):
        return frozenset()
    meant = [leaf for leaf in words if leaf.disposition != "attachment"]
    forms = {leaf.media: id(leaf) for leaf in reversed(meant[:2])}
    return frozenset(forms.values())
