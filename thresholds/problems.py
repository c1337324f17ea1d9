"""Every place of a document that is wrong, where the strict reader stops at the first.

For whoever fills in a form: all that is to be put right stands there at once, each by its path.
What a value may be is said by `thresholds.reading` alone; this module only goes on after a
refusal, so that a document without problems here is one that the reader takes.
"""

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from thresholds.reading import Reader, ReadingError

_READER = Reader(error=ReadingError)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One place that is wrong: its path, such as `threshold.routes[0].count`, and why."""

    path: str
    message: str


def problems_in(kind: Any, data: Any, *, path: str) -> list[Problem]:
    """All problems of `data` (parsed JSON) as `kind`, below `path`, in the order of the fields.

    Rules between fields are looked at where the fields themselves are right.
    """
    found = list(_problems(kind, data, path))
    return found or list(_refusal(kind, data, path))


def _problems(kind: Any, data: Any, path: str) -> Iterator[Problem]:
    option = _option(kind, data)
    if isinstance(data, dict) and dataclasses.is_dataclass(option):
        rest = {key: value for key, value in data.items() if key != "kind" or option is kind}
        yield from _of_record(option, rest, path)
    elif isinstance(data, list) and typing.get_origin(option) is tuple:
        of = typing.get_args(option)[0]
        for index, one in enumerate(data):
            yield from problems_in(of, one, path=f"{path}[{index}]")
    else:
        yield from _refusal(kind, data, path)


def _option(kind: Any, data: Any) -> Any:
    """What `data` is to be read as: of a union the option that it names, or None."""
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return kind
    options = [one for one in typing.get_args(kind) if one is not types.NoneType]
    if len(options) == 1 and data is not None:
        return options[0]
    tag = data.get("kind") if isinstance(data, dict) else None
    return next((one for one in options if tag and one.kind == tag), None)


def _of_record(kind: Any, data: Mapping[str, Any], path: str) -> Iterator[Problem]:
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    known = {key: value for key, value in data.items() if key in fields}
    found = [
        Problem(path=f"{path}.{key}", message="is not known here; remove it")
        for key in data
        if key not in fields
    ]
    for name, field in fields.items():
        if name in known:
            found += _of_field(field, hints[name], known[name], f"{path}.{name}")
        elif field.default is field.default_factory is dataclasses.MISSING:
            found.append(Problem(path=f"{path}.{name}", message="is missing"))
    yield from found or _between_fields(kind, known, path)


def _of_field(field: dataclasses.Field, kind: Any, data: Any, path: str) -> list[Problem]:
    found = problems_in(kind, data, path=path)
    check = field.metadata.get("check")
    if found or check is None:
        return found
    value = _READER.read(kind, data, path=path)
    message = check(value) if value is not None else None
    return [Problem(path=path, message=message)] if message else []


def _between_fields(kind: Any, data: Mapping[str, Any], path: str) -> Iterator[Problem]:
    """What two right fields have wrong together: all that the record says of itself."""
    values = {
        name: _READER.read(typing.get_type_hints(kind)[name], value, path=path)
        for name, value in data.items()
    }
    try:
        record = kind(**values)
    except ReadingError as wrong:
        yield Problem(path=f"{path}.{wrong.path}", message=wrong.message)
        return
    for below, message in getattr(record, "problems", tuple)():
        yield Problem(path=f"{path}.{below}", message=message)


def _refusal(kind: Any, data: Any, path: str) -> Iterator[Problem]:
    try:
        _READER.read(kind, data, path=path)
    except ReadingError as wrong:
        yield Problem(path=wrong.path, message=wrong.message)
