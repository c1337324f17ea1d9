"""T5: chasing the dates of a million open cases, against one plain statement in the same run.

Runs inside Django, in a child of the bench. Whatever the sweep's code becomes, only `sweep_once`
and the names below know it.
"""

import datetime as dt
import os
import time
from collections.abc import Callable
from contextlib import closing, contextmanager
from importlib import import_module
from unittest import mock

import dj_database_url
import psycopg2
from django.db import connection, transaction

from bench import SWEEP
from bench.timing import median
from cases.commands.reminders import reminder_times
from cases.procedures import calendar_around
from organisations import clock
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from portals.demo.volume.places import slug_of
from thresholds.chasing import cut_offs

TABLE = "notifications_chaser"
PLAIN = "bench_chaser"
KEYLESS = "bench_chaser_keyless"
LATE = 2
STATED = f"""
INSERT INTO {{table}} (partnership_id, deadline_id, due_on, stage, written_at, stopped_because)
SELECT partnership_id, id, due_on, {LATE}, now(), ''
FROM cases_deadline WHERE met_at IS NULL AND lapsed_at IS NULL AND due_on < %s
"""


def measure(*, rounds: int) -> dict:
    """Seconds of the plain statement, of a first sweep and of a second, in turn; their rows.

    The statement writes into a table with the constraints, indexes and foreign keys of the real
    one; `keyless` into one without foreign keys, whose rows nobody could trust. Raises RuntimeError
    when the sweep wrote less than the statement.
    """
    at = _working_noon(clock.now())
    keyless, plain, first, second, written = [], [], [], [], []
    with _superuser() as run:
        _make_tables(run)
        for _ in range(rounds):
            _empty(run)
            keyless.append(_seconds(lambda: run(STATED.format(table=KEYLESS), [at.date()])))
            plain.append(_seconds(lambda: run(STATED.format(table=PLAIN), [at.date()])))
            first.append(_seconds(lambda: sweep_once(at)))
            before = _count(run, TABLE)
            if before < _count(run, PLAIN):
                raise RuntimeError(f"the sweep wrote {before} rows only: is {at} in quiet hours?")
            second.append(_seconds(lambda: sweep_once(at)))
            written.append([_count(run, PLAIN), before, _count(run, TABLE) - before])
        _empty(run)
        plan = plan_at(at)
        run(f"DROP TABLE {PLAIN}, {KEYLESS}")
    return {
        "keyless": median(keyless),
        "plain": median(plain),
        "first": median(first),
        "second": median(second),
        "ratio": _ratio(first, plain),
        "ratio keyless": _ratio(first, keyless),
        "written": written[-1],
        "plan": plan,
    }


def plan_at(at: dt.datetime) -> str:
    """How the sweep's statement goes about the largest partnership; nothing stays written."""
    chasing, partnership = import_module(SWEEP), Partnership.objects.get(slug=slug_of(1))
    with transaction_in(Scope.staff(partnership.pk)), connection.cursor() as cursor:
        calendar = calendar_around(partnership.pk, on=at.date())
        days = cut_offs(at.date(), times=reminder_times(partnership), calendar=calendar)
        values = chasing.values_of(partnership.pk, days)
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {chasing.WRITE}", values)
        plan = [line for (line,) in cursor.fetchall()]
        transaction.set_rollback(True)
    return "\n".join(plan) + "\n"


def sweep_once(at: dt.datetime) -> None:
    """Write the chasers of every partnership, as the application role in each one's scope.

    The mails that follow are left out: the statement it is compared with sends none either.
    """
    chasing = import_module(SWEEP)
    with mock.patch.object(chasing, "remind", _no_mails):
        chasing.chase(at=at)


def _no_mails(**given) -> int:
    return 0


def _working_noon(now: dt.datetime) -> dt.datetime:
    """Noon of a working day near the data's own: no quiet hours."""
    day = now - dt.timedelta(days=max(0, now.weekday() - 4))
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


def _make_tables(run: Callable) -> None:
    """LIKE takes everything over but foreign keys."""
    for table in (PLAIN, KEYLESS):
        run(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (LIKE {TABLE} INCLUDING ALL)")
    keys = run(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'f'",
        [TABLE],
    )
    for name, definition in keys:
        run(f'ALTER TABLE {PLAIN} ADD CONSTRAINT "{name}" {definition}')


def _ratio(these: list[float], those: list[float]) -> float:
    """The median of the rounds' own ratios: what disturbs a round disturbs both."""
    return median([one / other for one, other in zip(these, those, strict=True)])


def _empty(run: Callable) -> None:
    run(f"TRUNCATE {PLAIN}, {KEYLESS}; TRUNCATE {TABLE} CASCADE")


def _count(run: Callable, table: str) -> int:
    return run(f"SELECT count(*) FROM {table}")[0][0]


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@contextmanager
def _superuser():
    """Run statements above row-level security, each committed."""
    place = dj_database_url.parse(os.environ["BENCH_SUPERUSER_URL"])
    with closing(
        psycopg2.connect(
            host=place["HOST"],
            port=place["PORT"],
            dbname=place["NAME"],
            user=place["USER"],
            password=place["PASSWORD"],
        )
    ) as above:
        above.autocommit = True

        def run(sql: str, values=None) -> list[tuple]:
            with above.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall() if cursor.description else []

        yield run
