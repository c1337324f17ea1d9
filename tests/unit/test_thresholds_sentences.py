"""The sentences of letters: what is asked beside numbers (tests/specs/sentences.csv), and numbers
in words (tests/specs/numbers.csv)."""

from datetime import date

import pytest

from tests.specs.tables import rows
from thresholds import criteria, wording
from thresholds.conditions import Condition, Reason
from thresholds.counting import Tally
from thresholds.findings import CriterionFinding, Finding, Suggestion
from thresholds.periods import Counting, Period, Unit
from thresholds.routes import Dated, Factor, Recency

MONTH = Period(n=1, unit=Unit.MONTH)
DAY = date(2026, 3, 10)
CLOSED = {"code": "case_closed", "title": "The case is closed", "wording": "The case is closed."}
CURE = "Ask the agency to close it."
MADE_BY = {
    "persists": criteria.persists,
    "latest incident": lambda found: criteria.recent(
        Recency(of=Dated.INCIDENT, within=MONTH), found, DAY
    ),
    "latest report": lambda found: criteria.recent(
        Recency(of=Dated.REPORT, within=MONTH), found, None
    ),
    "first report": lambda found: criteria.first_complaint(MONTH, found, DAY),
    "condition": lambda found: criteria.condition(Condition(**CLOSED), found),
    "condition with a cure": lambda found: criteria.condition(
        Condition(**CLOSED, clause="Section 2", cure=CURE), found
    ),
    "reason": lambda found: criteria.reason(Reason(**CLOSED), found),
    "risk": lambda found: criteria.risk("medium or high", None, found),
    "risk assessed": lambda found: criteria.risk("medium or high", "high", found),
    "senior": lambda found: criteria.senior("chief inspector", found),
    **{
        factor.value: lambda found, factor=factor: criteria.factor(factor, found)
        for factor in Factor
    },
}


@pytest.mark.parametrize("row", rows("sentences.csv"))
def test_table_of_sentences(row):
    made = MADE_BY[row["asked"]](Finding(row["finding"]))
    assert made == CriterionFinding(
        code=row["code"],
        title=row["title"],
        finding=Finding(row["finding"]),
        facts_used=(row["rests on"],),
        wording=row["says"],
        cure=row["cure"] or None,
        clause=row["clause"] or None,
    )


def test_every_sentence_is_in_the_table():
    table = {
        (param.values[0]["asked"], param.values[0]["finding"]) for param in rows("sentences.csv")
    }
    assert table == {(asked, found.value) for asked in MADE_BY for found in Finding}


WITHIN = {
    "": None,
    "one month beginning with": MONTH,
    "two weeks after": Period(n=2, unit=Unit.WEEK, counting=Counting.AFTER),
}


@pytest.mark.parametrize("row", rows("numbers.csv"))
def test_table_of_numbers(row):
    made = wording.count_criterion(
        code="reports",
        noun=getattr(wording, row["noun"].upper().replace(" ", "_")),
        finding=Finding(row["finding"]),
        tally=Tally(certain=int(row["certain"]), possible=int(row["possible"])),
        needed=int(row["needed"]),
        within=WITHIN[row["within"]],
    )
    more = int(row["possible"]) - int(row["certain"])
    assert made == CriterionFinding(
        code="reports",
        title=row["title"],
        finding=Finding(row["finding"]),
        facts_used=(
            f"{row['certain']} counted",
            f"{more} more may count",
            f"{row['needed']} needed",
        ),
        wording=row["says"],
        cure=row["cure"] or None,
        clause=None,
    )


@pytest.mark.parametrize(
    ("finding", "tally", "says"),
    [
        (Finding.MET, Tally(certain=3, possible=3), "We counted three."),
        (Finding.NOT_MET, Tally(certain=0, possible=1), "We counted none."),
        (
            Finding.NOT_KNOWN,
            Tally(certain=1, possible=4),
            "We counted one, and three more may count once we know more.",
        ),
    ],
)
def test_the_test_in_the_act_is_said(finding, tally, says):
    assert wording.statutory(finding, tally, 3) == (
        f"The law asks for three complaints made in time about the behaviour. {says}"
    )


def criterion(*, says: str, cure: str | None = None, clause: str | None = None):
    return CriterionFinding(
        code="c", title="t", finding=Finding.MET, facts_used=(), wording=says, cure=cure,
        clause=clause,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("finding", "ending"),
    [
        (Finding.MET, "So this part of our threshold is met."),
        (Finding.NOT_MET, "So this part of our threshold is not met."),
        (
            Finding.NOT_KNOWN,
            "So we cannot say yet whether this part of our threshold is met.",
        ),
    ],
)
def test_a_route_is_said_as_its_criteria_and_what_they_come_to(finding, ending):
    asked = (criterion(says="First.", cure="Do this."), criterion(says="Second."))
    assert wording.route(finding, asked) == f"First. Second. {ending}"


def test_cures_are_said_together():
    one, other = criterion(says="a", cure="Do this."), criterion(says="b", cure="Do that.")
    assert wording.cure((one, criterion(says="c"), other)) == "Do this. Do that."
    assert wording.cure((criterion(says="c"),)) is None


def test_a_criterion_keeps_a_clause_of_its_own():
    assert wording.under("Route 1", criterion(says="a", clause="Section 2")).clause == "Section 2"
    assert wording.under("Route 1", criterion(says="a")).clause == "Route 1"


def test_an_exclusion_is_said_to_refuse_nothing_that_the_act_takes():
    assert wording.excluded_yet_met("Too recent") == (
        "“Too recent” applies, but the test in the Act is met. "
        "It cannot be used to refuse this case (s.104(4))."
    )


def test_what_rests_on_counting_somebody_twice_is_asked():
    assert wording.counted_twice("“Three reports”") == (
        "“Three reports” is met only because somebody whom an agency names under a code is counted "
        "beside those who applied. It may be one of them. Find out who it is and record the "
        "answer. Until then both count, in favour of those who applied."
    )


def test_every_suggestion_and_every_discretion_has_its_words():
    assert set(wording.SUMMARIES) == set(Suggestion)
    assert set(wording.DISCRETION) == set(Finding)
