"""Subjects of absence notes, since many come without any header that says so.

Only how a subject begins counts, after "Re:" and its like: what mail programs and people put there when they are
away. Accents and case make no difference. A person who writes *about* an absence does not begin so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SUBJECT_LIMIT: Final = 200

BEGINNINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "en": ("out of office", "out-of-office", "out of the office", "automatic reply", "automatic response",
           "automated reply", "automated response", "auto reply", "auto-reply", "autoreply", "auto response",
           "auto-response", "autoresponse", "auto responder", "auto-responder", "autoresponder", "away from my desk",
           "away from my office", "away from the office", "away from desk", "on vacation until", "on holiday until",
           "on leave until", "on annual leave", "i am away", "i'm away", "i am out of office", "i am out of the office",
           "i'm out of office", "i'm out of the office", "i am on leave", "i am on holiday", "i am on vacation"),
    "es": ("respuesta automática", "contestación automática", "fuera de la oficina", "fuera de oficina",
           "ausente de la oficina", "ausencia de la oficina", "estoy fuera", "de vacaciones hasta",
           "estoy de vacaciones", "me encuentro de vacaciones"),
    "lv": ("automātiskā atbilde", "automātiska atbilde", "automātisks paziņojums", "ārpus biroja", "prombūtne:",
           "prombūtnes paziņojums", "esmu prombūtnē", "esmu atvaļinājumā", "atvaļinājumā līdz", "neesmu birojā"),
    "de": ("automatische antwort", "automatische rückantwort", "abwesenheitsnotiz", "abwesenheitsmeldung",
           "abwesenheitsassistent", "abwesenheit:", "abwesend:", "ich bin abwesend", "außer haus", "nicht im büro",
           "nicht im haus", "ich bin nicht im büro", "im urlaub bis", "ich bin im urlaub", "urlaubsabwesenheit",
           "urlaub:"),
    "fr": ("réponse automatique", "absence du bureau", "absent du bureau", "absente du bureau", "absent:", "absente:",
           "absence:", "message d'absence", "en congés jusqu", "en congé jusqu", "je suis absent", "je suis en congé"),
    "it": ("risposta automatica", "fuori ufficio", "fuori sede", "assente dall'ufficio", "assenza dall'ufficio",
           "sono fuori ufficio", "in ferie fino", "sono in ferie"),
    "pt": ("resposta automática", "fora do escritório", "ausente do escritório", "ausência temporária",
           "estou ausente", "de férias até", "estou de férias"),
    "ca": ("resposta automàtica", "fora de l'oficina"),
    "nl": ("automatisch antwoord", "automatische beantwoording", "afwezigheidsbericht", "afwezig:", "afwezigheid:",
           "niet op kantoor", "niet aanwezig", "buiten kantoor", "met vakantie tot", "ik ben afwezig"),
    "pl": ("odpowiedź automatyczna", "automatyczna odpowiedź", "autoodpowiedź", "autoresponder", "poza biurem",
           "nieobecność w biurze", "nieobecność:", "jestem nieobecn", "jestem na urlopie", "na urlopie do"),
    "cs": ("automatická odpověď", "mimo kancelář", "nepřítomnost v kanceláři", "nepřítomnost:", "jsem mimo kancelář",
           "jsem na dovolené", "dovolená do"),
    "sk": ("automatická odpoveď", "mimo kancelárie", "neprítomnosť v kancelárii", "neprítomnosť:",
           "som mimo kancelárie", "som na dovolenke"),
    "sl": ("samodejni odgovor", "odsoten:", "odsotna:", "odsotnost:"),
    "hr": ("automatski odgovor", "izvan ureda", "nisam u uredu", "na godišnjem sam"),
    "hu": ("automatikus válasz", "házon kívül", "irodán kívül", "nem vagyok az irodában", "szabadságon vagyok",
           "szabadságon:"),
    "ro": ("răspuns automat", "în afara biroului", "absent din birou", "sunt în concediu", "în concediu până"),
    "bg": ("автоматичен отговор", "извън офиса", "в отпуск съм"),
    "ru": ("автоматический ответ", "автоответ", "нет на месте", "вне офиса", "отсутствую", "я в отпуске",
           "в отпуске до", "отсутствие на рабочем месте"),
    "uk": ("автоматична відповідь", "автовідповідь", "поза офісом", "я у відпустці", "у відпустці до",
           "відсутній в офісі", "відсутня в офісі"),
    "sv": ("automatiskt svar", "autosvar", "frånvaromeddelande", "frånvarande:", "frånvaro:", "ej på kontoret",
           "inte på kontoret", "på semester till", "jag är på semester"),
    "da": ("automatisk svar", "autosvar", "fraværsmeddelelse", "fraværende:", "fravær:", "ikke på kontoret",
           "ude af kontoret", "på ferie til", "jeg er på ferie"),
    "no": ("automatisk svar", "autosvar", "fraværsmelding", "fraværsassistent", "fravær:", "ikke på kontoret",
           "borte fra kontoret", "på ferie til", "jeg er på ferie"),
    "fi": ("automaattinen vastaus", "automaattivastaus", "poissaoloilmoitus", "poissa toimistosta", "poissaolo:",
           "olen poissa", "olen lomalla", "lomalla:"),
    "et": ("automaatvastus", "automaatne vastus", "kontorist väljas", "kontorist eemal", "olen puhkusel",
           "puhkusel kuni"),
    "lt": ("automatinis atsakymas", "nesu biure", "ne biure", "atostogauju", "šiuo metu atostogauju"),
    "tr": ("otomatik yanıt", "otomatik cevap", "ofis dışında", "ofis dışı", "ofiste değilim", "izindeyim",
           "yıllık izindeyim"),
    "el": ("αυτόματη απάντηση", "εκτός γραφείου", "απουσία από το γραφείο"),
    "zh": ("自动答复", "自动回复", "自動回覆", "不在办公室", "外出"),
    "ja": ("自動応答", "自動返信", "不在通知", "不在のお知らせ"),
    "ko": ("자동 회신", "자동 응답", "자동응답", "부재 중", "부재중"),
})  # fmt: skip
"""How such subjects begin, by language."""

WHOLE: Final = (
    "away", "absence", "vacation", "on vacation", "on holiday", "on leave", "de vacaciones", "vacaciones", "prombūtne",
    "atvaļinājumā", "atvaļinājums", "abwesend", "abwesenheit", "urlaub", "im urlaub", "absent", "absente", "en congés",
    "en congé", "assente", "in ferie", "ausente", "de férias", "afwezig", "urlop", "nieobecny", "nieobecna", "dovolená",
    "dovolenka", "szabadságon", "concediu", "в отпуске", "отпуск", "у відпустці", "semester", "frånvarande", "ferie",
    "fraværende", "lomalla", "poissa", "puhkusel", "atostogos", "izinde", "tatilde",
)  # fmt: skip
"""Subjects that say nothing but this."""

_PREFIXES = re.compile(
    r"(?:(?:re|aw|sv|vs|rv|rif|odp|ynt|atb|res|antw)(?:\[\d{1,3}\])?:\s{0,9}){0,5}[\[(\"'«„]?\s?"
)
_LETTERS = str.maketrans("ıłøđæ’", "ilod\u00e6'")


def folded(text: str) -> str:
    """Lower case without accents, one space between words and none before a colon."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", bare).strip().replace(" :", ":")


def _pattern() -> re.Pattern[str]:
    begins = "|".join(re.escape(folded(words)) for said in BEGINNINGS.values() for words in said)
    whole = "|".join(re.escape(folded(words)) for words in WHOLE)
    return re.compile(rf"(?:{begins})|(?:{whole})[\s.!)\]]*\Z")


_NOTE = _pattern()


def is_absence(subject: str) -> bool:
    """Whether a subject is that of an absence note or another automatic reply."""
    plain = folded(subject[:_SUBJECT_LIMIT])
    prefix = _PREFIXES.match(plain)
    return bool(_NOTE.match(plain, prefix.end() if prefix else 0))
