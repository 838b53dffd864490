"""A night at Noctua Support: Mateo answers Jorge Molina in the name of Auralis."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from relevo.web.ui.shapes import (
    ComposerCard,
    Copies,
    CopyLine,
    CopyMark,
    CopyOffer,
    DeskMark,
    FileMark,
    FindingMark,
    HolderSegment,
    MessageCard,
    PromiseMark,
    QueueRow,
    ThreadEvent,
    TimelineEntry,
)

AURALIS = DeskMark("Auralis", 262)
MAREKO = DeskMark("Mareko", 24)
PAUSED = PromiseMark("Resolution", "paused", text="paused")

ANSWER = (
    "Hello Jorge,\n\n"
    "As I already told you, keep the two buttons on top pressed for ten seconds until the ring turns white. Your rooms"
    " and stations stay as they are. If it still shows E-0042, I will send you a new Duo 2 today."
)
PREVIEW = (
    "Hola, Jorge:\n\n"
    "Como ya le dije, mantenga pulsados los dos botones superiores durante diez segundos hasta que el anillo se ponga"
    " blanco. Sus habitaciones y emisoras se conservan. Si sigue mostrando E-0042, hoy mismo le enviaré un Duo 2 nuevo."
)
BACK = (
    "Hello, Jorge:\n\n"
    "As I already told you, hold the two upper buttons for ten seconds until the ring turns white. Your rooms and"
    " stations are kept. If it goes on showing E-0042, I will send you a new Duo 2 this very day."
)


def workspace_example(note: bool = False) -> dict[str, object]:
    """Everything the workspace example shows, at this moment."""
    now = timezone.now()
    return {
        "groups": queue(now),
        "ticket_promise": PromiseMark("Next response", "due", now + timedelta(minutes=11, seconds=40)),
        "promises": [
            PromiseMark("First response", "met", text="met in 6 min"),
            PromiseMark("Next response", "due", now + timedelta(minutes=11, seconds=40)),
            PromiseMark("Resolution", "running", now + timedelta(hours=14, minutes=20)),
        ],
        "segments": [
            HolderSegment("Auralis, in-house", "client", 5400, "1 h 30 min"),
            HolderSegment("Noctua Support", "partner", 2100, "35 min"),
            HolderSegment("Waiting for Jorge", "customer", 3000, "50 min"),
            HolderSegment("Noctua Support", "partner", 1100, "18 min"),
        ],
        "thread": thread(now),
        "composer": note_composer() if note else reply_composer(),
        "history": history(now),
    }


def queue(now: datetime) -> list[dict[str, object]]:
    """The list of what to do next, in three groups."""
    here = reverse("ui:workspace")

    def row(number: str, subject: str, customer: str, desk: DeskMark, why: str, **more: object) -> QueueRow:
        return QueueRow(number, f"{here}#{number}", subject, customer, desk, why, **more)  # type: ignore[arg-type]

    def due(state: str, **left: float) -> PromiseMark:
        return PromiseMark("Next response", state, now + timedelta(**left))  # type: ignore[arg-type]

    return [
        {"title": "Promised soonest", "rows": [
            row("MAR-0388", "H12 after the power cut, house at 14 °C", "Zane Krūmiņa", MAREKO, "heating down",
                customer_language="lv", agent_language="en", promise=due("breached", minutes=-4), unread=True),
            row("AUR-1042", "Duo 2 does not wake after the update", "Jorge Molina", AURALIS, "answered you 18 min ago",
                customer_language="es", promise=due("due", minutes=11), current=True, here=["Lucía Peña"]),
            row("AUR-1047", "Beam loses the television every evening", "Hannah Cole", AURALIS, "new",
                customer_language="en", promise=due("due", minutes=26), unread=True),
        ]},
        {"title": "Your move", "rows": [
            row("AUR-1039", "Invoice for the Hub, company name wrong", "Elena Prats", AURALIS, "approved, send it",
                customer_language="es", promise=due("running", hours=2, minutes=5)),
            row("MAR-0371", "Therm 300: schedule is one hour late", "Tom Baker", MAREKO, "sent the serial",
                customer_language="en", promise=due("running", hours=3, minutes=40)),
            row("AUR-1021", "Two Duo 2 drift apart in one room", "Toni Ferrer", AURALIS, "log attached",
                customer_language="es", promise=due("running", hours=5)),
        ]},
        {"title": "Waiting", "rows": [
            row("MAR-0365", "Flow makes a knocking sound at night", "Juris Vītols", MAREKO, "for him, since yesterday",
                customer_language="lv", agent_language="en", promise=PAUSED),
            row("AUR-1008", "Replacement Hub for serial AHB-0031187", "Elena Prats", AURALIS, "for the carrier",
                customer_language="es", promise=PAUSED),
        ]},
    ]  # fmt: skip


def thread(now: datetime) -> list[MessageCard | ThreadEvent]:
    """The conversation, oldest first."""
    return [
        MessageCard(
            "Jorge Molina", "customer", now - timedelta(hours=3, minutes=13), id="m1",
            via="by mail", language="en", original_language="es", original_name="Spanish original",
            translated_by="Translated, codes and names kept",
            body=mark_safe(
                '<p>Good evening. Since last night’s update my <span class="kept">Auralis Duo 2</span> does not '
                'wake up. The ring blinks red twice and the app says <span class="kept">E-0042</span>. I have '
                'already unplugged it <mark class="unsure" title="Unsure: “un buen rato”">a good while</mark>.</p>'
                "<p>I have guests on Sunday. Can this be solved before?</p>"
            ),
            original=mark_safe(
                "<p>Buenas noches. Desde la actualización de anoche mi Auralis Duo 2 no despierta. El anillo "
                "parpadea en rojo dos veces y la aplicación dice E-0042. Ya lo he desenchufado un buen rato.</p>"
                "<p>El domingo tengo invitados. ¿Se puede arreglar antes?</p>"
            ),
            files=[FileMark("anillo-rojo.mp4", "3.1 MB", "#m1"), FileMark("AD2-0193847.jpg", "240 kB", "#m1")],
        ),
        ThreadEvent("The shift changed: Auralis handed over to Noctua Support", now - timedelta(hours=1, minutes=43),
                    "arrow-right-left"),
        MessageCard(
            "Iker Sanz", "note", now - timedelta(hours=1, minutes=43), firm="Auralis", audience="Both firms", id="m2",
            body=mark_safe(
                '<dl class="handover"><dt>Situation</dt><dd>Does not wake after firmware 4.2.1, code E-0042.</dd>'
                "<dt>Tried</dt><dd>Power off for five minutes. Not yet: recovery with both buttons.</dd>"
                "<dt>Promised</dt><dd>An answer tonight. No replacement promised so far.</dd>"
                "<dt>Next</dt><dd>Recovery; if it fails, replace under warranty, ask for no more evidence.</dd></dl>"
            ),
        ),
        MessageCard(
            "Mateo Díaz", "agent", now - timedelta(hours=1, minutes=8), firm="as Auralis", id="m3", language="es",
            body=mark_safe(
                "<p>Hola, Jorge:</p><p>Lamento la molestia, y más con invitados el domingo. ¿Podría decirme si el "
                "anillo sigue en rojo tras mantener pulsado el botón central diez segundos?</p>"
                "<p>Un saludo,<br>Mateo, de Auralis</p>"
            ),
            state="sent", state_text="Delivered",
            copies=[CopyLine("Copy to Eva Prats: refused: the address does not exist (5.1.1)", failed=True)],
        ),
        MessageCard(
            "Jorge Molina", "customer", now - timedelta(minutes=18), id="m4", via="by mail", language="en",
            original_language="es", original_name="Spanish original", translated_by="Translated, codes and names kept",
            body=mark_safe(
                "<p>Yes, still red. I have held it and nothing. I hope you do not make me start again.</p>"
            ),
            original=mark_safe(
                "<p>Sí, sigue en rojo. Lo he mantenido y nada. Espero que no me hagan empezar de nuevo.</p>"
            ),
        ),
    ]  # fmt: skip


def reply_composer() -> ComposerCard:
    """Mateo's answer, with one finding of the style guide."""
    words = "As I already told you"
    start = ANSWER.index(words)
    here = reverse("ui:workspace")
    return ComposerCard(
        AURALIS, "Jorge Molina", "Send to Jorge, as Auralis",
        local_time="03:12 in Valencia", customer_language="es", agent_language="en", tone="Formal, usted",
        text=ANSWER, draft_url=reverse("ui:draft"), draft_key="AUR-1042-reply",
        reply_url=here, note_url=f"{here}?note=1",
        attach_url=here, files=[FileMark("duo-2-reset.pdf", "180 kB", here, 1)],
        copies=Copies([CopyMark("Eva Prats", "e•••@•••.example", here, 1)],
                      [CopyOffer("t•••@•••.example", '{"message": 4, "place": 0}')], here),
        findings=[FindingMark(start, start + len(words), words,
                              "sounds like a reproach to someone who is already upset.", "To be sure nothing is lost",
                              instead="To be sure nothing is lost")],
        preview=PREVIEW, preview_name="Spanish", back=BACK, back_name="English",
    )  # fmt: skip


def note_composer() -> ComposerCard:
    """A note both firms will read."""
    here = reverse("ui:workspace")
    return ComposerCard(
        AURALIS, "Jorge Molina", "Add note for both firms", note=True, draft_url=reverse("ui:draft"),
        draft_key="AUR-1042-note", reply_url=here, note_url=f"{here}?note=1",
    )  # fmt: skip


def history(now: datetime) -> list[TimelineEntry]:
    """What happened to the ticket."""
    shift = now - timedelta(hours=1, minutes=43)
    return [
        TimelineEntry("Jorge Molina wrote", now - timedelta(hours=3, minutes=13), "mail"),
        TimelineEntry(
            "First response sent by Auralis",
            now - timedelta(hours=3, minutes=7),
            "check",
            "ok",
            "promised within 30 min",
        ),
        TimelineEntry(
            "Handed over to Noctua Support", shift, "arrow-right-left", more="shift change, 22:00 in Valencia"
        ),
        TimelineEntry("Next response due", now + timedelta(minutes=12), "timer", "due"),
    ]
