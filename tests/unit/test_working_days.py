"""Working days of England and Wales (tests/specs/working_days.csv), and what always holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.specs.tables import rows
from thresholds.working_days import (
    BeyondCalendarError,
    DayKind,
    DayOverride,
    WorkingCalendar,
    calendar_of_years,
    calendar_with,
)

CALENDAR = calendar_with()
DAY = timedelta(days=1)
DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))
COUNTS = st.integers(1, 250)

# Taken from the published list for England and Wales, not from the library under test.
BANK_HOLIDAYS_2026_2027 = {
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2027, 1, 1),
    date(2027, 3, 26),
    date(2027, 3, 29),
    date(2027, 5, 3),
    date(2027, 5, 31),
    date(2027, 8, 30),
    date(2027, 12, 27),
    date(2027, 12, 28),
}


def off(on, name="office move"):
    return DayOverride(on=on, kind=DayKind.CLOSURE, name=name)


def counted_one_by_one(day, n, *, step=DAY):
    while n:
        day += step
        if day.weekday() < 5 and day not in BANK_HOLIDAYS_2026_2027:
            n -= 1
    return day


@pytest.mark.parametrize("row", rows("working_days.csv"))
def test_table(row):
    day = date.fromisoformat(row["date"])
    if row["question"] == "is it a working day":
        assert (CALENDAR.reason_off(day) or "yes") == row["answer"]
        assert CALENDAR.is_working(day) is (row["answer"] == "yes")
    else:
        sign = {"working days after": 1, "working days before": -1}[row["question"]]
        answer = CALENDAR.add(day, sign * int(row["number"]))
        assert answer == date.fromisoformat(row["answer"])


def test_the_library_agrees_with_the_published_list_of_two_years():
    day, found = date(2026, 1, 1), set()
    while day.year < 2028:
        if day.weekday() < 5 and not CALENDAR.is_working(day):
            found.add(day)
        day += DAY
    assert found == BANK_HOLIDAYS_2026_2027


@given(st.dates(date(2026, 2, 1), date(2026, 12, 31)), st.integers(1, 200))
def test_adding_agrees_with_counting_day_by_day(day, n):
    assert CALENDAR.add(day, n) == counted_one_by_one(day, n)


@given(st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.integers(1, 200))
def test_going_back_agrees_with_counting_day_by_day(day, n):
    assert CALENDAR.add(day, -n) == counted_one_by_one(day, n, step=-DAY)


@given(DAYS, COUNTS)
def test_the_day_reached_is_a_working_day_and_n_away(day, n):
    reached = CALENDAR.add(day, n)
    assert CALENDAR.is_working(reached)
    assert CALENDAR.between(day, reached) == n


@given(DAYS, COUNTS)
def test_back_and_forth_from_a_working_day_returns(day, n):
    start = CALENDAR.on_or_after(day)
    assert CALENDAR.add(CALENDAR.add(start, n), -n) == start


@given(DAYS, DAYS, COUNTS)
def test_a_later_start_never_gives_an_earlier_day(one, other, n):
    first, second = sorted((one, other))
    assert CALENDAR.add(first, n) <= CALENDAR.add(second, n)
    assert CALENDAR.add(first, -n) <= CALENDAR.add(second, -n)


@given(DAYS, DAYS)
def test_counting_between_is_the_same_both_ways_round(one, other):
    assert CALENDAR.between(one, other) == -CALENDAR.between(other, one)


@given(st.lists(DAYS, max_size=30), st.integers(-50, 50).filter(bool))
def test_many_at_once_equal_one_by_one(days, n):
    assert CALENDAR.add_many(days, n) == [CALENDAR.add(day, n) for day in days]


@given(st.dates(date(2026, 1, 5), date(2026, 12, 1)), st.integers(0, 60), st.integers(1, 60))
def test_a_day_off_more_never_makes_a_forward_date_earlier_or_a_backward_one_later(day, away, n):
    closed = WorkingCalendar(overrides=[off(day + away * DAY)], first_year=2025, last_year=2027)
    assert closed.add(day, n) >= CALENDAR.add(day, n)
    back = day + 60 * DAY
    assert closed.add(back, -n) <= CALENDAR.add(back, -n)


def test_a_closure_is_a_day_off_and_says_why():
    closed = calendar_with((off(date(2026, 3, 11)),))
    assert closed.reason_off(date(2026, 3, 11)) == "closed (office move)"
    assert closed.add(date(2026, 3, 10), 1) == date(2026, 3, 12)


def test_a_proclaimed_holiday_is_called_a_bank_holiday():
    day = DayOverride(on=date(2030, 6, 7), kind=DayKind.HOLIDAY, name="Jubilee")
    assert calendar_with((day,)).reason_off(day.on) == "bank holiday (Jubilee)"


def test_a_bank_holiday_can_be_made_a_working_day():
    day = DayOverride(on=date(2030, 5, 6), kind=DayKind.WORKING, name="moved")
    assert not CALENDAR.is_working(day.on)
    assert calendar_with((day,)).is_working(day.on)


def test_a_saturday_can_be_made_a_working_day():
    day = DayOverride(on=date(2026, 3, 14), kind=DayKind.WORKING, name="open day")
    open_saturday = calendar_with((day,))
    assert open_saturday.is_working(day.on)
    assert open_saturday.add(date(2026, 3, 13), 1) == day.on
    assert not open_saturday.is_working(date(2026, 3, 15))


def test_of_two_overrides_of_one_day_the_later_holds():
    day = date(2026, 3, 11)
    back = DayOverride(on=day, kind=DayKind.WORKING, name="open after all")
    assert calendar_with((off(day), back)).is_working(day)
    assert not calendar_with((back, off(day))).is_working(day)


def test_the_version_forgets_what_was_overridden_again():
    saturday = date(2026, 3, 14)
    worked = DayOverride(on=saturday, kind=DayKind.WORKING, name="open day")
    assert calendar_with((worked, off(saturday))).version == calendar_with((off(saturday),)).version


def test_the_version_is_the_content():
    assert WorkingCalendar().version == CALENDAR.version
    assert calendar_with((off(date(2026, 3, 11)),)).version != CALENDAR.version
    assert WorkingCalendar(last_year=2030).version != CALENDAR.version


def test_the_version_of_a_year_that_is_over_stays_what_it_was():
    """It is stored with every deadline: another way to make it would have all of them behind."""
    saturdays = [date(2024, 3, 16), date(2024, 3, 23)]
    worked = [DayOverride(on=on, kind=DayKind.WORKING, name="open day") for on in saturdays]
    overrides = (off(date(2024, 3, 13)), *worked)
    calendar = WorkingCalendar(overrides=overrides, first_year=2024, last_year=2024)
    assert calendar.version == "england-and-wales:fe671706bb86dd21"


def test_a_saturday_that_is_worked_makes_another_version():
    saturdays = [date(2026, 3, 14), date(2026, 3, 21)]
    worked = [DayOverride(on=on, kind=DayKind.WORKING, name="open day") for on in saturdays]
    calendars = [calendar_with(tuple(days)) for days in ([], worked[:1], worked[1:], worked)]
    assert len({one.version for one in calendars}) == 4


def test_a_calendar_of_a_few_years_has_the_days_of_the_partnership_and_no_other_years():
    few = calendar_of_years((off(date(2026, 3, 11)),), first_year=2025, last_year=2026)
    assert (few.first, few.horizon) == (date(2025, 1, 1), date(2026, 12, 31))
    assert not few.is_working(date(2026, 3, 11))
    assert few.is_working(date(2026, 3, 12))


def test_beyond_the_calendar_is_an_error_and_never_a_wrong_date():
    small = WorkingCalendar(first_year=2026, last_year=2026)
    outside = [
        lambda: small.add(date(2026, 12, 30), 2),
        lambda: small.add(date(2026, 1, 2), -1),
        lambda: small.add(date(2025, 12, 31), 1),
        lambda: small.is_working(date(2027, 1, 1)),
        lambda: small.between(date(2026, 1, 1), date(2027, 1, 1)),
        lambda: small.add_many([date(2026, 3, 1), date(2026, 12, 30)], 2),
        lambda: small.add_many([date(2025, 3, 1)], 2),
        lambda: small.add_many([date(2026, 1, 2)], -1),
        lambda: WorkingCalendar(overrides=[off(date(2027, 1, 4))], first_year=2026, last_year=2026),
    ]
    for ask in outside:
        with pytest.raises(BeyondCalendarError, match="the calendar runs from 2026-01-01 to 2026-"):
            ask()
    with pytest.raises(BeyondCalendarError, match=r"^2 working days from 2026-12-30: "):
        outside[0]()
    with pytest.raises(BeyondCalendarError, match=r"^2025-12-31: "):
        outside[2]()
    with pytest.raises(BeyondCalendarError, match=r"^2027-01-04: "):
        outside[-1]()


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 12, 31)])
def test_the_first_and_the_last_day_can_be_overridden(day):
    closed = WorkingCalendar(overrides=[off(day)], first_year=2026, last_year=2026)
    assert closed.reason_off(day) == "closed (office move)"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31)])
def test_the_edges_of_the_range_can_be_worked(day):
    worked = DayOverride(on=day, kind=DayKind.WORKING, name="open")
    small = WorkingCalendar(overrides=[worked], first_year=2026, last_year=2026)
    assert small.is_working(day)


def test_the_last_working_day_of_the_horizon_can_still_be_reached():
    small = WorkingCalendar(first_year=2026, last_year=2026)
    assert small.horizon == date(2026, 12, 31)
    assert small.add(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert small.add(date(2026, 1, 5), -1) == date(2026, 1, 2)


def test_zero_days_and_datetimes_are_refused():
    with pytest.raises(ValueError, match=r"^n must not be zero$"):
        CALENDAR.add(date(2026, 3, 11), 0)
    with pytest.raises(ValueError, match=r"^n must not be zero$"):
        CALENDAR.add_many([date(2026, 3, 11)], 0)
    with pytest.raises(TypeError, match=r"^a date is needed, not a datetime: decide on the local"):
        CALENDAR.add(datetime(2026, 3, 11, 9, 0, tzinfo=UTC), 1)
    with pytest.raises(ValueError, match="after last_year"):
        WorkingCalendar(first_year=2027, last_year=2026)
