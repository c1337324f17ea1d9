"""PostgreSQL's own programs for dumps: found, given the login out of sight, and run.

Of several installed the one of the server's version is taken, else the next newer one: an older
pg_dump refuses a newer server, a newer pg_restore may say what an older server does not know.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

PLACES = "usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"
LIBPQ = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class ProgramProblem(RuntimeError):
    """A program is not there, or failed; its own words without any row's content."""


def server_major() -> int:
    """The major version of the connected server."""
    connection.ensure_connection()
    return connection.pg_version // 10000


def find(name: str, *, server: int) -> Path:
    """The program to use with a server's major version; PG_BIN, where set, is the only place.

    Raises ProgramProblem.
    """
    found = [
        (major, path) for path in _candidates(name) if (major := _major(path)) and major >= server
    ]
    if not found:
        raise ProgramProblem(
            f"{name} of PostgreSQL {server} or newer was not found: install postgresql-client,"
            " or name its directory in PG_BIN."
        )
    return min(found, key=lambda pair: pair[0])[1]


def _candidates(name: str) -> Iterator[Path]:
    if settings.PG_BIN:
        yield Path(settings.PG_BIN) / name
        return
    for pattern in PLACES:
        yield from (place / name for place in sorted(Path("/").glob(pattern), reverse=True))
    if on_path := shutil.which(name):
        yield Path(on_path)


def _major(path: Path) -> int | None:
    if not path.exists():
        return None
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"\) (\d+)", answer.stdout)
    return int(version[1]) if version else None


def _environ() -> dict[str, str]:
    """Where the default connection points, as libpq reads it: never on a command line."""
    there = connection.settings_dict
    given = {
        "PGHOST": there["HOST"],
        "PGPORT": str(there["PORT"]),
        "PGUSER": there["USER"],
        "PGPASSWORD": there["PASSWORD"],
        "PGDATABASE": there["NAME"],
        "PGCONNECT_TIMEOUT": "10",
        "LC_ALL": "C",
    }
    given |= {LIBPQ[key]: str(value) for key, value in there["OPTIONS"].items() if key in LIBPQ}
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return kept | {key: value for key, value in given.items() if value}


def run(program: Path, *arguments: str | Path) -> None:
    """Run a program on the connected database to its end. Raises ProgramProblem."""
    done = subprocess.run(  # noqa: S603
        [program, *arguments],
        env=_environ(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    _check(program, done.returncode, done.stderr)


@contextmanager
def reading(program: Path, *arguments: str | Path) -> Iterator[IO[bytes]]:
    """What a program prints, as it comes. Raises ProgramProblem at the end where it failed."""
    with subprocess.Popen(  # noqa: S603
        [program, *arguments],
        env=_environ(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        yield process.stdout
        process.stdout.read()
        said = process.stderr.read().decode(errors="replace")
    _check(program, process.returncode, said)


def _check(program: Path, code: int, said: str) -> None:
    if code:
        lines = [_without_content(line) for line in said.splitlines() if line.startswith("pg_")]
        raise ProgramProblem("\n".join(lines[:5]) or f"{program.name} ended with code {code}")


def _without_content(line: str) -> str:
    """A failed COPY quotes the value that it could not read."""
    return re.sub(r"(COPY failed for table \"\w+\").*", r"\1", line)
