"""A mail that was read, as plain values for JSON: what ``relevo mail parse`` prints."""

from __future__ import annotations

from typing import Any

from relevo.channels.mail.parsing import ParsedMail


def as_json(parsed: ParsedMail) -> dict[str, Any]:
    """The mail as values that ``json.dumps`` takes, with exactly these keys.

    subject: one line, decoded. from_addr, from_name: the sender; where the mail names several or none for sure
    (see notices: ``several_senders``, ``sender_unclear``), the first that it claims, which proves nothing.
    to, cc: lists of addresses in lower case. text: the whole text. reply: what was newly written, without
    history and signature. html: harmless HTML, "" when the mail has none. attachments: a list of
    {name: safe file name, size: bytes, content_type: as the sender says, inline: shown within the message}.
    message_id, in_reply_to: ids without angle brackets, "" when missing; references: a list of such, newest last.
    date: the Date field as ISO 8601 in UTC ("2025-03-03T09:15:00+00:00"), or None when it cannot be read.
    auto_submitted: the value of Auto-Submitted in lower case unless it is "no", "" when missing.
    charset_guesses: the charsets that were guessed, since what the mail says was missing or wrong.
    notices: codes of what could not be read, was left out or asks for care, sorted.
    """
    return {
        "subject": parsed.subject,
        "from_addr": parsed.from_addr or next(iter(parsed.senders), ""),
        "from_name": parsed.from_name,
        "to": list(parsed.to),
        "cc": list(parsed.cc),
        "text": parsed.text,
        "reply": parsed.reply,
        "html": parsed.html,
        "attachments": [
            {"name": file.name, "size": file.size, "content_type": file.content_type, "inline": file.inline}
            for file in parsed.attachments
        ],
        "message_id": parsed.message_id,
        "in_reply_to": parsed.in_reply_to,
        "references": list(parsed.references),
        "date": parsed.date.isoformat() if parsed.date else None,
        "auto_submitted": parsed.auto_submitted,
        "charset_guesses": list(parsed.charset_guesses),
        "notices": list(parsed.notices),
    }
