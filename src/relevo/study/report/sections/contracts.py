"""What is weak in the partners' contracts, as far as the scenario holds them, and how a finding is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from relevo.study.choice.contract import RULES, Finding
from relevo.study.choice.outcome import Reviewed
from relevo.study.report.page import Block, Section, Table, Text
from relevo.study.report.speech import Speech, one_line

_COUNTS = ("volume", "regained")
_AMOUNTS = ("at", "beyond")


@dataclass(frozen=True, slots=True)
class Told:
    """One weak clause in words. place: dotted, as the contract's file names it; about: its metric, "" without one."""

    title: str
    place: str
    about: str
    why: str
    better: str


def told(findings: Iterable[Finding], speech: Speech) -> list[Told]:
    """Return findings in words, figures and money as the language writes them."""
    return [_told(finding, speech) for finding in findings]


def as_json(findings: Iterable[Finding], speech: Speech) -> list[dict[str, object]]:
    """Return findings as JSON holds them: for programs by rule, place and values, for people in words."""
    findings = tuple(findings)
    return [
        {
            "rule": one.rule,
            "place": one.place,
            "values": dict(one.values),
            "why": said.why,
            "better": said.better,
        }
        for one, said in zip(findings, told(findings, speech), strict=True)
    ]


def rules(speech: Speech) -> list[str]:
    """Return what is looked for, in the order in which it is."""
    return [speech(f"contract.{rule}.title") for rule in RULES]


def section(contracts: Sequence[Reviewed], speech: Speech) -> Section:
    """Return every finding with its place, why it matters and better wording, contract by contract."""
    blocks: list[Block] = [Text(speech("contracts.intro"))]
    head = speech.heads("clause", "matters", "better")
    for one in contracts:
        if one.findings:
            rows = tuple(_row(finding, speech) for finding in told(one.findings, speech))
            blocks.append(Table(speech.name(one.partner), "www", head, rows))
        else:
            blocks += [Text(speech.name(one.partner), "heading"), Text(speech("contracts.none"))]
    return Section("contracts", speech("section.contracts"), tuple(blocks))


def _row(one: Told, speech: Speech) -> tuple[str, str, str]:
    place = one_line(f"{one.place} ({one.about})" if one.about else one.place, 200)
    return speech.block(one.title, place), one.why, one.better


def _told(finding: Finding, speech: Speech) -> Told:
    values, rule = _written(finding, speech), f"contract.{finding.rule}"
    why = "never" if finding.values.get("regained") == "" else "why"
    return Told(
        speech(f"{rule}.title"), finding.place, values.get("metric", ""),
        speech(f"{rule}.{why}", **values), speech(f"{rule}.better", **values),
    )  # fmt: skip


def _written(finding: Finding, speech: Speech) -> dict[str, str]:
    """The figures as the language writes them, money with the contract's own currency where it names one."""
    values = {name: one_line(value, 200) for name, value in finding.values.items()}
    currency = finding.values.get("currency", "")
    money = Speech(speech.language, currency) if currency else speech
    for name in _COUNTS:
        if values.get(name):
            values[name] = speech.plain(float(finding.values[name]))
    for name in _AMOUNTS:
        if values.get(name):
            amount = Decimal(finding.values[name])
            values[name] = money.price(amount) if currency else speech.plain(float(amount))
    return values
