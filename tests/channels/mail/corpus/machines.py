"""Mails of machines: reports, receipts, invitations, and what they carry in odd types."""

from __future__ import annotations

import base64

from tests.channels.mail.corpus import HEAD, Case, attached, case, wire
from tests.channels.mail.letters import file, letter, multipart, nested, plain, rich

_STATUS = b"Reporting-MTA: dns; mx.cole.example\r\n\r\nFinal-Recipient: rfc822; hannah@cole.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
_HEADERS = b"From: support@auralis.example\r\nSubject: Duo 2"
_REPORT = multipart(
    "report; report-type=delivery-status",
    plain("Your message could not be delivered."),
    b"Content-Type: message/delivery-status\r\n\r\n" + _STATUS,
    b"Content-Type: text/rfc822-headers\r\n\r\n" + _HEADERS,
    sender="Mail Delivery System <MAILER-DAEMON@mx.cole.example>",
    Auto_Submitted="auto-replied",
)
_ABUSE = b"Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1"
_RECEIPT = (
    b"Final-Recipient: rfc822;hannah@cole.example\r\nDisposition: manual-action/MDN-sent-manually; displayed"
)
_EVENT = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Madrid
BEGIN:STANDARD
DTSTART:16010101T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ORGANIZER;CN="Elena Prats":mailto:elena@prats.example
SUMMARY;LANGUAGE=es:Visita técnica\\, segunda
DTSTART;TZID=Europe/Madrid:20250310T100000
DTEND;TZID=Europe/Madrid:20250310T113000
LOCATION:Calle Mayor 1\\, Valencia
DESCRIPTION:Traigan el Duo 2.\\nGracias y hasta
  pronto.
BEGIN:VALARM
DESCRIPTION:Recordatorio
END:VALARM
END:VEVENT
END:VCALENDAR
"""
_READ_EVENT = (
    "Visita técnica, segunda\n2025-03-10 10:00 – 11:30 (Europe/Madrid)\nCalle Mayor 1, Valencia\n"
    "Elena Prats <elena@prats.example>\n\nTraigan el Duo 2.\nGracias y hasta pronto."
)
_CALENDAR = _EVENT.replace("\n", "\r\n").encode()
_ALL_DAY = b"BEGIN:VEVENT\r\nSUMMARY:Feria\r\nDTSTART;VALUE=DATE:20250310\r\nDTEND;VALUE=DATE:20250312\r\nEND:VEVENT\r\n"
_UTC = b"BEGIN:VEVENT\r\nSUMMARY:Call\r\nDTSTART:20250310T230000Z\r\nDTEND:20250311T003000Z\r\nORGANIZER:mailto:tom@baker.example\r\nEND:VEVENT\r\n"
_INVITE = b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"

CASES: list[Case] = [
    case("a delivery report", _REPORT, "Your message could not be delivered.", from_addr="mailer-daemon@mx.cole.example", from_name="Mail Delivery System", auto_submitted="auto-replied", attachments=[attached("delivery-status.txt", len(_STATUS), "message/delivery-status"), attached("headers.txt", len(_HEADERS), "text/rfc822-headers")]),
    case("a report of abuse", multipart("report; report-type=feedback-report", plain("This is a complaint."), b"Content-Type: message/feedback-report\r\n\r\n" + _ABUSE, b"Content-Type: message/rfc822\r\n\r\nSubject: Oferta\r\n\r\nx"), "This is a complaint.", attachments=[attached("feedback-report.txt", len(_ABUSE), "message/feedback-report"), attached("Oferta.eml", 20, "message/rfc822")]),
    case("a receipt", multipart("report; report-type=disposition-notification", plain("Your message was read."), b"Content-Type: message/disposition-notification\r\n\r\n" + _RECEIPT), "Your message was read.", attachments=[attached("disposition-notification.txt", len(_RECEIPT), "message/disposition-notification")]),
    case("an absence", letter("Estoy fuera hasta el lunes.", subject="Respuesta automática: Duo 2", Auto_Submitted="auto-replied", X_Auto_Response_Suppress="All", Precedence="bulk"), "Estoy fuera hasta el lunes.", subject="Respuesta automática: Duo 2", auto_submitted="auto-replied"),
    case("an invitation beside text", multipart("alternative", plain("¿Puede venir?"), rich("<p>¿Puede venir?</p>"), _INVITE + _CALENDAR), "¿Puede venir?", html="<p>¿Puede venir?</p>", attachments=[attached("invite.ics", len(_CALENDAR), "text/calendar")], notices=["invitation"]),
    case("an invitation and no text", multipart("mixed", _INVITE + _CALENDAR), _READ_EVENT, attachments=[attached("invite.ics", len(_CALENDAR), "text/calendar")], notices=["invitation"]),
    case("an invitation as the whole mail", letter(base64.encodebytes(_CALENDAR), content_type='text/calendar; charset="utf-8"; method=REQUEST', Content_Transfer_Encoding="base64"), _READ_EVENT, attachments=[attached("invite.ics", len(_CALENDAR), "text/calendar")], notices=["invitation"]),
    case("an invitation of whole days", multipart("mixed", _INVITE + _ALL_DAY), "Feria\n2025-03-10", attachments=[attached("invite.ics", len(_ALL_DAY), "text/calendar")], notices=["invitation"]),
    case("an invitation over midnight", multipart("mixed", _INVITE + _UTC), "Call\n2025-03-10 23:00 – 2025-03-11 00:30 (UTC)\ntom@baker.example", attachments=[attached("invite.ics", len(_UTC), "text/calendar")], notices=["invitation"]),
    case("an invitation twice, as some send it", multipart("mixed", nested("alternative", plain("Venga"), _INVITE + _ALL_DAY, boundary="c"), file(_ALL_DAY, "invite.ics", "application/ics")), "Venga", attachments=[attached("invite.ics", len(_ALL_DAY), "text/calendar"), attached("invite.ics", len(_ALL_DAY), "application/ics")], notices=["invitation"]),
    case("a calendar without an event", multipart("mixed", _INVITE + b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"), "", attachments=[attached("invite.ics", 30, "text/calendar")], notices=["invitation"]),
    case("a visiting card", multipart("mixed", plain("Mi tarjeta"), b"Content-Type: text/vcard\r\n\r\nBEGIN:VCARD\r\nEND:VCARD"), "Mi tarjeta", attachments=[attached("contact.vcf", 22, "text/vcard")]),
    case("rich text as a file", multipart("mixed", plain("Vea"), b"Content-Type: text/rtf\r\n\r\n{\\rtf1 x}"), "Vea", attachments=[attached("attachment.rtf", 9, "text/rtf")]),
    case("a voice message", multipart("mixed", plain("Voice mail from 600 000 000"), file(b"#!AMR\n", "voice.amr", "audio/amr")), "Voice mail from 600 000 000", attachments=[attached("voice.amr", 6, "audio/amr")]),
    case("a drawing", multipart("mixed", plain("Vea"), file(b"<svg onload=x()/>", "plano.svg", "image/svg+xml")), "Vea", attachments=[attached("plano.svg", 17, "image/svg+xml")]),
    case("a watching machine with a name and an empty address", wire(f"{HEAD.replace('Jorge Molina <jorge@molina.example>', 'Watch <>')}\nCPU at 99 %\n"), "CPU at 99 %", from_addr="", from_name="", notices=["sender_unclear"]),
]  # fmt: skip
