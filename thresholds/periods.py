"""Periods that are said to begin with a date, or to follow one.

"Within one month beginning with 10 March" counts 10 March as its first day and
ends on 9 April (s.104 of the Anti-social Behaviour, Crime and Policing Act 2014
uses "beginning with" for the qualifying complaint). The end is found by the
corresponding date rule (Dodds v Walker [1981]): the period ends on the day
before the same day number in the later month.

**No corresponding date.** One month beginning with 31 January would end the day
before 31 February. There is no such day; the period then ends on the last day
of that month, 28 or 29 February, as do the months beginning with 30 January
and, in a common year, 29 January. The other reading, the day before the
shortened date (27 February), is a day less for the person who complained; where
the law is unclear the rule taken here favours them, and a later start still
never gives an earlier end.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from thresholds.reading import whole


class Unit(StrEnum):
    """What a period is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Counting(StrEnum):
    """Whether the first date is itself the first day of the period."""

    BEGINNING_WITH = "beginning_with"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True)
class Period:
    """A length of time: `n` days, weeks or calendar months."""

    n: int = whole(at_least=1, at_most=366)
    unit: Unit
    counting: Counting = Counting.BEGINNING_WITH

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.unit is Unit.MONTH and self.n > 120:
            yield "n", f"must be at most 120 for months; got {self.n}"

    def last_day(self, start: date) -> date:
        """The last day, itself included, of the period that `start` opens."""
        if self.counting is Counting.BEGINNING_WITH:
            return last_day_beginning_with(start, n=self.n, unit=self.unit)
        return last_day_after(start, n=self.n, unit=self.unit)

    @property
    def text(self) -> str:
        """`one month`, `six months`, `30 days`."""
        return f"{number_in_words(self.n)} {self.unit}{'' if self.n == 1 else 's'}"

    def text_from(self, start: date) -> str:
        """`one month beginning with 10 March 2026`."""
        joint = "beginning with" if self.counting is Counting.BEGINNING_WITH else "after"
        return f"{self.text} {joint} {day_in_words(start)}"


def last_day_beginning_with(start: date, *, n: int, unit: Unit) -> date:
    """Last day, inclusive, of `n` units of which `start` is the first day."""
    if unit is Unit.MONTH:
        year, month = _month_on(start, n)
        length = calendar.monthrange(year, month)[1]
        if start.day > length:
            return date(year, month, length)
        return date(year, month, start.day) - timedelta(days=1)
    return start + timedelta(days=_days(n, unit) - 1)


def last_day_after(start: date, *, n: int, unit: Unit) -> date:
    """Last day, inclusive, of `n` units of which the day after `start` is the first.

    Negative `n` counts backwards. Months end on the corresponding date, or on
    the last day of the month where there is none.
    """
    if unit is Unit.MONTH:
        year, month = _month_on(start, n)
        return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    return start + timedelta(days=_days(n, unit))


@lru_cache(maxsize=4096)
def day_in_words(day: date) -> str:
    """`10 March 2026`."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


@lru_cache(maxsize=4096)
def weekday_in_words(day: date) -> str:
    """`Tuesday 10 March 2026`."""
    return f"{calendar.day_name[day.weekday()]} {day_in_words(day)}"


def when_in_words(first: date | None, last: date | None = None) -> str:
    """`on Tuesday 10 March 2026`, and of a range `in March 2026`, `in 2026` or `between 3 and 9
    March 2026`; `on a day that is not known` without a first day."""
    if first is None:
        return "on a day that is not known"
    if last is None or last == first:
        return f"on {weekday_in_words(first)}"
    if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12):
        return f"in {first.year}" if first.year == last.year else _between(first, last)
    if (first.year, first.month) != (last.year, last.month):
        return _between(first, last)
    if (first.day, last.day) == (1, calendar.monthrange(first.year, first.month)[1]):
        return f"in {calendar.month_name[first.month]} {first.year}"
    return f"between {first.day} and {day_in_words(last)}"


def _between(first: date, last: date) -> str:
    return f"between {day_in_words(first)} and {day_in_words(last)}"


def number_in_words(n: int) -> str:
    """One to nine as words, larger numbers in figures."""
    names = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[n - 1] if 1 <= n <= 9 else str(n)


def joined(parts: list[str], *, last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _days(n: int, unit: Unit) -> int:
    return 7 * n if unit is Unit.WEEK else n


def _month_on(start: date, months: int) -> tuple[int, int]:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return year, month + 1
