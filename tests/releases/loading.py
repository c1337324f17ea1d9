"""Loads the rows that a release kept (`manage.py keep_release`), as that release had them."""

import json
import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class KeptRelease:
    """What its `release.json` says; tables: rows by table, of those that had any."""

    place: Path
    migrations: list[str]
    tables: dict[str, int]


def kept_releases(*, below: Path = HERE) -> list[KeptRelease]:
    """All of them, by name."""
    found = []
    for path in sorted(below.glob("*/release.json")):
        content = json.loads(path.read_text())
        found.append(
            KeptRelease(
                place=path.parent, migrations=content["migrations"], tables=content["tables"]
            )
        )
    return found


def load(release: KeptRelease, *, into: str) -> None:
    """Fill an empty database as the owner: tables, rows, then what guards them."""
    url = urlsplit(os.environ["DATABASE_OWNER_URL"])._replace(path=f"/{into}").geturl()
    with closing(psycopg2.connect(url)) as session, session, session.cursor() as cursor:
        cursor.execute((release.place / "pre-data.sql").read_text())
        for table in release.tables:
            _load_rows(cursor, table, release.place / f"{table}.csv")
        cursor.execute((release.place / "post-data.sql").read_text())


def _load_rows(cursor, table: str, path: Path) -> None:
    with path.open(newline="") as rows:
        columns = ", ".join(f'"{name}"' for name in rows.readline().strip().split(","))
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)", rows)
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, 'id') FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND column_name = 'id'",
        [table, table],
    )
    for (sequence,) in cursor.fetchall():
        if sequence:
            cursor.execute(f"SELECT setval(%s, (SELECT max(id) FROM {table}))", [sequence])
