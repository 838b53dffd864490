"""Segments of a desk (part of the week x language x channel), and the groups in which they may go together.

A seat at night answers every language and channel: handing over one of them saves nothing, handing over the night
does. So candidates are single segments and the groups that share seats.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.desk import Desk
from relevo.study.choice.outcome import DAYPARTS, Segment

if TYPE_CHECKING:
    from relevo.study.choice.desk import Mask

MOST_SINGLE = 24
"""Segments looked at alone, largest first; smaller ones go only with a group."""
MOST_LANGUAGES = 12

Group = frozenset[Segment]


def segments_of(desk: Desk) -> dict[Segment, float]:
    """Return all segments with contacts, and how many a week, most first."""
    found: dict[Segment, float] = {}
    for part, hours in zip(DAYPARTS, desk.parts, strict=True):
        for stream, rate in zip(desk.streams, desk.rate, strict=True):
            if contacts := float(rate[hours].sum()):
                segment = Segment(part, stream.language, stream.channel)
                found[segment] = found.get(segment, 0.0) + contacts
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def able(desk: Desk) -> list[Group]:
    """Return for each partner the segments of which he may take any contacts."""
    found = []
    for may in desk.may:
        contacts = (desk.rate * may) @ desk.parts.T.astype(np.float64)
        found.append(
            frozenset(
                Segment(DAYPARTS[part], desk.streams[s].language, desk.streams[s].channel)
                for s, part in np.argwhere(contacts > 0)
            )
        )
    return found


def where(desk: Desk, group: Group) -> Mask:
    """Return the streams and hours (S x 168) of a group."""
    mask = np.zeros(desk.rate.shape, dtype=np.bool_)
    for part, hours in zip(DAYPARTS, desk.parts, strict=True):
        for s, stream in enumerate(desk.streams):
            if Segment(part, stream.language, stream.channel) in group:
                mask[s] |= hours
    return mask


def candidates(segments: dict[Segment, float]) -> list[Group]:
    """Return the groups that may go together, each once, in a fixed order."""
    order = list(segments)
    languages = list(dict.fromkeys(segment.language for segment in order))[:MOST_LANGUAGES]
    tests: list[Callable[[Segment], bool]] = [
        lambda _: True,
        lambda one: one.daypart != "office",
        *(lambda one, part=part: one.daypart == part for part in DAYPARTS),
        *(lambda one, code=code: one.language == code for code in languages),
        *(lambda one, code=code: one.language == code and one.daypart != "office" for code in languages),
        *(
            lambda one, channel=channel: one.channel == channel
            for channel in dict.fromkeys(s.channel for s in order)
        ),
    ]
    groups = [frozenset(filter(test, order)) for test in tests]
    groups += [frozenset((segment,)) for segment in order[:MOST_SINGLE]]
    return [group for group in dict.fromkeys(groups) if group]
