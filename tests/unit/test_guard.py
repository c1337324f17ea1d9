"""Where a procedure is narrower than the Act, as the table says (tests/specs/guard.csv)."""

import copy
import json
from dataclasses import fields
from pathlib import Path

import pytest

from tests.specs.tables import rows
from thresholds.concerns import Weight
from thresholds.conditions import Condition, Hate
from thresholds.guard import concerns_of, refusals_of
from thresholds.procedure import ProcedureError, parse_procedure
from thresholds.routes import (
    ApplicationWithin,
    Discretion,
    IndividualReports,
    OneIncident,
    SeveralPeople,
    Statute,
    Threshold,
)

PUBLISHED = Path(__file__).parents[2] / "thresholds" / "published"
DISCRETION = {
    "kind": "discretion",
    "code": "discretion",
    "title": "Below the count",
    "clause": "s.104(5)",
    "factors": ["harm", "persistence", "adequacy_of_response"],
}
ROUTES = {
    "act": [],
    "one person": [
        {
            "kind": "individual_reports",
            "code": "individual",
            "title": "Three reports",
            "clause": "1",
            "count": 3,
            "window": {"n": 6, "unit": "month"},
        }
    ],
    "several people": [
        {
            "kind": "several_people",
            "code": "several",
            "title": "Three people",
            "clause": "2",
            "people": 3,
            "reports": 3,
            "window": {"n": 6, "unit": "month"},
        }
    ],
    "one incident": [
        {
            "kind": "one_incident",
            "code": "one",
            "title": "Three reports of one incident",
            "clause": "3",
            "count": 3,
            "window": {"n": 6, "unit": "month"},
        }
    ],
    "two discretions": [DISCRETION | {"code": "another", "title": "Below the count as well"}],
}
ROUTES["one or several"] = [*ROUTES["one person"], *ROUTES["several people"]]


def published(name: str) -> dict:
    return json.loads((PUBLISHED / f"{name}.json").read_text("utf-8"))


def base(name: str) -> dict:
    """A procedure with the Act's own numbers and no local limit, exclusion or question."""
    content = published("bassetlaw-newark-sherwood")
    content["threshold"] |= {
        "report_within": None,
        "application_within": None,
        "sources_not_counted": [],
        "conditions": [],
        "routes": copy.deepcopy([*ROUTES[name], DISCRETION]),
    }
    return content | {"exclusions": [], "open_questions": []}


def changed(content: dict, changes: str) -> dict:
    """`a.b[0].c=JSON;...` put in."""
    for change in filter(None, changes.split(";")):
        path, value = change.split("=", 1)
        *steps, last = path.replace("]", "").replace("[", ".").split(".")
        place = content
        for step in steps:
            place = place[int(step)] if step.isdigit() else place[step]
        place[last] = json.loads(value)
    return content


TABLE = [one.values[0] for one in rows("guard.csv")]


def spoken(row: dict) -> list[str]:
    """Weight, code and path of each concern that a row expects."""
    expected = row["expected"]
    return [] if expected.startswith("unreadable") else list(filter(None, expected.split("; ")))


@pytest.mark.parametrize("row", rows("guard.csv"))
def test_the_guard_as_the_table_says(row):
    content = changed(base(row["base"]), row["change"])
    if row["expected"].startswith("unreadable "):
        with pytest.raises(ProcedureError) as wrong:
            parse_procedure(content)
        assert wrong.value.path == f"procedure.{row['expected'].removeprefix('unreadable ')}"
        return
    found = concerns_of(parse_procedure(content))
    shown = "; ".join(f"{one.weight} {one.code} {one.path}" for one in found)
    assert shown == row["expected"]
    assert all(one.clause.startswith("s.104") and one.words.endswith(".") for one in found)


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.json")), ids=lambda path: path.stem)
def test_what_partnerships_have_published_is_warned_of_but_never_refused(path):
    procedure = parse_procedure(published(path.stem))
    assert concerns_of(procedure)
    assert refusals_of(procedure) == ()


def test_the_published_process_of_this_area_is_narrower_in_ten_places():
    """DOMAIN section 0, points 10 and 12, beside s.104(4)."""
    found = concerns_of(parse_procedure(published("bassetlaw-newark-sherwood")))
    assert [one.code for one in found] == [
        "same_person",
        "related",
        "persists",
        "people",
        "reports",
        "related",
        "persists",
        "discretion",
        "exclusion",
        "exclusion",
    ]
    assert {one.weight for one in found} == {Weight.WARNING}


@pytest.mark.parametrize("row", rows("guard_words.csv"))
def test_the_words_as_the_table_says(row):
    """Of one row of guard.csv, what is said under one code."""
    (example,) = [one for one in TABLE if one["id"] == row["of"]]
    found = concerns_of(parse_procedure(changed(base(example["base"]), example["change"])))
    said = [(one.clause, one.words) for one in found if one.code == row["code"]]
    assert said == [(row["clause"], row["words"])]


def test_whatever_the_guard_can_say_is_in_the_table_of_words():
    codes = {one.split()[1] for row in TABLE for one in spoken(row)}
    assert codes == {one.values[0]["code"] for one in rows("guard_words.csv")}


OTHERWISE = {
    "Condition.routes": "a condition is looked at together with the routes that ask it",
    "Discretion.factors": "what no route looks at is said of all routes",
}
NARROWS_NOTHING = {
    "Threshold.routes": "each is looked at by itself",
    "Threshold.same_incident": "once is the reading of the Act’s own test; more is wider",
    "Threshold.statute": "each of its numbers is looked at by itself",
    "Statute.count": "may be lower; more than three cannot be read",
    "IndividualReports.distinct_incidents": "one report of each incident: the Act’s own test too",
    "OneIncident.repeats_count": "without it each person counts once: the Act’s own test too",
    "Discretion.reasons": "more than s.104(5) names; with `needs` they are looked at there",
    "Discretion.risk_bands": "more than s.104(5) names; with `needs` they are looked at there",
    "Condition.cure": "words",
    "Condition.wording": "words",
    "Hate.at_least": "looked at as `hate`: none is narrower than another",
}
WORDS = {"code", "title", "clause"}


@pytest.mark.parametrize(
    "kind",
    [
        ApplicationWithin,
        Condition,
        Discretion,
        Hate,
        IndividualReports,
        OneIncident,
        SeveralPeople,
        Statute,
        Threshold,
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_setting_of_a_threshold_is_spoken_of_or_narrows_nothing(kind):
    """A new setting of the format fails here until somebody has said which it is."""
    paths = [one.split()[2] for row in TABLE for one in spoken(row)]
    places = {path.rpartition(".")[2].partition("[")[0] for path in paths}
    settings = {f.name: f"{kind.__name__}.{f.name}" for f in fields(kind) if f.name not in WORDS}
    said_of = {name for name in settings if name in places or settings[name] in OTHERWISE}
    harmless = {name for name, setting in settings.items() if setting in NARROWS_NOTHING}
    assert said_of | harmless == set(settings)
