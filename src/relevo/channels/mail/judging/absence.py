"""Subjects of absence notes, since many come without any header that says so.

Programs begin with a name of their own ("Automatic reply: Duo 2"), people say that they are away, and until when.
Nothing else may follow: "Out of office replies are not working" and "I am away, the heating does not start" are
customers' mails. Accents and case make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final

_SUBJECT_LIMIT: Final = 200

BEGINNINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "en": ("out of office", "out-of-office", "out of the office", "out of office reply", "out of office autoreply",
           "out of office auto-reply", "out of office auto reply", "out of office response", "out of office message",
           "out of office notice", "out of office notification", "automatic out of office reply", "automatic reply",
           "automatic response", "automated reply", "automated response", "auto reply", "auto-reply", "autoreply",
           "auto response", "auto-response", "autoresponse", "auto responder", "auto-responder", "autoresponder",
           "away from my desk", "away from my office", "away from the office", "away from desk",
           "i am out of office", "i am out of the office", "i'm out of office", "i'm out of the office"),
    "es": ("respuesta automática", "respuesta automática de ausencia", "respuesta automática de fuera de oficina",
           "respuesta automática de fuera de la oficina", "respuesta automática fuera de la oficina",
           "contestación automática", "fuera de la oficina", "fuera de oficina", "estoy fuera de la oficina",
           "estoy fuera de oficina", "ausente de la oficina", "ausencia de la oficina"),
    "lv": ("automātiskā atbilde", "automātiska atbilde", "automātisks paziņojums",
           "automātisks prombūtnes paziņojums", "ārpus biroja", "esmu ārpus biroja", "prombūtne:",
           "prombūtnes paziņojums", "neesmu birojā"),
    "de": ("automatische antwort", "automatische rückantwort", "automatische abwesenheitsnotiz",
           "automatische abwesenheitsmeldung", "abwesenheitsnotiz", "abwesenheitsmeldung",
           "abwesenheitsbenachrichtigung", "abwesenheitsassistent", "abwesenheit:", "abwesend:", "außer haus",
           "nicht im büro", "ich bin nicht im büro", "urlaubsabwesenheit", "urlaub:"),
    "fr": ("réponse automatique", "réponse automatique d'absence", "réponse automatique d'absence du bureau",
           "absence du bureau", "absent du bureau", "absente du bureau", "je suis absent du bureau",
           "je suis absente du bureau", "absent:", "absente:", "absence:", "message d'absence",
           "message d'absence du bureau"),
    "it": ("risposta automatica", "risposta automatica di assenza", "risposta automatica fuori ufficio",
           "fuori ufficio", "sono fuori ufficio", "fuori sede", "assente dall'ufficio", "assenza dall'ufficio"),
    "pt": ("resposta automática", "resposta automática de ausência", "fora do escritório", "estou fora do escritório",
           "ausente do escritório", "ausência do escritório", "ausência temporária"),
    "ca": ("resposta automàtica", "fora de l'oficina", "sóc fora de l'oficina"),
    "nl": ("automatisch antwoord", "automatisch antwoord bij afwezigheid", "automatische beantwoording",
           "afwezigheidsbericht", "afwezig:", "afwezigheid:", "niet op kantoor", "ik ben niet op kantoor",
           "buiten kantoor"),
    "pl": ("odpowiedź automatyczna", "automatyczna odpowiedź", "autoodpowiedź", "autoresponder", "poza biurem",
           "jestem poza biurem", "nieobecność w biurze", "nieobecny w biurze", "nieobecna w biurze", "nieobecność:"),
    "cs": ("automatická odpověď", "odpověď v nepřítomnosti", "mimo kancelář", "jsem mimo kancelář",
           "nepřítomnost v kanceláři", "nepřítomnost:"),
    "sk": ("automatická odpoveď", "mimo kancelárie", "som mimo kancelárie", "neprítomnosť v kancelárii",
           "neprítomnosť:"),
    "sl": ("samodejni odgovor", "odsoten:", "odsotna:", "odsotnost:"),
    "hr": ("automatski odgovor", "izvan ureda", "nisam u uredu"),
    "hu": ("automatikus válasz", "házon kívül", "irodán kívül", "nem vagyok az irodában", "szabadságon:"),
    "ro": ("răspuns automat", "în afara biroului", "sunt în afara biroului", "absent din birou"),
    "bg": ("автоматичен отговор", "извън офиса"),
    "ru": ("автоматический ответ", "автоответ", "нет на месте", "вне офиса", "отсутствие на рабочем месте"),
    "uk": ("автоматична відповідь", "автовідповідь", "поза офісом", "відсутній в офісі", "відсутня в офісі"),
    "sv": ("automatiskt svar", "autosvar", "frånvaromeddelande", "frånvarande:", "frånvaro:", "ej på kontoret",
           "inte på kontoret", "jag är inte på kontoret"),
    "da": ("automatisk svar", "autosvar", "fraværsmeddelelse", "fraværende:", "fravær:", "ikke på kontoret",
           "ude af kontoret"),
    "no": ("automatisk svar", "autosvar", "fraværsmelding", "fraværsassistent", "fravær:", "ikke på kontoret",
           "borte fra kontoret"),
    "fi": ("automaattinen vastaus", "automaattivastaus", "poissaoloilmoitus", "poissa toimistosta",
           "olen poissa toimistosta", "poissaolo:", "lomalla:"),
    "et": ("automaatvastus", "automaatne vastus", "kontorist väljas", "kontorist eemal"),
    "lt": ("automatinis atsakymas", "nesu biure", "ne biure"),
    "tr": ("otomatik yanıt", "otomatik cevap", "ofis dışında", "ofis dışı", "ofis dışındayım", "ofiste değilim"),
    "el": ("αυτόματη απάντηση", "εκτός γραφείου", "απουσία από το γραφείο"),
    "zh": ("自动答复", "自动回复", "自動回覆", "不在办公室", "外出"),
    "ja": ("自動応答", "自動返信", "不在通知", "不在のお知らせ"),
    "ko": ("자동 회신", "자동 응답", "자동응답", "부재 중", "부재중"),
})  # fmt: skip
"""How such subjects begin, by language: they end there, or a sign, a figure or a time comes next."""

WHOLE: Final = (
    "away", "i am away", "i'm away", "absence", "vacation", "on vacation", "i am on vacation", "on holiday",
    "i am on holiday", "on leave", "i am on leave", "on annual leave", "estoy fuera", "de vacaciones", "vacaciones",
    "estoy de vacaciones", "me encuentro de vacaciones", "prombūtne", "esmu prombūtnē", "atvaļinājumā", "atvaļinājums",
    "esmu atvaļinājumā", "abwesend", "ich bin abwesend", "abwesenheit", "urlaub", "im urlaub", "ich bin im urlaub",
    "nicht im haus", "absent", "absente", "je suis absent", "je suis absente", "en congés", "en congé",
    "je suis en congé", "je suis en congés", "assente", "in ferie", "sono in ferie", "ausente", "estou ausente",
    "de férias", "estou de férias", "afwezig", "ik ben afwezig", "niet aanwezig", "met vakantie", "op vakantie",
    "urlop", "na urlopie", "jestem na urlopie", "nieobecny", "nieobecna", "jestem nieobecny", "jestem nieobecna",
    "dovolená", "jsem na dovolené", "dovolenka", "som na dovolenke", "na godišnjem sam", "szabadságon",
    "szabadságon vagyok", "concediu", "în concediu", "sunt în concediu", "в отпуск съм", "в отпуске", "я в отпуске",
    "отпуск", "отсутствую", "у відпустці", "я у відпустці", "semester", "på semester", "jag är på semester",
    "frånvarande", "ferie", "på ferie", "jeg er på ferie", "fraværende", "lomalla", "olen lomalla", "poissa",
    "olen poissa", "puhkusel", "olen puhkusel", "atostogos", "atostogauju", "šiuo metu atostogauju", "izinde",
    "izindeyim", "yıllık izindeyim", "tatilde",
)  # fmt: skip
"""Subjects that say nothing but this, or this and a time."""

_TIMES: Final = (
    "until", "today", "tomorrow", "this week", "next week", "back on", "hasta", "hoy", "esta semana", "līdz",
    "šodien", "šonedēļ", "bis", "heute", "diese woche", "jusqu", "aujourd'hui", "cette semaine", "fino", "sino", "oggi",
    "até", "hoje", "fins", "avui", "tot", "t/m", "vandaag", "dziś", "dzisiaj", "dnes", "danes", "danas", "până",
    "astăzi", "днес", "сегодня", "сьогодні", "till och med", "t.o.m", "t o m", "idag", "i dag", "til og med",
    "tänään", "kuni", "täna", "iki", "šiandien", "bugün", "έως", "μέχρι", "σήμερα", "hétfőig", "keddig", "szerdáig",
    "csütörtökig", "péntekig", "szombatig", "vasárnapig", "maanantaihin", "tiistaihin", "keskiviikkoon", "torstaihin",
    "perjantaihin", "lauantaihin", "sunnuntaihin",
)  # fmt: skip
"""Words that begin a time."""

_TOWARDS: Final = (
    "from", "from the", "through", "thru", "till", "del", "desde el", "a partir del", "no", "vom", "von", "ab", "am",
    "du", "à partir du", "dal", "de", "a partir de", "van", "vanaf", "od", "do", "az", "din", "от", "до", "с", "по",
    "з", "від", "till den", "från", "fra", "til", "til den", "fram till", "frem til", "nuo", "alates", "από",
)  # fmt: skip
"""Words that begin a time or a place: a figure or a day tells which."""

_DAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "понедел", "вторн", "сред", "сряда",
    "четвер", "четвърт", "пятниц", "петък", "суббот", "събот", "воскресен", "неделя", "понеділ", "вівтор", "серед",
    "п'ятниц", "субот", "неділ", "poniedział", "wtork", "środ", "czwart", "piąt", "sobot", "niedziel", "ponděl",
    "pondel", "úter", "utor", "střed", "stred", "čtvrt", "štvrt", "pátk", "piatk", "neděl", "nedeľ", "ponedelj", "tork",
    "petk", "četrt", "nedelj", "subot", "ponedjelj", "srijed", "četvrt", "nedjelj", "måndag", "tisdag", "onsdag",
    "torsdag", "fredag", "lördag", "söndag", "mandag", "tirsdag", "lørdag", "søndag",
)  # fmt: skip
"""How days begin in the languages that have one word for "until" and "to"."""

_REPLY: Final = r"(?:re|aw|sv|vs|rv|rif|odp|ynt|atb|res|antw)(?:\[\d{1,3}\])?:"
_PREFIXES = re.compile(rf"(?:{_REPLY}\s{{0,9}}){{0,5}}")
_SIGN: Final = rf"""\s?(?:\Z|[.…,:;!)\]|/"'»”“’」』】、。(]|[–—]|-(?=\s|\Z)|(?<=\s)-|(?<=\s){_REPLY})"""
_LETTERS = str.maketrans("ıłøđæ’", "ilod\u00e6'")


def folded(text: str) -> str:
    """Lower case without accents, one space between words and none before a colon."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", bare).strip().replace(" :", ":")


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(folded(phrase)) for phrase in phrases)


def _pattern() -> re.Pattern[str]:
    time = rf"\s(?:(?:{_any(_TIMES)})(?!\w)|(?:(?:{_any(_TOWARDS)})\s)?(?:\d|{_any(_DAYS)}))"
    named = rf"(?:{_any(chain(*BEGINNINGS.values()))})(?:{_SIGN}|(?<=:)|\s?\d|{time})"
    said = rf"(?:{_any(WHOLE)})(?:[\s.!…)\]]*\Z|{time})"
    return re.compile(rf"[\[(\"'«„“‘「『【]?\s?(?:{named}|{said})")


_NOTE = _pattern()


def is_absence(subject: str, *, answers: bool = False) -> bool:
    """Whether a subject is that of an absence note or another automatic reply.

    answers: look behind "Re:" and its like too. People's programs put it before the subject of what they answer, and
    absence notes hardly ever have it.
    """
    plain = folded(subject[:_SUBJECT_LIMIT])
    prefix = _PREFIXES.match(plain) if answers else None
    return bool(_NOTE.match(plain, prefix.end() if prefix else 0))
