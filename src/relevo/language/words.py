"""What the checks of a translation found, and why there is none, in sentences of the active language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from relevo.language.checks import Signal, Verdict
from relevo.language.names import language_name


def hard_failures(verdict: Verdict) -> str:
    """Everything for which the translation must not go out, one sentence after the other."""
    return " ".join(signal_words(signal) for signal in verdict.failed if signal.hard)


def signal_words(signal: Signal) -> str:
    """What a failed check means for whoever sends the words; "" for a code that has no words."""
    facts = signal.facts
    if signal.code == "protected":
        return " ".join(_protected(facts.get("lost", []), facts.get("added", [])))
    if signal.code == "language":
        names = {"found": language_name(facts["found"]), "wanted": language_name(facts["wanted"])}
        return _("The translation reads as %(found)s, not as %(wanted)s.") % names
    if signal.code == "length":
        return _length(facts["ratio"], facts.get("high", 0.0))
    if signal.code == "glossary":
        return _("The desk says this differently: %(list)s.") % {"list": ", ".join(facts["missing"])}
    if signal.code == "translated":
        return _("There is no translation: %(why)s.") % {"why": reason_words(facts["reason"])}
    return {
        "digits": _("The numbers are not the same."),
        "changed": _("The translation is the same text as the original."),
        "gist": _("This engine gives the gist only: read before sending."),
    }.get(signal.code, "")


def reason_words(reason: str) -> str:
    """Why there is no translation, in a few words; "" for a reason that nobody knows."""
    return {
        "same_language": _("both sides have the same language"),
        "unknown_language": _("the language is not known"),
        "too_long": _("the text is too long"),
        "no_engine": _("this desk has no translation engine"),
        "engines_down": _("the translation engine does not answer"),
    }.get(reason, "")


def _protected(lost: list[str], added: list[str]) -> list[str]:
    said = [_("Missing in the translation: %(list)s.") % {"list": ", ".join(lost)}] if lost else []
    return said + ([_("Only in the translation: %(list)s.") % {"list": ", ".join(added)}] if added else [])


def _length(ratio: float, high: float) -> str:
    if not ratio:
        return _("The translation is empty.")
    return (
        _("The translation is much longer than usual.")
        if ratio > high
        else _("The translation is much shorter than usual.")
    )
