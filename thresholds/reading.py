"""Strict reading of JSON into frozen dataclasses, and writing them back.

One reader serves the published procedure, the facts of an application and the
stored outcome, so that all three refuse the same mistakes in the same words.
Nothing is guessed: an unknown key, a number out of its range, a word that is
not in its list or a missing field is refused with the path of the place and
what is allowed there.

A dataclass describes its own limits with the field makers below (`whole`,
`code`, `words`) and, where two fields depend on each other, with a method
`problems()` that yields (path below it, message) pairs.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
EVENT_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z")
CODE_SCHEMA = "^[a-z][a-z0-9_]*$"
EVENT_KIND_SCHEMA = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$"
DAY_SCHEMA = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
HOUR_SCHEMA = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
LONGEST_TEXT = 4000


class ReadingError(ValueError):
    """JSON that is not what it should be: `path` says where, `message` what is allowed."""

    def __init__(self, path: str, message: str):
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}")


Check = Callable[[Any], str | None]


def _made(check: Check, default: Any, **schema: Any) -> Any:
    """A field with its check, and the same limit in the words of JSON Schema."""
    return dataclasses.field(default=default, metadata={"check": check, "schema": schema})


def whole(*, at_least: int, at_most: int, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a whole number within both limits."""

    def check(value: int) -> str | None:
        if at_least <= value <= at_most:
            return None
        return f"must be a whole number from {at_least} to {at_most}; got {value}"

    return _made(check, default, minimum=at_least, maximum=at_most)


def code(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a name for machines: small letters, digits and underscores."""

    def check(value: str) -> str | None:
        if CODE.match(value):
            return None
        return f"must be small letters, digits and _, beginning with a letter; got {value!r}"

    return _made(check, default, pattern=CODE_SCHEMA)


def codes(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a list of names for machines, none of them twice."""

    def check(values: tuple[str, ...]) -> str | None:
        for value in values:
            if not CODE.match(value):
                return f"must be small letters, digits and _ each; got {value!r}"
        twice = repeated(iter(values))
        return f"{twice!r} comes twice" if twice else None

    return _made(check, default, items={"pattern": CODE_SCHEMA}, uniqueItems=True)


def event_kinds(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding kinds of events, such as `decision.made`."""

    def check(values: tuple[str, ...]) -> str | None:
        for value in values:
            if not EVENT_KIND.match(value):
                return f"must be kinds of events such as 'decision.made'; got {value!r}"
        return None

    return _made(check, default, items={"pattern": EVENT_KIND_SCHEMA})


def words(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a text for people: not empty, no spaces around it."""

    def check(value: str) -> str | None:
        if value and value == value.strip() and len(value) <= LONGEST_TEXT:
            return None
        return f"must be text of 1 to {LONGEST_TEXT} characters without spaces around it"

    return _made(check, default, maxLength=LONGEST_TEXT, pattern=r"^\S([\s\S]*\S)?$")


def some(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a list with at least one entry."""
    return _made(
        lambda values: None if values else "must have at least one entry", default, minItems=1
    )


class Reader:
    """Reads values of one kind of document; refusals are raised as `error`."""

    def __init__(self, *, error: type[ReadingError]):
        self.error = error

    def read(self, kind: Any, data: Any, *, path: str) -> Any:
        """`data` (parsed JSON) as `kind`, or the error with the path below `path`."""
        how, of = _way_to_read(kind)
        return how(self, of, data, path)

    def refuse(self, path: str, message: str) -> typing.NoReturn:
        raise self.error(path, message)

    def _either(self, kind: Any, data: Any, path: str) -> Any:
        options = [option for option in typing.get_args(kind) if option is not types.NoneType]
        if data is None and len(options) < len(typing.get_args(kind)):
            return None
        if len(options) == 1:
            return self.read(options[0], data, path=path)
        by_kind = {option.kind: option for option in options}
        if not isinstance(data, dict):
            self.refuse(path, f"must be an object; got {_named(data)}")
        chosen = data.get("kind")
        if not isinstance(chosen, str) or chosen not in by_kind:
            self.refuse(f"{path}.kind", f"must be one of {_listed(by_kind)}; got {chosen!r}")
        rest = {key: value for key, value in data.items() if key != "kind"}
        return self._record(by_kind[chosen], rest, path)

    def _list(self, kind: Any, data: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(data, list):
            self.refuse(path, f"must be a list; got {_named(data)}")
        return tuple(self.read(kind, one, path=f"{path}[{i}]") for i, one in enumerate(data))

    def _mapping(self, kind: Any, data: Any, path: str) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            self.refuse(path, f"must be an object; got {_named(data)}")
        return {key: self.read(kind, value, path=f"{path}.{key}") for key, value in data.items()}

    def _choice(self, kind: type[StrEnum], data: Any, path: str) -> StrEnum:
        if isinstance(data, str) and data in kind._value2member_map_:
            return kind(data)
        return self.refuse(path, f"must be one of {_listed(kind)}; got {data!r}")

    def _plain(self, kind: type, data: Any, path: str) -> Any:
        if kind in (date, time):
            return self._moment(kind, data, path)
        if type(data) is not kind:
            self.refuse(path, f"must be {_PLAIN[kind]}; got {_named(data)}")
        return data

    def _moment(self, kind: Any, data: Any, path: str) -> date | time:
        shape, read = _MOMENTS[kind]
        try:
            return read(data)
        except ValueError:
            return self.refuse(path, f"must be {shape}; got {data!r}")

    def _record(self, kind: Any, data: Any, path: str) -> Any:
        if not isinstance(data, dict):
            self.refuse(path, f"must be an object; got {_named(data)}")
        fields, hints = _fields(kind), _hints(kind)
        for key in data:
            if key not in fields:
                self.refuse(f"{path}.{key}", f"is not known here; allowed: {_listed(fields)}")
        values = {}
        for name, field in fields.items():
            if name in data:
                values[name] = self._field(field, hints[name], data[name], f"{path}.{name}")
            elif (
                field.default is dataclasses.MISSING
                and field.default_factory is dataclasses.MISSING
            ):
                self.refuse(f"{path}.{name}", "is missing")
        try:
            record = kind(**values)
        except ReadingError as wrong:
            self.refuse(f"{path}.{wrong.path}", wrong.message)
        for below, message in getattr(record, "problems", tuple)():
            self.refuse(f"{path}.{below}", message)
        return record

    def _field(self, field: dataclasses.Field, kind: Any, data: Any, path: str) -> Any:
        value = self.read(kind, data, path=path)
        check = field.metadata.get("check")
        if check and value is not None and (message := check(value)):
            self.refuse(path, message)
        return value


def write(value: Any) -> Any:
    """The JSON value that `Reader.read` reads back as an equal `value`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = getattr(value, "kind", None)
        tagged = {"kind": kind} if _is_tagged(type(value)) else {}
        return tagged | {f.name: write(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [write(one) for one in value]
    if isinstance(value, Mapping):
        return {key: write(one) for key, one in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value


def repeated(names: Iterator[str]) -> str | None:
    """The first name that comes a second time, or None."""
    seen = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def plain_day(value: Any) -> date:
    """`2026-03-10` and no other way that ISO 8601 has of writing a day; raises ValueError."""
    return date.fromisoformat(_shaped(DAY_SCHEMA, value))


def plain_hour(value: Any) -> time:
    """`17:00`, the time on a clock in London, and no other way to write it; raises ValueError."""
    return time.fromisoformat(_shaped(HOUR_SCHEMA, value))


def _shaped(pattern: str, value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(pattern, value):
        return value
    raise ValueError(f"{value!r} is not written like this: {pattern}")


_MOMENTS: dict[Any, tuple[str, Callable[[Any], date | time]]] = {
    date: ("a date such as '2026-03-10'", plain_day),
    time: ("a time such as '17:00'", plain_hour),
}
_PLAIN = {str: "text", int: "a whole number", bool: "true or false"}


@cache
def _way_to_read(kind: Any) -> tuple[Callable[[Reader, Any, Any, str], Any], Any]:
    """The reader's method for a kind, and what it is given: worked out once for each kind."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return Reader._either, kind
    if origin is tuple:
        return Reader._list, typing.get_args(kind)[0]
    if origin is Mapping:
        return Reader._mapping, typing.get_args(kind)[1]
    if dataclasses.is_dataclass(kind):
        return Reader._record, kind
    return (Reader._choice if issubclass(kind, StrEnum) else Reader._plain), kind


@cache
def _fields(kind: Any) -> dict[str, dataclasses.Field]:
    return {field.name: field for field in dataclasses.fields(kind)}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@cache
def _is_tagged(kind: Any) -> bool:
    return typing.get_origin(_hints(kind).get("kind")) is ClassVar


def _named(data: Any) -> str:
    if data is None:
        return "nothing (null)"
    names = {dict: "an object", list: "a list", bool: "true or false", str: "text"}
    return names.get(type(data), f"the number {data!r}")


def _listed(options: Any) -> str:
    return ", ".join(str(option) for option in options)
