"""How long contacts take: measured where a history says so, and otherwise assumed, and said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relevo.study.demand.profile import Block, Handling
from relevo.study.history.record import Worked

ASSUMED: Mapping[str, float] = {"phone": 360.0, "mail": 480.0, "form": 480.0, "chat": 600.0, "social": 300.0}
"""Seconds a contact where nothing is measured. Everyday figures of desks like these, without a source that measured
them: to be replaced by the reader's own."""
ASSUMED_OTHER, ASSUMED_VARIATION = 480.0, 0.8
ENOUGH = 30
"""Measured contacts from which a block stands alone; with fewer it leans on its channel as if that had so many."""


def handlings(blocks: Sequence[Block], worked: Sequence[Worked]) -> list[Handling]:
    """Return the handling time of each block from what was measured of it, of its channel, or from assumptions."""
    channels: dict[str, Worked] = {}
    for block, mine in zip(blocks, worked, strict=True):
        channels[block.channel] = channels.get(block.channel, Worked()).plus(mine)
    return [
        _handling(block, mine, channels[block.channel]) for block, mine in zip(blocks, worked, strict=True)
    ]


def _handling(block: Block, mine: Worked, channel: Worked) -> Handling:
    if mine.contacts >= ENOUGH:
        return Handling(mine.mean, mine.deviation, mine.contacts, measured=True, source="measured")
    if channel.contacts >= ENOUGH:
        share = ENOUGH / channel.contacts
        both = mine.plus(Worked(ENOUGH, channel.seconds * share, channel.squares * share))
        return Handling(
            both.mean, both.deviation, mine.contacts, measured=True, source="measured_with_channel"
        )
    mean = ASSUMED.get(block.channel, ASSUMED_OTHER)
    return Handling(mean, ASSUMED_VARIATION * mean, mine.contacts, measured=False, source="assumed")
