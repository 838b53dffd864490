"""All assumptions, changed or not, and where each default comes from."""

from __future__ import annotations

import re
from itertools import groupby

from relevo.study.choice.outcome import Assumption, Outcome
from relevo.study.report.page import Block, Section, Table, Text
from relevo.study.report.speech import Speech

_PLACE = re.compile(r"^partners\.(\d+)\.")


def section(outcome: Outcome, speech: Speech) -> Section:
    """Return a table for each part of the scenario."""
    changed = sum(one.changed for one in outcome.assumptions)
    counts = {"changed": str(changed), "all": str(len(outcome.assumptions))}
    blocks: list[Block] = [Text(speech("inputs.intro", **counts))]
    for place, group in groupby(outcome.assumptions, _place):
        blocks.append(_table(place, list(group), speech))
    return Section("inputs", speech("section.inputs"), tuple(blocks))


def _place(one: Assumption) -> str:
    """Return the part of the scenario that an input belongs to: "" for the top, "partners.2", "service"."""
    found = _PLACE.match(one.name)
    return found[0].rstrip(".") if found else one.name.rpartition(".")[0]


def _table(place: str, group: list[Assumption], speech: Speech) -> Table:
    name = next((str(one.value) for one in group if one.name == f"{place}.name"), "")
    title = speech.code("inputs", place.partition(".")[0] or "general")
    rows = tuple(
        (speech.code("input", _PLACE.sub("partners.", one.name)), one.name, speech.plain(one.value),
         speech.phrase(one.unit), speech("inputs.changed") if one.changed else speech.phrase(one.source))
        for one in group
    )  # fmt: skip
    head = speech.heads("input", "place", "value", "unit", "source")
    return Table(speech.block(title, speech.name(name) if name else ""), "wlwlw", head, rows)
