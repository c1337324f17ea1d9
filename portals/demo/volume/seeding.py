"""A volume of invented cases: places first, then table by table, one statement each."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from cases.references import ALPHABET
from organisations.database import as_owner
from portals.demo.volume import names, places
from portals.demo.volume.loading import unbound, without_keys
from thresholds.procedure import parse_procedure
from thresholds.time_limits import due_on_many
from thresholds.working_days import calendar_with

SQL = Path(__file__).parent / "sql"
OLDEST = 1500
"""Days; further back than the oldest case."""
FORTNIGHTS = OLDEST // 14

# Each table that cases fill, in order, and the file that fills it. Keyed: rows name each other by
# number there, counted on from what the table holds.
KEYED = {
    "cases_case": "first_case",
    "cases_application": "first_application",
    "cases_person": "first_person",
    "cases_incident": "first_incident",
    "cases_report": "first_report",
    "cases_event": "first_event",
    "cases_meeting": "first_meeting",
    "cases_agendaitem": "first_item",
    "cases_actionplan": "first_plan",
}
STEPS = {
    "cases_case": "case",
    "cases_application": "application",
    "cases_accesskey": "access_key",
    "cases_person": "person",
    "cases_involvement": "involvement",
    "cases_casetoken": "token",
    "cases_safecontact": "safe_contact",
    "cases_incident": "incident",
    "cases_report": "report",
    "cases_deadline": "deadline",
    "cases_meeting": "meeting",
    "cases_agendaitem": "agenda",
    "cases_victiminvolvement": "victim_involvement",
    "cases_actionplan": "plan",
    "cases_action": "action",
    "cases_informationrequest": "request",
    "cases_casegrant": "grant",
    "cases_pccreview": "pcc_review",
    "cases_event": "event",
    "cases_statisticsentry": "statistics",
}
PLACE_TABLES = [
    "organisations_district",
    "organisations_locality",
    "organisations_partneragency",
    "thresholds_procedure",
]


@dataclass(frozen=True, kw_only=True)
class Volume:
    """How much, and of what shape.

    seed: another one draws other cases. all_open: every case open and acknowledged, one in fifty
    past its date, the others well before it: what a sweep of deadlines meets.
    """

    cases: int
    partnerships: int
    seed: int = 1
    all_open: bool = False


def seed(volume: Volume, *, today: dt.date) -> Iterator[str]:
    """Add the cases as of a date; yields a line whenever something is done.

    One transaction: it is all there or nothing is, and the schema is as it was. The tables are
    locked meanwhile. Outside any transaction.
    """
    with as_owner():
        # VACUUM marks a page for index-only scans where the commits have been written out.
        _run("SET synchronous_commit = on")
        with transaction.atomic(), unbound(tables=[*PLACE_TABLES, *STEPS]):
            places.build(partnerships=volume.partnerships)
            yield f"{volume.partnerships} partnerships with their people"
            with without_keys(tables=list(STEPS)):
                yield from _load(_values(volume, today=today))
                yield "now the keys are built and checked"
        yield "keys and policies as before"
        for table in [*PLACE_TABLES, *STEPS]:
            _run(f"VACUUM (ANALYZE) {table}")
        yield "statistics gathered"


def _load(values: dict) -> Iterator[str]:
    _run("SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '512MB'")
    for name in ("functions", "places", "stage"):
        _run_file(name, values)
    yield f"{values['cases']} cases drawn"
    for table, name in STEPS.items():
        _run_file(name, values)
        _count_on(table)
        yield table


def _values(volume: Volume, *, today: dt.date) -> dict:
    return {
        "cases": volume.cases,
        "partnerships": volume.partnerships,
        "seed": volume.seed,
        "all_open": volume.all_open,
        "today": today,
        "meetings": FORTNIGHTS,
        "slugs": [places.slug_of(n) for n in range(1, volume.partnerships + 1)],
        "alphabet": ALPHABET,
        "given": names.GIVEN.split(),
        "family": names.FAMILY.split(),
        "second": names.SECOND.split(),
        **_dates(today),
        **{name: _highest(table) for table, name in KEYED.items()},
    }


def _dates(today: dt.date) -> dict:
    """What the pure function says of each day, for each limit that is counted from one."""
    procedure, calendar = parse_procedure(places.content()), calendar_with()
    days = [today - dt.timedelta(days=age) for age in range(OLDEST)]
    due = {
        name: due_on_many(
            procedure.limit(name),
            anchors=days,
            calendar=calendar,
            convention=procedure.counting,
        )
        for name in ("acknowledge", "respond", "plan_progress")
    }
    return {"days": days, "calendar": calendar.version, **due}


def _highest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - from the table above
        return cursor.fetchone()[0]


def _count_on(table: str) -> None:
    """Let the table's own numbering go on after ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table}",  # noqa: S608
            [table],
        )


def _run_file(name: str, values: dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute((SQL / f"{name}.sql").read_text("utf-8"), values)


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
