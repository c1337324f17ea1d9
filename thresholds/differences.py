"""What differs between two versions of a procedure, place by place.

Works on the JSON values of `thresholds.procedure.to_json`, so that a field that is new is compared
as well. Entries of a list belong together by their code or name, whatever their place is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

KEYS = ("code", "name", "setting")
"""What an entry of a list is known by."""


class Change(StrEnum):
    """What became of one place."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One place that differs. path: in the later version, in the earlier one where it was removed.

    before, after: JSON values; None also stands for a place that is not there.
    """

    path: str
    change: Change
    before: Any
    after: Any


def differences(before: Any, after: Any) -> tuple[Difference, ...]:
    """Every place in which `after` differs from `before`, in the order of the later version."""
    return tuple(_differences(before, after, ""))


def _differences(before: Any, after: Any, path: str) -> Iterator[Difference]:
    if before == after:
        return
    if _same_kind(before, after):
        for name in (*after, *(name for name in before if name not in after)):
            below = f"{path}.{name}" if path else name
            yield from _differences(before.get(name), after.get(name), below)
    elif _are_records(before) and _are_records(after):
        yield from _of_lists(before, after, path)
    else:
        yield Difference(path=path, change=_change(before, after), before=before, after=after)


def _same_kind(before: Any, after: Any) -> bool:
    mappings = isinstance(before, Mapping) and isinstance(after, Mapping)
    return mappings and before.get("kind") == after.get("kind")


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def _change(before: Any, after: Any) -> Change:
    if before is None:
        return Change.ADDED
    return Change.REMOVED if after is None else Change.CHANGED


def _of_lists(before: Sequence, after: Sequence, path: str) -> Iterator[Difference]:
    old, new = _by_key(before), _by_key(after)
    for key, (index, entry) in new.items():
        place = f"{path}[{index}]"
        if key in old:
            yield from _differences(old[key][1], entry, place)
        else:
            yield Difference(path=place, change=Change.ADDED, before=None, after=entry)
    for key, (index, entry) in old.items():
        if key not in new:
            place = f"{path}[{index}]"
            yield Difference(path=place, change=Change.REMOVED, before=entry, after=None)
    stayed = [key for key in old if key in new]
    if stayed != [key for key in new if key in old]:
        yield Difference(
            path=path,
            change=Change.MOVED,
            before=[_name(old[key][1]) for key in old],
            after=[_name(new[key][1]) for key in new],
        )


def _by_key(entries: Sequence) -> dict[Any, tuple[int, Any]]:
    """Each entry by what it is known by, those of one key (or none) also by their place."""
    found: dict[Any, tuple[int, Any]] = {}
    for index, entry in enumerate(entries):
        key = next((entry[name] for name in KEYS if isinstance(entry.get(name), str)), None)
        found[key if key not in found else (key, index)] = (index, entry)
    return found


def _name(entry: Mapping) -> str:
    return next((str(entry[name]) for name in ("title", *KEYS) if entry.get(name)), "an entry")
