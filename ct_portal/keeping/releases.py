"""The demonstration's rows as a release made them, kept for the tests of upgrades (ADR 14).

Text that every supported PostgreSQL reads: the schema as SQL in two halves, the rows of each table
as CSV in the order of their keys, and a list of what there is. Nobody can sign in with it.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ct_portal.keeping import programs, snapshot
from ct_portal.keeping.backing_up import finished_at
from ct_portal.keeping.manifest import Manifest
from ct_portal.version import VERSION
from organisations.clock import LONDON
from organisations.database import as_owner, in_database
from organisations.models import ClockOffset

DAY = dt.datetime(2026, 11, 25, 11, 0, tzinfo=LONDON)  # a Wednesday
DESCRIPTION = "release.json"
SECTIONS = ("pre-data", "post-data")
LEFT_OUT = frozenset({"django_session", "organisations_clockoffset"})
CHANGED = {
    "organisations_user": {"password": "'!'", "last_login": "NULL"},
    "django_migrations": {"applied": f"'{DAY.isoformat()}'"},
}
# What a newer pg_dump says that an older server does not know, and what says nothing.
NOT_PORTABLE = ("SET ", "SELECT pg_catalog.set_config", "--", "\\")


def keep_release(*, below: Path) -> Path:
    """Seed the demonstration in a database of its own and write it below a directory.

    Demo mode only; takes a minute or two. The owner must be allowed to make databases.
    Raises AlreadyThere (a release is kept once), ProgramProblem, UnfitRole.
    """
    place = below / VERSION
    with finished_at(place) as part, _database_of_its_own() as name, in_database(name):
        _seed(name)
        _write_schema(part)
        with snapshot.snapshot():
            _write_tables(part, described=snapshot.described())
    return place


def _write_tables(part: Path, *, described: Manifest) -> None:
    tables = {
        table: number
        for table, number in described.tables.items()
        if number and table not in LEFT_OUT
    }
    for table in tables:
        _write_rows(part / f"{table}.csv", table)
    content = {
        "release": described.release,
        "postgresql": described.postgresql // 10000,
        "migrations": described.migrations,
        "tables": tables,
    }
    (part / DESCRIPTION).write_text(json.dumps(content, indent=1) + "\n")


@contextmanager
def _database_of_its_own() -> Iterator[str]:
    name = f"ct_release_{os.getpid()}"
    quoted = connection.ops.quote_name(name)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield name
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted}")


def _seed(name: str) -> None:
    """By the commands that everybody uses; the same day and key each time, letters thrown away."""
    with tempfile.TemporaryDirectory() as storage:
        environ = os.environ | {
            variable: urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()
            for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")
        }
        environ |= {
            "STORAGE_DIR": storage,
            "SECRET_KEY": "a release kept for tests",
            "BASE_URL": "https://casereview.example",
            "DEMO_IN_PUBLIC": "1",
        }
        _manage("bootstrap", environ=environ)
        seconds = round((DAY - timezone.now()).total_seconds())
        ClockOffset.objects.update_or_create(pk=1, defaults={"seconds": seconds})
        _manage("seed_demo", "--processes", "1", environ=environ)


def _manage(*arguments: str, environ: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise programs.ProgramProblem(done.stderr.strip()[-1000:])


def _write_schema(place: Path) -> None:
    """Before the rows: tables; after them: keys, policies and triggers, so that loading is free."""
    program = programs.find("pg_dump", server=programs.server_major())
    options = ("--schema-only", "--no-owner", "--no-privileges", "--no-password")
    with as_owner():
        for section in SECTIONS:
            with programs.reading(program, *options, f"--section={section}") as lines:
                kept = [line for line in lines if not line.decode().startswith(NOT_PORTABLE)]
            text = b"".join(line for line in kept if line.strip())
            (place / f"{section}.sql").write_bytes(text)


def _write_rows(path: Path, table: str) -> None:
    with connection.cursor() as cursor, path.open("w") as out:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [table],
        )
        shown = ", ".join(_shown(table, row[0]) for row in cursor.fetchall())
        rows = f"SELECT {shown} FROM {table} ORDER BY 1"  # noqa: S608 - names of our own schema
        cursor.copy_expert(f"COPY ({rows}) TO STDOUT (FORMAT csv, HEADER)", out)


def _shown(table: str, column: str) -> str:
    name = connection.ops.quote_name(column)
    return f"{CHANGED.get(table, {}).get(column, name)} AS {name}"
