"""When a date that is owed is chased, and how far: pure rules (docs/adr/0010).

A date has four stages, each later than the one before: `before` it, `on_the_day`, `overdue` and
`escalation`. Which one holds depends on dates alone, so that a sweep over many deadlines needs a
few cut-off dates and no rule of its own: `cut_offs` gives them, `stage_on` says the same for one.

Everything is counted in working days. What falls due on a Sunday is therefore reminded of on the
Friday before.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache

from thresholds.time_limits import LONDON
from thresholds.working_days import WorkingCalendar

LONG_LIMIT = 10
"""A limit that leaves more working days than this is reminded of earlier than a short one."""
MOST_DAYS = 20
"""The most working days that a partnership can set for a lead or for the escalation."""

FEWEST_SURVEY_DAYS, MOST_SURVEY_DAYS = 5, 40
"""The working days after a closure between which a partnership can ask how it was."""

FEWEST_DRAFT_DAYS, MOST_DRAFT_DAYS = 7, 90
"""The days for which a partnership can keep a draft of an application after it was last saved."""

_DAY = timedelta(days=1)


class Stage(IntEnum):
    """How far a date has come. The order is the rule: a later stage makes the earlier ones moot."""

    BEFORE = 1
    ON_THE_DAY = 2
    OVERDUE = 3
    ESCALATION = 4


@dataclass(frozen=True, kw_only=True)
class ReminderTimes:
    """What a partnership sets. Working days before a date and after it; London times.

    long_before: for limits of more than LONG_LIMIT working days; short_before: for the others.
    opens, closes: outside these it is quiet, and on every day that is no working day.
    survey_after: from a closure until the applicant is asked how it was; None: nobody is asked.
    draft_reminder_after, drafts_kept: days, not working days, after the draft of an application was
    last saved, until its writer is reminded of it (None: nobody is) and until it is erased.
    """

    long_before: int = 5
    short_before: int = 1
    escalate_after: int = 2
    opens: time = time(8)
    closes: time = time(18)
    survey_after: int | None = None
    draft_reminder_after: int | None = 3
    drafts_kept: int = 28


@dataclass(frozen=True, kw_only=True)
class CutOffs:
    """The dates between which the stages lie on one day.

    escalated: dates up to this one are escalated. short, long: dates after today up to these are
    near, of short and of long limits. began: for the n-th day after today (the first stands at
    index 0), the latest day on which a long limit that ends on it can have begun.
    """

    today: date
    escalated: date
    short: date
    long: date
    began: tuple[date, ...]


def is_quiet(at: datetime, *, times: ReminderTimes, calendar: WorkingCalendar) -> bool:
    """Whether nobody is to be reminded of anything at this moment. at: aware."""
    return not is_open(at, times=times) or not calendar.is_working(at.astimezone(LONDON).date())


def is_open(at: datetime, *, times: ReminderTimes) -> bool:
    """Whether the time of day, in London, is one at which reminders go out. at: aware."""
    return times.opens <= at.astimezone(LONDON).time() < times.closes


def stage_on(
    today: date, *, due: date, began: date, times: ReminderTimes, calendar: WorkingCalendar
) -> Stage | None:
    """The latest stage that a date has reached; None where it is still far off.

    began: the day that the limit was counted from. due: the date that binds, extended or not.
    """
    if due < today:
        late = calendar.between(due, today) >= times.escalate_after
        return Stage.ESCALATION if late else Stage.OVERDUE
    if due == today:
        return Stage.ON_THE_DAY
    is_long = calendar.between(began, due) > LONG_LIMIT
    lead = times.long_before if is_long else times.short_before
    return Stage.BEFORE if calendar.add(due, -lead) <= today else None


@lru_cache(maxsize=512)
def cut_offs(today: date, *, times: ReminderTimes, calendar: WorkingCalendar) -> CutOffs:
    """The same rule as dates to compare with; for partnerships alike it is worked out once.

    Raises BeyondCalendarError.
    """
    until = calendar.add(today, times.long_before)
    coming = (today + _DAY * number for number in range(1, (until - today).days + 1))
    return CutOffs(
        today=today,
        escalated=_latest(today, working_days=times.escalate_after, calendar=calendar),
        short=calendar.add(today, times.short_before),
        long=until,
        began=tuple(_latest(day, working_days=LONG_LIMIT + 1, calendar=calendar) for day in coming),
    )


def latest_closure_to_ask_about(today: date, *, after: int, calendar: WorkingCalendar) -> date:
    """The latest day of closing since which so many working days have gone by."""
    return _latest(today, working_days=after, calendar=calendar)


def _latest(day: date, *, working_days: int, calendar: WorkingCalendar) -> date:
    """The latest day from which at least so many working days lead to `day`."""
    return calendar.add(day + _DAY, -working_days) - _DAY
