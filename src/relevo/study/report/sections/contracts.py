"""What is weak in the partners' contracts, as far as the scenario holds them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from relevo.study.choice.contract import Finding
from relevo.study.choice.outcome import Reviewed
from relevo.study.report.page import Block, Section, Table, Text
from relevo.study.report.speech import Speech, one_line

_COUNTS = ("volume", "regained")
_AMOUNTS = ("at", "beyond")


def section(contracts: Sequence[Reviewed], speech: Speech) -> Section:
    """Return every finding with its place, why it matters and better wording, contract by contract."""
    blocks: list[Block] = [Text(speech("contracts.intro"))]
    head = speech.heads("clause", "matters", "better")
    for one in contracts:
        if one.findings:
            rows = tuple(_row(finding, speech) for finding in one.findings)
            blocks.append(Table(speech.name(one.partner), "www", head, rows))
        else:
            blocks += [Text(speech.name(one.partner), "heading"), Text(speech("contracts.none"))]
    return Section("contracts", speech("section.contracts"), tuple(blocks))


def _row(finding: Finding, speech: Speech) -> tuple[str, str, str]:
    values = _written(finding, speech)
    why = "never" if finding.values.get("regained") == "" else "why"
    place = one_line(f"{finding.place} ({values['metric']})" if values.get("metric") else finding.place, 200)
    title = speech(f"contract.{finding.rule}.title")
    return (
        speech.block(title, place), speech(f"contract.{finding.rule}.{why}", **values),
        speech(f"contract.{finding.rule}.better", **values),
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
