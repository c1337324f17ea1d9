"""The threshold evaluated as a whole (tests/specs/thresholds.csv), and the Act’s own test.

How a report in the table reads is said in `tests/threshold_room.py`.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.specs.tables import rows
from tests.threshold_room import (
    APPLIED,
    BASSETLAW,
    THREE,
    facts_of,
    procedure,
    route,
)
from thresholds.facts import (
    Answer,
)
from thresholds.findings import Finding
from thresholds.threshold import evaluate

SAID = {"yes": Answer.YES, "no": Answer.NO, "not known": Answer.UNKNOWN}


@pytest.mark.parametrize("row", rows("thresholds.csv"))
def test_table(row):
    facts = facts_of(
        row["reports"], applied=date.fromisoformat(row["applied"]), answers=row["answers"]
    )
    outcome = evaluate(procedure(row["procedure"]), facts)
    assert outcome.statutory.finding == row["statutory"]
    for pair in row["routes"].split():
        code, finding = pair.split("=")
        assert (code, route(outcome, code).finding) == (code, finding)
    assert outcome.suggestion == row["suggestion"]


@pytest.mark.parametrize("row", rows("reasons.csv"))
def test_table_of_reasons(row):
    """What the ledger of one route says of the last report in the row."""
    outcome = evaluate(procedure(row["procedure"]), facts_of(row["reports"]))
    found = outcome.statutory if row["route"] == "statutory" else route(outcome, row["route"])
    last = f"report-{row['reports'].count(';')}"
    (line,) = [line for line in found.lines if line.report == last]
    assert (line.counts, line.reason) == (SAID[row["counts"]], row["reason"])


def test_the_letter_says_what_was_counted_and_what_would_be_enough():
    outcome = evaluate(BASSETLAW, facts_of(THREE.rpartition(";")[0], answers="persists=yes"))
    individual = route(outcome, "individual")
    assert individual.wording == (
        "This asks for three separate incidents that you reported. We counted two. "
        "The problem goes on. So this part of our threshold is not met."
    )
    assert individual.cure == (
        "One more separate incident, reported within one month beginning with the day it "
        "happened, would be enough."
    )
    assert outcome.statutory.wording == (
        "The law asks for three complaints made in time about the behaviour. We counted two."
    )
    assert (individual.counted, individual.possible, individual.needed) == (2, 2, 3)
    assert individual.clause == "Published threshold (1)"
    assert outcome.statutory.clause.startswith("s.104(4)")


def test_what_is_not_known_is_asked_for():
    outcome = evaluate(BASSETLAW, facts_of(THREE.replace("2026-03-10", "?"), answers=""))
    individual = route(outcome, "individual")
    assert individual.wording == (
        "This asks for three separate incidents that you reported. We counted two, and one more "
        "may count once we know more. We do not know yet whether the problem goes on. "
        "So we cannot say yet whether this part of our threshold is met."
    )
    assert individual.criteria[0].facts_used == ("2 counted", "1 more may count", "3 needed")
    assert individual.cure == (
        "Tell us the dates and answers that are missing. Tell us whether the problem goes on."
    )


def test_doing_what_the_cure_says_meets_the_route():
    before = facts_of(THREE.rpartition(";")[0], answers="persists=yes")
    assert route(evaluate(BASSETLAW, before), "individual").finding is Finding.NOT_MET
    assert (
        route(evaluate(BASSETLAW, facts_of(THREE, answers="persists=yes")), "individual").finding
        is Finding.MET
    )


def test_a_local_condition_narrower_than_the_act_is_warned_of():
    outcome = evaluate(BASSETLAW, facts_of(THREE, answers="persists=no"))
    assert outcome.statutory_met
    assert outcome.warnings == (
        "The published routes are not met, but the test in the Act is. A local condition cannot "
        "be used to refuse this case (s.104(4)).",
    )


def test_without_the_statute_nothing_is_warned_of():
    facts = facts_of("", answers="persists=no agency_timeframe_unexpired=yes")
    assert evaluate(BASSETLAW, facts).warnings == ()


def test_the_test_in_the_act_says_what_it_rests_on():
    found = evaluate(BASSETLAW, facts_of(THREE, answers="persists=yes")).statutory
    act = "s.104(4) Anti-social Behaviour, Crime and Policing Act 2014"
    assert (found.code, found.kind, found.title, found.clause) == (
        "statutory",
        "statutory",
        "The test in the Act",
        act,
    )
    (criterion,) = found.criteria
    assert (criterion.code, criterion.title, criterion.clause, found.cure) == (
        "complaints",
        "Three complaints",
        act,
        None,
    )
    one_less = evaluate(BASSETLAW, facts_of(THREE.rpartition(";")[0])).statutory
    assert (one_less.counted, one_less.possible, one_less.needed) == (2, 2, 3)
    perhaps = evaluate(BASSETLAW, facts_of(THREE.replace("2026-03-10", "?"))).statutory
    assert (perhaps.counted, perhaps.possible, perhaps.needed) == (2, 3, 3)
    assert perhaps.wording == (
        "The law asks for three complaints made in time about the behaviour. "
        "We counted two, and one more may count once we know more."
    )
    assert one_less.cure == one_less.criteria[0].cure
    assert one_less.cure == (
        "One more complaint, made within one month beginning with the day it happened, "
        "would be enough."
    )


def test_a_route_says_what_it_is():
    outcome = evaluate(BASSETLAW, facts_of(THREE, answers="persists=yes"))
    assert (outcome.format, outcome.application_on) == (1, APPLIED)
    for found, asked in zip(outcome.routes, BASSETLAW.threshold.routes, strict=True):
        assert (found.code, found.kind, found.title, found.clause) == (
            asked.code,
            asked.kind,
            asked.title,
            asked.clause,
        )
        assert {criterion.clause for criterion in found.criteria} == {asked.clause}
    discretion = outcome.routes[2]
    assert (discretion.counted, discretion.possible, discretion.needed) == (None, None, None)
    assert discretion.lines == ()


def test_unrelated_without_a_reason_is_not_known():
    facts = facts_of(THREE, answers="persists=yes")
    first, *others = facts.incidents
    silent = replace(first, related=Answer.NO, related_reason=" ")
    outcome = evaluate(BASSETLAW, replace(facts, incidents=(silent, *others)))
    assert outcome.statutory.finding is Finding.NOT_KNOWN
    assert outcome.statutory.lines[0].reason == (
        "said not to be part of this problem, but no reason is recorded"
    )


@pytest.mark.parametrize(
    ("asked", "code", "codes", "titles"),
    [
        (
            procedure("bassetlaw-newark-sherwood", hate={"at_least": 1}),
            "several_people",
            ["people", "reports", "hate", "persists"],
            ["Five people who reported", "Five reports", "One report about hate"],
        ),
        (
            procedure("bassetlaw-newark-sherwood", route=0, hate={"at_least": 3}),
            "individual",
            ["reports", "persists"],
            ["Three separate incidents of hate that you reported"],
        ),
        (
            procedure("richmond-upon-thames"),
            "same_incident",
            ["reports"],
            ["Five reports of the same incident"],
        ),
        (
            procedure("richmond-upon-thames", people=2),
            "same_incident",
            ["reports", "people"],
            ["Five reports of the same incident", "Two people who reported"],
        ),
    ],
)
def test_every_number_has_its_code_and_its_words(asked, code, codes, titles):
    found = route(evaluate(asked, facts_of("")), code)
    assert [criterion.code for criterion in found.criteria] == codes
    assert [criterion.title for criterion in found.criteria][: len(titles)] == titles
