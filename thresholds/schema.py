"""JSON Schemas of the published procedure and of an application's facts, from the dataclasses.

They are for editors and for other people's software; `docs/schemas` holds them, written by
`python -m thresholds.schema docs/schemas`. What the schema refuses the reader refuses too. The
reader refuses more: what depends on two settings (`problems()` of each record) has no place in a
schema, and is said with its path on reading.

A procedure may leave out what the shared parts that it `includes` give. The schema therefore
knows two forms of it: with `includes` no setting of an object is required, outside lists.
"""

import dataclasses
import json
import sys
import types
import typing
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from thresholds.facts import Facts
from thresholds.procedure import Procedure
from thresholds.reading import DAY_SCHEMA, HOUR_SCHEMA
from thresholds.shared_parts import KEY, shared_names

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NULL = {"type": "null"}
PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date", "pattern": DAY_SCHEMA},
    time: {"type": "string", "pattern": HOUR_SCHEMA},
}


def procedure_schema() -> dict[str, Any]:
    """The schema of a published procedure, complete or with shared parts."""
    definitions = Definitions()
    complete = definitions.of(Procedure)
    partial = definitions.of(Procedure, partial=True)
    known = definitions.made[_name_of(Procedure, partial=True)]["properties"]
    known[KEY] = {"enum": list(shared_names())}
    return {
        "$schema": DIALECT,
        "title": "A published procedure (s.104(2))",
        "description": _about(Procedure),
        "type": "object",
        "if": {"required": [KEY]},
        "then": partial,
        "else": complete,
        "$defs": definitions.sorted(),
    }


def facts_schema() -> dict[str, Any]:
    """The schema of the facts of one application."""
    definitions = Definitions()
    return {
        "$schema": DIALECT,
        "title": "What is known of an application when the threshold is evaluated",
        **definitions.of(Facts),
        "$defs": definitions.sorted(),
    }


FILES = {
    "application.schema.json": facts_schema,
    "procedure.schema.json": procedure_schema,
}


class Definitions:
    """The records met so far, each under its own name; `of` gives what refers to them."""

    def __init__(self) -> None:
        self.made: dict[str, dict[str, Any]] = {}

    def sorted(self) -> dict[str, dict[str, Any]]:
        """The definitions in the order of their names."""
        return dict(sorted(self.made.items()))

    def of(self, kind: Any, *, partial: bool = False) -> dict[str, Any]:
        """The schema of any type that the reader reads; `partial`: objects may be incomplete."""
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing.Union, types.UnionType):
            return self._either(inner, partial=partial)
        if origin is tuple:
            return {"type": "array", "items": self.of(inner[0])}
        if origin is Mapping:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        if dataclasses.is_dataclass(kind):
            return self._record(kind, partial=partial)
        if issubclass(kind, StrEnum):
            return {"enum": [one.value for one in kind]}
        return dict(PLAIN[kind])

    def _either(self, options: tuple[Any, ...], *, partial: bool) -> dict[str, Any]:
        found = [
            NULL if option is types.NoneType else self.of(option, partial=partial)
            for option in options
        ]
        return {"anyOf": found}

    def _record(self, kind: Any, *, partial: bool) -> dict[str, Any]:
        name = _name_of(kind, partial=partial)
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = self._definition(kind, partial=partial)
        return {"$ref": f"#/$defs/{name}"}

    def _definition(self, kind: Any, *, partial: bool) -> dict[str, Any]:
        hints = typing.get_type_hints(kind)
        fields = dataclasses.fields(kind)
        tagged = typing.get_origin(hints.get("kind")) is ClassVar
        properties = {"kind": {"const": kind.kind}} if tagged else {}
        properties |= {
            field.name: _limited(
                self.of(hints[field.name], partial=partial), field.metadata.get("schema", {})
            )
            for field in fields
        }
        required = ["kind"] if tagged else []
        if not partial:
            required += [field.name for field in fields if _is_required(field)]
        return {
            "type": "object",
            "description": _about(kind),
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


def _name_of(kind: Any, *, partial: bool) -> str:
    return f"{kind.__name__}WithSharedParts" if partial else kind.__name__


def _is_required(field: dataclasses.Field) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _limited(schema: dict[str, Any], limits: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with the limits of its field; where null is allowed they bind the rest."""
    if not limits:
        return schema
    if "anyOf" in schema:
        return {"anyOf": [one if one == NULL else _limited(one, limits) for one in schema["anyOf"]]}
    if "items" in limits:
        return {**schema, **limits, "items": {**schema["items"], **limits["items"]}}
    return {**schema, **limits}


def _about(kind: Any) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join(kind.__doc__.split("\n\n")[0].split())


def as_text(schema: Mapping[str, Any]) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, schema_of in FILES.items():
        Path(sys.argv[1], name).write_text(as_text(schema_of()), encoding="utf-8")
