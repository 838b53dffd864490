"""Files that came with a mail: a safe name and type for display, the bytes kept apart.

A file's type is what the sender says, and is never trusted for rendering: only what proves to be a raster image of
bearable size (``picture``) may be shown inside a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from relevo.channels.mail import names
from relevo.channels.mail.mime import images
from relevo.channels.mail.mime.file_types import ENDINGS, media_of
from relevo.channels.mail.mime.headers import split
from relevo.channels.mail.mime.tree import Part

_HEADER_LOOKED_AT: Final = 20_000  # bytes of an enclosed mail
_SUBJECT_LIMIT: Final = 100  # characters of an enclosed mail's subject that name the file
_STEMS: Final = {
    "text/calendar": "invite",
    "text/vcard": "contact",
    "text/x-vcard": "contact",
    "application/pkcs7-signature": "smime",
    "application/x-pkcs7-signature": "smime",
    "application/pkcs7-mime": "smime",
    "application/x-pkcs7-mime": "smime",
    "application/pgp-signature": "signature",
    "application/pgp-encrypted": "version",
    "application/ms-tnef": "winmail",
    "message/delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
    "text/rfc822-headers": "headers",
}
_LIKE_A_NAME = re.compile(r"[^/\\\n]{1,100}\.[A-Za-z0-9]{2,5}")
_LOCATION = re.compile(
    r"(?i)(?:(?:https?|file)://[^/?#\s]{0,255}/)?(?:[^?#:\s]{0,500}/)?([^/?#:@\s]{1,100}\.[a-z0-9]{2,5})(?:[?#]\S*)?"
)
_MAILS: Final = frozenset({"message/rfc822", "message/global"})
_KNOWN_PICTURES: Final = frozenset(
    {"image/png", "image/jpeg", "image/jpg", "image/pjpeg", "image/gif", "image/webp"}
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; ``index`` is its place in the mail's files.

    name: safe for display and download, at most 255 bytes. size: bytes, with the transfer encoding undone.
    content_type: as the sender says, never to be trusted. inline: the HTML shows it, or the sender wants it shown
    where it stands. content_id: what ``cid:`` links in the HTML call it, or "". picture: the media type that the
    bytes prove, "" unless it is a raster image that a browser can show without harm.
    """

    name: str
    size: int
    content_type: str
    inline: bool
    content_id: str
    index: int
    picture: str = ""


def describe(part: Part, content: bytes, index: int) -> Attachment:
    """Say what the file in ``part`` is; a claim that its bytes deny is noted in ``part.notices``."""
    disposition, parameters = part.headers.parameters("content-disposition")
    picture = images.look(content)
    if picture is None and part.media in _KNOWN_PICTURES:
        part.notices.add("not_an_image")
    given = (
        parameters.get("filename")
        or part.parameters.get("name")
        or parameters.get("name")
        or _described(part)
        or _located(part)
    )
    return Attachment(
        name=names.file_name(given, _invented(part, content)),
        size=len(content),
        content_type=part.media,
        inline=disposition == "inline",
        content_id=part.content_id,
        index=index,
        picture=picture.media if picture and picture.showable and part.media.startswith("image/") else "",
    )


def unpacked(name: str, media: str, content: bytes, index: int, content_id: str = "") -> Attachment:
    """A file that lay in another part, such as in a text or in Outlook's ``winmail.dat``."""
    picture = images.look(content)
    media = media or media_of(name)
    return Attachment(
        name=names.file_name(name, f"attachment{ENDINGS.get(media, '')}"),
        size=len(content),
        content_type=media,
        inline=False,
        content_id=content_id,
        index=index,
        picture=picture.media if picture and picture.showable and media.startswith("image/") else "",
    )


def named(part: Part) -> bool:
    """Whether the sender gave this part a file name or called it an attachment."""
    disposition, parameters = part.headers.parameters("content-disposition")
    return disposition == "attachment" or bool(parameters.get("filename") or part.parameters.get("name"))


def _described(part: Part) -> str:
    """The part's description if it looks like a file's name."""
    text = names.as_written(part.headers.text("content-description"), names.NAME_LIMIT)
    return text if _LIKE_A_NAME.fullmatch(text) else ""


def _located(part: Part) -> str:
    """The file that the part's location names (RFC 2557), whether that is a whole URL or the name alone."""
    written = part.headers.plain("content-location") if part.headers.count("content-location") else ""
    found = _LOCATION.fullmatch(written)
    return unquote(found[1]) if found else ""


def _invented(part: Part, content: bytes) -> str:
    """A name for a file that has none: a mail's subject, or a word for its type."""
    ending = ENDINGS.get(part.media, "")
    if part.media in _MAILS:
        headers, _ = split(memoryview(content[:_HEADER_LOOKED_AT]))
        subject = names.as_written(headers.text("subject"), _SUBJECT_LIMIT)
        return names.file_name(f"{subject.replace('/', '_') or 'attachment'}{ending}")
    return _STEMS.get(part.media, "attachment") + ending
