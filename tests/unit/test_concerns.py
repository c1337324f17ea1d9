"""Which of two periods is shorter, from at least one day of the year (tests/specs/shorter.csv)."""

import pytest

from tests.specs.tables import rows
from thresholds.concerns import shorter_than
from thresholds.periods import Counting, Period, Unit


def period_of(text: str) -> Period:
    """`30 days beginning with`."""
    n, unit, counting = text.split(" ", 2)
    return Period(
        n=int(n), unit=Unit(unit.removesuffix("s")), counting=Counting(counting.replace(" ", "_"))
    )


@pytest.mark.parametrize("row", rows("shorter.csv"))
def test_table_of_shorter_periods(row):
    found = shorter_than(period_of(row["period"]), period_of(row["of"]))
    assert ("yes" if found else "no") == row["shorter"]
