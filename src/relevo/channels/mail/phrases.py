"""The few words that Relevo itself puts into a customer's mail, in the customer's language."""

from __future__ import annotations

from datetime import datetime
from typing import Final

_MONTH_NAMES: Final = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "lv": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī",
}
_RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"})


def attribution(author: str, sent_at: datetime, language: str) -> str:
    """The line above quoted history: when (in ``sent_at``'s own zone) who wrote it. English when we have no other.

    The clock is the 24-hour one in all languages.
    """
    primary = _primary(language)
    month = _MONTH_NAMES.get(primary, _MONTH_NAMES["en"]).split()[sent_at.month - 1]
    clock = f"{sent_at:%H:%M}"
    if primary == "es":
        return f"El {sent_at.day} de {month} de {sent_at.year} a las {clock}, {author} escribió:"
    if primary == "lv":
        return f"{sent_at.year}. gada {sent_at.day}. {month} plkst. {clock} {author} rakstīja:"
    return f"On {sent_at.day} {month} {sent_at.year} at {clock}, {author} wrote:"


def direction(language: str) -> str:
    """ "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if _primary(language) in _RIGHT_TO_LEFT else "ltr"


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
