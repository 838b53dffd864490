"""Mails for the tests: small builders that return the bytes as they come over the wire."""

from __future__ import annotations

import base64

CRLF = b"\r\n"


def letter(
    body: str | bytes = "Hello",
    *,
    sender: str = "Jorge Molina <jorge@molina.example>",
    to: str = "support@auralis.example",
    subject: str = "Duo 2",
    charset: str = "utf-8",
    content_type: str = "",
    **headers: str,
) -> bytes:
    """One mail with a text body (or with a body of any kind when ``content_type`` is given)."""
    fields = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": "Mon, 03 Mar 2025 10:15:00 +0100",
        "Message-ID": "<one@molina.example>",
        "MIME-Version": "1.0",
        "Content-Type": content_type or f'text/plain; charset="{charset}"',
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value).encode("utf-8")
    content = body.encode(charset) if isinstance(body, str) else body
    return head + CRLF + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def multipart(kind: str, *parts: bytes, boundary: str = "b0undary", **headers: str) -> bytes:
    """One mail made of ``parts`` (each with its own header)."""
    return letter(
        joined(*parts, boundary=boundary), content_type=f'multipart/{kind}; boundary="{boundary}"', **headers
    )


def joined(*parts: bytes, boundary: str = "b0undary") -> bytes:
    """The body of a multipart."""
    line = f"--{boundary}".encode()
    return b"".join(line + CRLF + part + CRLF for part in parts) + line + b"--" + CRLF


def nested(kind: str, *parts: bytes, boundary: str) -> bytes:
    """A multipart as a part of another."""
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + joined(
        *parts, boundary=boundary
    )


def plain(text: str, charset: str = "utf-8", more: str = "") -> bytes:
    """A text/plain part."""
    return f"Content-Type: text/plain; charset={charset}{more}\r\n\r\n".encode() + text.encode(charset)


def rich(text: str) -> bytes:
    """A text/html part in UTF-8."""
    return b"Content-Type: text/html; charset=utf-8\r\n\r\n" + text.encode()


def file(content: bytes, name: str = "", media: str = "application/octet-stream", more: str = "") -> bytes:
    """An attachment in base64; ``name`` goes in as it is written."""
    head = f"Content-Type: {media}\r\nContent-Transfer-Encoding: base64\r\n{more}".encode()
    if name:
        head += f'Content-Disposition: attachment; filename="{name}"\r\n'.encode()
    return head + CRLF + base64.encodebytes(content).replace(b"\n", CRLF)


def png(width: int = 2, height: int = 2) -> bytes:
    """The beginning of a PNG of that size."""
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
        + width.to_bytes(4)
        + height.to_bytes(4)
        + b"\x08\x02\x00\x00\x00"
    )
