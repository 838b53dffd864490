"""What came in and went out by mail: the figures and rows of the console's mail page. The client's alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relevo.channels.mail.models import Alarm, OutgoingMail, OutState, RawMail, RawState
from relevo.core.actor import Actor
from relevo.core.aggregates import Percentile, Seconds
from relevo.core.clock import now
from relevo.core.formats import number
from relevo.desks.models import Desk
from relevo.web.console.period import Period

WAITS_LONG = timedelta(minutes=1)
"""A mail that has waited longer than this to be read asks to be looked at."""

LOOPING = 5
"""So many machine mails of one sender in the period look like two machines that talk to each other."""

SHOWN = {
    "parked": (gettext_lazy("Could not be read"), [RawState.PARKED]),
    "quarantine": (gettext_lazy("Held back"), [RawState.QUARANTINED]),
    "junk": (gettext_lazy("Junk"), [RawState.JUNK]),
    "aside": (gettext_lazy("Set aside"), [RawState.IGNORED]),
    "twice": (gettext_lazy("Came twice"), [RawState.DUPLICATE]),
    "waiting": (gettext_lazy("Waiting"), [RawState.STORED]),
}
"""The lists of the page, by the name that the address bar shows: what each is called and which states it holds."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What became of the mail of a period. delays: median and 95th percentile of the time to a ticket, in seconds."""

    counts: dict[str, int]
    told: int
    median: float | None
    slow: float | None
    oldest: datetime | None

    @property
    def came(self) -> int:
        """All that came in."""
        return sum(self.counts.values())

    def of(self, shown: str) -> int:
        """How many are in one of the lists."""
        return sum(self.counts.get(state, 0) for state in SHOWN[shown][1])

    @property
    def late(self) -> bool:
        """Whether a mail waits too long to be read."""
        return self.oldest is not None and now() - self.oldest > WAITS_LONG


@dataclass(frozen=True, slots=True)
class Sender:
    """A sender of many machine mails."""

    address: str
    mails: int


def mails(desk: Desk, actor: Actor) -> QuerySet[RawMail]:
    """All raw mail of a desk, without the bytes."""
    seen = RawMail.objects.visible_to(actor)
    return seen.filter(client_id=desk.client_id, mailbox__desk=desk).defer("raw")


def flow(desk: Desk, period: Period, actor: Actor) -> Flow:
    """The figures of a period; what waits is counted whenever it came (three queries)."""
    came = mails(desk, actor).filter(received_at__gte=period.start)
    unread = Q(state=RawState.STORED)
    counts = dict(
        mails(desk, actor)
        .filter(Q(received_at__gte=period.start) | unread)
        .values_list("state")
        .annotate(Count("pk"))
    )
    told = came.filter(state=RawState.DIGESTED).exclude(digested_at=None)
    delay = Seconds(F("digested_at") - F("received_at"))
    delays = told.aggregate(median=Percentile(delay), slow=Percentile(delay, 0.95))
    oldest = mails(desk, actor).filter(unread).aggregate(at=Min("received_at"))["at"]
    return Flow(counts, counts.get(RawState.DIGESTED, 0), delays["median"], delays["slow"], oldest)


def outgoing(desk: Desk, period: Period, actor: Actor) -> dict[str, int]:
    """How many mails wait, have gone, were refused, or are tried again; those of the period and all that wait."""
    found = OutgoingMail.objects.visible_to(actor).filter(client_id=desk.client_id, mailbox__desk=desk)
    return found.filter(Q(queued_at__gte=period.start) | Q(state=OutState.QUEUED)).aggregate(
        waiting=Count("pk", filter=Q(state=OutState.QUEUED, attempts=0)),
        again=Count("pk", filter=Q(state=OutState.QUEUED, attempts__gt=0)),
        sent=Count("pk", filter=Q(state=OutState.SENT)),
        failed=Count("pk", filter=Q(state=OutState.FAILED)),
    )


def looping(desk: Desk, period: Period, actor: Actor) -> list[Sender]:
    """Senders of machine mail that does not stop, the worst first."""
    found = (
        mails(desk, actor).filter(received_at__gte=period.start, state=RawState.IGNORED).exclude(sender="")
        .values("sender").annotate(mails=Count("pk")).filter(mails__gte=LOOPING).order_by("-mails")[:10]
    )  # fmt: skip
    return [Sender(row["sender"], row["mails"]) for row in found]


def alarms(desk: Desk, actor: Actor) -> Iterable[Alarm]:
    """What must be mended now."""
    return (
        Alarm.objects.visible_to(actor)
        .filter(mailbox__desk=desk, ended_at=None)
        .select_related("mailbox")
        .order_by("since")
    )


def seconds_words(seconds: float | None) -> str:
    """A delay for people: "0.4 s" ("0,4 s" to whoever writes so), "12 s", "3 min"; "–" for none."""
    if seconds is None:
        return "–"
    if seconds < 120:
        return _("%(seconds)s s") % {"seconds": number(round(seconds, 1) if seconds < 10 else round(seconds))}
    return _("%(minutes)s min") % {"minutes": round(seconds / 60)}
