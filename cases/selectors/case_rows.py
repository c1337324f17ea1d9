"""Everything stored below one case in a single statement (ADR 16).

A page about a whole case needs a few rows of two dozen tables. Asked one table at a time, what
costs is not reading them but asking: the compiler, the planner and the way there and back.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db.models import DateField, DateTimeField, Model, UUIDField

from cases.models import Case, Event, Meeting
from organisations.actors import STAFF
from organisations.models import Agency, Locality, Partnership, User
from organisations.prepared import Statement

Row = TypeVar("Row", bound=Model)

LATEST_EVENTS = 200
LATEST_READS = 12


@dataclass(frozen=True, kw_only=True)
class Arm:
    """Rows of a table that are found in another way than by their own case.

    where: a condition on `t`, with order and limit if need be; `%(partnership)s` and `%(case)s`.
    """

    model: type[Model]
    where: str


Key = type[Model] | Arm

READS = Arm(
    model=Event,
    where=f"t.stream = 'reads' AND t.stream_id = %(case)s "
    f"ORDER BY t.sequence DESC LIMIT {LATEST_READS}",
)
JOINED = Arm(model=Case, where="t.merged_into_id = %(case)s")

_WHERE: dict[type[Model], str] = {
    Event: f"t.stream <> 'reads' AND t.case_id = %(case)s ORDER BY t.id DESC LIMIT {LATEST_EVENTS}",
    Meeting: (
        "t.id IN (SELECT meeting_id FROM cases_agendaitem "
        "WHERE partnership_id = %(partnership)s AND case_id = %(case)s)"
    ),
}
_NAMES: dict[type[Model], str] = {
    User: "full_name",
    Agency: "name",
    Partnership: "name",
    Locality: "name",
}


class CaseRows:
    """The rows of one case by model, in the order of their ids, in the scope that reads them.

    keys: models, or arms, that are read at once; another is read when it is first asked for.
    """

    def __init__(self, case: Case, *keys: Key):
        self._values = {"partnership": case.partnership_id, "case": case.pk}
        self._rows: dict[Key, list] = {}
        self._names: dict[type[Model], dict[int, str]] = {}
        if keys:
            self._read(keys)

    def __getitem__(self, key: Key) -> list:
        if key not in self._rows:
            self._read((key,))
        return self._rows[key]

    def forget(self, key: Key) -> None:
        """Read these anew when they are asked for: something was written."""
        self._rows.pop(key, None)

    def name(self, model: type[Model], pk: int | None) -> str:
        """The name of a User, Agency, Partnership or Locality that a row refers to; '' for none.

        All that are referred to in the rows read so far are asked for together.
        """
        if pk is None:
            return ""
        if pk not in self._names.get(model, {}):
            self._read_names(extra={model: {pk}})
        return self._names[model].get(pk, "")

    def names(self, model: type[Model], pks: Iterable[int]) -> dict[int, str]:
        """Several names at once, by id."""
        wanted = set(pks)
        if wanted - self._names.get(model, {}).keys():
            self._read_names(extra={model: wanted})
        return self._names.get(model, {})

    def _read(self, keys: tuple[Key, ...]) -> None:
        rows: list[list[Model]] = [[] for _ in keys]
        makers = [_maker(_model_of(key)) for key in keys]
        for number, content in _statement(keys).fetch(self._values):
            rows[number].append(makers[number](json.loads(content)))
        for key, found in zip(keys, rows, strict=True):
            self._rows[key] = sorted(found, key=lambda row: row.pk)

    def _read_names(self, *, extra: dict[type[Model], set[int]]) -> None:
        wanted: dict[type[Model], set[int]] = {model: set() for model in _NAMES}
        for key, rows in self._rows.items():
            for attname, target in _references(_model_of(key)):
                wanted[target] |= {getattr(row, attname) for row in rows}
        for event in (*self._rows.get(Event, ()), *self._rows.get(READS, ())):
            if event.actor_kind == STAFF:
                wanted[User].add(event.actor_id)
        for model, pks in extra.items():
            wanted[model] |= pks
        values = {model._meta.db_table: sorted(pks - {None}) for model, pks in wanted.items()}
        for number, pk, name in _names_statement().fetch(values):
            self._names.setdefault(list(_NAMES)[number], {})[pk] = name
        for model in _NAMES:
            self._names.setdefault(model, {})


def _model_of(key: Key) -> type[Model]:
    return key.model if isinstance(key, Arm) else key


@cache
def _statement(keys: tuple[Key, ...]) -> Statement:
    """One arm for each table; every arm says `partnership_id =` itself."""
    return Statement(
        " UNION ALL ".join(
            f"(SELECT {number}, row_to_json(t)::text "  # noqa: S608 - no text of anybody's
            f"FROM {_model_of(key)._meta.db_table} t "
            f"WHERE t.partnership_id = %(partnership)s AND {_where(key)})"
            for number, key in enumerate(keys)
        )
    )


def _where(key: Key) -> str:
    return key.where if isinstance(key, Arm) else _WHERE.get(key, "t.case_id = %(case)s")


@cache
def _names_statement() -> Statement:
    """Each id is looked up by itself (OFFSET 0 keeps the planner to it): a few of all agencies."""
    arms = [
        f"SELECT {number}, named.* FROM unnest(%({model._meta.db_table})s::bigint[]) AS given (id) "  # noqa: S608
        f"CROSS JOIN LATERAL (SELECT id, {column} FROM {model._meta.db_table} "
        "WHERE id = given.id OFFSET 0) AS named"
        for number, (model, column) in enumerate(_NAMES.items())
    ]
    return Statement(" UNION ALL ".join(arms))


@cache
def _references(model: type[Model]) -> tuple[tuple[str, type[Model]], ...]:
    """The columns of a table that refer to somebody or something with a name."""
    return tuple(
        (field.attname, field.related_model)
        for field in model._meta.concrete_fields
        if field.related_model in _NAMES and field.name != "partnership"
    )


@cache
def _maker(model: type[Row]) -> Callable[[dict[str, Any]], Row]:
    """Makes an instance from a row as JSON."""
    columns = [(field.column, _reader(field)) for field in model._meta.concrete_fields]
    attnames = [field.attname for field in model._meta.concrete_fields]

    def make(content: dict[str, Any]) -> Row:
        values = []
        for column, read in columns:
            value = content[column]
            values.append(value if read is None or value is None else read(value))
        return model.from_db("default", attnames, values)

    return make


def _reader(field) -> Callable[[Any], Any] | None:
    """How a value that JSON has no form for comes back; None where it is itself."""
    if isinstance(field, DateTimeField):
        return dt.datetime.fromisoformat
    if isinstance(field, DateField):
        return dt.date.fromisoformat
    if isinstance(field, UUIDField):
        return field.to_python
    return None
