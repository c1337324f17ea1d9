"""Querysets that are compiled to SQL once in a process and then only run (ADR 16).

Django's compiler costs several times what PostgreSQL takes for an indexed look-up, at every call
anew. Where a page asks the same question each time, the queryset stays the one source of the
question, and only its values change:

    _ROLES = Compiled(
        lambda user: Membership.objects.filter(user_id=user).values_list("role"), user=int
    )
    rows = _ROLES.rows(user=7)
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from organisations.prepared import Statement
from organisations.tenancy import Scope


class NotCompilable(TypeError):
    """The queryset does not carry each of its values as a parameter of its own."""


class Ids:
    """The kind of a value that is a list of at most `most` whole numbers, for `__in`."""

    def __init__(self, most: int):
        self.most = most


# What stands for a value while compiling: improbable, of its kind, and small enough for any column.
_FIRST_NUMBER = 20_011
_FIRST_YEAR = 4_000
_NOBODY = -1


class Compiled:
    """One question to the database, asked with other values each time.

    build: gives the queryset for its named values; plain rows are asked for with `values_list` of
    plain fields. kinds: for each name int, str, datetime.date, datetime.datetime or `Ids(most)`.
    kept: see `Statement`.
    """

    def __init__(self, build: Callable[..., QuerySet], *, kept: bool = True, **kinds: Any):
        self._build, self._kinds, self._kept = build, kinds, kept
        self._statement: Statement | None = None

    def rows(self, **values: Any) -> list[tuple]:
        """The rows, as `values_list` would give them. Values are by name, of the declared kinds."""
        return self._converted(self._ready().fetch(self._parameters(values)))

    def rows_alone(self, scope: Scope, /, **values: Any) -> list[tuple]:
        """The same in a transaction of its own, in one message (`Statement.fetch_alone`)."""
        return self._converted(self._ready().fetch_alone(self._parameters(values), scope=scope))

    def instances(self, **values: Any) -> list[Model]:
        """The rows as instances of the model, with what `select_related` names."""
        return [self._instance(row) for row in self.rows(**values)]

    def _instance(self, row: tuple) -> Model:
        made = self._model.from_db("default", self._columns, row[: len(self._columns)])
        for related in self._related:
            related.populate(row, made)
        return made

    def _parameters(self, values: dict[str, Any]) -> dict[str, Any]:
        given = {}
        for name, kind in self._kinds.items():
            if isinstance(kind, Ids):
                for index, value in enumerate(_padded(values[name], kind.most)):
                    given[f"{name}_{index}"] = value
            else:
                given[name] = values[name]
        return given

    def _ready(self) -> Statement:
        if self._statement is None:
            self._compile()
        return self._statement

    def _converted(self, found: list[tuple]) -> list[tuple]:
        if self._converters:
            return [tuple(row) for row in self._compiler.apply_converters(found, self._converters)]
        return found

    def _compile(self) -> None:
        stand_ins = {name: _stand_in(kind, n) for n, (name, kind) in enumerate(self._kinds.items())}
        queryset = self._build(**stand_ins)
        compiler = queryset.query.get_compiler("default")
        sql, parameters = compiler.as_sql()
        places = {
            one: f"{name}_{index}" if isinstance(stand_in, list) else name
            for name, stand_in in stand_ins.items()
            for index, one in enumerate(stand_in if isinstance(stand_in, list) else [stand_in])
        }
        parts = [_part(parameter, places) for parameter in parameters]
        absent = {f"%({name})s" for name in places.values()} - set(parts)
        if absent:
            raise NotCompilable(f"no parameter stands for {', '.join(sorted(absent))}")
        self._compiler, self._model = compiler, queryset.model
        if compiler.klass_info:
            self._columns = [field.attname for field in queryset.model._meta.concrete_fields]
            self._related = get_related_populators(
                compiler.klass_info, compiler.select, connection.alias
            )
        self._converters = compiler.get_converters([column for column, _, _ in compiler.select])
        self._statement = Statement(sql % tuple(parts) if parts else sql, kept=self._kept)


def _padded(ids, most: int) -> list[int]:
    found = list(ids)
    if len(found) > most:
        raise ValueError(f"{len(found)} ids where at most {most} fit")
    return found + [_NOBODY] * (most - len(found))


def _stand_in(kind: Any, number: int) -> Any:
    first = _FIRST_NUMBER + 1_000 * number
    if isinstance(kind, Ids):
        return [first + 1 + index for index in range(kind.most)]
    if kind is int:
        return first
    if kind is str:
        return f"\x02{number}\x03"
    if kind is dt.date:
        return dt.date(_FIRST_YEAR + number, 1, 1)
    if kind is dt.datetime:
        return dt.datetime(_FIRST_YEAR + number, 1, 1, tzinfo=dt.UTC)
    raise NotCompilable(f"no stand-in for {kind!r}")


def _part(parameter: Any, places: dict[Any, str]) -> str:
    """The place of a value that changes, or the literal of one that is always the same."""
    if parameter in places:
        return f"%({places[parameter]})s"
    with connection.cursor() as cursor:
        return cursor.mogrify("%s", [parameter]).decode().replace("%", "%%")
