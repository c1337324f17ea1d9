"""The queue reads a screenful from its index, however many cases the partnership has."""

import datetime as dt
import json
import os
from contextlib import closing

import dj_database_url
import psycopg2
import pytest
from django.db import connection

from cases.models import Case
from cases.selectors.spoc import Wanted, queue_counts, queue_page
from tests.walk import Walk
from tests.world import NOON, make_world

TODAY = NOON.date()
CASES = 6000


def many_cases(world) -> None:
    """Thousands of open cases like Joan's, twelve due a day, one in nine undated."""
    walk = Walk(world)
    columns = [
        field.column
        for field in Case._meta.concrete_fields
        if field.column not in {"id", "reference", "next_due_on"}
    ]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case ({names}, reference, next_due_on) "  # noqa: S608
            f"SELECT {names}, 'X-' || n, CASE WHEN n %% 9 = 0 THEN NULL "
            "ELSE %s::date + (n / 12)::int END "
            "FROM cases_case, generate_series(1, %s) AS n WHERE id = %s",
            [TODAY - dt.timedelta(days=20), CASES, walk.case_id],
        )


def gather_statistics() -> None:
    """As the database itself does in the background; only a table's owner may ask for it."""
    owner = dj_database_url.parse(os.environ["DATABASE_OWNER_URL"])
    place = connection.settings_dict
    with (
        closing(
            psycopg2.connect(
                host=place["HOST"],
                port=place["PORT"],
                dbname=place["NAME"],
                user=owner["USER"],
                password=owner["PASSWORD"],
            )
        ) as at_work,
        at_work.cursor() as cursor,
    ):
        cursor.execute("ANALYZE cases_case")
        at_work.commit()


@pytest.fixture
def big(transactional_db):
    """A world whose partnership has thousands of open cases."""
    world = make_world()
    with world.inside():
        many_cases(world)
    gather_statistics()
    return world


def plans_of(ask) -> list[dict]:
    """The plans, with what was really read, of the statements on cases that `ask` makes."""
    seen = []

    def note(execute, sql, params, many, context):
        if '"cases_case"' in sql:
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    plans = []
    with connection.cursor() as cursor:
        for sql, params in seen:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            plans.append(cursor.fetchone()[0][0]["Plan"])
    return plans


def pages_read(plan: dict) -> int:
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def place(world, wanted: Wanted, *, pages: int) -> str:
    after = ""
    for _ in range(pages):
        after = queue_page(
            partnership_id=world.partnership.pk,
            wanted=Wanted(districts=wanted.districts, after=after),
            today=TODAY,
        ).next_after
    return after


@pytest.mark.parametrize("pages", [0, 4])
def test_a_page_of_the_queue_reads_at_most_forty_pages_of_the_table(big, pages):
    everything = Wanted(districts=None)
    with big.inside():
        wanted = Wanted(districts=None, after=place(big, everything, pages=pages))
        (plan, *_) = plans_of(
            lambda: queue_page(partnership_id=big.partnership.pk, wanted=wanted, today=TODAY)
        )
    text = json.dumps(plan)
    assert pages_read(plan) <= 40
    assert "Seq Scan" not in text
    assert "case_queue" in text


def test_the_counts_read_only_what_is_due(big):
    with big.inside():
        (plan,) = plans_of(
            lambda: queue_counts(partnership_id=big.partnership.pk, districts=None, today=TODAY)
        )
    assert "case_queue" in json.dumps(plan)
    assert "Seq Scan" not in json.dumps(plan)
    assert pages_read(plan) < CASES / 20
