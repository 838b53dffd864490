"""The first page: the answer, three figures, what goes and what stays, what would settle the rest, the trial."""

from __future__ import annotations

from collections.abc import Iterator

from babel.lists import format_list

from relevo.study.choice.outcome import DAYPARTS, Outcome, Pilot, SegmentDecision, Settling, StopRule, Verdict
from relevo.study.report.choices import Group, grouped, reference, suggested, today, unsettled
from relevo.study.report.page import Block, Bullets, Card, Cards, Figure, Figures, Section, Text
from relevo.study.report.speech import Speech

MOST_ITEMS = 4
"""Of a verdict on the first page; the section on decisions has all."""
MOST_SETTLING = 3
_WORSE = 0.02
_VERDICTS: tuple[Verdict, ...] = ("hand_over", "keep", "undecided")


def section(outcome: Outcome, speech: Speech) -> Section:
    """Return the first page."""
    groups = grouped(outcome.decisions)
    blocks: list[Block] = [Text(sentence(outcome, speech), "lead")]
    said = (reason for reason in outcome.answer.reasons if reason.code != "saves")  # the figures below say it
    blocks += [Text(speech.reason("answer", reason)) for reason in said]
    blocks += [Figures(figures(outcome, speech)), Text(_against(outcome, speech)), *_warning(outcome, speech)]
    blocks.append(Cards(tuple(_card(verdict, groups, speech) for verdict in _VERDICTS)))
    if settling := list(_settling(groups, speech)):
        blocks += [Text(speech("answer.settle"), "heading"), Bullets(tuple(settling[:MOST_SETTLING]))]
    if outcome.pilot:
        blocks += pilot(outcome.pilot, speech)
    return Section("answer", speech("section.answer"), tuple(blocks))


def sentence(outcome: Outcome, speech: Speech) -> str:
    """Return the answer in one sentence."""
    given = {one.segment.daypart for one in outcome.decisions if one.verdict == "hand_over"}
    parts = [speech.code("daypart", daypart).lower() for daypart in DAYPARTS if daypart in given]
    return speech(f"answer.{outcome.answer.code}", dayparts=format_list(parts, locale=speech.locale))


def figures(outcome: Outcome, speech: Speech) -> tuple[Figure, ...]:
    """Return saving, its probability, and service now and then."""
    then, now = suggested(outcome), today(outcome)
    if then is None:
        return (
            Figure(
                speech("figure.cost"), speech.money(now.cost.p50), speech.span(now.cost.p10, now.cost.p90)
            ),
            Figure(speech("figure.service"), speech.share(now.service), speech("figure.service_today")),
        )
    futures = speech("figure.futures", low=speech.money(then.saving.p10), high=speech.money(then.saving.p90))
    return (
        Figure(speech("figure.saving"), speech.money(then.saving.p50), futures),
        Figure(speech("figure.chance"), speech.chance(then.saves), speech("figure.chance_of")),
        Figure(
            speech("figure.service"), f"{speech.share(now.service)} → {speech.share(then.service)}",
            speech("figure.service_change"),
        ),
    )  # fmt: skip


def _against(outcome: Outcome, speech: Speech) -> str:
    """Return what the figures are about, and what they are counted from."""
    base, now, then = reference(outcome), today(outcome), suggested(outcome)
    words = []
    if then and then.name != outcome.answer.option:
        words.append(speech("answer.about", option=speech.option(then.name)))
    if then:
        values = {"cost": speech.money(base.cost.p50), "service": speech.share(base.service)}
        words.append(speech("answer.against", option=speech.option(base.name), **values))
    if now.name != base.name or not then:
        words.append(
            speech("answer.today", cost=speech.money(now.cost.p50), service=speech.share(now.service))
        )
    return " ".join(words)


def _warning(outcome: Outcome, speech: Speech) -> Iterator[Text]:
    """Yield what a saving would cost the customers, where it does."""
    then, base = suggested(outcome), reference(outcome)
    if then and then.name == outcome.answer.option and then.service < base.service - _WORSE:
        values = {"then": speech.share(then.service), "before": speech.share(base.service)}
        yield Text(speech("answer.worse", **values), "note")


def _card(verdict: Verdict, groups: list[Group], speech: Speech) -> Card:
    mine = [group for group in groups if group.first.verdict == verdict]
    items = tuple(
        (speech.group(one.segment for one in group.decisions), reasons(group, speech))
        for group in mine[:MOST_ITEMS]
    )
    left = len(mine) - MOST_ITEMS
    more = speech("answer.more", number=str(left)) if left > 0 else "" if mine else speech("answer.none")
    return Card(speech(f"verdict.{verdict}"), verdict, items, more)


def reasons(group: Group, speech: Speech) -> str:
    """Return why a group is handed over, kept or undecided, each reason once."""
    sentences = [speech.reason("segment", reason) for reason in group.reasons]
    if group.first.verdict == "hand_over":
        sentences.insert(0, speech("answer.to_partner", partner=_name(group.first, speech)))
    return " ".join(dict.fromkeys(sentences))


def _name(decision: SegmentDecision, speech: Speech) -> str:
    return speech.name(decision.partner)


def _settling(groups: list[Group], speech: Speech) -> Iterator[str]:
    for group in unsettled(groups):
        name = speech.group(one.segment for one in group.decisions)
        yield speech("answer.settles", what=name, how=settles(group.first.settling[0], speech))


def settles(settling: Settling, speech: Speech) -> str:
    """Return what would settle something, with what knowing it is worth."""
    how = speech.code("settling", settling.code)
    if settling.weeks:
        how = speech("settling.weeks", number=speech.number(settling.weeks))
    return speech("settling.worth", how=how, worth=speech.money(settling.worth))


def pilot(trial: Pilot, speech: Speech) -> list[Block]:
    """Return the trial and when it ends early."""
    words = speech(
        "pilot.what", partner=speech.name(trial.partner), share=speech.share(trial.share),
        what=speech.group(trial.segments), weeks=speech.number(trial.weeks), contacts=speech.number(trial.contacts),
        margin=speech.share(trial.margin),
    )  # fmt: skip
    rules = tuple(stop_rule(rule, speech) for rule in trial.stop_rules)
    return [Text(speech("pilot.title"), "heading"), Text(words), Bullets(rules)]


def stop_rule(rule: StopRule, speech: Speech) -> str:
    """Return when a trial ends early by this rule."""
    metric = speech.code("metric", rule.metric)
    limit = (
        speech.share(rule.limit) if rule.metric in {"resolution", "escalation"}
        else speech.price(round(rule.limit, 2)) if rule.metric == "cost_per_resolution" else speech.number(rule.limit)
    )  # fmt: skip
    side = "pilot.stop_below" if rule.at_least else "pilot.stop_above"
    return speech(side, metric=metric, limit=limit, after=speech.number(rule.after))
