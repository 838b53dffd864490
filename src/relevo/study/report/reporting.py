"""The whole report from what a study found, before it is a web page or a PDF."""

from __future__ import annotations

from relevo.study.choice.outcome import Outcome
from relevo.study.demand.profile import Profile
from relevo.study.report.page import Report
from relevo.study.report.sections import (
    answer,
    contracts,
    decisions,
    demand,
    inputs,
    method,
    money,
    staffing,
)
from relevo.study.report.speech import Speech
from relevo.study.report.texts.catalogues import Language

_LABELS = ("values", "contents", "annex", "annex_intro", "page", "of", "scroll", "made_by")


def report_of(outcome: Outcome, profile: Profile, *, language: Language, desk: str = "") -> Report:
    """Return the report. desk: the name of the company or its desk, for the title; "" for none."""
    speech = Speech(language, outcome.currency)
    subtitle = speech(
        "subtitle", contacts=speech.plain(profile.contacts), first=speech.day(profile.first_day),
        last=speech.day(profile.last_day), zone=speech.plain(profile.zone),
    )  # fmt: skip
    sections = [
        answer.section(outcome, speech), decisions.section(outcome, speech), money.section(outcome, speech),
        demand.section(profile, speech), staffing.section(outcome, speech),
    ]  # fmt: skip
    if outcome.comparison:
        sections.insert(3, decisions.partners(outcome.comparison, speech))
    if outcome.contracts:
        sections.insert(4 if outcome.comparison else 3, contracts.section(outcome.contracts, speech))
    sections += [
        method.data(outcome, profile, speech), inputs.section(outcome, speech), method.section(outcome, speech)
    ]  # fmt: skip
    labels = {name: speech(f"label.{name}") for name in _LABELS}
    title = speech("title")
    return Report(
        language, speech.block(title, speech.name(desk)) if desk else title, subtitle, tuple(sections), labels
    )  # fmt: skip
