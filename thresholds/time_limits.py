"""Time limits of a published procedure, and the dates that they give.

The rule for "within N working days of receipt": the day of receipt is not
counted; day 1 is the next working day. The Freedom of Information Act counts
the same way ("following the date of receipt"), but with other holidays: here
only those of England and Wales count. A receipt on a Saturday therefore makes
Monday day 1. Where a procedure treats what arrives outside office days or hours
as received on the next working day, that day becomes the day of receipt and the
date moves on by one. The stricter reading, the actual date, is the default.

Limits in days, weeks and months run over every day and may end on a day off:
the published text gives no ground for moving them. Months end on the
corresponding date, or on the last day of the month where there is none
(31 January + 1 month = 28 or 29 February).

Dates are days in Europe/London. No date is given beyond the calendar, whatever the
limit is counted in: where days off are not known, nothing is promised.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from thresholds.limits import (
    Anchor,
    CountingConvention,
    Direction,
    LimitUnit,
    MeetingLimit,
    Owed,
    ReceiptConvention,
    TimeLimit,
    counted,
)
from thresholds.periods import Unit, day_in_words, joined, last_day_after, weekday_in_words
from thresholds.working_days import BANK_HOLIDAY, CLOSED, WorkingCalendar

LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)
# London's clocks show UTC or an hour more, so that only the last hour of a UTC day can be tomorrow.
_LAST_HOUR = 23


@dataclass(frozen=True, kw_only=True)
class Day:
    """One line of an explanation: a day (or the end of a week or month) and what it counts for."""

    on: date
    counted: bool
    number: int | None
    reason: str

    @property
    def text(self) -> str:
        """`Friday 25 December 2026: bank holiday (Christmas Day)`; `Sunday 27 ...: weekend`."""
        day = weekday_in_words(self.on)
        return f"{day}: {'weekend' if day.startswith(self.reason) else self.reason}"


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """How a date was worked out. The last of `days` is `due_on`."""

    limit: str
    anchor_on: date
    counted_from: date
    due_on: date
    summary: str
    calendar_version: str
    days: tuple[Day, ...]

    def __hash__(self) -> int:
        """By what the days follow from, so that a long list is not gone through."""
        return hash((self.limit, self.anchor_on, self.due_on, self.calendar_version))


class NaiveDatetimeError(ValueError):
    """A datetime without a time zone: its local day cannot be known."""


def due_on(
    limit: TimeLimit,
    *,
    anchor_at: datetime | date,
    calendar: WorkingCalendar,
    convention: CountingConvention,
) -> date:
    """The date on which `limit` falls due.

    `anchor_at` is an aware datetime (its Europe/London date is used) or already
    a local date. Raises NaiveDatetimeError for a datetime without a time zone
    and BeyondCalendarError outside the calendar.
    """
    start = counted_from(limit, anchor_at=anchor_at, calendar=calendar, convention=convention)
    if limit.unit is LimitUnit.WORKING_DAY:
        return calendar.add(start, _signed(limit))
    end = last_day_after(calendar.within(start), n=_signed(limit), unit=Unit(limit.unit))
    return calendar.within(end)


def due_on_many(
    limit: TimeLimit,
    *,
    anchors: Iterable[datetime | date],
    calendar: WorkingCalendar,
    convention: CountingConvention,
) -> list[date]:
    """`due_on` for each of many anchors, in order: for lists, reports and recomputation."""
    if _may_move(limit, convention):
        starts = [
            counted_from(limit, anchor_at=anchor, calendar=calendar, convention=convention)
            for anchor in anchors
        ]
    else:
        starts = [anchor if type(anchor) is date else local_date(anchor) for anchor in anchors]
    if limit.unit is LimitUnit.WORKING_DAY:
        return calendar.add_many(starts, _signed(limit))
    n, unit, within = _signed(limit), Unit(limit.unit), calendar.within
    return [within(last_day_after(within(start), n=n, unit=unit)) for start in starts]


def counted_from(
    limit: TimeLimit,
    *,
    anchor_at: datetime | date,
    calendar: WorkingCalendar,
    convention: CountingConvention,
) -> date:
    """The day that is not itself counted: the anchor's local date, moved on to the
    next working day where the convention says so and the anchor is a receipt."""
    day = local_date(anchor_at)
    if not _may_move(limit, convention):
        return day
    if calendar.is_working(day) and _after_hours(anchor_at, convention):
        return calendar.add(day, 1)
    return calendar.on_or_after(day)


def local_date(moment: datetime | date) -> date:
    """The Europe/London date of an aware datetime; a plain date is already one."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is UTC and moment.hour < _LAST_HOUR:
        return moment.date()
    if moment.utcoffset() is None:
        raise NaiveDatetimeError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(LONDON).date()


def explain(
    limit: TimeLimit,
    *,
    anchor_at: datetime | date,
    calendar: WorkingCalendar,
    convention: CountingConvention,
) -> Explanation:
    """Each day counted or skipped, with the reason, and one sentence in plain words.

    Raises what `due_on` raises; `due_on` and the last day listed are the same.
    """
    start = counted_from(limit, anchor_at=anchor_at, calendar=calendar, convention=convention)
    return _explained(limit, local_date(anchor_at), start, calendar)


@lru_cache(maxsize=512)
def _explained(
    limit: TimeLimit, anchor_on: date, start: date, calendar: WorkingCalendar
) -> Explanation:
    """The same for every case of a day, so that it is worked out once."""
    opening = tuple(_opening(limit, anchor_on, start, calendar))
    steps = tuple(_steps(limit, start, calendar))
    end = steps[-1].on
    return Explanation(
        limit=limit.name,
        anchor_on=anchor_on,
        counted_from=start,
        due_on=end,
        summary=_summary(limit, anchor_on, start, end, steps),
        calendar_version=calendar.version,
        days=opening + steps,
    )


def not_yet_known(limit: Owed) -> str:
    """What is said while the anchor is to come: `20 working days after the review meeting`."""
    if isinstance(limit, MeetingLimit):
        return limit.text
    return f"{limit.length} {limit.direction} {limit.anchor.text}"


def working_days_left(*, today: date, due: date, calendar: WorkingCalendar) -> int:
    """Working days after `today` up to and including `due`; below zero once it has passed.

    A date that has passed is at least one day overdue, also where only days off
    lie between.
    """
    left = calendar.between(today, due)
    return min(left, -1) if today > due else left


def left_in_words(*, today: date, due: date, calendar: WorkingCalendar) -> str:
    """`3 working days left`, `due today`, `2 working days overdue`."""
    if today == due:
        return "due today"
    left = working_days_left(today=today, due=due, calendar=calendar)
    if left < 0:
        return f"{counted(-left, 'working day')} overdue"
    return f"{counted(left, 'working day')} left" if left else "due before the next working day"


def _signed(limit: TimeLimit) -> int:
    return limit.count if limit.direction is Direction.AFTER else -limit.count


def _may_move(limit: TimeLimit, convention: CountingConvention) -> bool:
    """Only receipts move, and only where the procedure says so."""
    moves = convention.receipt is ReceiptConvention.NEXT_WORKING_DAY
    return moves and limit.anchor is Anchor.RECEIPT


def _after_hours(moment: datetime | date, convention: CountingConvention) -> bool:
    if convention.office_closes is None or not isinstance(moment, datetime):
        return False
    return moment.astimezone(LONDON).time() >= convention.office_closes


def _opening(
    limit: TimeLimit, anchor_on: date, start: date, calendar: WorkingCalendar
) -> Iterator[Day]:
    """The anchor's own day and, where the receipt moved, the days up to the one that counts."""
    happened = limit.anchor.text
    if start == anchor_on:
        yield _skipped(start, f"{happened}; this day is not counted")
        return
    yield _skipped(anchor_on, f"{happened}, outside office days or hours")
    day = anchor_on + _DAY
    while day < start:
        yield _skipped(day, f"{calendar.reason_off(day)}")
        day += _DAY
    yield _skipped(start, "treated as the day of receipt; this day is not counted")


def _steps(limit: TimeLimit, start: date, calendar: WorkingCalendar) -> Iterator[Day]:
    if limit.unit in (LimitUnit.WEEK, LimitUnit.MONTH):
        sign = 1 if limit.direction is Direction.AFTER else -1
        for number in range(1, limit.count + 1):
            end = last_day_after(calendar.within(start), n=sign * number, unit=Unit(limit.unit))
            calendar.within(end)
            yield Day(on=end, counted=True, number=number, reason=f"{limit.unit} {number}")
        return
    step = _DAY if limit.direction is Direction.AFTER else -_DAY
    day, number = calendar.within(start), 0
    while number < limit.count:
        day = calendar.within(day + step)
        off = calendar.reason_off(day) if limit.unit is LimitUnit.WORKING_DAY else None
        if off:
            yield _skipped(day, off)
        else:
            number += 1
            noun = "working day" if limit.unit is LimitUnit.WORKING_DAY else "day"
            yield Day(on=day, counted=True, number=number, reason=f"{noun} {number}")


def _skipped(day: date, reason: str) -> Day:
    return Day(on=day, counted=False, number=None, reason=reason)


def _summary(
    limit: TimeLimit, anchor_on: date, start: date, end: date, steps: tuple[Day, ...]
) -> str:
    moved = f", treated as {weekday_in_words(start)}" if start != anchor_on else ""
    return (
        f"{weekday_in_words(end)} is {limit.length} {limit.direction} {limit.anchor.text} "
        f"({day_in_words(anchor_on)}{moved}){_left_out(steps)}."
    )


def _left_out(steps: tuple[Day, ...]) -> str:
    off = [day for day in steps if not day.counted]
    holidays = sum(day.reason.startswith(BANK_HOLIDAY) for day in off)
    closures = sum(day.reason.startswith(CLOSED) for day in off)
    parts = ["weekends"] if len(off) > holidays + closures else []
    parts += [counted(holidays, "bank holiday")] if holidays else []
    parts += [counted(closures, "closure day")] if closures else []
    return f", leaving out {joined(parts)}" if parts else ""
