"""The few words that Relevo itself puts into a customer's mail, in the customer's language."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Final, Literal

from babel import Locale, UnknownLocaleError

Direction = Literal["ltr", "rtl"]

_MONTH_NAMES: Final = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "lv": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}

_ATTRIBUTIONS: Final = {
    "en": "On {day} {month} {year} at {clock}, {author} wrote:",
    "es": "El {day} de {month} de {year} a las {clock}, {author} escribió:",
    "lv": "{year}. gada {day}. {month} plkst. {clock} {author} rakstīja:",
    "de": "Am {day}. {month} {year} um {clock} schrieb {author}:",
    "fr": "Le {day} {month} {year} à {clock}, {author} a écrit\u00a0:",
    "pt": "Em {day} de {month} de {year} às {clock}, {author} escreveu:",
    "it": "Il {day} {month} {year} alle {clock}, {author} ha scritto:",
    "pl": "{day} {month} {year} o {clock} {author} napisał(a):",
    "ru": "{day} {month} {year} г. в {clock} {author} написал(а):",
}

# Where a language's name would have to be declined, the sentence is built so that it need not be.
_TRANSLATED: Final = {
    "en": "This answer was translated automatically. The original is in {language}.",
    "es": "Esta respuesta se ha traducido automáticamente. El original está en {language}.",
    "lv": "Šī atbilde ir tulkota automātiski. Oriģināls ir {language} valodā.",
    "de": "Diese Antwort wurde automatisch übersetzt. Sprache des Originals: {language}.",
    "fr": "Cette réponse a été traduite automatiquement. Langue de l’original\u00a0: {language}.",
    "pt": "Esta resposta foi traduzida automaticamente. O original está em {language}.",
    "it": "Questa risposta è stata tradotta automaticamente. L’originale è in {language}.",
    "pl": "Ta odpowiedź została przetłumaczona automatycznie. Język oryginału: {language}.",
    "ru": "Этот ответ переведён автоматически. Язык оригинала: {language}.",
}

_RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})
_LOOK_AT: Final = 2000
"""Letters of a text that are asked for their direction."""


def attribution(author: str, sent_at: datetime, language: str) -> str:
    """The line above quoted history: when (in ``sent_at``'s own zone) who wrote it. English when we have no other.

    The clock is the 24-hour one in all languages.
    """
    known = _known(language)
    return _ATTRIBUTIONS[known].format(
        day=sent_at.day, month=_MONTH_NAMES[known].split()[sent_at.month - 1], year=sent_at.year,
        clock=f"{sent_at:%H:%M}", author=author,
    )  # fmt: skip


def translated(original: str, language: str) -> str:
    """That a machine has translated this answer, and from which language. English when we have no other."""
    known = _known(language)
    return _TRANSLATED[known].format(language=_language_name(original, known))


def direction(language: str) -> Direction:
    """ "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if _primary(language) in _RIGHT_TO_LEFT else "ltr"


def direction_of(text: str, otherwise: Direction) -> Direction:
    """Which way a text runs: that of its first letter that has a direction, as browsers do for ``dir="auto"``."""
    for sign in text[:_LOOK_AT]:
        kind = unicodedata.bidirectional(sign)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return otherwise


def _language_name(code: str, reader: str) -> str:
    try:
        name = Locale(reader).languages.get(_primary(code), "")
    except UnknownLocaleError:  # pragma: no cover - all of ours are known
        name = ""
    return name or code


def _known(language: str) -> str:
    primary = _primary(language)
    return primary if primary in _ATTRIBUTIONS else "en"


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
