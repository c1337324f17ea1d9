"""Qualifying complaints one at a time, by the numbers of s.104 (tests/specs/qualifying.csv), and
reports by the limits that partnerships publish (tests/specs/report_limits.csv)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.specs.tables import rows
from tests.threshold_room import facts_of, procedure, route
from thresholds.facts import Answer, Facts, Incident, Report
from thresholds.threshold import evaluate

PROCEDURE = procedure("bassetlaw-newark-sherwood")
SAID = {"yes": Answer.YES, "no": Answer.NO, "not known": Answer.UNKNOWN}


def day_or_range(cell):
    first, _, last = cell.partition("..")
    return tuple(date.fromisoformat(part) if part else None for part in (first, last))


def line_of(*, happened, reported, applied, **of_the_report):
    report = Report(
        key="report",
        reporter_key="applicant",
        reported_on=reported[0],
        reported_until=reported[1],
        **of_the_report,
    )
    incident = Incident(
        key="incident",
        occurred_on=happened[0],
        occurred_until=happened[1],
        reports=[report],
        related=Answer.YES,
    )
    facts = Facts(application_on=applied, applicant_key="applicant", incidents=[incident])
    (line,) = evaluate(PROCEDURE, facts).statutory.lines
    return line


@pytest.mark.parametrize("row", rows("qualifying.csv"))
def test_table(row):
    line = line_of(
        happened=day_or_range(row["happened"]),
        reported=day_or_range(row["reported"]),
        applied=date.fromisoformat(row["applied"]),
    )
    assert line.counts is SAID[row["qualifies"]]


@pytest.mark.parametrize(
    ("happened", "reported", "applied", "reason"),
    [
        (
            "2026-03-10",
            "2026-04-12",
            "2026-05-01",
            "reported 12 April 2026, more than one month beginning with 10 March 2026",
        ),
        (
            "2026-03-10",
            "2026-04-09",
            "2026-05-01",
            "reported 9 April 2026, within one month beginning with 10 March 2026",
        ),
        (
            "2026-03-10",
            "2026-03-10",
            "2026-09-10",
            "the application came after six months beginning with 10 March 2026",
        ),
        (
            "2026-03-10",
            "2026-03-12",
            "2026-03-11",
            "reported 12 March 2026, after the application",
        ),
        (
            "2026-03-10",
            "2026-03-09",
            "2026-05-01",
            "reported 9 March 2026, before the day it is said to have happened",
        ),
        ("", "2026-03-09", "2026-05-01", "the day it happened is not known"),
        (
            "2026-03-10",
            "",
            "2026-05-01",
            "reported on a day that is not known, perhaps more than one month later",
        ),
        (
            "2026-03-01..2026-03-31",
            "2026-04-15",
            "2026-05-01",
            "reported 15 April 2026, perhaps more than one month later",
        ),
        (
            "2026-03-10",
            "2026-05-01..2026-05-31",
            "2026-05-10",
            "reported between 1 May 2026 and 31 May 2026, more than one month beginning with "
            "10 March 2026",
        ),
        (
            "2026-05-01",
            "2026-05-01..2026-05-31",
            "2026-05-10",
            "reported between 1 May 2026 and 31 May 2026, perhaps after the application",
        ),
    ],
)
def test_the_reason_is_said(happened, reported, applied, reason):
    line = line_of(
        happened=day_or_range(happened),
        reported=day_or_range(reported),
        applied=date.fromisoformat(applied),
    )
    assert line.reason == reason


def test_a_report_may_count_on_a_day_that_is_not_known():
    """Where no limit is published and the first incident opens the time that counts."""
    asked = procedure("ashfield", threshold={"report_within": None})
    (line,) = route(evaluate(asked, facts_of("a 2026-04-20 ? me")), "individual").lines
    assert (line.counts, line.reason) == (Answer.YES, "reported on a day that is not known")


def test_a_report_not_found_in_the_log_counts_and_says_so():
    days = {"happened": (date(2026, 3, 10), None), "reported": (date(2026, 3, 10), None)}
    line = line_of(**days, applied=date(2026, 5, 1), standing="not_found")
    assert line.counts is Answer.YES
    assert line.reason.endswith(
        "not found in the agency's log, which alone is no reason not to count it"
    )


def test_a_rebuttal_needs_a_reason():
    days = {"happened": (date(2026, 3, 10), None), "reported": (date(2026, 3, 10), None)}
    asked = {**days, "applied": date(2026, 5, 1)}
    assert line_of(**asked, rebutted_reason="   ").counts is Answer.YES
    rebutted = line_of(**asked, rebutted_reason="the call was about another address")
    assert rebutted.counts is Answer.NO
    assert rebutted.reason == "found not to count: the call was about another address"


LIMITS = {
    "one month beginning with": {"n": 1, "unit": "month"},
    "two months beginning with": {"n": 2, "unit": "month"},
    "one month after": {"n": 1, "unit": "month", "counting": "after"},
    "30 days beginning with": {"n": 30, "unit": "day"},
    "30 days after": {"n": 30, "unit": "day", "counting": "after"},
    "seven days beginning with": {"n": 7, "unit": "day"},
    "one week beginning with": {"n": 1, "unit": "week"},
    "": None,
}


@pytest.mark.parametrize("row", rows("report_limits.csv"))
def test_table_of_reporting_limits(row):
    limit = LIMITS[row["limit"]]
    asked = procedure("gosport", threshold={"report_within": limit})
    facts = facts_of(f"a {row['happened']} {row['reported']} me", applied=date(2026, 6, 1))
    if row["happened"].startswith("2028"):
        facts = replace(facts, application_on=date(2028, 6, 1))
    (line,) = route(evaluate(asked, facts), "individual").lines
    assert line.counts is SAID[row["counts"]]
