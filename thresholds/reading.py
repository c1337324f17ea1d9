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
LONGEST_TEXT = 4000


class ReadingError(ValueError):
    """JSON that is not what it should be: `path` says where, `message` what is allowed."""

    def __init__(self, path: str, message: str):
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}")


Check = Callable[[Any], str | None]


def _made(check: Check, default: Any) -> Any:
    return dataclasses.field(default=default, metadata={"check": check})


def whole(*, at_least: int, at_most: int, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a whole number within both limits."""

    def check(value: int) -> str | None:
        if at_least <= value <= at_most:
            return None
        return f"must be a whole number from {at_least} to {at_most}; got {value}"

    return _made(check, default)


def code(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a name for machines: small letters, digits and underscores."""

    def check(value: str) -> str | None:
        if CODE.match(value):
            return None
        return f"must be small letters, digits and _, beginning with a letter; got {value!r}"

    return _made(check, default)


def event_kinds(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding kinds of events, such as `decision.made`."""

    def check(values: tuple[str, ...]) -> str | None:
        for value in values:
            if not EVENT_KIND.match(value):
                return f"must be kinds of events such as 'decision.made'; got {value!r}"
        return None

    return _made(check, default)


def words(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a text for people: not empty, no spaces around it."""

    def check(value: str) -> str | None:
        if value and value == value.strip() and len(value) <= LONGEST_TEXT:
            return None
        return f"must be text of 1 to {LONGEST_TEXT} characters without spaces around it"

    return _made(check, default)


def some(*, default: Any = dataclasses.MISSING) -> Any:
    """A field holding a list with at least one entry."""
    return _made(lambda values: None if values else "must have at least one entry", default)


class Reader:
    """Reads values of one kind of document; refusals are raised as `error`."""

    def __init__(self, *, error: type[ReadingError]):
        self.error = error

    def read(self, kind: Any, data: Any, *, path: str) -> Any:
        """`data` (parsed JSON) as `kind`, or the error with the path below `path`."""
        origin = typing.get_origin(kind)
        if origin in (typing.Union, types.UnionType):
            return self._either(kind, data, path)
        if origin is tuple:
            return self._list(typing.get_args(kind)[0], data, path)
        if origin is Mapping:
            return self._mapping(typing.get_args(kind)[1], data, path)
        if dataclasses.is_dataclass(kind):
            return self._record(kind, data, path)
        if issubclass(kind, StrEnum):
            return self._choice(kind, data, path)
        return self._plain(kind, data, path)

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
        if isinstance(data, str) and data in set(kind):
            return kind(data)
        return self.refuse(path, f"must be one of {_listed(kind)}; got {data!r}")

    def _plain(self, kind: type, data: Any, path: str) -> Any:
        if kind in (date, time):
            return self._moment(kind, data, path)
        if type(data) is not kind:
            self.refuse(path, f"must be {_PLAIN[kind]}; got {_named(data)}")
        return data

    def _moment(self, kind: Any, data: Any, path: str) -> date | time:
        shape = "a date such as '2026-03-10'" if kind is date else "a time such as '17:00'"
        if not isinstance(data, str) or len(data) != (10 if kind is date else 5):
            self.refuse(path, f"must be {shape}; got {data!r}")
        try:
            return kind.fromisoformat(data)
        except ValueError:
            return self.refuse(path, f"must be {shape}; got {data!r}")

    def _record(self, kind: Any, data: Any, path: str) -> Any:
        if not isinstance(data, dict):
            self.refuse(path, f"must be an object; got {_named(data)}")
        fields = {field.name: field for field in dataclasses.fields(kind)}
        for key in data:
            if key not in fields:
                self.refuse(f"{path}.{key}", f"is not known here; allowed: {_listed(fields)}")
        values = {}
        for name, field in fields.items():
            if name in data:
                values[name] = self._field(field, _hints(kind)[name], data[name], f"{path}.{name}")
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


_PLAIN = {str: "text", int: "a whole number", bool: "true or false"}


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
