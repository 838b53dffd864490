"""What can be known of a contact, and the words by which files call it (English, Spanish, Latvian)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

DATES = ("created_at", "first_response_at", "closed_at")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "created_at": (
        "created at", "created", "created time", "created date", "creation date", "date created", "opened at",
        "opened", "open date", "received at", "received", "start time", "started at", "call start", "call date",
        "call time", "ticket created", "timestamp", "datetime", "date time", "date", "time",
        "fecha de creacion", "creado", "creado el", "fecha creacion", "fecha de apertura", "fecha y hora", "fecha",
        "recibido", "inicio", "izveidots", "izveides datums", "izveides laiks", "sanemts", "atverts", "sakums",
        "datums un laiks", "datums", "laiks",
    ),
    "first_response_at": (
        "first response at", "first response", "first reply at", "initial response time", "first reply created at",
        "first replied at", "answered at", "primera respuesta", "fecha de primera respuesta", "pirma atbilde",
        "pirmas atbildes laiks",
    ),
    "closed_at": (
        "closed at", "closed", "closed date", "closed time", "solved at", "solved", "resolved at", "resolved",
        "resolved time", "resolution date", "close at", "end time", "ended at", "call end", "cerrado", "resuelto",
        "fecha de cierre", "fecha de resolucion", "fin", "slegts", "aizverts", "atrisinats", "beigas",
        "slegsanas datums",
    ),
    "id": (
        "id", "ticket id", "ticket number", "number", "ticket", "case id", "case number", "call id", "reference",
        "conversation id", "message id", "numero", "numero de ticket", "numero de caso", "referencia", "folio",
        "numurs", "pieteikuma numurs", "pieteikums", "atsauce",
    ),
    "channel": (
        "channel", "source", "via", "medium", "contact channel", "origin", "type of contact", "canal", "origen",
        "medio", "via de contacto", "kanals", "avots", "sazinas kanals",
    ),
    "language": (
        "language", "lang", "locale", "customer language", "ticket language", "idioma", "lengua",
        "idioma del cliente", "valoda", "klienta valoda",
    ),
    "topic": (
        "topic", "tags", "tag", "labels", "label", "category", "help topic", "reason", "contact reason", "subcategory",
        "ticket type", "type",
        "tema", "etiquetas", "etiqueta", "categoria", "motivo", "kategorija", "birkas",
        "iemesls", "temats",
    ),
    "subject": ("subject", "title", "summary", "asunto", "titulo", "resumen", "virsraksts", "kopsavilkums"),
    "text": (
        "text", "description", "body", "message", "content", "comment", "first message", "texto", "descripcion",
        "mensaje", "contenido", "cuerpo", "teksts", "apraksts", "zinojums", "saturs",
    ),
    "customer": (
        "customer email", "requester email", "from email", "customer", "requester", "requester id", "customer id",
        "contact id", "email", "e mail", "caller", "from", "phone", "phone number", "cliente", "correo",
        "correo electronico", "solicitante", "telefono", "remitente", "klients", "klienta epasts", "epasts", "e pasts",
        "pieteicejs", "talrunis", "sutitajs",
    ),
    "status": ("status", "state", "current status", "ticket status", "estado", "situacion", "statuss", "stavoklis"),
    "spam": ("spam", "is spam", "junk", "correo no deseado", "surogatpasts", "mestule"),
    "merged": ("merged", "is merged", "merged into", "duplicate of", "fusionado", "combinado", "apvienots"),
    "automatic": (
        "automatic", "is automatic", "auto submitted", "automated", "bot", "automatico", "automatisks", "automatiska",
    ),
    "follow_up": ("follow up", "is follow up", "is reply"),
    "reopened": ("reopened", "reopens", "reopen count", "reopenings", "reabierto", "reaperturas", "atkartoti atverts"),
    "handling": (
        "handling time", "handle time", "aht", "handling seconds", "talk time", "call duration", "duration",
        "time tracked", "time spent", "time units total", "time unit", "agent work time", "work time", "handling",
        "tiempo de gestion", "tiempo de trabajo", "duracion", "duracion de la llamada", "tiempo dedicado",
        "apstrades laiks", "darba laiks", "ilgums", "zvana ilgums",
    ),
}  # fmt: skip
"""Every field with the normalized column names that mean it, the likeliest first. Only created_at is needed."""

CHANNELS: Mapping[str, str] = {
    word: channel
    for channel, words in {
        "mail": "mail email e-mail correo epasts e-pasts email_reply channel::email rule inbound_email smtp",
        "phone": "phone call voice telephone telefono teléfono llamada tālrunis talrunis zvans channel::voice "
        "phone_call phone_call_inbound voicemail",
        "chat": "chat livechat live_chat messaging native_messaging tērzēšana channel::webwidget widget",
        "form": "form web portal website formulario veidlapa api channel::api feedback_widget web_form web_widget "
        "web_service helpcenter help_center other",
        "social": "social twitter facebook instagram whatsapp telegram line sms any_channel channel::facebookpage "
        "channel::instagram channel::whatsapp channel::telegram channel::twitterprofile channel::twiliosms "
        "channel::sms channel::line tiktok",
        "outbound": "outbound outbound_email phone_call_outbound",
    }.items()
    for word in words.split()
}
"""The words that files use for channels, and ours."""

LANGUAGES: Mapping[str, str] = {
    name: code
    for code, names in {
        "en": "english inglés ingles angļu anglu", "es": "spanish español espanol castellano spāņu spanu",
        "lv": "latvian latviešu latviesu letón leton latviski", "lt": "lithuanian lietuvių lituano lietuviešu",
        "et": "estonian eesti estonio igauņu", "ru": "russian русский ruso krievu", "de": "german deutsch alemán vācu",
        "fr": "french français francés franču", "it": "italian italiano itāļu", "pt": "portuguese português portugués",
        "nl": "dutch nederlands neerlandés", "pl": "polish polski polaco poļu", "ca": "catalan català catalán",
        "uk": "ukrainian українська ucraniano ukraiņu", "sv": "swedish svenska sueco", "fi": "finnish suomi finés",
        "gl": "galician galego gallego", "eu": "basque euskara vasco", "zh": "chinese chino ķīniešu",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Names of languages that exports use instead of codes."""

UNDETERMINED = "und"

TRUE = ("true", "yes", "y", "t", "1", "si", "sí", "jā", "ja", "x", "verdadero")
"""How a flag says yes, in lower case."""

_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*")


def normalized(name: str) -> str:
    """Return a column's name in lower case, without accents, its words parted by single spaces."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", split.casefold())
    return " ".join(re.findall(r"[a-z0-9#]+", "".join(c for c in plain if not unicodedata.combining(c))))


def channel_of(value: str) -> str:
    """Return our word for a source's channel; a word that we do not know stays as it is, none at all is "mail"."""
    word = "_".join(value.casefold().split())
    return CHANNELS.get(word, word[:40]) if word else "mail"


def language_of(value: str) -> str:
    """Return the base code of a language's code, tag or name; "und" where it is none."""
    word = value.strip().casefold()
    if word in LANGUAGES:
        return LANGUAGES[word]
    return re.split("[-_]", word)[0] if _CODE.fullmatch(word) else UNDETERMINED
