"""Every table of tests/specs is described in its README, column by column, for who signs it off."""

import csv
import re
from pathlib import Path

import pytest

from tests.specs.tables import HERE, rows

LEGEND = (HERE / "README.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `([^`]+)`\n(.*?)(?=^## |\Z)", LEGEND, re.MULTILINE | re.DOTALL))
TABLES = sorted(HERE.rglob("*.csv"))
SAID_ONCE = {"id", "why", "because", "reason"}


def section_of(table: Path) -> str:
    """Where a table is described: the doors of `access/` have the same columns."""
    return f"{table.parent.name}/" if table.parent != HERE else table.name


def columns_of(table: Path) -> list[str]:
    with table.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines))


def in_backticks(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def test_every_file_has_its_section_and_every_section_its_file():
    kept = {section_of(table) for table in TABLES} | {one.name for one in HERE.glob("*.json")}
    assert set(SECTIONS) == kept
    assert LEGEND.count("\n## ") == len(SECTIONS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_described(table):
    described = in_backticks(SECTIONS.get(section_of(table), "")) | SAID_ONCE
    assert set(columns_of(table)) - described == set()


def test_the_names_that_are_said_once_are_said_at_the_beginning():
    assert in_backticks(LEGEND.partition("\n## ")[0]) >= SAID_ONCE


def test_the_rows_that_are_read_aloud_stand_in_their_tables():
    read = {
        name: re.findall(r"```csv\n(.*?)\n```", text, re.DOTALL) for name, text in SECTIONS.items()
    }
    for name, quoted in read.items():
        if quoted:
            lines = (HERE / name).read_text(encoding="utf-8").splitlines()
            assert set(quoted) <= set(lines), name
    assert {name: len(quoted) for name, quoted in read.items() if quoted} == {
        "thresholds.csv": 2,
        "deadlines.csv": 2,
    }


def test_every_word_that_a_report_can_have_is_in_the_language():
    """A word with a value is described by one of its examples, such as `to=police`."""
    told = {one.partition("=")[0] for one in in_backticks(SECTIONS["thresholds.csv"])}
    used = {
        word.partition("=")[0]
        for table in ("thresholds.csv", "reasons.csv")
        for row in rows(table)
        for report in row.values[0]["reports"].split(";")
        for word in report.split()[4:]
    }
    assert used - told == set()
    assert {"unrelated", "hate", "linked"} <= used
