"""What the composer shows while an agent writes: the customer's side of her words, and whether they may go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.desks.models import Desk
from relevo.language.checks import GIST, Signal, Verdict, judge, verdict_of
from relevo.language.codes import UNDETERMINED, base_language
from relevo.language.desk_engines import is_gist_only, translator_for
from relevo.language.detection import detect
from relevo.language.names import language_name
from relevo.language.protection import protected_items
from relevo.language.translating import Outcome, Translator
from relevo.language.words import hard_failures, reason_words
from relevo.tickets.models import Ticket

Standing = Literal["same", "pass", "check", "blocked", "untranslated"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A thing that no engine may touch: its letters, its kind, and whether the translation has it intact."""

    text: str
    kind: str
    intact: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What the customer will read.

    source, target: base codes; target is the customer's language. translation: "" when there is none;
    back: the translation in the agent's language again. status: ``same`` when nothing needs translating.
    can_send: whether it may go out as it stands (``check`` may, once a person confirms); why_not: the sentence.
    """

    source: str
    target: str
    text: str
    translation: str
    back: str
    status: Standing
    signals: tuple[Signal, ...]
    protected: tuple[Kept, ...]
    engine: str
    can_send: bool
    why_not: str


def preview(ticket: Ticket, text: str, *, actor: Actor, source: str = "") -> Preview:
    """Show what the customer will read in her language, and its way back. Stores nothing.

    source: what the agent says she writes in; detected when empty. Never raises for an engine's trouble.
    """
    actor.require("ticket.translate", ticket)
    desk, target = ticket.desk, customer_language(ticket)
    source = base_language(source) or written_language(desk, text, among=[target])
    if not text.strip() or target in {"", source}:
        return Preview(source, target or source, text, "", "", "same", (), (), "", can_send=True, why_not="")
    translator = translator_for(desk)
    outcome = translator.translate(text, source, target, terms=desk.terms)
    found = outcome.status != "untranslated"
    back = translator.back(outcome, terms=desk.terms) if found else outcome
    why_not = _why_not(outcome, translator)
    return Preview(
        source, target, text,
        translation=outcome.text if found else "",
        back=back.text if found and back.status != "untranslated" else "",
        status=outcome.status, signals=outcome.verdict.signals,
        protected=_kept(text, outcome.text if found else "", desk),
        engine=outcome.engine, can_send=not why_not, why_not=why_not,
    )  # fmt: skip


def customer_language(ticket: Ticket) -> str:
    """The base code of what the customer reads: the ticket's, else her own, else "" (not known yet)."""
    for code in (ticket.language, ticket.customer.language):
        if code not in {"", UNDETERMINED}:
            return base_language(code)
    return ""


def written_language(desk: Desk, text: str, *, among: list[str]) -> str:
    """The base code of what an agent writes in; a text too short to tell is in the desk's working language."""
    known = [code for code in among if code]
    found = detect(text, languages=[*desk.languages, *known], prior=desk.working_language)
    return found.language if found.language != UNDETERMINED else base_language(desk.working_language)


def judge_edited(
    ticket: Ticket, text: str, translation: str, *, source: str, target: str, engine: str = "person"
) -> Verdict:
    """Run the checks on a translation as it is about to go out, an agent's own words included.

    engine: whose words they are; an engine that gives the gist only is never better than ``check``.
    """
    verdict = judge(text, translation, source, target, ticket.desk.terms)
    if is_gist_only(engine):
        return verdict_of((*verdict.signals, GIST))
    return verdict


def _why_not(outcome: Outcome, translator: Translator) -> str:
    names = {"source": language_name(outcome.source), "target": language_name(outcome.target)}
    if outcome.status == "blocked":
        return _(
            "The translation changed what must stay as it is. %(details)s Correct it before you send."
        ) % {"details": hard_failures(outcome.verdict)}
    if outcome.status != "untranslated":
        return ""
    if not translator.can(outcome.source, outcome.target):
        return _("No translation engine of this desk goes from %(source)s to %(target)s. Write in %(target)s,"
                 " or hand the ticket to somebody who does.") % names  # fmt: skip
    why = ", ".join(reason_words(signal.facts["reason"]) for signal in outcome.verdict.failed)
    return _("There is no translation this time (%(why)s). Write in %(target)s yourself, or try again in a"
             " minute.") % {**names, "why": why}  # fmt: skip


def _kept(text: str, translation: str, desk: Desk) -> tuple[Kept, ...]:
    return tuple(
        Kept(item.text, item.kind, item.text in translation) for item in protected_items(text, desk.terms)
    )
