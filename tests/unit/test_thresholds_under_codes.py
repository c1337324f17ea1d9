"""Somebody under an agency's code who may have applied as well (tests/specs/under_codes.csv)."""

import pytest

from tests.specs.tables import rows
from tests.threshold_room import BASSETLAW, facts_of, procedure
from thresholds import wording
from thresholds.facts import facts_to_json, parse_facts
from thresholds.findings import Suggestion
from thresholds.threshold import evaluate
from thresholds.under_codes import as_applicants, named

ONE_NIGHT = (
    "a 2026-04-20 2026-04-20 me; a 2026-04-20 2026-04-21 p1 linked=2026-05-03; "
    "a 2026-04-20 2026-04-22 c1 to=police code"
)


@pytest.mark.parametrize("row", rows("under_codes.csv"))
def test_what_rests_on_counting_both(row):
    outcome = evaluate(
        procedure(row["procedure"]), facts_of(row["reports"], answers=row["answers"])
    )
    asked = [words for words in outcome.warnings if "under a code" in words]
    assert outcome.suggestion == row["suggestion"]
    assert asked == ([wording.counted_twice(row["rests_on_both"])] if row["rests_on_both"] else [])


def test_both_count_until_somebody_has_said_who_it_is():
    """In favour of those who applied: the finding stays, and the question is in words."""
    outcome = evaluate(BASSETLAW, facts_of(ONE_NIGHT))
    assert (outcome.statutory.counted, outcome.suggestion) == (3, Suggestion.MET_STATUTORY)
    assert outcome.warnings[-1] == (
        "The threshold is met only because somebody whom an agency names under a code is counted "
        "beside those who applied. It may be one of them. Find out who it is and record the "
        "answer. Until then both count, in favour of those who applied."
    )


def test_only_what_the_code_stands_for_is_taken_to_be_another():
    facts = facts_of(ONE_NIGHT)
    fewer = as_applicants(facts)
    assert [one.reporter_key for one in fewer.incidents[0].reports] == [
        "applicant",
        "p1",
        "applicant",
    ]
    assert as_applicants(facts_of(ONE_NIGHT.replace(" code", ""))) is None
    assert as_applicants(facts_of(ONE_NIGHT.replace(" c1 ", " ? "))) is None


def test_a_code_found_to_be_an_applicant_is_that_person_at_their_own_incident():
    """The agency’s incident and the neighbour’s own are of one day and place: one complaint."""
    reports = (
        "a 2026-04-20 2026-04-20 me place=corner; b 2026-04-20 2026-04-21 p1 place=corner "
        "linked=2026-05-03; a 2026-04-20 2026-04-22 c1 to=police; c 2026-04-21 2026-04-22 c1 "
        "to=police place=corner; d 2026-04-22 2026-04-22 ?"
    )
    facts = named(facts_of(reports), {"c1": "p1"})
    assert [[one.key for one in incident.reports] for incident in facts.incidents] == [
        ["report-0"],
        ["report-2", "report-1"],
        ["report-3"],
        ["report-4"],
    ]
    keys = [one.reporter_key for incident in facts.incidents for one in incident.reports]
    assert keys == ["applicant", "p1", "p1", "p1", None]


def test_without_a_place_two_incidents_stay_apart():
    reports = (
        "a 2026-04-20 2026-04-20 p1 linked=2026-05-03; b 2026-04-20 2026-04-22 c1 to=police; "
        "c ? 2026-04-22 c1 place=corner; d ? 2026-04-22 p1 place=corner"
    )
    facts = named(facts_of(reports), {"c1": "p1"})
    assert [len(incident.reports) for incident in facts.incidents] == [1, 1, 1, 1]


def test_it_is_kept_with_the_facts():
    facts = facts_of(ONE_NIGHT)
    assert parse_facts(facts_to_json(facts)) == facts
    assert facts.applicant_keys == {"applicant", "p1"}


@pytest.mark.parametrize(
    ("reports", "keys"),
    [
        # Each agency has a code of its own for one person.
        (
            "a 2026-04-20 2026-04-20 me; b 2026-04-21 2026-04-21 c1 to=police code; "
            "c 2026-04-22 2026-04-22 d1 to=council code",
            ["applicant", "applicant", "applicant"],
        ),
        # One agency gives two people two codes.
        (
            "a 2026-04-20 2026-04-20 me; b 2026-04-21 2026-04-21 c1 to=police code; "
            "c 2026-04-22 2026-04-22 c2 to=police code",
            ["applicant", "applicant", "c2"],
        ),
        # Rather somebody who told of something than an applicant who told of nothing.
        (
            "a 2026-04-20 2026-04-20 p1 linked=2026-05-03; "
            "b 2026-04-21 2026-04-21 c1 to=police code",
            ["p1", "p1"],
        ),
    ],
)
def test_whom_a_code_is_taken_to_stand_for(reports, keys):
    fewer = as_applicants(facts_of(reports))
    assert [one.reporter_key for each in fewer.incidents for one in each.reports] == keys


def test_nobody_asks_again_about_a_code_that_is_known():
    known = named(facts_of(ONE_NIGHT), {"c1": "p1"})
    assert [one.may_have_applied for one in known.incidents[0].reports] == [False, False, False]
    assert as_applicants(known) is None
