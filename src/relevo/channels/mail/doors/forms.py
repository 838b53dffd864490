"""The body of a provider's request, as long as a mail may be, and its form fields letter by letter.

Django takes in 2.5 MB beside files, which is right for people's forms, and reads fields as UTF-8. Providers post whole
mails in one field, in any charset.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from relevo.channels.mail.mime import tree

_FIELDS: Final = 1000


def take_whole(request: HttpRequest, limit: int) -> None:
    """Let ``request`` have its body, its fields and its files, whatever the sizes. Raises ``RequestDataTooBig``.

    limit: bytes of the whole body. Bytes that are no UTF-8 stand in fields as surrogates, so that they can be
    had back.
    """
    body = request.read(limit + 1)
    if len(body) > limit:
        raise RequestDataTooBig(f"more than {limit} bytes")
    fields, files = QueryDict(mutable=True), MultiValueDict[str, SimpleUploadedFile]()
    if request.content_type == "application/x-www-form-urlencoded":
        told = parse_qsl(
            body.decode("latin-1"), keep_blank_values=True, errors="surrogateescape", max_num_fields=_FIELDS
        )
        for name, value in told:
            fields.appendlist(name, value)
    elif request.content_type == "multipart/form-data":
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1", "replace")
        for part in tree.read_part(head + body, set()).children:
            _add(part, fields, files)
    fields._mutable = False  # noqa: SLF001 - as Django hands it out
    request._body = body  # noqa: SLF001 - where Django keeps what it has read
    request._post, request._files = fields, files  # type: ignore[attr-defined]  # noqa: SLF001


def _add(part: tree.Part, fields: QueryDict, files: MultiValueDict[str, SimpleUploadedFile]) -> None:
    told = part.headers.parameters("content-disposition")[1]
    name, content = told.get("name", ""), bytes(part.body)
    if "filename" in told:
        files.appendlist(name, SimpleUploadedFile(told["filename"], content, part.media))
    else:
        fields.appendlist(name, content.decode("utf-8", "surrogateescape"))
