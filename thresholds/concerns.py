"""A rule that is narrower than the Act: what the statute guard says of it (`thresholds.guard`).

Clauses are of the Anti-social Behaviour, Crime and Policing Act 2014.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from thresholds.periods import Counting, Period, Unit

COUNT_CLAUSE = "s.104(4) and explanatory note 231"
COMPLAINTS_CLAUSE = "s.104(4)"
WITHIN_CLAUSE = "s.104(4) and (11)"
DISCRETION_CLAUSE = "s.104(5)"

ONE_MONTH = Period(n=1, unit=Unit.MONTH)
SIX_MONTHS = Period(n=6, unit=Unit.MONTH)

# Every length of month, and the leap day.
_FOUR_YEARS = tuple(date(2024, 1, 1) + timedelta(days=number) for number in range(4 * 365 + 1))


class Weight(StrEnum):
    """Whether a procedure may be published all the same."""

    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Concern:
    """One rule that is narrower than the Act.

    path: where it stands in the procedure. code: the rule of the guard, for the record.
    """

    path: str
    code: str
    weight: Weight
    clause: str
    words: str


def warning(path: str, code: str, clause: str, words: str) -> Concern:
    """A concern with which a procedure may be published, once it has been read."""
    return Concern(path=path, code=code, weight=Weight.WARNING, clause=clause, words=words)


def shorter_than(period: Period, full: Period) -> bool:
    """Whether a period ends earlier than `full` from at least one day on which both could begin."""
    return _shorter(period.n, period.unit, period.counting, full.n, full.unit, full.counting)


@lru_cache(maxsize=256)
def _shorter(n: int, unit: Unit, counting: Counting, of: int, of_unit: Unit, of_counting: Counting):
    period = Period(n=n, unit=unit, counting=counting)
    full = Period(n=of, unit=of_unit, counting=of_counting)
    return any(period.last_day(day) < full.last_day(day) for day in _FOUR_YEARS)
