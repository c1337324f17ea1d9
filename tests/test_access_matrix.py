"""Every address x everybody: who gets in, who is told no, and who is told that nothing is there.

The rows stand in tests/specs/access/*.csv, one file a door. An address without a row fails.
"""

import csv
from itertools import groupby
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_world import COLUMNS, STAGES, make_access_world

TABLES = Path(__file__).parent / "specs" / "access"
# allauth's own pages, and those that say nothing of anybody.
NOT_OURS = ("account_", "health_")


def read_rows() -> list[dict]:
    """Every row of every door, with the door's name."""
    found = []
    for table in sorted(TABLES.glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as lines:
            found += [row | {"door": table.stem} for row in csv.DictReader(lines, strict=True)]
    return found


ROWS = read_rows()


def addresses(resolver=None, namespace: str = "") -> set[str]:
    """The names of all addresses of the service."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            found |= addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            found.add(":".join(filter(None, [namespace, pattern.name or str(pattern.pattern)])))
    return found


def test_every_address_has_its_rows():
    listed = {row["name"] for row in ROWS}
    ours = {name for name in addresses() if not name.startswith(NOT_OURS)}
    assert ours - listed == set(), "addresses without a row in tests/specs/access"
    assert listed - ours == set(), "rows for addresses that do not exist"
    assert {row["stage"] for row in ROWS} <= set(STAGES)
    assert all(None not in row and None not in row.values() for row in ROWS)


GROUPS = [
    pytest.param(list(rows), id=f"{door}-{stage}")
    for (door, stage), rows in groupby(
        sorted(ROWS, key=lambda row: (row["door"], row["stage"])),
        key=lambda row: (row["door"], row["stage"]),
    )
]


def ask(made, row: dict, column: str) -> int:
    """One request by one person; whatever it did is undone."""
    arguments = [made.ids[name] for name in row["args"].split()]
    url = reverse(row["name"], args=arguments)
    client = made.client(column)
    with transaction.atomic():
        answer = client.post(url) if row["method"] == "POST" else client.get(url)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("rows", GROUPS)
def test_access(world, rows):
    made = make_access_world(world, rows[0]["stage"])
    wrong = []
    for row in rows:
        for column in COLUMNS:
            status = ask(made, row, column)
            if str(status) != row[column]:
                wrong.append(
                    f"{row['method']} {row['name']} as {column}: {status}, not {row[column]}"
                )
    assert not wrong, "\n".join(wrong)
