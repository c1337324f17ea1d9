"""Qualifying complaints, one at a time (tests/specs/qualifying.csv), by the numbers of s.104."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.specs.tables import rows
from thresholds.facts import Answer, Facts, Incident, Report
from thresholds.procedure import parse_procedure
from thresholds.threshold import evaluate

PUBLISHED = Path(__file__).parents[2] / "thresholds" / "published"
PROCEDURE = parse_procedure(
    json.loads((PUBLISHED / "bassetlaw-newark-sherwood.json").read_text(encoding="utf-8"))
)
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
