"""The facts of an application: read, written, refused."""

import json
from pathlib import Path

import pytest

from tests.threshold_room import (
    APPLIED,
    BASSETLAW,
    THREE,
    facts_of,
)
from thresholds.facts import (
    Answer,
    Facts,
    FactsError,
    HateMark,
    Incident,
    Report,
    facts_to_json,
    parse_facts,
)
from thresholds.findings import Suggestion
from thresholds.threshold import evaluate

ROOT = Path(__file__).parents[2]


def test_facts_stored_before_the_format_grew_still_read_and_find_the_same():
    facts = facts_of(THREE, answers="persists=yes")
    stored = facts_to_json(facts)
    del stored["linked_applications"], stored["risk_band"]
    for incident in stored["incidents"]:
        del incident["hate"]
        for report in incident["reports"]:
            del report["agency_kind"], report["apart_reason"], report["application_key"]
    assert parse_facts(stored) == facts


def test_the_example_application_reads_back_equal_and_meets_the_example_procedure():
    data = json.loads((ROOT / "docs" / "examples" / "application.json").read_text("utf-8"))
    facts = parse_facts(data)
    assert facts_to_json(facts) == data
    outcome = evaluate(BASSETLAW, facts)
    assert (outcome.statutory.counted, outcome.suggestion) == (4, Suggestion.MET_STATUTORY)
    late = [line for line in outcome.statutory.lines if line.report == "report-3"]
    assert late[0].reason == (
        "reported 12 April 2026, more than one month beginning with 10 March 2026"
    )


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        (
            lambda d: d.update(application_on="2026-02-30"),
            "application_on",
            "must be a date such as '2026-03-10'; got '2026-02-30'",
        ),
        (
            lambda d: d.update(application_on=None),
            "application_on",
            "must be a date such as '2026-03-10'; got None",
        ),
        (
            lambda d: d.update(persists="maybe"),
            "persists",
            "must be one of yes, no, unknown; got 'maybe'",
        ),
        (
            lambda d: d["incidents"][1].update(key="incident-1"),
            "incidents",
            "the key 'incident-1' comes twice",
        ),
        (
            lambda d: d["incidents"][0]["reports"][0].update(application_key="other"),
            "incidents",
            "the report 'report-1' must name a linked application: none is given",
        ),
        (
            lambda d: (
                d["incidents"][0]["reports"][0].update(application_key="other"),
                d.update(
                    linked_applications=[
                        {"key": "first", "application_on": "2026-05-03"},
                        {"key": "second", "application_on": "2026-05-03"},
                    ]
                ),
            ),
            "incidents",
            "the report 'report-1' must name a linked application: first, second",
        ),
        (
            lambda d: d.update(
                linked_applications=[{"key": "other", "application_on": "2026-05-03"}] * 2
            ),
            "linked_applications",
            "the key 'other' comes twice",
        ),
        (
            lambda d: d["incidents"][0].update(hate=[{"characteristic": "Race"}]),
            "incidents[0].hate[0].characteristic",
            "must be small letters, digits and _, beginning with a letter; got 'Race'",
        ),
        (
            lambda d: d["incidents"][0]["reports"][1].update(key="report-1"),
            "incidents",
            "the report key 'report-1' comes twice",
        ),
        (
            lambda d: d["incidents"][0].update(occurred_until="2026-01-16"),
            "incidents[0].occurred_until",
            "must not be before occurred_on",
        ),
        (
            lambda d: d["incidents"][0]["reports"][0].update(
                reported_on=None, reported_until="2026-01-16"
            ),
            "incidents[0].reports[0].reported_until",
            "must be null where reported_on is",
        ),
        (
            lambda d: d["incidents"][0]["reports"][0].update(reported_until="2026-01-16"),
            "incidents[0].reports[0].reported_until",
            "must not be before reported_on",
        ),
    ],
)
def test_facts_that_make_no_sense_are_refused(change, path, says):
    data = json.loads((ROOT / "docs" / "examples" / "application.json").read_text("utf-8"))
    change(data)
    with pytest.raises(FactsError) as refused:
        parse_facts(data)
    assert (refused.value.path, refused.value.message) == (f"application.{path}", says)


def test_the_two_days_of_a_range_may_be_one():
    data = json.loads((ROOT / "docs" / "examples" / "application.json").read_text("utf-8"))
    happened = data["incidents"][0]
    told = happened["reports"][0]
    happened["occurred_until"], told["reported_until"] = (
        happened["occurred_on"],
        told["reported_on"],
    )
    incident = parse_facts(data).incidents[0]
    assert incident.occurred_until == incident.occurred_on
    assert incident.reports[0].reported_until == incident.reports[0].reported_on


def test_answers_may_be_plain_text_but_not_any_text():
    report = Report(key="r", reporter_key=None, reported_on=None, standing="confirmed")
    assert report == Report(
        key="r", reporter_key=None, reported_on=None, standing=report.standing.CONFIRMED
    )
    incident = Incident(
        key="i", occurred_on=None, related="no", hate=[HateMark(recorded="yes")], reports=[report]
    )
    assert incident.related is Answer.NO
    assert incident.hate[0].recorded is Answer.YES
    facts = Facts(
        application_on=APPLIED,
        applicant_key="a",
        incidents=[incident],
        linked_applications=[],
        harm="yes",
        answers={"case_closed": "no"},
    )
    assert (incident.hate, incident.reports) == ((HateMark(recorded=Answer.YES),), (report,))
    assert (facts.incidents, facts.linked_applications) == ((incident,), ())
    assert facts.harm is Answer.YES
    assert facts.answer("case_closed") is Answer.NO
    assert facts.answer("harm") is Answer.YES
    assert facts.answer("anonymous") is Answer.UNKNOWN
    with pytest.raises(ValueError, match="perhaps"):
        Facts(application_on=APPLIED, applicant_key="a", incidents=(), persists="perhaps")
