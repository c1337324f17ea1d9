"""What was found: how findings add up, and an outcome stored and read back."""

import json

import pytest

from tests.threshold_room import (
    BASSETLAW,
    THREE,
    facts_of,
)
from thresholds.findings import Finding, Outcome, OutcomeError, all_of, any_of
from thresholds.threshold import evaluate


def test_an_outcome_is_stored_and_read_back_equal():
    outcome = evaluate(BASSETLAW, facts_of(THREE, answers="persists=yes"))
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome


def test_an_outcome_stored_before_the_format_grew_still_reads():
    outcome = evaluate(BASSETLAW, facts_of(THREE, answers="persists=yes"))
    stored = outcome.to_json()
    for found in (stored["statutory"], *stored["routes"]):
        for criterion in found["criteria"]:
            del criterion["clause"]
    for exclusion in stored["exclusions"]:
        del exclusion["because"]
    read = Outcome.from_json(stored)
    assert read.statutory.criteria[0].clause is None
    assert (read.suggestion, read.routes[0].lines) == (outcome.suggestion, outcome.routes[0].lines)


def test_what_is_no_outcome_is_refused():
    stored = evaluate(BASSETLAW, facts_of(THREE)).to_json()
    stored["statutory"]["finding"] = "perhaps"
    with pytest.raises(OutcomeError) as refused:
        Outcome.from_json(stored)
    assert refused.value.path == "outcome.statutory.finding"


def test_findings_add_up():
    met, not_met, not_known = Finding.MET, Finding.NOT_MET, Finding.NOT_KNOWN
    assert [all_of(x) for x in ([], [met], [met, not_known], [not_known, not_met])] == [
        met,
        met,
        not_known,
        not_met,
    ]
    assert [any_of(x) for x in ([], [not_met], [not_met, not_known], [not_known, met])] == [
        not_met,
        not_met,
        not_known,
        met,
    ]
