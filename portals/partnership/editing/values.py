"""From a posted page to the JSON value of a part of a procedure, and what its buttons do to it.

Names are paths: `threshold-routes-0-count`. Whatever was typed stays as it was typed where it is
not what it should be, so that the page comes back with it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from portals.partnership.editing.shapes import How, Shape, blank, hints_of, shape_of, tag_of
from thresholds.reading import CODE

MOST_ENTRIES = 200
_NUMBER = re.compile(r"-?[0-9]{1,9}\Z")
_INDEX = re.compile(r"\[(\d+)\]")


def name_of(path: str) -> str:
    """`threshold.routes[0].count`: threshold-routes-0-count."""
    return _INDEX.sub(r"-\1", path).replace(".", "-")


def posted(kind: type, names: Sequence[str], data: QueryDict) -> dict[str, Any]:
    """What a page about the fields `names` of `kind` says, as JSON."""
    hints = hints_of(kind)
    return {name: _value(hints[name], data, name) for name in names}


def _value(hint: Any, data: QueryDict, name: str) -> Any:
    shape = shape_of(hint)
    if shape.how is How.RECORD:
        there = not shape.optional or f"{name}-is" in data
        return _record(shape, data, name) if there else None
    if shape.how is How.RECORDS:
        number = data.get(f"{name}-count", "")
        count = min(int(number), MOST_ENTRIES) if number.isascii() and number.isdigit() else 0
        return [_record(shape, data, f"{name}-{index}") for index in range(count)]
    if shape.how is How.TICK:
        return name in data
    if shape.how is How.CHOICES:
        return data.getlist(name)
    # PostgreSQL keeps no U+0000; no keyboard sends one.
    text = data.get(name, "").replace("\x00", "").replace("\r\n", "\n")
    return _typed(shape, text.strip())


def _record(shape: Shape, data: QueryDict, name: str) -> dict[str, Any]:
    kind = shape.option(data.get(f"{name}-is", ""))
    below = {field: _value(hint, data, f"{name}-{field}") for field, hint in hints_of(kind).items()}
    return ({"kind": tag_of(kind)} if tag_of(kind) else {}) | _with_code(below)


def _with_code(record: dict[str, Any]) -> dict[str, Any]:
    """A code that was left empty is made from the title."""
    title = record.get("title")
    if record.get("code") == "" and isinstance(title, str):
        made = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:40].strip("_")
        if CODE.match(made):
            record["code"] = made
    return record


def _typed(shape: Shape, text: str) -> Any:
    if shape.how is How.LINES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if not text:
        return None if shape.optional or shape.how is How.NUMBER else ""
    if shape.how is How.NUMBER:
        return int(text) if _NUMBER.match(text) else text
    if shape.how is How.JSON:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def changed(kind: type, value: dict[str, Any], act: str) -> tuple[dict[str, Any], str]:
    """What a button does to the value of a page, and the name of what it made or moved.

    act: `add:NAME:TAG`, `remove:NAME`, `up:NAME`, `down:NAME`; NAME is an entry's except for add,
    where it is the list's, or an optional record's. An act that fits nothing changes nothing.
    """
    verb, _, rest = act.partition(":")
    name, _, tag = rest.partition(":")
    steps = [int(step) if step.isdigit() else step for step in name.split("-")]
    found = _find(kind, value, steps)
    if found is None:
        return value, ""
    holder, key, shape = found
    if verb == "add" and shape is not None:
        return value, _add(holder, key, shape, name, tag)
    if verb == "remove":
        _remove(holder, key)
        return value, name.rpartition("-")[0]
    if verb in {"up", "down"} and isinstance(holder, list):
        other = key - 1 if verb == "up" else key + 1
        if 0 <= other < len(holder):
            holder[key], holder[other] = holder[other], holder[key]
            return value, f"{name.rpartition('-')[0]}-{other}"
    return value, ""


def _find(kind: type, value: Any, steps: list[int | str]) -> tuple[Any, Any, Shape | None] | None:
    """Where the steps lead: what holds the value, its key there, and its shape (none: an entry)."""
    holder, shape = None, Shape(how=How.RECORD, options=(kind,))
    for step in steps:
        holder = value
        if isinstance(step, int):
            if not isinstance(holder, list) or step >= len(holder):
                return None
            shape = Shape(how=How.RECORD, options=shape.options)
        else:
            hints = hints_of(shape.option(_tag(holder))) if shape.options else {}
            if not isinstance(holder, Mapping) or step not in hints:
                return None
            shape = shape_of(hints[step])
        value = holder[step] if isinstance(step, int) else holder.get(step)
    last = steps[-1]
    return (holder, last, None if isinstance(last, int) else shape) if holder is not None else None


def _tag(value: Any) -> str:
    return value.get("kind", "") if isinstance(value, Mapping) else ""


def _add(holder: Any, key: Any, shape: Shape, name: str, tag: str) -> str:
    if shape.how is How.RECORDS:
        entries = holder.setdefault(key, [])
        if len(entries) >= MOST_ENTRIES:
            return ""
        entries.append(blank(shape.option(tag)))
        return f"{name}-{len(entries) - 1}"
    if shape.how is How.RECORD:
        holder[key] = blank(shape.option(tag))
        return name
    return ""


def _remove(holder: Any, key: Any) -> None:
    if isinstance(holder, list):
        del holder[key]
    else:
        holder[key] = None
