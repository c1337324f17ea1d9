"""What a procedure or the facts of an application may leave out and what that means
(tests/specs/left_out.csv), and between which numbers each number lies (tests/specs/ranges.csv)."""

import dataclasses
import typing
from dataclasses import MISSING
from typing import Any

import pytest

from tests.specs.tables import rows
from thresholds.facts import Facts
from thresholds.procedure import Procedure
from thresholds.reading import write


def records_in(kind: Any) -> set[type]:
    """The records that values of a type are made of."""
    if not dataclasses.is_dataclass(kind):
        return set().union(*map(records_in, typing.get_args(kind)))
    hints = typing.get_type_hints(kind)
    return {kind}.union(*(records_in(hints[one.name]) for one in dataclasses.fields(kind)))


FIELDS = {
    f"{kind.__name__}.{field.name}": field
    for kind in records_in(Procedure) | records_in(Facts)
    for field in dataclasses.fields(kind)
}


def in_words(default: Any) -> str:
    """What stands there where nothing is said, as the table says it."""
    if default is None or isinstance(default, bool):
        return {None: "nothing", True: "yes", False: "no"}[default]
    return str(default or "none")


def test_table_of_what_may_be_left_out():
    made = {
        name: write(field.default) if field.default_factory is MISSING else field.default_factory()
        for name, field in FIELDS.items()
    }
    table = {param.values[0]["id"]: param.values[0]["means"] for param in rows("left_out.csv")}
    assert {name: in_words(one) for name, one in made.items() if one is not MISSING} == table


@pytest.mark.parametrize("row", rows("ranges.csv"))
def test_table_of_ranges(row):
    lowest, highest = int(row["lowest"]), int(row["highest"])
    check = FIELDS[row["id"]].metadata["check"]
    assert check(lowest) is check(highest) is None
    for outside in (lowest - 1, highest + 1):
        assert check(outside) == f"must be a whole number from {lowest} to {highest}; got {outside}"


def test_every_number_has_its_range():
    numbers = {name for name, field in FIELDS.items() if field.type in (int, int | None)}
    assert numbers == {param.values[0]["id"] for param in rows("ranges.csv")}
