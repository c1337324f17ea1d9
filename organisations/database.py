"""The connection, and its three roles (ADR 5, ADR 14).

The owner migrates, the backup role reads everything for backups and checks, the application role
does everything else.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dj_database_url
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


class UnfitRole(ImproperlyConfigured):
    """A role may do more, or less, than its work needs; the text says what and what to do."""


@contextmanager
def _connected(**changed) -> Iterator[None]:
    """Change the default connection's settings for a block, in this process only."""
    before = {key: connection.settings_dict[key] for key in changed}
    connection.close()
    connection.settings_dict.update(changed)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def drop_broken_connection() -> None:
    """Between two transactions, after an error: connect anew where the database was restarted."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _login(url: str) -> dict[str, str]:
    """Host and port too: the application may come through a pooler, the others go straight."""
    parsed = dj_database_url.parse(url)
    return {key: parsed[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}


@contextmanager
def as_owner() -> Iterator[None]:
    """Use the owner role for a block. Raises UnfitRole where DATABASE_OWNER_URL is not set."""
    if not settings.DATABASE_OWNER_URL:
        raise UnfitRole("Set DATABASE_OWNER_URL: tables are made by the owner role.")
    with _connected(**_login(settings.DATABASE_OWNER_URL)):
        yield


@contextmanager
def as_backup() -> Iterator[None]:
    """Use the backup role for a block; rows can be read in chunks, by cursors of the server.

    Raises UnfitRole where DATABASE_BACKUP_URL is not set, or names a role that would not see every
    partnership's rows or that can write.
    """
    if not settings.DATABASE_BACKUP_URL:
        raise UnfitRole("Set DATABASE_BACKUP_URL: everything is read by the backup role.")
    login = _login(settings.DATABASE_BACKUP_URL)
    with _connected(**login, DISABLE_SERVER_SIDE_CURSORS=False):
        _check_backup_role()
        yield


@contextmanager
def in_database(name: str) -> Iterator[None]:
    """Use another database of the same server for a block."""
    with _connected(NAME=name):
        yield


def _check_backup_role() -> None:
    """A role that row-level security binds would make a backup without any partnership's rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolbypassrls OR rolsuper, has_schema_privilege('public', 'CREATE')"
            " OR EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))"
            " FROM pg_roles WHERE rolname = current_user"
        )
        role, sees_all, may_write = cursor.fetchone()
    if not sees_all:
        raise UnfitRole(
            f"{role} is bound by row-level security, so that it would read no partnership's rows:"
            " DATABASE_BACKUP_URL must name a role with BYPASSRLS (docker/roles.sh makes one)."
        )
    if may_write:
        raise UnfitRole(
            f"{role} can write: DATABASE_BACKUP_URL must name a role that only reads"
            " (docker/roles.sh makes one)."
        )


def grant_application_role(role: str) -> None:
    """Give the application role what it needs: no TRUNCATE, no change of append-only tables."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in append_only_tables(cursor):
            cursor.execute(
                f"REVOKE UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {name}"
            )


def append_only_tables(cursor) -> list[str]:
    """The tables that `organisations.guards.AppendOnly` guards."""
    cursor.execute(
        "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only' ORDER BY 1"
    )
    return [row[0] for row in cursor.fetchall()]
