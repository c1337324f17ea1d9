"""What is particular to each of the twenty partnerships (tests/specs/published_traits.csv).

A setting is a path in which `[...]` names an entry by its code or name. A period, a limit and a
list of named entries are said in words; everything else as the file writes it.
"""

import re
from datetime import date

import pytest

from tests.specs.tables import rows
from tests.threshold_room import PUBLISHED, content, procedure
from thresholds.limits import Anchor, Basis, MeetingLimit, TimeLimit
from thresholds.periods import Counting, Period
from thresholds.procedure import Procedure, parse_procedure
from thresholds.time_limits import due_on
from thresholds.working_days import WorkingCalendar

NAMES = sorted(path.stem for path in PUBLISHED.glob("*.json"))
RECEIVED = date(2026, 5, 5)
# What the shipped files limit, in the order in which a case comes to it.
STEPS = (
    "acknowledge",
    "request_information",
    "agency_information",
    "decide_threshold",
    "chair_contact",
    "papers",
    "reasons_not_invited",
    "meeting",
    "outcome_to_lead",
    "outcome",
    "respond",
    "plan_progress",
    "request_pcc_review",
)
# The step after which a limit runs that does not count from receipt.
AFTER = {
    Anchor.ACKNOWLEDGEMENT: "acknowledge",
    Anchor.INFORMATION_REQUEST: "request_information",
    Anchor.ALL_INFORMATION: "agency_information",
    Anchor.THRESHOLD_DECISION: "decide_threshold",
    Anchor.THRESHOLD_MET_LETTER: "decide_threshold",
    Anchor.ACCEPTANCE: "decide_threshold",
    Anchor.MEETING: "meeting",
    Anchor.PLAN_AGREED: "meeting",
    Anchor.RESPONSE: "respond",
    Anchor.RESULT_TOLD: "respond",
}


def name_of(entry):
    return getattr(entry, "code", None) or entry.name


def found(value, setting):
    """The value of a setting."""
    for step in re.findall(r"[a-z_]+|\[[a-z_]+\]", setting):
        if step.startswith("["):
            (value,) = [entry for entry in value if name_of(entry) == step[1:-1]]
        else:
            value = getattr(value, step)
    return value


def said(value):
    """A value as the table says it."""
    if isinstance(value, Period):
        joint = "beginning with" if value.counting is Counting.BEGINNING_WITH else "after"
        return f"{value.text} {joint}"
    if isinstance(value, TimeLimit):
        return f"{value.length} {value.direction} {value.anchor.text}"
    if isinstance(value, MeetingLimit):
        return value.text
    if isinstance(value, tuple):
        return " ".join(one if isinstance(one, str) else name_of(one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "nothing" if value is None else str(value)


@pytest.mark.parametrize("row", rows("published_traits.csv"))
def test_table(row):
    assert said(found(procedure(row["procedure"]), row["setting"])) == row["says"]


def test_every_partnership_has_a_trait_in_the_table():
    assert {row.values[0]["procedure"] for row in rows("published_traits.csv")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_act_is_never_narrowed(name):
    statute = procedure(name).threshold.statute
    assert (statute.count, said(statute.report_within), said(statute.application_within)) == (
        3,
        "one month beginning with",
        "six months beginning with",
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_in_the_published_text_is_labelled(name):
    """Risk matrix, names, grounds and times that were chosen here each have an open question."""
    asked = procedure(name)
    questions = {question.setting for question in asked.open_questions}
    assert asked.risk_matrix.label.endswith("to be confirmed with the partnership")
    assert {"risk_matrix", "counting.receipt"} <= questions
    for number, limit in enumerate(asked.time_limits):
        if limit.basis is Basis.TO_BE_CONFIRMED:
            assert f"time_limits[{number}]" in questions
    if "grounds" not in content(name)["policing_body_review"]:
        assert "policing_body_review.grounds" in questions


def last_day(asked: Procedure, limit: TimeLimit) -> date:
    """The last day of a limit where every step before it takes all of its own time.

    A step without a limit takes none, so that the day is never too late.
    """
    before = AFTER.get(limit.anchor)
    known = before is not None and asked.has_limit(before)
    return due_on(
        limit,
        anchor_at=last_day(asked, asked.limit(before)) if known else RECEIVED,
        calendar=WorkingCalendar(first_year=2026, last_year=2027),
        convention=asked.counting,
    )


def overtaken(asked: Procedure) -> list[tuple[str, str]]:
    """Each limit from receipt that nobody published, and the published step that it ends before."""
    return [
        (chosen.name, earlier.name)
        for chosen in asked.time_limits
        if chosen.basis is Basis.TO_BE_CONFIRMED and chosen.anchor is Anchor.RECEIPT
        for earlier in asked.time_limits
        if earlier.basis is Basis.PUBLISHED
        and STEPS.index(earlier.name) < STEPS.index(chosen.name)
        and last_day(asked, earlier) > last_day(asked, chosen)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_time_that_was_chosen_here_ends_before_a_published_step(name):
    assert overtaken(procedure(name)) == []


@pytest.mark.parametrize(
    ("name", "step"), [("buckinghamshire", "decide_threshold"), ("gosport", "meeting")]
)
def test_twenty_five_working_days_would_end_before_a_published_step(name, step):
    data = content(name)
    [respond] = [one for one in content("cambridge")["time_limits"] if one["name"] == "respond"]
    data["time_limits"].insert(-1, respond)
    assert overtaken(parse_procedure(data)) == [("respond", step)]


@pytest.mark.parametrize("name", NAMES)
def test_no_file_repeats_a_default_that_it_includes(name):
    data = content(name)
    if "includes" not in data:
        return
    assert not {"format", "risk_matrix", "letters", "counting"} & data.keys()
    assert "statute" not in data["threshold"]
    assert parse_procedure(data).risk_matrix == procedure("bassetlaw-newark-sherwood").risk_matrix
