"""One moment of the database, read as the backup role: what is counted is what is dumped."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from ct_portal.keeping.manifest import NOT_KEPT, Head, Manifest
from ct_portal.version import VERSION
from organisations.database import as_backup


@contextmanager
def snapshot() -> Iterator[None]:
    """A read-only transaction that sees one moment; inside, the connection is the backup role's.

    Raises UnfitRole.
    """
    with as_backup(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield


def exported() -> str:
    """The name by which another session sees this moment."""
    return _column("SELECT pg_export_snapshot()")[0]


def _column(query: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def tables() -> list[str]:
    """The tables of the schema, by name."""
    return _column(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND relnamespace = 'public'::regnamespace ORDER BY relname COLLATE \"C\""
    )


def counts() -> dict[str, int]:
    """How many rows each table has."""
    quoted = connection.ops.quote_name
    return {name: _column(f"SELECT count(*) FROM {quoted(name)}")[0] for name in tables()}  # noqa: S608


def migrations() -> list[str]:
    """The applied migrations, `application.name`, in order."""
    return _column("SELECT app || '.' || name FROM django_migrations ORDER BY app, name")


def heads() -> Iterator[Head]:
    """The last event of every stream, in the order of the streams."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (partnership_id, stream, stream_id)"
            " partnership_id, stream, stream_id, sequence, hash FROM cases_event"
            " ORDER BY partnership_id, stream, stream_id, sequence DESC"
        )
        while rows := cursor.fetchmany(2000):
            yield from map(Head._make, rows)


def described() -> Manifest:
    """The manifest of this moment, without files and parts."""
    return Manifest(
        release=VERSION,
        taken_at=_column("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')")[0]
        + "Z",
        postgresql=connection.pg_version,
        migrations=migrations(),
        tables=counts() | dict.fromkeys(NOT_KEPT, 0),
    )
