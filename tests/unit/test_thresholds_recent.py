"""How recent the latest must be, and how soon the application must come."""

from dataclasses import replace
from datetime import date

import pytest

from tests.threshold_room import (
    ASHFIELD,
    THREE,
    content,
    facts_of,
    procedure,
    route,
)
from thresholds.facts import (
    Answer,
    Incident,
)
from thresholds.findings import Finding
from thresholds.procedure import parse_procedure
from thresholds.threshold import evaluate


def test_how_recent_something_must_be_is_said():
    staffordshire = evaluate(procedure("staffordshire"), facts_of(THREE))
    assert route(staffordshire, "individual").criteria[1].wording == (
        "The latest report must be no more than one month before you applied. It is."
    )
    ashfield = evaluate(ASHFIELD, facts_of(THREE, applied=date(2026, 6, 30)))
    assert route(ashfield, "individual").criteria[1].wording == (
        "The latest incident must be no more than one month before you applied. It is not."
    )


def test_the_latest_incident_need_not_have_been_reported():
    facts = facts_of(THREE, applied=date(2026, 6, 20))
    assert route(evaluate(ASHFIELD, facts), "individual").finding is Finding.NOT_MET
    newer = Incident(key="d", occurred_on=date(2026, 6, 10), related=Answer.YES)
    with_newer = replace(facts, incidents=(*facts.incidents, newer))
    assert route(evaluate(ASHFIELD, with_newer), "individual").finding is Finding.MET
    elsewhere = replace(newer, related=Answer.NO, related_reason="another street")
    with_other = replace(facts, incidents=(*facts.incidents, elsewhere))
    assert route(evaluate(ASHFIELD, with_other), "individual").finding is Finding.NOT_MET


def test_application_within_a_time_of_the_latest_incident_or_of_each_complaint():
    data = content("ashfield")
    data["threshold"]["routes"][0]["recency"] = None
    month = {"n": 1, "unit": "month"}
    for anchor, finding in [("latest_incident", Finding.MET), ("complaint", Finding.NOT_MET)]:
        data["threshold"]["application_within"] = {"within": month, "anchor": anchor}
        outcome = evaluate(parse_procedure(data), facts_of(THREE))
        assert route(outcome, "individual").finding is finding


def test_without_a_report_nothing_was_in_time():
    found = route(evaluate(procedure("first-complaint"), facts_of("")), "individual")
    assert found.criteria[-1].finding is Finding.NOT_MET


@pytest.mark.parametrize(
    ("name", "reports", "rests_on"),
    [
        ("staffordshire", "", "latest report: not known"),
        ("staffordshire", "a 2026-03-10 ? me", "latest report: not known"),
        (
            "staffordshire",
            "a 2026-03-10 2026-03-12 me; b 2026-04-20 2026-04-20..2026-04-25 me; "
            "c 2026-04-30 2026-04-30 p1; d 2026-04-30 2026-04-30 ?",
            "latest report: 25 April 2026",
        ),
        ("ashfield", "a ? 2026-03-12 me", "latest incident: not known"),
        (
            "ashfield",
            "a 2026-03-10 2026-03-12 me; b 2026-04-20..2026-04-22 2026-04-25 me; "
            "c 2026-04-30 2026-04-30 me unrelated",
            "latest incident: 22 April 2026",
        ),
        ("first-complaint", "a 2026-03-10 ? me", "first report: not known"),
        (
            "first-complaint",
            "a 2026-03-10 2026-03-12..2026-03-14 me; b 2026-03-20 2026-03-20 me; "
            "c 2026-03-05 2026-03-05 me unrelated; d 2026-03-06 2026-03-06 me relation_unknown",
            "first report: 12 March 2026",
        ),
    ],
)
def test_the_latest_and_the_first_are_named(name, reports, rests_on):
    found = route(evaluate(procedure(name), facts_of(reports)), "individual")
    assert rests_on in [fact for criterion in found.criteria for fact in criterion.facts_used]


def test_how_soon_after_the_first_report_is_said():
    found = route(evaluate(procedure("first-complaint"), facts_of(THREE)), "individual")
    assert found.criteria[-1].wording == (
        "You must apply within three months of the first report. You did."
    )
    assert found.criteria[-1].facts_used == ("first report: 12 March 2026",)
