"""Every place of a document that is wrong, at once: each at its path, in the reader's own words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.threshold_room import content
from thresholds.problems import Problem, problems_in
from thresholds.procedure import Procedure, ProcedureError, parse_procedure
from thresholds.reading import ReadingError, code, repeated, some, whole, words

BASSETLAW = content("bassetlaw-newark-sherwood")


@dataclass(frozen=True, kw_only=True)
class Wind:
    kind: ClassVar[str] = "wind"
    code: str = code()
    force: int = whole(at_least=0, at_most=12)
    gusts: int | None = whole(at_least=0, at_most=12, default=None)

    def problems(self):
        if self.gusts is not None and self.gusts < self.force:
            yield "gusts", "must be no less than the force"
            yield "code", "must not be that of a wind without gusts"


@dataclass(frozen=True, kw_only=True)
class Rain:
    kind: ClassVar[str] = "rain"
    how_much: int = whole(at_least=1, at_most=99)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    day: date
    title: str = words(default="Forecast")
    parts: tuple[Wind | Rain, ...] = some()
    best: Wind | Rain | None = None
    only: Rain | None = None
    calm: Wind | None = None
    notes: tuple[str, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self):
        if twice := repeated(one.code for one in self.parts if isinstance(one, Wind)):
            raise ReadingError("parts", f"the code {twice!r} comes twice")


RIGHT = {"day": "2026-03-10", "parts": [{"kind": "rain", "how_much": 3}]}
WIND = {"kind": "wind", "code": "north", "force": 5}
DATE = "must be a date such as '2026-03-10'; got {!r}"
FORCE = "must be a whole number from 0 to 12; got {!r}"
AMOUNT = "must be a whole number from 1 to 99; got {!r}"
NAME = "must be small letters, digits and _, beginning with a letter; got {!r}"
UNKNOWN = "is not known here; allowed: how_much"
KIND = "must be one of wind, rain; got {!r}"


def wrong_in(data: Any) -> list[tuple[str, str]]:
    found = problems_in(Forecast, data, path="forecast")
    assert all(isinstance(one, Problem) for one in found)
    return [(one.path.removeprefix("forecast."), one.message) for one in found]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"parts": [WIND, WIND | {"code": "south", "gusts": 5}]},
        {"best": None, "only": None},
        {"best": WIND, "only": {"how_much": 99}, "notes": ["a"], "figures": {"a": 1}},
    ],
)
def test_what_is_right_has_no_problems(change):
    assert wrong_in(RIGHT | change) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"day": "soon"}, [("day", DATE.format("soon"))]),
        (
            {"title": ""},
            [("title", "must be text of 1 to 4000 characters without spaces around it")],
        ),
        ({"parts": []}, [("parts", "must have at least one entry")]),
        ({"parts": {}}, [("parts", "must be a list; got an object")]),
        ({"parts": None}, [("parts", "must be a list; got nothing (null)")]),
        ({"parts": ["rain"]}, [("parts[0]", "must be an object; got text")]),
        ({"parts": [{"how_much": 3}]}, [("parts[0].kind", KIND.format(None))]),
        ({"parts": [{"kind": "snow"}]}, [("parts[0].kind", KIND.format("snow"))]),
        ({"parts": [{"kind": "rain"}]}, [("parts[0].how_much", "is missing")]),
        (
            {"parts": [{"kind": "rain", "how_much": 0}, WIND | {"force": 13, "code": "N"}]},
            [
                ("parts[0].how_much", AMOUNT.format(0)),
                ("parts[1].code", NAME.format("N")),
                ("parts[1].force", FORCE.format(13)),
            ],
        ),
        ({"parts": [WIND | {"gusts": 13}]}, [("parts[0].gusts", FORCE.format(13))]),
        ({"best": {"kind": "rain", "how_much": 100}}, [("best.how_much", AMOUNT.format(100))]),
        ({"best": "rain"}, [("best", "must be an object; got text")]),
        ({"only": {"how_much": 0}}, [("only.how_much", AMOUNT.format(0))]),
        ({"only": {"kind": "rain", "how_much": 1}}, [("only.kind", UNKNOWN)]),
        (
            {"calm": {"code": "N", "force": 13}},
            [("calm.code", NAME.format("N")), ("calm.force", FORCE.format(13))],
        ),
        ({"only": []}, [("only", "must be an object; got a list")]),
        (
            {"notes": ["a", 1, None]},
            [
                ("notes[1]", "must be text; got the number 1"),
                ("notes[2]", "must be text; got nothing (null)"),
            ],
        ),
        ({"figures": {"a": "1"}}, [("figures.a", "must be a whole number; got text")]),
        ({"snow": 1}, [("snow", "is not known here; remove it")]),
        (
            {"snow": 1, "ice": 2, "day": 3},
            [
                ("snow", "is not known here; remove it"),
                ("ice", "is not known here; remove it"),
                ("day", DATE.format(3)),
            ],
        ),
    ],
)
def test_every_problem_is_found_at_its_path(change, found):
    assert wrong_in(RIGHT | change) == found


def test_what_is_missing_is_said_for_every_field_that_needs_a_value():
    assert wrong_in({}) == [("day", "is missing"), ("parts", "is missing")]


@pytest.mark.parametrize(
    ("data", "what"), [([], "a list"), (None, "nothing (null)"), (1, "the number 1")]
)
def test_a_document_is_an_object(data, what):
    assert problems_in(Forecast, data, path="forecast") == [
        Problem(path="forecast", message=f"must be an object; got {what}")
    ]


def test_what_two_right_fields_have_wrong_together_is_said_in_full():
    assert wrong_in(RIGHT | {"parts": [WIND | {"gusts": 4}]}) == [
        ("parts[0].gusts", "must be no less than the force"),
        ("parts[0].code", "must not be that of a wind without gusts"),
    ]
    assert wrong_in(RIGHT | {"parts": [WIND, WIND]}) == [("parts", "the code 'north' comes twice")]


def test_rules_between_fields_wait_until_the_fields_are_right():
    twice_and_a_wrong_day = RIGHT | {"parts": [WIND, WIND], "day": "soon"}
    assert wrong_in(twice_and_a_wrong_day) == [("day", DATE.format("soon"))]


def refused_at(data: Any) -> str | None:
    """Where the reader stops; None where it takes the procedure."""
    try:
        parse_procedure(data)
    except ProcedureError as wrong:
        return wrong.path
    return None


PLACES = ["format", "title", "threshold", "exclusions", "counting", "time_limits", "open_questions"]
BELOW = [None, "", "x", 0, -1, True, [], {}, ["x"], [{}], {"kind": "x"}, {"n": 0, "unit": "day"}]


@given(
    changes=st.dictionaries(st.sampled_from([*PLACES, "weather"]), st.sampled_from(BELOW)),
    count=st.sampled_from([3, 0, 51, None, "3"]),
)
def test_a_procedure_has_problems_where_the_reader_refuses_it_and_only_there(changes, count):
    data = json.loads(json.dumps(BASSETLAW))
    data["threshold"]["routes"][0]["count"] = count
    data |= changes
    paths = [one.path for one in problems_in(Procedure, data, path="procedure")]
    refused = refused_at(data)
    assert refused in paths if refused else paths == []
