"""How reports are counted: people, incidents, one place, one window, repeats."""

from dataclasses import replace
from datetime import date

import pytest

from tests.threshold_room import (
    ASHFIELD,
    BASSETLAW,
    FIVE_ONE_INCIDENT,
    content,
    facts_of,
    procedure,
    route,
)
from thresholds.facts import (
    Answer,
    Incident,
    Report,
)
from thresholds.findings import Finding
from thresholds.procedure import parse_procedure
from thresholds.threshold import evaluate


def test_the_same_incident_told_to_several_agencies_is_said_to_count_once():
    reports = "a 2026-03-10 2026-03-10 me; a 2026-03-10 2026-03-11 me"
    outcome = evaluate(BASSETLAW, facts_of(reports))
    for found in (outcome.statutory, route(outcome, "individual")):
        assert [line.report for line in found.lines_counted] == ["report-0"]
        assert [line.reason for line in found.lines_not_counted] == [
            "the same incident is already counted once"
        ]


def test_the_applicant_can_be_left_out_of_the_five():
    five_with_me = FIVE_ONE_INCIDENT.replace("p0", "me")
    others_only = procedure("bassetlaw-newark-sherwood", applicant_counts=False)
    facts = facts_of(five_with_me, answers="persists=yes")
    assert route(evaluate(BASSETLAW, facts), "several_people").finding is Finding.MET
    found = route(evaluate(others_only, facts), "several_people")
    assert found.finding is Finding.NOT_MET
    assert "the applicant's own reports do not count on this route" in [
        line.reason for line in found.lines
    ]
    unknown = facts_of(five_with_me.replace(" me", " ?"), answers="persists=yes")
    assert route(evaluate(others_only, unknown), "several_people").finding is Finding.NOT_KNOWN


def test_five_people_may_be_asked_for_separate_incidents():
    separate = procedure("bassetlaw-newark-sherwood", separate_incidents_required=True)
    one_incident = facts_of(FIVE_ONE_INCIDENT, answers="persists=yes")
    assert route(evaluate(BASSETLAW, one_incident), "several_people").finding is Finding.MET
    found = route(evaluate(separate, one_incident), "several_people")
    assert (found.finding, found.counted) == (Finding.NOT_MET, 1)


def test_separate_incidents_are_given_out_so_that_most_people_have_one():
    separate = procedure("bassetlaw-newark-sherwood", separate_incidents_required=True)
    shared = "a 2026-04-20 2026-04-20 p0; a 2026-04-20 2026-04-20 p1"
    own = "; ".join(f"i{n} 2026-04-2{n} 2026-04-2{n} p{n}" for n in range(1, 5))
    facts = facts_of(f"{shared}; {own}", answers="persists=yes")
    assert route(evaluate(separate, facts), "several_people").finding is Finding.MET


def test_somebody_unknown_may_be_one_of_the_five():
    facts = facts_of(FIVE_ONE_INCIDENT.replace("p4", "?"), answers="persists=yes")
    found = route(evaluate(BASSETLAW, facts), "several_people")
    assert (found.finding, found.counted, found.possible) == (Finding.NOT_KNOWN, 4, 5)


def test_somebody_unknown_is_at_least_one_person():
    separate = procedure("bassetlaw-newark-sherwood", separate_incidents_required=True)
    nobody_known = "a 2026-04-20 2026-04-20 ?; b 2026-04-21 2026-04-21 ?"
    for asked in (BASSETLAW, separate):
        for reports, counted in [(nobody_known, 1), ("", 0)]:
            found = route(evaluate(asked, facts_of(reports)), "several_people")
            assert found.counted == counted


@pytest.mark.parametrize(
    ("first", "last", "finding"),
    [
        ("2026-01-10", "2026-01-11", Finding.MET),
        ("2026-07-08", "2026-07-09", Finding.MET),
        ("2026-07-09", "2026-07-10", Finding.NOT_KNOWN),
        ("2026-07-10", "2026-07-11", Finding.NOT_MET),
        ("2026-01-09", "2026-01-10", Finding.NOT_KNOWN),
        ("2026-01-08", "2026-01-09", Finding.NOT_MET),
    ],
)
def test_in_a_window_of_incidents_a_day_may_be_a_range(first, last, finding):
    """Beside incidents on 10 January and 9 July 2026, which the six months just hold."""
    data = content("ashfield")
    data["threshold"]["report_within"] = None
    data["threshold"]["routes"][0].update(recency=None)
    edges = facts_of("a 2026-01-10 2026-01-10 me; c 2026-07-09 2026-07-09 me")
    between = Incident(
        key="b",
        occurred_on=date.fromisoformat(first),
        occurred_until=date.fromisoformat(last),
        related=Answer.YES,
        reports=[Report(key="b", reporter_key="applicant", reported_on=date(2026, 7, 12))],
    )
    facts = replace(edges, application_on=date(2026, 7, 20), incidents=(*edges.incidents, between))
    assert route(evaluate(parse_procedure(data), facts), "individual").finding is finding


def test_reports_at_one_place_may_be_asked_for():
    one_place = procedure("bassetlaw-newark-sherwood", same_place=True)
    reports = "; ".join(f"i{n} 2026-04-2{n} 2026-04-2{n} p{n}" for n in range(5))
    same = {f"i{n}": "corner" for n in range(5)}
    for places, finding in [
        (same, Finding.MET),
        (same | {"i4": "park"}, Finding.NOT_MET),
        (same | {"i4": None}, Finding.NOT_KNOWN),
        ({}, Finding.NOT_KNOWN),
    ]:
        facts = facts_of(reports, answers="persists=yes", places=places)
        assert route(evaluate(one_place, facts), "several_people").finding is finding


def test_each_report_may_count_where_incidents_need_not_be_separate():
    data = content("ashfield")
    data["threshold"]["routes"][0]["distinct_incidents"] = False
    reports = "; ".join(f"a 2026-04-20 2026-04-2{n} me" for n in range(3))
    assert route(evaluate(ASHFIELD, facts_of(reports)), "individual").finding is Finding.NOT_MET
    every = evaluate(parse_procedure(data), facts_of(reports))
    assert route(every, "individual").finding is Finding.MET


def test_outside_the_window_and_at_another_place_are_said_apart():
    both = procedure(
        "bassetlaw-newark-sherwood",
        same_place=True,
        window_anchor="first_incident",
        people=2,
        reports=2,
    )
    reports = (
        "a 2025-01-05 2025-01-05 p1; b 2026-03-10 2026-03-10 p2; c 2026-03-11 2026-03-11 p3; "
        "d 2026-03-12 2026-03-12 p4"
    )
    places = {"a": "corner", "b": "corner", "c": "park", "d": "corner"}
    found = route(
        evaluate(both, facts_of(reports, answers="persists=yes", places=places)), "several_people"
    )
    assert found.finding is Finding.MET
    assert [line.reason for line in found.lines_not_counted] == [
        "outside the time in which most incidents lie together",
        "at another place",
    ]


def test_in_a_window_of_incidents_a_day_that_is_not_known_may_lie_outside():
    data = content("ashfield")
    data["threshold"]["report_within"] = None
    data["threshold"]["routes"][0].update(recency=None)
    some_day = "a ? 2026-04-20 me; b ? 2026-04-21 me; c ? 2026-04-22 me"
    found = route(evaluate(parse_procedure(data), facts_of(some_day)), "individual")
    assert (found.finding, found.counted, found.possible) == (Finding.NOT_KNOWN, 0, 3)


def test_the_letter_says_what_is_asked_of_one_incident():
    reports = "; ".join(f"a 2026-04-20 2026-04-2{n} me" for n in range(4))
    richmond = procedure("richmond-upon-thames")
    found = route(evaluate(richmond, facts_of(reports)), "same_incident")
    assert found.criteria[0].wording == (
        "This asks for five reports of the same incident. We counted four."
    )
    assert found.cure == "One more report of the same incident would be enough."


def test_people_may_be_asked_for_among_reports_of_one_incident():
    reports = "; ".join(f"a 2026-04-20 2026-04-2{n} me" for n in range(5))
    two = procedure("richmond-upon-thames", people=2)
    assert route(evaluate(two, facts_of(reports)), "same_incident").finding is Finding.NOT_MET
    neighbour = reports.replace("2026-04-24 me", "2026-04-24 p1")
    assert route(evaluate(two, facts_of(neighbour)), "same_incident").finding is Finding.MET


def test_repeats_may_count_once_among_reports_of_one_incident():
    once = procedure("richmond-upon-thames", repeats_count=False)
    by_one = "; ".join(f"a 2026-04-20 2026-04-2{n} me" for n in range(5))
    found = route(evaluate(once, facts_of(by_one)), "same_incident")
    assert (found.finding, found.counted) == (Finding.NOT_MET, 1)
    by_five = "; ".join(f"a 2026-04-20 2026-04-2{n} p{n}" for n in range(5))
    assert route(evaluate(once, facts_of(by_five)), "same_incident").finding is Finding.MET
    by_four = (
        "a 2026-04-20 2026-04-20 p0; a 2026-04-20 2026-04-21 p1; a 2026-04-20 2026-04-22 p2; "
        "a 2026-04-20 2026-05-01..2026-05-03 p3; a 2026-04-20 2026-05-01..2026-05-04 p3"
    )
    found = route(evaluate(once, facts_of(by_four)), "same_incident")
    assert (found.finding, found.counted, found.possible) == (Finding.NOT_MET, 3, 4)


def test_a_report_that_counts_by_itself_says_why():
    reports = "a 2026-04-20 2026-04-20 me; a 2026-04-20 2026-04-21 me apart"
    lines = route(evaluate(ASHFIELD, facts_of(reports)), "individual").lines
    assert [line.counts for line in lines] == [Answer.YES, Answer.YES]
    assert "counted by itself: another night" in lines[1].reason
    blank = facts_of(reports)
    (incident,) = blank.incidents
    silent = [replace(report, apart_reason=" ") for report in incident.reports]
    outcome = evaluate(ASHFIELD, replace(blank, incidents=[replace(incident, reports=silent)]))
    assert route(outcome, "individual").counted == 1
