"""Statements that PostgreSQL plans once on a connection (ADR 16).

Below row-level security a statement over many tables takes longer to plan than to run. PREPARE
keeps the plan with the connection, so that it needs a connection of its own: behind a pooler in
transaction mode DATABASE_PREPARE stays 0 and the same statements are sent as they are.
"""

import hashlib
import re
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import connection

from organisations.tenancy import SET_SCOPE, Scope, current, settings_of, visiting

_PLACE = re.compile(r"%%|%\((\w+)\)s")


class Statement:
    """SQL with `%(name)s` for each of its values.

    kept: whether one plan serves all values. Not where how much a tenant has decides between two
    ways, as between sorting a few rows and walking along many in order.
    """

    def __init__(self, sql: str, *, kept: bool = True):
        self.sql, self._kept = sql, kept
        self._names = tuple(dict.fromkeys(name for name in _PLACE.findall(sql) if name))
        self._prepared = _PLACE.sub(self._numbered, sql)
        self._name = f"ct_{hashlib.sha256(sql.encode()).hexdigest()[:24]}"
        self._execute = f"EXECUTE {self._name}"
        if self._names:
            self._execute += f" ({', '.join(f'%({name})s' for name in self._names)})"

    def _numbered(self, found: re.Match) -> str:
        """`$1` for a value; a doubled `%` is one character."""
        return f"${self._names.index(found[1]) + 1}" if found[1] else "%"

    def fetch(self, values: Mapping[str, Any]) -> list[tuple]:
        """All rows for the values, in the current transaction and scope."""
        with connection.cursor() as cursor:
            return self._fetch(cursor, values)

    def fetch_alone(
        self, values: Mapping[str, Any], *, scope: Scope, ahead: str = ""
    ) -> list[tuple]:
        """All rows, in a transaction of its own, which PostgreSQL begins and ends by itself.

        Scope and statement go in one message, so that a sweep over many partnerships waits once for
        each. ahead: what the server does before the statement takes its view of the rows, as
        columns of a SELECT; a lock, say. Inside a transaction both become a part of it.
        """
        if connection.in_atomic_block:
            return self._fetch_within(values, scope=scope, ahead=ahead)
        first = f"{SET_SCOPE}, {ahead}; " if ahead else f"{SET_SCOPE}; "
        with connection.cursor() as cursor:
            return self._fetch(cursor, {**values, **settings_of(scope)}, first=first)

    def _fetch_within(self, values: Mapping[str, Any], *, scope: Scope, ahead: str) -> list[tuple]:
        within = nullcontext() if current() == scope else visiting(scope)
        with within, connection.cursor() as cursor:
            if ahead:
                cursor.execute(f"SELECT {ahead}", values)
            return self._fetch(cursor, values)

    def _fetch(self, cursor: Any, values: Mapping[str, Any], *, first: str = "") -> list[tuple]:
        if settings.DATABASE_PREPARE and self._kept:
            if self._name not in _known():
                # By the driver itself: a `%` in the text is a character here.
                cursor.cursor.execute(f"PREPARE {self._name} AS {self._prepared}")
                _known().add(self._name)
            cursor.execute(first + self._execute, values)
        else:
            cursor.execute(first + self.sql, values)
        return cursor.fetchall()


def _known() -> set[str]:
    """The names that this connection knows; none after it was opened anew."""
    opened, names = getattr(connection, "ct_prepared", (None, set()))
    if opened is not connection.connection:
        opened, names = connection.connection, set()
        connection.ct_prepared = (opened, names)
    return names
