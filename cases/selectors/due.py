"""Dates as people read them: in words, with how near they are."""

import datetime as dt
from dataclasses import dataclass

from organisations.clock import LONDON, date_of
from thresholds.periods import weekday_in_words
from thresholds.time_limits import left_in_words, working_days_left
from thresholds.working_days import WorkingCalendar

SOON_WORKING_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Due:
    """A date that something is owed by.

    text: `Wednesday 30 December 2026 (3 working days left)`. state: overdue, today, soon or later.
    """

    on: dt.date
    text: str
    state: str


def due_by(day: dt.date, *, today: dt.date, calendar: WorkingCalendar) -> Due:
    """The day in words; `soon` within three working days."""
    left = left_in_words(today=today, due=day, calendar=calendar)
    return Due(
        on=day,
        text=f"{weekday_in_words(day)} ({left})",
        state=_state(day, today=today, calendar=calendar),
    )


def _state(day: dt.date, *, today: dt.date, calendar: WorkingCalendar) -> str:
    if day < today:
        return "overdue"
    if day == today:
        return "today"
    near = working_days_left(today=today, due=day, calendar=calendar) <= SOON_WORKING_DAYS
    return "soon" if near else "later"


def day_of(moment: dt.datetime) -> str:
    """`Wednesday 17 June 2026`, in London."""
    return weekday_in_words(date_of(moment))


def moment_in_words(moment: dt.datetime) -> str:
    """`Wednesday 17 June 2026 at 2:30pm`, in London; noon is `midday`."""
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) == (12, 0):
        clock = "midday"
    else:
        minutes = f":{local.minute:02}" if local.minute else ""
        clock = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    return f"{weekday_in_words(local.date())} at {clock}"
