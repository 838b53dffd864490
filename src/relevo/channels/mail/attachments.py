"""Files that came with a mail: a safe name and type for display, the bytes kept apart.

Nothing is unpacked here. A file that says it is an image but is none is an unknown file; only true raster
images of bearable size may be shown inside a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail import images, names
from relevo.channels.mail.mime import Part

_CONTENT_ID = re.compile(r"<?([!-;=?-~]{1,200})>?\s*\Z")
_ENDINGS: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/html": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file. ``inline``: a true image that the message may show; ``index``: its place in the mail's files.

    name: safe for display and download, at most 255 bytes. size: bytes. content_type: never trusted for
    rendering. content_id: what ``cid:`` links in the HTML call it, or "".
    """

    name: str
    size: int
    content_type: str
    inline: bool
    content_id: str
    index: int


def describe(part: Part, content: bytes, index: int) -> Attachment:
    """Say what the file in ``part`` is; a claim that its bytes deny is noted in ``part.notices``."""
    _, parameters = part.headers.parameters("content-disposition")
    picture = images.look(content)
    media = part.media
    if picture is not None and media.startswith("image/"):
        media = picture.media
    elif media.startswith("image/"):
        part.notices.add("not_an_image")
        media = "application/octet-stream"
    found = _CONTENT_ID.match(part.headers.plain("content-id").strip())
    return Attachment(
        name=_name(part, parameters, media),
        size=len(content),
        content_type=media,
        inline=picture is not None and picture.media == media and picture.showable,
        content_id=found[1] if found else "",
        index=index,
    )


def named(part: Part) -> bool:
    """Whether the sender gave this part a file name or called it an attachment."""
    disposition, parameters = part.headers.parameters("content-disposition")
    return disposition == "attachment" or bool(parameters.get("filename") or part.parameters.get("name"))


def _name(part: Part, disposition: dict[str, str], media: str) -> str:
    given = disposition.get("filename") or part.parameters.get("name", "")
    return names.file_name(given, f"attachment{_ENDINGS.get(media, '')}")
