"""When a date is chased, and how far: the table, and the same rule as cut-off dates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.specs.tables import rows
from thresholds.chasing import (
    LONG_LIMIT,
    MOST_DAYS,
    CutOffs,
    ReminderTimes,
    Stage,
    cut_offs,
    is_quiet,
    stage_on,
)
from thresholds.limits import Anchor, CountingConvention, LimitUnit, TimeLimit
from thresholds.time_limits import LONDON, due_on
from thresholds.working_days import (
    BeyondCalendarError,
    DayKind,
    DayOverride,
    calendar_of_years,
    calendar_with,
)

CALENDAR = calendar_with()
DEFAULTS = ReminderTimes()
DAYS = st.dates(dt.date(2025, 1, 10), dt.date(2027, 12, 1))


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def due_in(row: dict) -> dt.date:
    """The date that binds in a row of the table."""
    if row["extended_to"]:
        return dt.date.fromisoformat(row["extended_to"])
    count, unit = row["limit"].split()
    limit = TimeLimit(
        name="respond",
        title="Full response",
        count=int(count),
        unit=LimitUnit(unit),
        anchor=Anchor.RECEIPT,
        owner="spoc",
    )
    return due_on(
        limit,
        anchor_at=moment(row["counted_from"]),
        calendar=CALENDAR,
        convention=CountingConvention(),
    )


@pytest.mark.parametrize("row", rows("chasers.csv"))
def test_the_stage_of_a_date(row):
    at = moment(row["looked_at"])
    if is_quiet(at, times=DEFAULTS, calendar=CALENDAR):
        assert row["stage"] == "quiet"
    elif row["recorded_on"]:
        assert row["stage"] == "none"
    else:
        began = moment(row["counted_from"]).date()
        stage = stage_on(at.date(), due=due_in(row), began=began, times=DEFAULTS, calendar=CALENDAR)
        assert (stage.name.lower() if stage else "none") == row["stage"]


def compared(due: dt.date, *, began: dt.date, days: CutOffs) -> Stage | None:
    """The comparisons of the sweep's statement (notifications/chasing.py)."""
    if due <= days.escalated:
        return Stage.ESCALATION
    if due < days.today:
        return Stage.OVERDUE
    if due == days.today:
        return Stage.ON_THE_DAY
    if due <= days.short:
        return Stage.BEFORE
    if due <= days.long and began <= days.began[(due - days.today).days - 1]:
        return Stage.BEFORE
    return None


@given(
    today=DAYS,
    due=st.integers(-60, 60),
    window=st.integers(-10, 60),
    leads=st.tuples(st.integers(1, MOST_DAYS), st.integers(1, MOST_DAYS)),
    escalate_after=st.integers(1, MOST_DAYS),
)
def test_the_cut_offs_say_what_the_rule_says(today, due, window, leads, escalate_after):
    """On every day, working or not, for every date and every setting."""
    times = ReminderTimes(
        short_before=min(leads), long_before=max(leads), escalate_after=escalate_after
    )
    due = today + dt.timedelta(days=due)
    began = due - dt.timedelta(days=window)
    days = cut_offs(today, times=times, calendar=CALENDAR)
    assert compared(due, began=began, days=days) == stage_on(
        today, due=due, began=began, times=times, calendar=CALENDAR
    )


def test_the_cut_offs_of_one_wednesday():
    """A long limit that ends on Thursday 11 June 2026 has eleven working days from 27 May on."""
    began = [(5, 27), (5, 28), (5, 28), (5, 28), (5, 31), (6, 1), (6, 2)]
    assert cut_offs(dt.date(2026, 6, 10), times=DEFAULTS, calendar=CALENDAR) == CutOffs(
        today=dt.date(2026, 6, 10),
        escalated=dt.date(2026, 6, 8),
        short=dt.date(2026, 6, 11),
        long=dt.date(2026, 6, 17),
        began=tuple(dt.date(2026, month, day) for month, day in began),
    )


@given(today=DAYS, due=DAYS, began=DAYS)
def test_a_date_never_falls_back_to_an_earlier_stage(today, due, began):
    """From one day to the next the stage stays or rises."""
    stages = [
        stage_on(day, due=due, began=began, times=DEFAULTS, calendar=CALENDAR) or 0
        for day in (today, today + dt.timedelta(days=1))
    ]
    assert stages == sorted(stages)


def test_a_working_day_of_the_partnership_is_not_quiet():
    """A Saturday that is worked, and a Monday that is closed."""
    calendar = calendar_with(
        (
            DayOverride(on=dt.date(2026, 6, 13), kind=DayKind.WORKING, name="Worked"),
            DayOverride(on=dt.date(2026, 6, 15), kind=DayKind.CLOSURE, name="Closed"),
        )
    )
    assert not is_quiet(moment("2026-06-13 10:00"), times=DEFAULTS, calendar=calendar)
    assert is_quiet(moment("2026-06-15 10:00"), times=DEFAULTS, calendar=calendar)


def test_the_time_is_london_s_whatever_zone_it_comes_in():
    at = dt.datetime(2026, 6, 15, 7, 30, tzinfo=dt.UTC)
    assert not is_quiet(at, times=DEFAULTS, calendar=CALENDAR)


def test_half_past_midnight_on_monday_is_monday_in_summer_too():
    """In London; elsewhere it is still Sunday, which is no working day."""
    at = dt.datetime(2026, 6, 14, 23, 30, tzinfo=dt.UTC)
    assert not is_quiet(at, times=ReminderTimes(opens=dt.time(0)), calendar=CALENDAR)


def test_a_calendar_of_a_few_years_says_the_same_within_them():
    few = calendar_of_years((), first_year=2025, last_year=2027)
    day = dt.date(2025, 2, 1)
    while day < dt.date(2027, 11, 1):
        assert few.is_working(day) == CALENDAR.is_working(day)
        assert few.add(day, -LONG_LIMIT) == CALENDAR.add(day, -LONG_LIMIT)
        day += dt.timedelta(days=1)
    with pytest.raises(BeyondCalendarError):
        few.is_working(dt.date(2028, 1, 1))
