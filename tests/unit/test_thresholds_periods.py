"""Periods "beginning with" a date, and after one (DOMAIN: counting days)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresholds.periods import (
    Counting,
    Period,
    Unit,
    joined,
    last_day_after,
    last_day_beginning_with,
    number_in_words,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
UNITS = st.sampled_from(Unit)
COUNTS = st.integers(1, 60)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "n", "unit", "last"),
    [
        ("2026-03-10", 1, "month", "2026-04-09"),
        ("2026-03-10", 6, "month", "2026-09-09"),
        ("2026-01-01", 1, "month", "2026-01-31"),
        ("2026-02-01", 1, "month", "2026-02-28"),
        ("2026-01-28", 1, "month", "2026-02-27"),
        ("2026-01-29", 1, "month", "2026-02-28"),
        ("2026-01-30", 1, "month", "2026-02-28"),
        ("2026-01-31", 1, "month", "2026-02-28"),
        ("2028-01-29", 1, "month", "2028-02-28"),
        ("2028-01-31", 1, "month", "2028-02-29"),
        ("2028-02-29", 12, "month", "2029-02-28"),
        ("2026-08-31", 6, "month", "2027-02-28"),
        ("2026-03-31", 1, "month", "2026-04-30"),
        ("2025-12-31", 2, "month", "2026-02-28"),
        ("2026-12-01", 1, "month", "2026-12-31"),
        ("2026-03-10", 30, "day", "2026-04-08"),
        ("2026-03-10", 7, "day", "2026-03-16"),
        ("2026-03-10", 1, "week", "2026-03-16"),
    ],
)
def test_last_day_of_a_period_beginning_with(start, n, unit, last):
    found = last_day_beginning_with(date.fromisoformat(start), n=n, unit=Unit(unit))
    assert found == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("start", "n", "unit", "last"),
    [
        ("2026-03-10", 1, "month", "2026-04-10"),
        ("2026-01-31", 1, "month", "2026-02-28"),
        ("2028-01-31", 1, "month", "2028-02-29"),
        ("2026-03-31", -1, "month", "2026-02-28"),
        ("2026-01-15", -1, "month", "2025-12-15"),
        ("2026-03-10", 7, "day", "2026-03-17"),
        ("2026-03-10", -2, "week", "2026-02-24"),
    ],
)
def test_last_day_of_a_period_after(start, n, unit, last):
    found = last_day_after(date.fromisoformat(start), n=n, unit=Unit(unit))
    assert found == date.fromisoformat(last)


@given(DAYS, DAYS, COUNTS, UNITS)
def test_a_later_start_never_ends_earlier(one, other, n, unit):
    first, second = sorted((one, other))
    for last_day in (last_day_beginning_with, last_day_after):
        assert last_day(first, n=n, unit=unit) <= last_day(second, n=n, unit=unit)


@given(DAYS, COUNTS, UNITS)
def test_a_longer_period_ends_later(start, n, unit):
    for last_day in (last_day_beginning_with, last_day_after):
        assert last_day(start, n=n, unit=unit) < last_day(start, n=n + 1, unit=unit)


@given(DAYS, COUNTS)
def test_beginning_with_is_at_most_a_day_shorter_than_after(start, n):
    for unit in Unit:
        after = last_day_after(start, n=n, unit=unit)
        assert last_day_beginning_with(start, n=n, unit=unit) in (after, after - DAY)


def test_a_period_says_itself():
    month = Period(n=1, unit=Unit.MONTH)
    assert month.text_from(date(2026, 3, 10)) == "one month beginning with 10 March 2026"
    days = Period(n=30, unit=Unit.DAY, counting=Counting.AFTER)
    assert days.text_from(date(2026, 3, 10)) == "30 days after 10 March 2026"
    assert month.last_day(date(2026, 3, 10)) == date(2026, 4, 9)
    assert days.last_day(date(2026, 3, 10)) == date(2026, 4, 9)


def test_a_period_after_a_date_is_counted_in_its_own_unit():
    weeks = Period(n=2, unit=Unit.WEEK, counting=Counting.AFTER)
    assert weeks.last_day(date(2026, 3, 10)) == date(2026, 3, 24)


def test_the_longest_period_is_ten_years_of_months_and_only_of_months():
    assert list(Period(n=120, unit=Unit.MONTH).problems()) == []
    assert list(Period(n=121, unit=Unit.DAY).problems()) == []
    assert list(Period(n=121, unit=Unit.MONTH).problems()) == [
        ("n", "must be at most 120 for months; got 121")
    ]


def test_words():
    assert " ".join(number_in_words(n) for n in range(1, 11)) == (
        "one two three four five six seven eight nine 10"
    )
    assert [joined(parts) for parts in (["a"], ["a", "b"], ["a", "b", "c"])] == [
        "a",
        "a and b",
        "a, b and c",
    ]
