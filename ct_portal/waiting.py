"""Wait for the database before a process starts: `python -m ct_portal.waiting`, bounded.

Exit code 0 when it accepts the login; 1 when it did not within WAIT_SECONDS; 2 when the settings
are wrong. Says in one sentence what it waits for, and never shows a password.
"""

import os
import sys
import time

import psycopg2
from django.core.exceptions import ImproperlyConfigured

from ct_portal import environment as env

BETWEEN_SECONDS = 0.5
ANSWER_SECONDS = 5


def main() -> int:
    """Read the settings, then wait; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ct_portal.settings")
    try:
        from django.conf import settings

        database = settings.DATABASES["default"]
        seconds = env.whole("WAIT_SECONDS", 60)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0 if _answers(database, seconds=seconds) else 1


def _answers(database: dict, *, seconds: int) -> bool:
    where = f"{database['HOST']}:{database['PORT'] or 5432}"
    end = time.monotonic() + seconds
    problem, told = _problem(database), False
    while problem:
        if not told:
            print(f"Waiting for the database at {where}, {seconds} s at most.", file=sys.stderr)
            told = True
        if time.monotonic() > end:
            print(
                f"The database at {where} did not let {database['USER']} in within {seconds} s: "
                f"{problem}.",
                file=sys.stderr,
            )
            return False
        time.sleep(BETWEEN_SECONDS)
        problem = _problem(database)
    return True


def _problem(database: dict) -> str:
    """Why no session can be had, empty when one can."""
    try:
        psycopg2.connect(
            host=database["HOST"],
            port=database["PORT"] or 5432,
            user=database["USER"],
            password=database["PASSWORD"],
            dbname=database["NAME"],
            **(database.get("OPTIONS") or {}) | {"connect_timeout": ANSWER_SECONDS},
        ).close()
    except psycopg2.OperationalError as error:
        return str(error).strip().splitlines()[-1].rpartition("FATAL:")[2].strip() or "no answer"
    return ""


if __name__ == "__main__":
    sys.exit(main())
