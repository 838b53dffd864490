"""The lines by which mail programs announce quoted history, forwards and signatures, in many languages.

All tests look at one line (or a few joined ones) of bounded length and take time linear in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LINE_LIMIT: Final = 400  # a longer line is prose, never a mark
SHORTEST: Final = 5  # so is a shorter one

# "Anna wrote:" as mail programs say it. Matched in lower case.
_WROTE: Final = (
    "wrote",
    "writes",
    "escribió",
    "escribio",
    "escribe",
    "rakstīja",
    "raksta",
    "schrieb",
    "geschrieben",
    "a écrit",
    "écrit",
    "a ecrit",
    "написал",
    "написал(а)",
    "написала",
    "пишет",
    "писал",
    "писал(а)",
    "escreveu",
    "ha scritto",
    "scrive",
    "napisał",
    "napisał(a)",
    "napisała",
    "pisze",
    "rašė",
    "parašė",
    "rašo",
    "kirjutas",
    "skrev",
    "schreef",
    "kirjoitti",
)
_WROTE_AT_END = re.compile(rf"(?:^|[\s,>)\]\"])(?:{'|'.join(re.escape(verb) for verb in _WROTE)})\s?:\Z")
_WROTE_WITHIN = re.compile(r"(?:^|\s)(?:schrieb|skrev|schreef|kirjutas)\s.{1,200}:\Z")
_MOMENT = re.compile(
    r"\d{1,2}[:.]\d{2}(?!\d)|(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
)
_DATE = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_OPENS = re.compile(
    r"\d|(?:on|el|le|am|il|em|en|w|dnia|den|op|på)\s|(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mié|mie|jue|vie|sáb|sab|dom"
    r"|pirmd|otrd|trešd|ceturtd|piektd|sestd|svētd|пн|вт|ср|чт|пт|сб|вс|понед|втор|сред|четв|пятн|субб|воскр|seg|ter"
    r"|qua|qui|sex|gio|ven|mer|jeu|sam|dim|pon|wt|śr|czw|pt|sob|niedz|pr|an|tr|kt|pn|št|sk)[^\s,.]{0,12}[,.]"
)
_ADDRESS_AT_END = re.compile(r"[<(][^\s<>()]{1,200}@[^\s<>()]{1,200}[>)]\s?:\Z")

_ORIGINAL: Final = (
    "original message",
    "original appointment",
    "mensaje original",
    "oriģinālais ziņojums",
    "sākotnējais ziņojums",
    "oriģinālā ziņa",
    "ursprüngliche nachricht",
    "originalnachricht",
    "message d'origine",
    "message original",
    "исходное сообщение",
    "оригинальное сообщение",
    "mensagem original",
    "messaggio originale",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "pradinis pranešimas",
    "originalus laiškas",
    "algne kiri",
)
_FORWARDED: Final = (
    "forwarded message",
    "forwarded by",
    "begin forwarded message",
    "mensaje reenviado",
    "inicio del mensaje reenviado",
    "pārsūtītais ziņojums",
    "pārsūtīta ziņa",
    "pārsūtīts ziņojums",
    "pārsūtītā ziņa",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "message transféré",
    "début du message réexpédié",
    "пересланное сообщение",
    "пересылаемое сообщение",
    "начало переадресованного сообщения",
    "mensagem encaminhada",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "wiadomość przekazana",
    "przekazana wiadomość",
    "persiųstas laiškas",
    "persiųsta žinutė",
)
_LABELS: Final = {
    "from": "from de no von от da od nuo di expéditeur saatja",
    "sent": "sent date enviado fecha nosūtīts datums gesendet datum envoyé отправлено дата data enviada inviato"
    " wysłano išsiųsta saadetud",
    "to": "to para kam an à кому a do gavėjas destinatario destinataire per",
    "subject": "subject asunto temats tēma tema betreff objet тема assunto oggetto temat teema",
    "cc": "cc kopija kopie копия",
}
_KIND_OF_LABEL: Final = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}
_LABELLED = re.compile(r"\*?([^\W\d_]{1,14})(?: [^\W\d_]{1,8})?\s?\*?\s?:\*?\s+\S")

_MOBILE = re.compile(
    r"(?:(?:sent|enviado|enviada|inviato|envoyé|gesendet|von meinem|von mein|nosūtīts|sūtīts|отправлено|wysłane|wysłano"
    r"|išsiųsta|saadetud|get|obtener|télécharger|laden sie|obtenha|скачайте|pobierz|iegūt|lejupielādēt)\b).{0,80}\b"
    r"(?:iphone|ipad|android|ios|outlook|samsung|galaxy|huawei|xiaomi|mail|correo|почт\w*|yahoo|telefon\w*|telephone|"
    r"phone|móvil|movil|mobile|mobil\w*|smartphone|blackberry|gmail|protonmail|proton|bluemail)\b.{0,60}\Z"
)
_RULER = re.compile(r"(?:_{10,}|-{20,})\Z")


def is_quoted(line: str) -> bool:
    """A line of quoted history: ``>`` after at most three spaces."""
    return line[:4].lstrip(" ").startswith(">")


def _within_rulers(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether ``text`` is one of the phrases, with or without dashes around it."""
    inner = text.strip("-—_=* \t:").lower()
    return len(inner) <= 60 and inner.startswith(phrases)


def is_original(line: str) -> bool:
    """``-----Original Message-----``: history follows."""
    return (
        line.startswith(("--", "__", "==", "—"))
        and len(line) < LINE_LIMIT
        and _within_rulers(line, _ORIGINAL)
    )


def is_forward(line: str) -> bool:
    """``---------- Forwarded message ---------``: what follows is what the writer wants to be read."""
    return len(line) <= 80 and _within_rulers(line, _FORWARDED) and (line[0] in "-—_" or line.endswith(":"))


def is_ruler(line: str) -> bool:
    """A line of underscores or dashes only, as Outlook puts before its header block."""
    return bool(_RULER.match(line.strip()))


def is_mobile_footer(line: str) -> bool:
    """``Sent from my iPhone`` and its relatives."""
    return len(line) <= 120 and bool(_MOBILE.match(line.strip("-—*_ \t.").lower()))


def attribution_start(lines: Sequence[str], end: int, *, quoted_next: bool) -> int | None:
    """Where the "On ... X wrote:" that ends at ``lines[end]`` begins, if it is one.

    It may run over four lines. It needs a verb or an address at its end, and a date or time; a short one without
    a date counts when quoted lines follow.
    """
    if not lines[end].rstrip().endswith(":"):
        return None
    text = ""
    for begin in range(end, max(end - 4, -1), -1):
        line = lines[begin].strip()
        text = f"{line} {text}".strip().lower()
        if not line or is_quoted(line) or len(text) > LINE_LIMIT:
            break
        opens = begin == end or _OPENS.match(text)
        if opens and (_announces(text) if quoted_next else _announces_fully(text)):
            return begin
    last = lines[end].strip().lower()
    return end if quoted_next and len(last) <= 120 and _WROTE_AT_END.search(last) else None


def _announces(text: str) -> bool:
    ends = _WROTE_AT_END.search(text) or _WROTE_WITHIN.search(text) or _ADDRESS_AT_END.search(text)
    return bool(ends and _MOMENT.search(text))


def _announces_fully(text: str) -> bool:
    """The whole form, with date and address: people type parts of it themselves when they tell a story."""
    verb = _WROTE_AT_END.search(text) or _WROTE_WITHIN.search(text)
    return bool(
        "@" in text and _DATE.search(text) and _OPENS.match(text) and (verb or _ADDRESS_AT_END.search(text))
    )


def header_block_length(lines: Sequence[str], begin: int) -> int:
    """How many lines a quoted header (``From:``, ``Sent:``, ``To:``, ``Subject:``) at ``begin`` takes; 0 if none.

    It must open with the sender and name two more of the usual fields within eight lines.
    """
    if _label(lines[begin]) != "from":
        return 0
    kinds = {"from"}
    last = begin
    for place in range(begin + 1, min(begin + 9, len(lines))):
        kind = _label(lines[place])
        if kind:
            kinds.add(kind)
            last = place
        elif not lines[place].strip():
            break
    return last - begin + 1 if len(kinds) >= 3 else 0


def _label(line: str) -> str:
    found = _LABELLED.match(line[:LINE_LIMIT].strip())
    return _KIND_OF_LABEL.get(found[1].lower(), "") if found else ""
