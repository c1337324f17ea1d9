"""How PostgreSQL goes about what a page asks: plans, with what was really read."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing

import dj_database_url
import psycopg2
from django.db import connection


def gather_statistics(*tables: str) -> None:
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
        at_work.autocommit = True
        cursor.execute("SET synchronous_commit TO on")
        # This commit flushes those before it, without which VACUUM would mark no page as whole.
        cursor.execute(f"ANALYZE {', '.join(tables)}")
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def plans_of(
    ask: Callable[[], object], settings, *, kept: bool, table: str = "cases_case"
) -> list[dict]:
    """The plans of the statements on a table that `ask` makes, in their order.

    kept: with DATABASE_PREPARE, where PostgreSQL plans once for all values.
    """
    seen, settings.DATABASE_PREPARE = [], kept

    def note(execute, sql, params, many, context):
        if sql.lstrip(" \n(").startswith(("SELECT", "WITH", "EXECUTE")):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    if kept:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    with connection.execute_wrapper(note):
        ask()
    plans = []
    with connection.cursor() as cursor:
        for sql, params in seen:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            plans.append(cursor.fetchone()[0][0]["Plan"])
    return [plan for plan in plans if f'"Relation Name": "{table}"' in json.dumps(plan)]


def pages_read(plan: dict) -> int:
    """Pages of tables and indexes, from memory or not."""
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def nodes_of(plan: dict) -> Iterator[dict]:
    """The plan and all that is below it."""
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes_of(inner)
