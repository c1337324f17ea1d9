"""Load tables quickly as their owner, and leave the schema exactly as it was (ADR 11).

FORCEd row-level security binds the owner too, and deferred foreign keys queue one check a row. Both
are lifted inside the caller's transaction and put back from the catalogue's own definitions before
it ends: the keys are then checked set by set, and a failure rolls everything back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True, kw_only=True)
class _Lifted:
    """One constraint or index: how it goes and how it comes back, word for word."""

    drop: str
    restore: str


@contextmanager
def unbound(*, tables: list[str]) -> Iterator[None]:
    """Let the owner write these tables whatever the partnership; forced again at the end.

    Raises TransactionManagementError outside a transaction, and ProgrammingError for a role that
    does not own them.
    """
    _need_transaction()
    forced = _column(
        "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity"
        " AND oid = ANY(%s::regclass[]) ORDER BY 1",
        tables,
    )
    for table in forced:
        _run(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in forced:
        _run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


@contextmanager
def without_keys(*, tables: list[str]) -> Iterator[None]:
    """Do without the tables' foreign keys and secondary indexes; built and checked at the end.

    Must stand inside `unbound`: a key checked by a bound owner would look at no row and hold.
    """
    _need_transaction()
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    lifted = [*_foreign_keys(tables), *_unique_constraints(tables), *_indexes(tables)]
    for part in lifted:
        _run(part.drop)
    for table in tables:
        _renew(table)
    yield
    for part in reversed(lifted):
        _run(part.restore)


def _renew(table: str) -> None:
    """Give an empty table a new file: a server that keeps no log for others then writes none."""
    if not _rows(f"SELECT FROM {table} LIMIT 1"):
        _run(f"TRUNCATE {table}")


def _foreign_keys(tables: list[str]) -> list[_Lifted]:
    """Those of the tables, and those that need one of the tables' unique constraints."""
    return _constraints(
        "contype = 'f' AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[]))",
        tables,
        tables,
    )


def _unique_constraints(tables: list[str]) -> list[_Lifted]:
    return _constraints("contype = 'u' AND conrelid = ANY(%s::regclass[])", tables)


def _constraints(which: str, *values) -> list[_Lifted]:
    rows = _rows(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"  # noqa: S608
        f" FROM pg_constraint WHERE {which} ORDER BY 1, 2",
        *values,
    )
    return [
        _Lifted(
            drop=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            restore=f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}",
        )
        for table, name, definition in rows
    ]


def _indexes(tables: list[str]) -> list[_Lifted]:
    """Whole ones that belong to no constraint.

    Primary keys stay: rows come in their order. Partial ones stay too: they are small, and their
    condition, written out and read again, would not be the same text.
    """
    rows = _rows(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND indpred IS NULL AND indexprs IS NULL"
        " AND NOT EXISTS"
        " (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))"
        " ORDER BY 1",
        tables,
    )
    return [_Lifted(drop=f"DROP INDEX {name}", restore=made) for name, made in rows]


def _need_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("what is lifted must come back by itself")


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _rows(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _column(sql: str, *values) -> list:
    return [row[0] for row in _rows(sql, *values)]
