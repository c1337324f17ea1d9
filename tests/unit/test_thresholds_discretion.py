"""Discretion (s.104(5)): its reasons, a senior person, the bands of the risk matrix."""

import pytest

from tests.threshold_room import (
    BASSETLAW,
    content,
    facts_of,
    procedure,
    route,
)
from thresholds.findings import Finding, Suggestion
from thresholds.procedure import parse_procedure
from thresholds.threshold import evaluate


@pytest.mark.parametrize(
    ("answers", "says", "cured"),
    [
        ("harm=yes", "We found a reason to do so.", False),
        ("harm=no vulnerability=no", "We found no reason to do so.", True),
        ("harm=no", "We have not yet decided whether there is a reason to do so.", True),
    ],
)
def test_a_discretion_is_said(answers, says, cured):
    found = route(evaluate(BASSETLAW, facts_of("", answers=answers)), "discretion")
    assert found.wording == (f"We can review a case even where the numbers are not reached. {says}")
    cure = (
        "Tell us how this affects you or your household, and about anything that makes it harder "
        "for you to cope."
    )
    assert found.cure == (cure if cured else None)


def test_discretion_that_is_used_asks_for_nothing_more():
    for harm, asks in [("yes", False), ("unknown", True)]:
        outcome = evaluate(BASSETLAW, facts_of("", answers=f"harm={harm}"))
        assert bool(route(outcome, "discretion").cure) is asks


def test_an_agreement_may_be_needed_for_discretion():
    data = content("ashfield")
    data["threshold"]["routes"][1]["senior_role"] = "head of service"
    with_senior = parse_procedure(data)
    for answers, finding, suggestion in [
        ("harm=yes", Finding.NOT_KNOWN, Suggestion.DISCRETION_OPEN),
        ("harm=yes senior_agreed=yes", Finding.MET, Suggestion.DISCRETION_OPEN),
        ("harm=yes senior_agreed=no", Finding.NOT_MET, Suggestion.NOT_MET),
        ("harm=no response_inadequate=no senior_agreed=yes", Finding.NOT_MET, Suggestion.NOT_MET),
    ]:
        outcome = evaluate(with_senior, facts_of("", answers=answers))
        assert (route(outcome, "discretion").finding, outcome.suggestion) == (finding, suggestion)
        assert "head of service" in route(outcome, "discretion").criteria[-1].wording


def test_a_reason_of_the_risk_matrix_says_that_a_low_score_refuses_nothing():
    sunderland = procedure("sunderland")
    for band, says in [
        ("high", "A risk assessed as high is a reason for a review. It was found so."),
        (
            "medium",
            "A risk assessed as high is a reason for a review. "
            "It was found lower; that by itself is no reason to refuse.",
        ),
    ]:
        outcome = evaluate(sunderland, facts_of("", answers=f"risk_band={band}"))
        assert route(outcome, "discretion").criteria[0].wording == says


def test_any_of_several_bands_of_risk_is_named():
    bands = procedure("sunderland", route=2, risk_bands=["high", "medium"])
    for band, finding in [("medium", Finding.MET), ("standard", Finding.NOT_MET)]:
        found = route(evaluate(bands, facts_of("", answers=f"risk_band={band}")), "discretion")
        assert (found.finding, found.criteria[0].title, found.criteria[0].facts_used) == (
            finding,
            "Risk assessed as high or medium",
            (f"risk_band: {band}",),
        )


def test_a_band_of_several_words_is_said_in_words():
    data = content("bassetlaw-newark-sherwood")
    data["risk_matrix"]["bands"][2]["code"] = "very_high"
    data["threshold"]["routes"][2].update(risk_bands=["very_high"])
    found = route(evaluate(parse_procedure(data), facts_of("")), "discretion")
    assert found.criteria[-1].title == "Risk assessed as very high"
