"""Reads the tables of tests/specs: each row one example, its id the test's id."""

import csv
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def rows(name: str) -> list:
    """The rows of a table as pytest parameters; two rows with one id are refused."""
    with (HERE / name).open(encoding="utf-8", newline="") as table:
        read = list(csv.DictReader(table, strict=True))
    ids = [row["id"] for row in read]
    if not ids or len(ids) != len(set(ids)) or any(None in row for row in read):
        raise ValueError(f"{name}: empty, two rows with the same id, or a row with too many cells")
    return [pytest.param(row, id=row["id"]) for row in read]
