"""Parts that several shipped procedures have in common, so that their files stay readable.

A procedure's JSON may say `"includes": "common-2026-1"`. What it leaves out then
comes from `thresholds/published/shared/common-2026-1.json`: objects are completed
key by key, all the way down; lists and everything else stand as the procedure has
them. Nothing of it reaches a stored procedure: `to_json` writes the whole text.

A shared file never changes once it is shipped, because a text that includes it
would change with it; new content gets a new name. Its content is not published by
any partnership and is labelled to be confirmed.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from thresholds.reading import ReadingError

SHARED = Path(__file__).parent / "published" / "shared"
KEY = "includes"


def shared_names() -> tuple[str, ...]:
    """The names that `includes` may have."""
    return tuple(sorted(path.stem for path in SHARED.glob("*.json")))


def completed(data: Any) -> Any:
    """`data` with the shared parts that it includes, or as it is where it includes none.

    Raises ReadingError (path below the procedure) where there are no such parts.
    """
    if not isinstance(data, Mapping) or KEY not in data:
        return data
    name = data[KEY]
    if name not in shared_names():
        allowed = ", ".join(shared_names())
        raise ReadingError(KEY, f"must be one of {allowed}; got {name!r}")
    return _merged(_parts(name), {key: value for key, value in data.items() if key != KEY})


@cache
def _parts(name: str) -> Mapping[str, Any]:
    return json.loads((SHARED / f"{name}.json").read_text(encoding="utf-8"))


def _merged(common: Any, own: Any) -> Any:
    if not isinstance(common, Mapping) or not isinstance(own, Mapping):
        return own
    both = {key: _merged(common[key], own[key]) for key in own if key in common}
    return {**common, **own, **both}
