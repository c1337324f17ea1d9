"""How the post does, in numbers: what waits, what failed and why, what was written and sent.

For the operator (`manage.py post_figures`) and the administrator's page. Ids, kinds and counts
alone: no person, no case, nothing that somebody typed. Days and ages are real time. Each question
reads what is new or unsettled by an index of its own, however much post there has been.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, F, Min, Q, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from cases.models import OutboxEntry
from notifications.models import Delivery, Letter, PrintBatch
from organisations.clock import LONDON, date_of

Channel, State = Delivery.Channel, Delivery.State

DAY = dt.timedelta(days=1)
DAYS = 7
WENT_WRONG = (State.FAILED, State.UNCERTAIN, State.RETURNED, State.CANCELLED)
WENT = (State.ACCEPTED, State.DELIVERED)


@dataclass(frozen=True, kw_only=True)
class Queued:
    """What waits in one channel. oldest_at: since when, by its due time; None for nothing."""

    number: int = 0
    oldest_at: dt.datetime | None = None

    def __add__(self, other: "Queued") -> "Queued":
        moments = [one for one in (self.oldest_at, other.oldest_at) if one]
        return Queued(number=self.number + other.number, oldest_at=min(moments, default=None))


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The numbers of one partnership, or of all.

    queued: events not told (`event`), deliveries by channel, batches to be made (`batch`). wrong:
    by (channel, state, reason) how often in the last day and in the last week. written: letters by
    day. sent: by (day, channel), accepted or posted. dead: given up, by what: events, batches.
    uncertain: of the last week.
    """

    queued: dict[str, Queued] = field(default_factory=dict)
    wrong_day: Counter = field(default_factory=Counter)
    wrong_week: Counter = field(default_factory=Counter)
    written: Counter = field(default_factory=Counter)
    sent: Counter = field(default_factory=Counter)
    dead: Counter = field(default_factory=Counter)

    def __add__(self, other: "Figures") -> "Figures":
        names = dict.fromkeys([*self.queued, *other.queued])
        nothing = Queued()
        return Figures(
            queued={
                name: self.queued.get(name, nothing) + other.queued.get(name, nothing)
                for name in names
            },
            wrong_day=self.wrong_day + other.wrong_day,
            wrong_week=self.wrong_week + other.wrong_week,
            written=self.written + other.written,
            sent=self.sent + other.sent,
            dead=self.dead + other.dead,
        )

    @property
    def uncertain(self) -> int:
        """Of how many in the last week nobody knows whether they were sent."""
        return sum(
            number for (_, state, _), number in self.wrong_week.items() if state == State.UNCERTAIN
        )


def figures_of(*, partnership_id: int) -> Figures:
    """The numbers of a partnership, in its staff's scope. Eight queries."""
    now = timezone.now()
    wrong_day, wrong_week = _wrong(partnership_id, now)
    return Figures(
        queued=_queued(partnership_id),
        wrong_day=wrong_day,
        wrong_week=wrong_week,
        written=_written(partnership_id, now),
        sent=_sent(partnership_id, now),
        dead=_dead(partnership_id),
    )


def days_shown(now: dt.datetime) -> list[dt.date]:
    """The days that are counted, today first."""
    return [date_of(now) - DAY * number for number in range(DAYS)]


def _queued(partnership_id: int) -> dict[str, Queued]:
    """Three queries: events, deliveries, batches."""
    here = {"partnership_id": partnership_id}
    count = {"number": Count("pk")}
    events = OutboxEntry.objects.filter(**here, state=OutboxEntry.State.WAITING)
    found = {"event": Queued(**events.aggregate(**count, oldest_at=Min("written_at")))}
    deliveries = Delivery.objects.filter(**here, state=State.QUEUED).order_by()
    for row in deliveries.values("channel").annotate(**count, oldest_at=Min("due_at")):
        found[row["channel"]] = Queued(number=row["number"], oldest_at=row["oldest_at"])
    batches = PrintBatch.objects.filter(**here, state=PrintBatch.State.WAITING)
    found["batch"] = Queued(**batches.aggregate(**count, oldest_at=Min("asked_at")))
    return found


def _wrong(partnership_id: int, now: dt.datetime) -> tuple[Counter, Counter]:
    """Why a letter came back may be in a person's words: its kind is counted, never they."""
    why = Case(
        When(state=State.RETURNED, then=F("returned_why")),
        default=F("reason"),
        output_field=CharField(),
    )
    rows = (
        Delivery.objects.filter(
            partnership_id=partnership_id,
            finished_at__gt=now - DAY * DAYS,
            state__in=WENT_WRONG,
            channel__in=[Channel.EMAIL, Channel.TEXT, Channel.POST],
        )
        .order_by()
        .annotate(why=why)
        .values("channel", "state", "why")
        .annotate(week=Count("pk"), day=Count("pk", filter=Q(finished_at__gt=now - DAY)))
    )
    day, week = Counter(), Counter()
    for row in rows:
        key = (row["channel"], row["state"], row["why"])
        day[key] += row["day"]
        week[key] += row["week"]
    return +day, week


def _written(partnership_id: int, now: dt.datetime) -> Counter:
    rows = Letter.objects.filter(
        partnership_id=partnership_id, written_on__gt=date_of(now) - DAY * DAYS
    ).order_by()
    return Counter(dict(rows.values_list("written_on").annotate(number=Count("pk"))))


def _sent(partnership_id: int, now: dt.datetime) -> Counter:
    rows = (
        Delivery.objects.filter(
            partnership_id=partnership_id,
            finished_at__gt=now - DAY * DAYS,
            state__in=WENT,
            application__isnull=False,
        )
        .order_by()
        .annotate(day=TruncDate("finished_at", tzinfo=LONDON))
        .values("day", "channel")
        .annotate(number=Count("pk"))
    )
    return Counter({(row["day"], row["channel"]): row["number"] for row in rows})


def _dead(partnership_id: int) -> Counter:
    """What was given up and waits for a person. Two queries."""
    here = {"partnership_id": partnership_id}
    return Counter(
        events=OutboxEntry.objects.filter(**here, state=OutboxEntry.State.STUCK).count(),
        batches=PrintBatch.objects.filter(**here, state=PrintBatch.State.FAILED).count(),
    )
