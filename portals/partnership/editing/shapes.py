"""How each kind of value in a procedure is edited, read off the types of its frozen dataclasses.

Nothing here names a field: what a procedure can say next year is edited next year, as it stands.
"""

import dataclasses
import types
import typing
from datetime import date, time
from enum import StrEnum
from functools import cache
from typing import Any

NOTHING = types.NoneType


class How(StrEnum):
    """By what a value is edited."""

    TEXT = "text"
    NUMBER = "number"
    TICK = "tick"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"
    RECORD = "record"
    RECORDS = "records"
    JSON = "json"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shape:
    """One kind of value. optional: it may be left out. options: the classes that it may have."""

    how: How
    optional: bool = False
    options: tuple[type, ...] = ()

    def option(self, tag: str) -> type:
        """The class that a tag names; the first one where it names none."""
        return next((one for one in self.options if tag_of(one) == tag), self.options[0])


@cache
def shape_of(hint: Any) -> Shape:
    """How a value of this type is edited; as JSON where nothing better is known."""
    options = _options(hint)
    optional, options = NOTHING in options, tuple(one for one in options if one is not NOTHING)
    if all(dataclasses.is_dataclass(one) for one in options):
        return Shape(how=How.RECORD, optional=optional, options=options)
    if len(options) > 1:
        return Shape(how=How.JSON, optional=optional)
    only = options[0]
    if typing.get_origin(only) is tuple:
        return _of_entries(typing.get_args(only)[0], optional=optional)
    if not isinstance(only, type):
        return Shape(how=How.JSON, optional=optional)
    if issubclass(only, StrEnum):
        return Shape(how=How.CHOICE, optional=optional, options=(only,))
    plain = {bool: How.TICK, int: How.NUMBER, str: How.TEXT, time: How.TEXT, date: How.TEXT}
    return Shape(how=plain.get(only, How.JSON), optional=optional)


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The type of each field of a dataclass, by name, in their order."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def tag_of(kind: type) -> str:
    """What an object says in `kind` where it could be of several classes; empty where it says
    nothing."""
    return getattr(kind, "kind", "")


def blank(kind: type) -> dict[str, Any]:
    """The JSON value of a new record: its defaults, and nothing where there is none."""
    fields = {field.name: field for field in dataclasses.fields(kind)}
    values = {name: _blank_field(fields[name], hint) for name, hint in hints_of(kind).items()}
    return ({"kind": tag_of(kind)} if tag_of(kind) else {}) | values


def _blank_field(field: dataclasses.Field, hint: Any) -> Any:
    if field.default is not dataclasses.MISSING:
        return _as_json(field.default)
    shape = shape_of(hint)
    if shape.optional or shape.how is How.NUMBER:
        return None
    if shape.how is How.RECORD:
        return blank(shape.options[0])
    if shape.how in {How.RECORDS, How.LINES, How.CHOICES}:
        return []
    return False if shape.how is How.TICK else ""


def _as_json(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _of_entries(hint: Any, *, optional: bool) -> Shape:
    entry = shape_of(hint)
    if entry.how is How.RECORD:
        return Shape(how=How.RECORDS, optional=optional, options=entry.options)
    if entry.how is How.CHOICE:
        return Shape(how=How.CHOICES, optional=optional, options=entry.options)
    return Shape(how=How.LINES if entry.how is How.TEXT else How.JSON, optional=optional)


def _options(hint: Any) -> tuple:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)
    return (hint,)
