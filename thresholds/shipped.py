"""The published procedures that come with this code: examples, and what a partnership can begin
from. Each is what its area published on the day that its source gives.

The files may leave out what they include (`thresholds.shared_parts`); what is handed on is whole.
"""

import json
from pathlib import Path
from typing import Any

from thresholds.procedure import parse_procedure, to_json

_PLACE = Path(__file__).parent / "published"


class NoSuchShippedError(LookupError):
    """No procedure of that name comes with this code."""


def shipped_names() -> dict[str, str]:
    """Name and partnership of each, by name."""
    found = sorted(_PLACE.glob("*.json"))
    return {path.stem: _read(path)["names"]["partnership"] for path in found}


def shipped(name: str) -> dict[str, Any]:
    """The whole JSON of one, ready to be stored. Raises NoSuchShippedError."""
    if name not in {path.stem for path in _PLACE.glob("*.json")}:
        raise NoSuchShippedError(name)
    return to_json(parse_procedure(_read(_PLACE / f"{name}.json")))


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))
