"""What each page asks of the database, and how the database goes about it.

Runs inside Django, in a child of the bench, as the application role with the page's own scope: each
statement is explained inside the request that makes it, just before it is made.
"""

import re
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import override_settings

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, VERBOSE OFF) "
_READS = re.compile(r"^\s*(SELECT|\(?\s*\(SELECT|WITH)\b", re.IGNORECASE)
_BUFFERS = re.compile(r"^\s*Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?", re.MULTILINE)
_SCANNED = re.compile(r"Seq Scan on (\w+)")


@dataclass(kw_only=True)
class Statement:
    """One statement of a page. buffers: pages of tables and indexes that it touched."""

    sql: str
    plan: str = ""
    buffers: int = 0
    scanned: tuple[str, ...] = ()


@dataclass
class Watch:
    """An execute wrapper that keeps the plan of every statement that reads."""

    statements: list[Statement] = field(default_factory=list)
    asking: bool = False

    def __call__(self, execute, sql, params, many, context):
        if not self.asking:
            self.statements.append(self._explained(sql, params))
        return execute(sql, params, many, context)

    def _explained(self, sql: str, params) -> Statement:
        if not _READS.match(sql) or "set_config" in sql or "FOR NO KEY UPDATE" in sql:
            return Statement(sql=sql)
        self.asking = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(EXPLAIN + sql, params)
                plan = "\n".join(row[0] for row in cursor.fetchall())
        finally:
            self.asking = False
        touched = _BUFFERS.search(plan)
        return Statement(
            sql=sql,
            plan=plan,
            buffers=sum(int(number or 0) for number in touched.groups()) if touched else 0,
            scanned=tuple(sorted(set(_SCANNED.findall(plan)))),
        )


def statements_of(client: Client, path: str, *, status: int = 200) -> list[Statement]:
    """The statements of one page with their plans, without those of its transaction.

    Sent as they are: a plan that is kept is asked for by its name, which explains nothing.
    """
    watch = Watch()
    with override_settings(DATABASE_PREPARE=False), connection.execute_wrapper(watch):
        answer = client.get(path)
    if answer.status_code != status:
        raise AssertionError(f"{path} answered {answer.status_code}")
    return watch.statements


def signed_in(cookie: str) -> Client:
    """A client with a session cookie as `bench.pages` gives it."""
    client = Client(HTTP_HOST="127.0.0.1")
    name, _, key = cookie.partition("=")
    client.cookies[name] = key
    return client


def as_text(name: str, statements: list[Statement]) -> str:
    """Plans for a person to read."""
    parts = [f"# {name}: {len(statements)} statements"]
    for number, one in enumerate(statements, start=1):
        parts.append(f"\n## {number}. {one.buffers} buffers\n{one.sql}\n\n{one.plan}")
    return "\n".join(parts) + "\n"
