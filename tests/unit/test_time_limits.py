"""Due dates (tests/specs/deadlines.csv), their explanations, and what always holds of them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.specs.tables import rows
from thresholds.limits import (
    Anchor,
    CountingConvention,
    Direction,
    LimitUnit,
    ReceiptConvention,
    TimeLimit,
)
from thresholds.time_limits import (
    LONDON,
    NaiveDatetimeError,
    due_on,
    due_on_many,
    explain,
    left_in_words,
    local_date,
    not_yet_known,
    working_days_left,
)
from thresholds.working_days import (
    BeyondCalendarError,
    DayKind,
    DayOverride,
    WorkingCalendar,
    calendar_with,
)

CALENDAR = calendar_with()
ACTUAL = CountingConvention()
NEXT = CountingConvention(receipt=ReceiptConvention.NEXT_WORKING_DAY, office_closes=time(17))
MOMENTS = st.datetimes(
    datetime(2018, 1, 1),  # noqa: DTZ001  hypothesis wants its bounds naive
    datetime(2040, 12, 31),  # noqa: DTZ001
    timezones=st.just(LONDON),
)
OFFICE_DAY = [time(0), time(9), time(16, 59), time(17), time(18, 30), time(23, 59)]
MOMENTS_OF_2026 = st.builds(
    datetime.combine,
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from(OFFICE_DAY),
    st.sampled_from([LONDON, UTC]),
)


def limit(count=3, unit="working_day", anchor="receipt", direction="after"):
    return TimeLimit(
        name="limit",
        title="A limit",
        count=count,
        unit=LimitUnit(unit),
        anchor=Anchor(anchor),
        direction=Direction(direction),
        owner="spoc",
    )


LIMITS = st.builds(
    limit,
    count=st.integers(1, 40),
    unit=st.sampled_from(LimitUnit),
    anchor=st.sampled_from(["receipt", "meeting"]),
    direction=st.sampled_from(Direction),
)
CONVENTIONS = st.sampled_from([ACTUAL, NEXT])


def worked_out(row):
    closes = row["office_closes"]
    happened = datetime.fromisoformat(row["happened"])
    return {
        "anchor_at": happened if happened.tzinfo else happened.replace(tzinfo=LONDON),
        "calendar": CALENDAR,
        "convention": CountingConvention(
            receipt=ReceiptConvention(row["receipt_convention"]),
            office_closes=time.fromisoformat(closes) if closes else None,
        ),
    }


@pytest.mark.parametrize("row", rows("deadlines.csv"))
def test_table(row):
    given_limit = limit(int(row["count"]), row["unit"], row["event"], row["direction"])
    asked = worked_out(row)
    due = date.fromisoformat(row["due"])
    assert due_on(given_limit, **asked) == due
    explanation = explain(given_limit, **asked)
    assert explanation.due_on == due
    assert explanation.days[-1].on == due


@given(LIMITS, MOMENTS, CONVENTIONS)
def test_explanation_and_due_date_agree(a_limit, moment, convention):
    asked = {"anchor_at": moment, "calendar": CALENDAR, "convention": convention}
    explanation = explain(a_limit, **asked)
    assert explanation.due_on == explanation.days[-1].on == due_on(a_limit, **asked)
    assert explanation.days[-1].number == a_limit.count
    assert sum(day.counted for day in explanation.days) == a_limit.count
    assert explanation.days[0].on == local_date(moment)
    assert not explanation.days[0].counted


@given(LIMITS, st.lists(MOMENTS, max_size=10), CONVENTIONS)
def test_many_at_once_equal_one_by_one(a_limit, moments, convention):
    many = due_on_many(a_limit, anchors=moments, calendar=CALENDAR, convention=convention)
    assert many == [
        due_on(a_limit, anchor_at=moment, calendar=CALENDAR, convention=convention)
        for moment in moments
    ]


@given(LIMITS, MOMENTS, MOMENTS, CONVENTIONS)
def test_a_later_event_never_gives_an_earlier_due_date(a_limit, one, other, convention):
    first, second = sorted((one, other))
    dates = due_on_many(a_limit, anchors=[first, second], calendar=CALENDAR, convention=convention)
    assert dates[0] <= dates[1]


@given(st.integers(1, 40), MOMENTS, CONVENTIONS)
def test_working_day_limits_end_on_working_days_after_the_event(count, moment, convention):
    due = due_on(limit(count), anchor_at=moment, calendar=CALENDAR, convention=convention)
    assert CALENDAR.is_working(due)
    assert due > local_date(moment)


@given(st.integers(1, 40), MOMENTS)
def test_the_actual_date_is_the_stricter_reading(count, moment):
    strict, lenient = (
        due_on(limit(count), anchor_at=moment, calendar=CALENDAR, convention=convention)
        for convention in (ACTUAL, NEXT)
    )
    assert strict <= lenient


@given(
    LIMITS,
    MOMENTS_OF_2026,
    st.one_of(st.just(0), st.integers(-3, 3), st.integers(-90, 90)),
    CONVENTIONS,
)
@example(limit(), datetime(2026, 3, 10, 18, tzinfo=LONDON), 0, NEXT)
@example(limit(), datetime(2026, 3, 13, 18, tzinfo=LONDON), 3, NEXT)
def test_a_holiday_more_makes_no_forward_limit_earlier_and_no_backward_one_later(
    a_limit, moment, away, convention
):
    """Counted back from a receipt that itself moves on, a date may move on with it."""
    assume(not (a_limit.anchor is Anchor.RECEIPT and a_limit.direction is Direction.BEFORE))
    holiday = local_date(moment) + timedelta(days=away)
    proclaimed = DayOverride(on=holiday, kind=DayKind.HOLIDAY, name="Proclaimed")
    more = WorkingCalendar(overrides=[proclaimed], first_year=2022, last_year=2030)
    before, after = (
        due_on(a_limit, anchor_at=moment, calendar=calendar, convention=convention)
        for calendar in (CALENDAR, more)
    )
    assert after >= before if a_limit.direction is Direction.AFTER else after <= before


def test_each_day_is_said_with_its_reason():
    explanation = explain(
        limit(3), anchor_at=date(2026, 12, 23), calendar=CALENDAR, convention=ACTUAL
    )
    assert [day.text for day in explanation.days] == [
        "Wednesday 23 December 2026: the application was received; this day is not counted",
        "Thursday 24 December 2026: working day 1",
        "Friday 25 December 2026: bank holiday (Christmas Day)",
        "Saturday 26 December 2026: weekend",
        "Sunday 27 December 2026: weekend",
        "Monday 28 December 2026: bank holiday (Boxing Day, substitute day)",
        "Tuesday 29 December 2026: working day 2",
        "Wednesday 30 December 2026: working day 3",
    ]
    assert explanation.summary == (
        "Wednesday 30 December 2026 is 3 working days after the application was received "
        "(23 December 2026), leaving out weekends and 2 bank holidays."
    )
    assert explanation.calendar_version == CALENDAR.version
    assert (explanation.limit, explanation.anchor_on) == ("limit", date(2026, 12, 23))


def test_days_that_are_not_working_days_are_called_days():
    explanation = explain(
        limit(2, "day"), anchor_at=date(2026, 12, 24), calendar=CALENDAR, convention=ACTUAL
    )
    assert [day.text for day in explanation.days[1:]] == [
        "Friday 25 December 2026: day 1",
        "Saturday 26 December 2026: day 2",
    ]


def test_a_receipt_that_moved_is_said():
    explanation = explain(limit(3), anchor_at=date(2026, 5, 2), calendar=CALENDAR, convention=NEXT)
    assert [day.text for day in explanation.days[:4]] == [
        "Saturday 2 May 2026: the application was received, outside office days or hours",
        "Sunday 3 May 2026: weekend",
        "Monday 4 May 2026: bank holiday (Early May bank holiday)",
        "Tuesday 5 May 2026: treated as the day of receipt; this day is not counted",
    ]
    assert explanation.counted_from == date(2026, 5, 5)
    assert explanation.summary == (
        "Friday 8 May 2026 is 3 working days after the application was received "
        "(2 May 2026, treated as Tuesday 5 May 2026)."
    )


def test_closures_are_said_apart_from_bank_holidays():
    closed = DayOverride(on=date(2026, 3, 12), kind=DayKind.CLOSURE, name="office move")
    explanation = explain(
        limit(1), anchor_at=date(2026, 3, 11), calendar=calendar_with((closed,)), convention=ACTUAL
    )
    assert explanation.summary.endswith("(11 March 2026), leaving out 1 closure day.")


def test_limits_backwards_are_said_backwards():
    explanation = explain(
        limit(2, anchor="meeting", direction="before"),
        anchor_at=date(2026, 4, 7),
        calendar=CALENDAR,
        convention=ACTUAL,
    )
    assert explanation.summary == (
        "Wednesday 1 April 2026 is 2 working days before the review meeting "
        "(7 April 2026), leaving out weekends and 2 bank holidays."
    )


def test_months_are_listed_by_their_ends():
    explanation = explain(
        limit(2, "month", "plan_agreed"),
        anchor_at=date(2026, 12, 31),
        calendar=CALENDAR,
        convention=ACTUAL,
    )
    assert [day.text for day in explanation.days[1:]] == [
        "Sunday 31 January 2027: month 1",
        "Sunday 28 February 2027: month 2",
    ]


def test_what_is_not_yet_known_is_said_in_words():
    assert not_yet_known(limit(20, anchor="meeting")) == "20 working days after the review meeting"
    assert not_yet_known(limit(1, "month", "plan_agreed")) == (
        "1 month after the action plan was agreed"
    )
    papers = limit(2, anchor="meeting", direction="before")
    assert not_yet_known(papers) == "2 working days before the review meeting"


def test_the_local_day_decides_and_not_utc():
    summer_night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert local_date(summer_night) == date(2026, 7, 1)
    assert due_on(limit(1), anchor_at=summer_night, calendar=CALENDAR, convention=ACTUAL) == date(
        2026, 7, 2
    )
    winter_night = datetime(2026, 12, 22, 23, 30, tzinfo=UTC)
    assert local_date(winter_night) == date(2026, 12, 22)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2049, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_short_way_to_the_local_day_is_the_long_one(moment):
    assert local_date(moment) == moment.astimezone(LONDON).date()


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("hour", [0, 22, 23])
def test_the_local_day_of_every_month_at_the_edges_of_the_day(month, hour):
    moment = datetime(2026, month, 15, hour, 30, tzinfo=UTC)
    assert local_date(moment).day == (16 if hour == 23 and 4 <= month <= 10 else 15)


def test_office_hours_are_london_hours():
    four_utc_in_summer = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
    assert due_on(
        limit(1), anchor_at=four_utc_in_summer, calendar=CALENDAR, convention=NEXT
    ) == date(2026, 7, 2)


def test_a_datetime_without_a_zone_is_refused():
    naive = datetime(2026, 3, 10, 9, 0)  # noqa: DTZ001  the point of the test
    for ask in (due_on, explain):
        with pytest.raises(NaiveDatetimeError, match=r"^2026-03-10T09:00:00 has no time zone$"):
            ask(limit(), anchor_at=naive, calendar=CALENDAR, convention=NEXT)
    with pytest.raises(NaiveDatetimeError):
        due_on_many(limit(), anchors=[naive], calendar=CALENDAR, convention=ACTUAL)


@pytest.mark.parametrize("unit", LimitUnit)
@pytest.mark.parametrize(
    ("direction", "day"),
    [
        ("after", date(2050, 12, 30)),
        ("before", date(2014, 1, 2)),
        ("after", date(2013, 12, 31)),
        ("before", date(2051, 1, 1)),
        ("after", date.max),
        ("before", date.min),
    ],
)
def test_no_limit_gives_a_date_beyond_the_calendar(unit, direction, day):
    asked = {"calendar": CALENDAR, "convention": ACTUAL}
    a_limit = limit(3, unit, "meeting", direction)
    for ask in (due_on, explain):
        with pytest.raises(BeyondCalendarError):
            ask(a_limit, anchor_at=day, **asked)
    with pytest.raises(BeyondCalendarError):
        due_on_many(a_limit, anchors=[day], **asked)


@pytest.mark.parametrize(
    ("today", "due", "left", "words"),
    [
        ("2026-12-23", "2026-12-30", 3, "3 working days left"),
        ("2026-12-29", "2026-12-30", 1, "1 working day left"),
        ("2026-12-30", "2026-12-30", 0, "due today"),
        ("2026-12-31", "2026-12-30", -1, "1 working day overdue"),
        ("2027-01-05", "2026-12-30", -3, "3 working days overdue"),
        ("2026-03-14", "2026-03-13", -1, "1 working day overdue"),
        ("2026-03-14", "2026-03-15", 0, "due before the next working day"),
    ],
)
def test_what_is_left(today, due, left, words):
    asked = {"today": date.fromisoformat(today), "due": date.fromisoformat(due)}
    assert working_days_left(**asked, calendar=CALENDAR) == left
    assert left_in_words(**asked, calendar=CALENDAR) == words
