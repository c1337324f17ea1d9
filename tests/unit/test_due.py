"""Dates as staff read them, around a weekend, a bank holiday and the change of the clocks."""

import datetime as dt

import pytest

from cases.selectors.due import due_by, moment_in_words
from organisations.clock import LONDON
from thresholds.working_days import calendar_with

TODAY = dt.date(2026, 12, 23)


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        (dt.date(2026, 12, 22), "overdue", "1 working day overdue"),
        (dt.date(2026, 12, 23), "today", "due today"),
        (dt.date(2026, 12, 24), "soon", "1 working day left"),
        (dt.date(2026, 12, 26), "soon", "1 working day left"),
        (dt.date(2026, 12, 30), "soon", "3 working days left"),
        (dt.date(2026, 12, 31), "later", "4 working days left"),
    ],
)
def test_how_near_a_date_is(day, state, left):
    due = due_by(day, today=TODAY, calendar=calendar_with())
    assert (due.state, due.text.split("(")[1]) == (state, f"{left})")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (dt.datetime(2026, 6, 17, 12, 0, tzinfo=LONDON), "Wednesday 17 June 2026 at midday"),
        (dt.datetime(2026, 6, 17, 0, 5, tzinfo=LONDON), "Wednesday 17 June 2026 at 12:05am"),
        (dt.datetime(2026, 6, 17, 14, 0, tzinfo=LONDON), "Wednesday 17 June 2026 at 2pm"),
        (dt.datetime(2026, 6, 17, 9, 30, tzinfo=LONDON), "Wednesday 17 June 2026 at 9:30am"),
        (dt.datetime(2026, 6, 16, 23, 30, tzinfo=dt.UTC), "Wednesday 17 June 2026 at 12:30am"),
    ],
)
def test_a_moment_is_said_in_london_time(moment, words):
    assert moment_in_words(moment) == words
