"""What a procedure publishes of its limits: their words, what is due at a meeting
(tests/specs/meeting_limits.csv), what they count from (tests/specs/anchors.csv), and circles of
limits that wait for one another, refused."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.specs.tables import rows
from thresholds.limits import Anchor, Direction, LimitUnit, MeetingLimit, TimeLimit, circle
from thresholds.procedure import ProcedureError, parse_procedure
from thresholds.time_limits import not_yet_known

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "bassetlaw-newark-sherwood.json"


def limit(name: str, anchor: str, *met_by: str, direction: str = "after") -> TimeLimit:
    return TimeLimit(
        name=name,
        title=name.capitalize(),
        count=15,
        unit=LimitUnit.WORKING_DAY,
        anchor=Anchor(anchor),
        direction=Direction(direction),
        met_by=met_by,
        owner="spoc",
    )


ACKNOWLEDGE = limit("acknowledge", "receipt", "acknowledgement.told")
DECIDE = limit("decide", "acknowledgement", "decision.made")
MEET = limit("meet", "threshold_decision", "plan.agreed")


def test_a_chain_says_what_it_waits_for():
    assert circle([ACKNOWLEDGE, DECIDE, MEET]) == ()
    assert not_yet_known(DECIDE) == "15 working days after the application was acknowledged"
    assert not_yet_known(MEET) == "15 working days after the threshold was decided"


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ([limit("a", "response", "response.told")], ("a",)),
        ([limit("a", "response", "response.sent")], ("a",)),
        (
            [limit("a", "threshold_decision", "acknowledgement.told"), DECIDE],
            ("a", "decide"),
        ),
        (
            [limit("a", "plan_agreed", "acknowledgement.told"), MEET, DECIDE],
            ("a", "meet", "decide"),
        ),
        (
            [
                ACKNOWLEDGE,
                limit("a", "closure", "plan.agreed"),
                limit("b", "plan_agreed", "case.closed"),
            ],
            ("a", "b"),
        ),
    ],
)
def test_limits_that_wait_for_one_another_are_found(limits, names):
    assert circle(limits) == names


@pytest.mark.parametrize(
    "limits",
    [
        [limit("a", "response", "response.told", "rejection.told")],
        [limit("a", "response")],
        [limit("a", "meeting", "plan.agreed"), limit("b", "plan_agreed", "meeting.planned")],
        [limit("a", "response", "response.told", direction="before")],
        [limit("a", "plan_agreed", "action.progressed"), limit("b", "plan_agreed", "closure.told")],
    ],
)
def test_what_can_begin_is_no_circle(limits):
    """Met another way too; never met; an anchor that no limit meets; counted back; two beside."""
    assert circle(limits) == ()


ANCHORS = {param.values[0]["id"]: param.values[0] for param in rows("anchors.csv")}


@pytest.mark.parametrize("anchor", Anchor)
def test_table_of_what_limits_count_from(anchor):
    """How it is said, and what limits meet with it: one that is met by its own anchor waits."""
    row = ANCHORS[anchor.value]
    recorded = {event for one in ANCHORS.values() for event in one["recorded_as"].split()}
    waits = {event for event in recorded if circle([limit("a", anchor.value, event)])}
    assert waits == set(row["recorded_as"].split())
    assert not_yet_known(limit("a", anchor.value)) == f"15 working days after {row['said']}"


def test_the_table_names_what_limits_count_from_and_nothing_else():
    assert list(ANCHORS) == list(Anchor)


def test_a_procedure_with_a_circle_is_refused_by_its_path():
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    data["time_limits"][0] |= {"anchor": "response", "met_by": ["acknowledgement.told"]}
    data["time_limits"][1] |= {"anchor": "acknowledgement", "met_by": ["response.told"]}
    with pytest.raises(ProcedureError) as refusal:
        parse_procedure(data)
    assert refusal.value.path == "procedure.time_limits"
    assert refusal.value.message == "wait for one another and never begin: acknowledge, respond"


@pytest.mark.parametrize("row", rows("meeting_limits.csv"))
def test_table_of_what_is_due_at_a_meeting(row):
    asked = MeetingLimit(
        name="review",
        title="Review",
        anchor=Anchor.RECEIPT,
        notice_days=int(row["notice_days"]) if row["notice_days"] else None,
        owner="lmaps_chair",
    )
    due = asked.due_on(
        anchor_on=date.fromisoformat(row["counted_from"]),
        meetings=map(date.fromisoformat, row["meetings"].split()),
    )
    assert due == (date.fromisoformat(row["due"]) if row["due"] else None)
    assert asked.text == row["says"]


@pytest.mark.parametrize(
    ("count", "unit", "says"),
    [
        (1, "working_day", "1 working day"),
        (2, "working_day", "2 working days"),
        (10, "day", "10 days"),
        (1, "month", "1 month"),
        (6, "week", "6 weeks"),
    ],
)
def test_the_length_of_a_limit_in_words(count, unit, says):
    assert replace(ACKNOWLEDGE, count=count, unit=LimitUnit(unit)).length == says
