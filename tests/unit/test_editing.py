"""The editor takes its fields from types alone: kinds that nobody has thought of yet are edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

import pytest
from django.http import QueryDict

from portals.partnership.editing.shapes import How, blank, shape_of
from portals.partnership.editing.values import changed, name_of, posted
from thresholds.problems import Problem, problems_in
from thresholds.reading import code, some, whole, words


class Weather(StrEnum):
    FAIR = "fair"
    VERY_FOUL = "very_foul"


@dataclass(frozen=True, kw_only=True)
class Wind:
    kind: ClassVar[str] = "wind"
    code: str = code()
    title: str = words()
    force: int = whole(at_least=0, at_most=12)


@dataclass(frozen=True, kw_only=True)
class Rain:
    kind: ClassVar[str] = "rain"
    how_much: int | None = whole(at_least=1, at_most=99, default=None)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """Something with one of every kind of field."""

    day: date
    sort: Weather = Weather.FAIR
    sorts: tuple[Weather, ...] = some()
    parts: tuple[Wind | Rain, ...] = ()
    best: Wind | Rain | None = None
    certain: bool = False
    notes: tuple[str, ...] = ()
    figures: Mapping[str, int] | None = None


NAMES = ("day", "sort", "sorts", "parts", "best", "certain", "notes", "figures")


@pytest.mark.parametrize(
    ("hint", "how", "optional"),
    [
        (str, How.TEXT, False),
        (date | None, How.TEXT, True),
        (int, How.NUMBER, False),
        (bool, How.TICK, False),
        (Weather | None, How.CHOICE, True),
        (tuple[Weather, ...], How.CHOICES, False),
        (tuple[str, ...], How.LINES, False),
        (tuple[int, ...], How.JSON, False),
        (Wind, How.RECORD, False),
        (Wind | Rain | None, How.RECORD, True),
        (tuple[Wind | Rain, ...], How.RECORDS, False),
        (Mapping[str, int], How.JSON, False),
        (int | str, How.JSON, False),
    ],
)
def test_every_type_has_a_way_to_be_edited(hint, how, optional):
    assert (shape_of(hint).how, shape_of(hint).optional) == (how, optional)


def sent(**fields) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def test_what_a_page_sends_becomes_json():
    data = sent(
        day=" 2026-03-10 ",
        sort="very_foul",
        sorts=["fair"],
        parts__count="2",
        parts__0__is="rain",
        parts__0__how_much="",
        parts__1__is="wind",
        parts__1__title="North wind!",
        parts__1__code="",
        parts__1__force="strong",
        certain="on",
        notes="one\r\n\r\n two ",
        figures='{"a": 1}',
    )
    assert posted(Forecast, NAMES, data) == {
        "day": "2026-03-10",
        "sort": "very_foul",
        "sorts": ["fair"],
        "parts": [
            {"kind": "rain", "how_much": None},
            {"kind": "wind", "code": "north_wind", "title": "North wind!", "force": "strong"},
        ],
        "best": None,
        "certain": True,
        "notes": ["one", "two"],
        "figures": {"a": 1},
    }


def test_a_character_that_cannot_be_stored_is_left_out():
    assert posted(Forecast, ("day",), sent(day="2026\x00-03-10")) == {"day": "2026-03-10"}


def test_nothing_sent_is_nothing_said_and_no_error():
    assert posted(Forecast, NAMES, QueryDict()) == {
        "day": "",
        "sort": "",
        "sorts": [],
        "parts": [],
        "best": None,
        "certain": False,
        "notes": [],
        "figures": None,
    }


@pytest.mark.parametrize("number", ["-1", "x", "٣", "1e3", ""])
def test_a_forged_number_of_entries_counts_as_none(number):
    assert posted(Forecast, ("parts",), sent(parts__count=number)) == {"parts": []}


def test_no_page_makes_more_entries_than_there_can_be():
    assert len(posted(Forecast, ("parts",), sent(parts__count="999999"))["parts"]) == 200


def test_buttons_add_choose_move_and_take_away():
    value = {"parts": [], "best": None}
    assert changed(Forecast, value, "add:parts:rain")[1] == "parts-0"
    assert changed(Forecast, value, "add:parts:wind")[1] == "parts-1"
    assert changed(Forecast, value, "add:best:wind")[1] == "best"
    assert value["best"] == {"kind": "wind", "code": "", "title": "", "force": None}
    assert changed(Forecast, value, "up:parts-1")[1] == "parts-0"
    assert [one["kind"] for one in value["parts"]] == ["wind", "rain"]
    changed(Forecast, value, "remove:parts-0")
    changed(Forecast, value, "remove:best")
    assert value == {"parts": [{"kind": "rain", "how_much": None}], "best": None}


def test_a_new_record_has_its_defaults_and_nothing_else():
    assert blank(Forecast) == {
        "day": "",
        "sort": "fair",
        "sorts": [],
        "parts": [],
        "best": None,
        "certain": False,
        "notes": [],
        "figures": None,
    }


def test_every_problem_is_found_each_at_its_path():
    wrong = {
        "day": "tomorrow",
        "sort": "mild",
        "sorts": [],
        "parts": [{"kind": "wind", "code": "N", "title": "", "force": 13}, {"kind": "snow"}],
        "best": {"kind": "rain", "how_much": 0},
        "certain": "yes",
        "strange": 1,
    }
    assert [one.path for one in problems_in(Forecast, wrong, path="forecast")] == [
        "forecast.strange",
        "forecast.day",
        "forecast.sort",
        "forecast.sorts",
        "forecast.parts[0].code",
        "forecast.parts[0].title",
        "forecast.parts[0].force",
        "forecast.parts[1].kind",
        "forecast.best.how_much",
        "forecast.certain",
    ]
    assert problems_in(Forecast, [], path="forecast") == [
        Problem(path="forecast", message="must be an object; got a list")
    ]
    right = {"day": "2026-03-10", "sorts": ["fair"], "best": {"kind": "rain"}}
    assert problems_in(Forecast, right, path="forecast") == []


def test_paths_become_names():
    assert name_of("threshold.routes[0].window.n") == "threshold-routes-0-window-n"
