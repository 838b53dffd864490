"""Every part of the week with its verdict, what would settle the open ones, and the partners in comparison."""

from __future__ import annotations

from relevo.study.choice.outcome import Comparison, Outcome, PartnerRank, SegmentDecision
from relevo.study.report.choices import grouped, unsettled
from relevo.study.report.page import Block, Bullets, Section, Table, Text
from relevo.study.report.sections.answer import settles
from relevo.study.report.speech import Speech

_SHOWN = frozenset({"saves", "costs_more", "uncertain"})
"""Reasons that the columns of figures say already."""


def section(outcome: Outcome, speech: Speech) -> Section:
    """Return the verdicts."""
    rows = tuple(_row(one, speech) for one in outcome.decisions)
    head = speech.heads("part", "a_week", "verdict", "partner", "saving_range", "chance", "why")
    table = Table(speech("decisions.caption"), "wrllrrw", head, rows)
    blocks: list[Block] = [Text(speech("decisions.intro")), table, *_open(outcome, speech)]
    return Section("decisions", speech("section.decisions"), tuple(blocks))


def _row(one: SegmentDecision, speech: Speech) -> tuple[str, ...]:
    weighed = bool(one.partner)
    return (
        speech.segment(one.segment), speech.number(one.contacts_per_week), speech(f"verdict.{one.verdict}"),
        speech.name(one.partner), speech.span(one.saving.p10, one.saving.p90) if weighed else "–",
        speech.chance(one.saves) if weighed else "–",
        " ".join(speech.reason("segment", reason) for reason in one.reasons if reason.code not in _SHOWN) or "–",
    )  # fmt: skip


def _open(outcome: Outcome, speech: Speech) -> list[Block]:
    found: list[Block] = []
    for group in unsettled(grouped(outcome.decisions)):
        name = speech.group(one.segment for one in group.decisions)
        found += [
            Text(speech("decisions.settles", what=name), "heading"),
            Bullets(
                tuple(
                    speech("decisions.settling", how=settles(one, speech), share=speech.share(one.share))
                    for one in group.first.settling
                )
            ),
        ]
    return found


def partners(comparison: Comparison, speech: Speech) -> Section:
    """Return the partners in their order, and how firm it is."""
    rows = tuple(_rank(rank, speech) for rank in comparison.ranks)
    head = speech.heads("rank", "partner", "score", "bill", "per_resolution", "a_week", "vetoes")
    blocks: list[Block] = [
        Text(speech("partners.intro")),
        Table(speech("partners.caption"), "rwrrrrw", head, rows),
    ]
    names = tuple(speech.name(rank.partner) for rank in comparison.ranks)
    scores = tuple(
        (_criterion(criterion.name, speech), speech.share(criterion.weight),
         *(speech.number(rank.criteria[n].score) for rank in comparison.ranks))
        for n, criterion in enumerate(comparison.ranks[0].criteria)
    ) if comparison.ranks else ()  # fmt: skip
    head = (*speech.heads("criterion", "weight"), *names)
    blocks.append(Table(speech("partners.scores"), "wr" + "r" * len(names), head, scores))
    moves = tuple(
        speech("partners.firm", criterion=_criterion(move.criterion, speech)) if move.to is None
        else speech("partners.move", criterion=_criterion(move.criterion, speech), weight=speech.share(move.weight),
                    to=speech.share(move.to), winner=speech.name(move.winner))
        for move in comparison.moves
    )  # fmt: skip
    blocks += [Text(speech("partners.moves"), "heading"), Bullets(moves)] if moves else []
    return Section("partners", speech("section.partners"), tuple(blocks))


def _criterion(name: str, speech: Speech) -> str:
    return speech.code("criterion", name)


def _rank(rank: PartnerRank, speech: Speech) -> tuple[str, ...]:
    vetoes = " ".join(speech.reason("partner", reason) for reason in rank.vetoes)
    return (
        str(rank.rank) if rank.rank else "–", speech.name(rank.partner), speech.number(rank.score),
        speech.money(rank.yearly), speech.price(round(rank.per_resolution, 2)), speech.number(rank.contacts_per_week),
        vetoes or "–",
    )  # fmt: skip
