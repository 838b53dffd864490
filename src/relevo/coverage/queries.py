"""Who answers now: the coverage of a desk's engagements at an instant, and who is on duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max, Q, QuerySet

from relevo.calc.coverage import Block, covering
from relevo.core.clock import now
from relevo.core.prepared import prepared
from relevo.coverage.models import CoverageBlock, Shift
from relevo.desks.models import Desk
from relevo.engagements.models import STAFFING, Engagement

UNKNOWN_LANGUAGES = frozenset({"", "und"})


@dataclass(frozen=True, slots=True)
class Roster:
    """A desk's engagements that give rights now, and the weekly blocks in which each answers."""

    engagements: Mapping[int, Engagement]
    blocks: tuple[Block, ...]
    taken_back: bool

    @property
    def in_house(self) -> Engagement | None:
        """The engagement of the client's own team, if there is one."""
        return next((engagement for engagement in self.engagements.values() if engagement.in_house), None)

    def answering(self, *, channel: str, language: str, topic: str = "", at: datetime) -> list[Engagement]:
        """The engagements that answer such a ticket at an instant, the first to answer first.

        A ticket of unknown language or without a topic is anybody's. While the queue is taken back, the
        client's own team answers at every hour and nobody else does.
        """
        if self.taken_back:
            return [self.in_house] if self.in_house else []
        suited = (b for b in self.blocks if _takes(self.engagements[b.engagement_id].topics, topic))
        spoken = None if language in UNKNOWN_LANGUAGES else language
        found = covering(suited, at, channel=channel, language=spoken)
        return [self.engagements[key] for key in dict.fromkeys(block.engagement_id for block in found)]


def roster_of(desk: Desk, *, firms: bool = False) -> Roster:
    """The roster of a desk as it stands now (two queries). firms: with the engagements' firms, to name them."""
    staffing = _staffing_with_firms(desk.pk, _today(desk)) if firms else _staffing(desk.pk, _today(desk))
    engagements = {engagement.pk: engagement for engagement in staffing}
    blocks = (_block(row, engagements[row.engagement_id]) for row in _blocks_of(list(engagements)))
    return Roster(engagements, tuple(b for b in blocks if b is not None), desk.taken_back_at is not None)


@prepared
def _staffing(desk_id: int, today: date) -> QuerySet[Engagement]:
    begun = Q(starts_on=None) | Q(starts_on__lte=today)
    return Engagement.objects.staffing().filter(begun, desk_id=desk_id).order_by("pk")


@prepared
def _staffing_with_firms(desk_id: int, today: date) -> QuerySet[Engagement]:
    begun = Q(starts_on=None) | Q(starts_on__lte=today)
    staffing = Engagement.objects.staffing().filter(begun, desk_id=desk_id).order_by("pk")
    return staffing.select_related("client", "provider")


@prepared
def _blocks_of(engagement_ids: list[int]) -> QuerySet[CoverageBlock]:
    return CoverageBlock.objects.filter(engagement_id__among=engagement_ids)


def staffs(engagement: Engagement, desk: Desk) -> bool:
    """Whether an engagement is one of the desk's that give rights now, and so on its roster."""
    begun = engagement.starts_on is None or engagement.starts_on <= _today(desk)
    return engagement.desk_id == desk.pk and engagement.state in STAFFING and begun


def _today(desk: Desk) -> date:
    return now().astimezone(ZoneInfo(desk.zone)).date()


def who_answers(
    desk: Desk, *, channel: str, language: str, at: datetime, topic: str = ""
) -> list[Engagement]:
    """The engagements that answer such a ticket of a desk at an instant, the first to answer first."""
    return roster_of(desk).answering(channel=channel, language=language, topic=topic, at=at)


def on_duty(organization_ids: Iterable[int], at: datetime) -> dict[int, datetime]:
    """Who of these firms is on duty at an instant: until when, by member id."""
    return dict(_on_duty(list(organization_ids), at))


@prepared
def _on_duty(organization_ids: list[int], at: datetime) -> QuerySet[Shift, tuple[int, datetime]]:
    shifts = Shift.objects.filter(
        organization_id__among=organization_ids, starts_at__lte=at, ends_at__gt=at, member__ended_at=None
    )
    return shifts.order_by().values_list("member_id").annotate(Max("ends_at"))


def stored_form(block: Block, engagement: Engagement) -> CoverageBlock:
    """The row, not yet saved, that keeps a block."""
    return CoverageBlock(
        engagement=engagement, client_id=engagement.client_id, provider_id=engagement.provider_id,
        weekdays=sorted(block.weekdays), start_minute=block.start_minute, end_minute=block.end_minute,
        zone=block.zone, channels=sorted(block.channels), languages=sorted(block.languages), rank=block.rank,
        holidays=sorted(block.holidays),
    )  # fmt: skip


def _block(row: CoverageBlock, engagement: Engagement) -> Block | None:
    """The row as a value, narrowed to what the engagement's terms allow; None when nothing is left."""
    channels = _shared(engagement.channels, row.channels)
    languages = _shared(engagement.languages, row.languages)
    if channels is None or languages is None:
        return None
    block = Block(
        engagement.pk, frozenset(row.weekdays), row.start_minute, row.end_minute, row.zone, rank=row.rank,
        tier=engagement.tier, holidays=frozenset(row.holidays),
    )  # fmt: skip
    return replace(block, channels=channels, languages=languages)


def _shared(terms: list[str], narrower: list[str]) -> frozenset[str] | None:
    """What two lists allow together, where an empty list allows all; None when they share nothing."""
    if not terms or not narrower:
        return frozenset(terms or narrower)
    return frozenset(terms) & frozenset(narrower) or None


def _takes(topics: list[str], topic: str) -> bool:
    return not topics or not topic or topic in topics
