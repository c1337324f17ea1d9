"""The strict reader by itself: what each field allows, every refusal in its words, and writing."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, time
from enum import StrEnum
from typing import Any, ClassVar

import pytest

from thresholds.reading import (
    LONGEST_TEXT,
    Reader,
    ReadingError,
    code,
    codes,
    event_kinds,
    repeated,
    some,
    whole,
    words,
    write,
)

NAME = "must be small letters, digits and _, beginning with a letter; got {!r}"
NAMES = "must be small letters, digits and _ each; got {!r}"
KINDS = "must be kinds of events such as 'decision.made'; got {!r}"
TEXT = f"must be text of 1 to {LONGEST_TEXT} characters without spaces around it"
MAKERS = {
    "whole": lambda **given: whole(at_least=2, at_most=4, **given),
    "code": code,
    "codes": codes,
    "event_kinds": event_kinds,
    "words": words,
    "some": some,
}


@pytest.mark.parametrize(
    ("maker", "value", "says"),
    [
        ("whole", 2, None),
        ("whole", 4, None),
        ("whole", 1, "must be a whole number from 2 to 4; got 1"),
        ("whole", 5, "must be a whole number from 2 to 4; got 5"),
        ("code", "a", None),
        ("code", "a_1", None),
        *(("code", value, NAME.format(value)) for value in ("", "A", "1a", "a-b", "a\n")),
        ("codes", (), None),
        ("codes", ("a", "b"), None),
        ("codes", ("a", "B"), NAMES.format("B")),
        ("codes", ("a", "b", "a"), "'a' comes twice"),
        ("event_kinds", (), None),
        ("event_kinds", ("a.b", "a.b_2.c"), None),
        *(("event_kinds", ("a.b", one), KINDS.format(one)) for one in ("a", "a.", "A.b", "a.b\n")),
        ("words", "x", None),
        ("words", "two words\nand lines", None),
        ("words", "x" * LONGEST_TEXT, None),
        *(("words", value, TEXT) for value in ("", " x", "x ", "x" * (LONGEST_TEXT + 1))),
        ("some", ("x",), None),
        ("some", (), "must have at least one entry"),
    ],
)
def test_a_field_allows_what_it_says(maker, value, says):
    assert MAKERS[maker]().metadata["check"](value) == says


@pytest.mark.parametrize(
    ("maker", "schema"),
    [
        ("whole", {"minimum": 2, "maximum": 4}),
        ("code", {"pattern": "^[a-z][a-z0-9_]*$"}),
        ("codes", {"items": {"pattern": "^[a-z][a-z0-9_]*$"}, "uniqueItems": True}),
        ("event_kinds", {"items": {"pattern": r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$"}}),
        ("words", {"maxLength": LONGEST_TEXT, "pattern": r"^\S([\s\S]*\S)?$"}),
        ("some", {"minItems": 1}),
    ],
)
def test_a_field_says_its_limits_in_the_words_of_json_schema(maker, schema):
    made = MAKERS[maker]()
    assert made.metadata["schema"] == schema
    assert made.default is MISSING
    assert MAKERS[maker](default="d").default == "d"


class Shade(StrEnum):
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, kw_only=True)
class Circle:
    kind: ClassVar[str] = "circle"
    size: int


@dataclass(frozen=True, kw_only=True)
class Square:
    kind: ClassVar[str] = "square"
    side: int = whole(at_least=1, at_most=9, default=1)


@dataclass(frozen=True, kw_only=True)
class Picture:
    name: str
    shade: Shade = Shade.LIGHT
    made_on: date | None = None
    shown_at: time | None = None
    framed: bool = False
    shape: Circle | Square | None = None
    shapes: tuple[Circle | Square, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self):
        if self.name == "nameless":
            raise ReadingError("name", "must be a name")

    def problems(self):
        if self.framed and not self.shapes:
            yield "shapes", "must be there in a frame"
            yield "name", "is not reached"


class PictureError(ReadingError):
    """What the tests expect of a reader that is given an error of its own."""


def read(data: Any) -> Picture:
    return Reader(error=PictureError).read(Picture, data, path="picture")


FULL = {
    "name": "Night",
    "shade": "dark",
    "made_on": "2026-03-10",
    "shown_at": "17:05",
    "framed": True,
    "shape": None,
    "shapes": [{"kind": "circle", "size": 2}, {"kind": "square", "side": 3}],
    "numbers": {"a": 1},
}


@pytest.mark.parametrize("hour", ["00:00", "09:05", "23:59"])
def test_every_minute_of_a_day_is_a_time(hour):
    assert write(read(FULL | {"shown_at": hour}))["shown_at"] == hour
    assert read(FULL | {"shown_at": hour}).shown_at.tzinfo is None


def test_what_is_written_reads_back_equal():
    picture = read(FULL)
    assert picture == Picture(
        name="Night",
        shade=Shade.DARK,
        made_on=date(2026, 3, 10),
        shown_at=time(17, 5),
        framed=True,
        shapes=(Circle(size=2), Square(side=3)),
        numbers={"a": 1},
    )
    assert write(picture) == FULL
    assert type(write(picture)["shade"]) is str
    assert read(FULL | {"shape": {"kind": "square"}}).shape == Square()
    assert read({"name": "Plain"}) == Picture(name="Plain")


DATE = "must be a date such as '2026-03-10'; got {!r}"
TIME = "must be a time such as '17:00'; got {!r}"
ALLOWED = ", ".join(one.name for one in fields(Picture))


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        ({"size": 1}, "picture.size", f"is not known here; allowed: {ALLOWED}"),
        ({"name": None}, "picture.name", "must be text; got nothing (null)"),
        ({"name": 1.5}, "picture.name", "must be text; got the number 1.5"),
        ({"name": {}}, "picture.name", "must be text; got an object"),
        ({"name": []}, "picture.name", "must be text; got a list"),
        ({"name": True}, "picture.name", "must be text; got true or false"),
        ({"framed": "yes"}, "picture.framed", "must be true or false; got text"),
        ({"shade": "pale"}, "picture.shade", "must be one of light, dark; got 'pale'"),
        ({"shade": ["dark"]}, "picture.shade", "must be one of light, dark; got ['dark']"),
        ({"shade": None}, "picture.shade", "must be one of light, dark; got None"),
        *(
            ({"made_on": value}, "picture.made_on", DATE.format(value))
            for value in (
                "20260310",
                "2026-03-32",
                "2026-02-29",
                "2026-W10-2",
                "2026-069",
                "2026/03/10",
                "26-03-10",
                "2026-3-10",
                "2026-03-10\n",
                "2026-03-1٠",
                "2026-03-10T10:00",
                "",
                20260310,
                True,
            )
        ),
        *(
            ({"shown_at": value}, "picture.shown_at", TIME.format(value))
            for value in (
                "17",
                "1700",
                "T1700",
                "T17:0",
                "1700Z",
                "17+01",
                "17-01",
                "17.00",
                "17,00",
                "17:0",
                "17:60",
                "24:00",
                "24:01",
                "17:00Z",
                "17:00\n",
                "1٧:00",
                "17:00:00",
                "17:00+01:00",
                "",
                17,
            )
        ),
        ({"shape": "round"}, "picture.shape", "must be an object; got text"),
        ({"shape": {}}, "picture.shape.kind", "must be one of circle, square; got None"),
        (
            {"shape": {"kind": ["circle"]}},
            "picture.shape.kind",
            "must be one of circle, square; got ['circle']",
        ),
        ({"shape": {"kind": "circle"}}, "picture.shape.size", "is missing"),
        (
            {"shape": {"kind": "circle", "size": 1, "side": 1}},
            "picture.shape.side",
            "is not known here; allowed: size",
        ),
        (
            {"shape": {"kind": "square", "side": 10}},
            "picture.shape.side",
            "must be a whole number from 1 to 9; got 10",
        ),
        (
            {"shape": {"kind": "square", "side": True}},
            "picture.shape.side",
            "must be a whole number; got true or false",
        ),
        ({"shapes": {}}, "picture.shapes", "must be a list; got an object"),
        ({"shapes": [None]}, "picture.shapes[0]", "must be an object; got nothing (null)"),
        (
            {"shapes": [{"kind": "square"}, {"kind": "star"}]},
            "picture.shapes[1].kind",
            "must be one of circle, square; got 'star'",
        ),
        ({"numbers": []}, "picture.numbers", "must be an object; got a list"),
        ({"numbers": {"a": "1"}}, "picture.numbers.a", "must be a whole number; got text"),
        ({"name": "nameless"}, "picture.name", "must be a name"),
        ({"shapes": []}, "picture.shapes", "must be there in a frame"),
    ],
)
def test_what_is_wrong_is_refused_by_its_path(change, path, says):
    with pytest.raises(PictureError) as refused:
        read(FULL | change)
    assert (refused.value.path, refused.value.message) == (path, says)
    assert str(refused.value) == f"{path}: {says}"


@pytest.mark.parametrize(("data", "says"), [([], "a list"), (None, "nothing (null)")])
def test_a_record_is_an_object(data, says):
    with pytest.raises(PictureError, match=r"^picture: must be an object; got ") as refused:
        read(data)
    assert refused.value.message == f"must be an object; got {says}"


def test_what_has_no_default_may_not_be_left_out():
    with pytest.raises(PictureError, match=r"^picture\.name: is missing$"):
        read({})


@pytest.mark.parametrize(
    ("names", "twice"),
    [([], None), (["a", "b"], None), (["a", "b", "b", "a"], "b"), (["", ""], "")],
)
def test_the_first_name_that_comes_a_second_time(names, twice):
    assert repeated(iter(names)) == twice
