"""Exclusions: what the reports show of one, what a person answers, and that none refuses."""

from dataclasses import replace

import pytest

from tests.threshold_room import (
    ASHFIELD,
    BASSETLAW,
    THREE,
    content,
    facts_of,
)
from thresholds.facts import (
    Answer,
)
from thresholds.findings import Suggestion
from thresholds.procedure import parse_procedure
from thresholds.threshold import evaluate

WEEK = {"n": 1, "unit": "week"}


def test_an_exclusion_is_advice_and_warned_of_when_the_act_is_met():
    facts = facts_of(THREE, answers="persists=yes agency_timeframe_unexpired=yes")
    outcome = evaluate(BASSETLAW, facts)
    timeframe, conduct = outcome.exclusions
    assert (timeframe.applies, conduct.applies) == (Answer.YES, Answer.UNKNOWN)
    assert timeframe.advice.startswith("Please wait")
    assert outcome.suggestion is Suggestion.MET_STATUTORY
    assert len(outcome.warnings) == 1
    assert "cannot be used to refuse this case" in outcome.warnings[0]


def test_exclusions_that_only_one_area_has_are_answered_by_code():
    facts = replace(facts_of(THREE), answers={"service_complaint": Answer.YES})
    assert evaluate(ASHFIELD, facts).exclusions[0].applies is Answer.YES


def with_exclusion(seen_from):
    data = content("gosport")
    data["exclusions"][0]["seen_from"] = seen_from
    return parse_procedure(data)


@pytest.mark.parametrize(
    ("seen_from", "reports", "applies", "because"),
    [
        (
            {"kind": "one_agency"},
            "a 2026-03-10 2026-03-10 me to=police; b 2026-03-20 2026-03-20 me to=police",
            Answer.YES,
            "every report went to the same agency",
        ),
        (
            {"kind": "one_agency"},
            "a 2026-03-10 2026-03-10 me to=police; b 2026-03-20 2026-03-20 me to=council",
            Answer.NO,
            "the reports went to different agencies",
        ),
        (
            {"kind": "one_agency"},
            "a 2026-03-10 2026-03-10 me to=police; b 2026-03-20 2026-03-20 me",
            Answer.UNKNOWN,
            "it is not known where every report went",
        ),
        ({"kind": "one_agency"}, "", Answer.UNKNOWN, "it is not known where every report went"),
        (
            {"kind": "one_agency"},
            "a 2026-03-10 2026-03-10 me to=police; b 2026-03-20 2026-03-20 me to=council rebutted",
            Answer.YES,
            "every report went to the same agency",
        ),
        (
            {"kind": "too_recent", "within": WEEK},
            "a 2026-03-10 2026-03-10 me; b 2026-04-26 2026-04-26 me",
            Answer.YES,
            "a report was made within one week before the application",
        ),
        (
            {"kind": "too_recent", "within": WEEK},
            "a 2026-03-10 2026-03-10 me; b 2026-04-25 2026-04-25 me",
            Answer.NO,
            "no report was made within one week before the application",
        ),
        (
            {"kind": "too_recent", "within": WEEK},
            "a 2026-03-10 2026-03-10 me; b 2026-04-20 2026-04-20..2026-04-28 me",
            Answer.UNKNOWN,
            "it is not known when every report was made",
        ),
        (
            {"kind": "historic", "within": {"n": 6, "unit": "month"}},
            "a 2025-06-10 2025-06-10 me; b 2025-11-02 2025-11-02 me",
            Answer.YES,
            "no report was made within six months before the application",
        ),
        (
            {"kind": "historic", "within": {"n": 6, "unit": "month"}},
            "a 2025-06-10 2025-06-10 me; b 2025-11-03 2025-11-03 me",
            Answer.NO,
            "a report was made within six months before the application",
        ),
        (
            {"kind": "historic", "within": {"n": 6, "unit": "month"}},
            "",
            Answer.UNKNOWN,
            "it is not known when every report was made",
        ),
    ],
)
def test_an_exclusion_may_be_seen_from_the_reports(seen_from, reports, applies, because):
    asked = with_exclusion(seen_from)
    (found,) = evaluate(asked, facts_of(reports)).exclusions
    assert (found.applies, found.because) == (applies, because)
    for answer in ("yes", "no"):
        answered = facts_of(reports, answers=f"neighbour_dispute={answer}")
        (found,) = evaluate(asked, answered).exclusions
        assert (found.applies, found.because) == (Answer(answer), None)


def test_an_exclusion_says_what_is_published():
    (found,) = evaluate(
        with_exclusion({"kind": "too_recent", "within": WEEK}), facts_of("")
    ).exclusions
    asked = content("gosport")["exclusions"][0]
    for name in ("code", "title", "wording", "advice"):
        assert getattr(found, name) == asked[name]


@pytest.mark.parametrize(("kind", "applies"), [("too_recent", Answer.NO), ("historic", Answer.YES)])
def test_a_rebutted_report_shows_nothing_of_an_exclusion(kind, applies):
    reports = "a 2026-03-10 2026-03-10 me; b 2026-05-01 2026-05-01 me rebutted"
    asked = with_exclusion({"kind": kind, "within": WEEK})
    (found,) = evaluate(asked, facts_of(reports)).exclusions
    assert found.applies is applies


def test_all_reports_to_one_body_refuses_nothing_that_the_act_takes():
    reports = THREE.replace(" me", " me to=police")
    outcome = evaluate(with_exclusion({"kind": "one_agency"}), facts_of(reports))
    assert outcome.suggestion is Suggestion.MET_STATUTORY
    assert outcome.warnings == (
        "“A dispute between neighbours” applies, but the test in the Act is met. It cannot be used "
        "to refuse this case (s.104(4)).",
    )
