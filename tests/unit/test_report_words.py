"""When an incident was and a report was made, in words."""

import datetime as dt

import pytest

from cases.models import Incident, Report
from cases.selectors.report_words import incident_in_words, ledger_order, reported_in_words
from thresholds.periods import when_in_words

FIRST = dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "On a day that is not known"),
        (FIRST, None, "Sunday 1 February 2026"),
        (FIRST, dt.date(2026, 2, 28), "In February 2026"),
        (FIRST, FIRST, "Sunday 1 February 2026"),
        (FIRST, dt.date(2026, 2, 27), "Between 1 and 27 February 2026"),
        (dt.date(2026, 2, 2), dt.date(2026, 2, 28), "Between 2 and 28 February 2026"),
        (dt.date(2026, 1, 30), dt.date(2026, 2, 2), "Between 30 January 2026 and 2 February 2026"),
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), "In 2026"),
        (dt.date(2025, 1, 1), dt.date(2026, 12, 31), "Between 1 January 2025 and 31 December 2026"),
        (FIRST, dt.date(2027, 2, 28), "Between 1 February 2026 and 28 February 2027"),
    ],
)
def test_a_day_a_month_a_range_or_none(first, last, words):
    assert reported_in_words(Report(reported_on=first, reported_until=last)) == words
    if first:
        incident = Incident(occurred_on=first, occurred_until=last, place="Sandy Lane")
        assert incident_in_words(incident, shows_place=True) == f"{words}, Sandy Lane"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "on a day that is not known"),
        (FIRST, None, "on Sunday 1 February 2026"),
        (FIRST, dt.date(2026, 2, 28), "in February 2026"),
        (dt.date(2028, 2, 1), dt.date(2028, 2, 28), "between 1 and 28 February 2028"),
    ],
)
def test_the_same_in_the_middle_of_a_sentence(first, last, words):
    assert when_in_words(first, last) == words


def test_a_report_of_no_known_day_comes_last():
    known, unknown = Report(pk=2, reported_on=FIRST), Report(pk=1)
    assert sorted([unknown, known], key=ledger_order) == [known, unknown]
