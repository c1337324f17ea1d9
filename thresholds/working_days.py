"""Working days in England and Wales.

A working day is any day that is not a Saturday, a Sunday or a bank holiday in
England and Wales, nor a day that the partnership or a proclamation has made a
day off. The bank holidays come from the `holidays` library (checked against the
proclamations for 2018 to 2028, with the one-off days of 2020, 2022 and 2023);
what it cannot know yet is laid over it as dated overrides.

Every day of the calendar's range has a rank: how many working days there are up
to and including it. Adding, taking away and counting working days are then two
look-ups, whatever the number of days.
"""

import calendar as names
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from holidays.countries.united_kingdom import UnitedKingdom

FIRST_YEAR = 2014
"""Section 104 came into force on 20 October 2014; nothing is counted before."""
LAST_YEAR = 2050

BANK_HOLIDAY = "bank holiday"
CLOSED = "closed"

_SATURDAY = 5
_DAY = timedelta(days=1)
_PUBLIC_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


class BeyondCalendarError(LookupError):
    """A date, or an answer, outside the range of the calendar."""


class DayKind(StrEnum):
    """What a dated override makes of a day."""

    HOLIDAY = "holiday"
    CLOSURE = "closure"
    WORKING = "working"


@dataclass(frozen=True, kw_only=True)
class DayOverride:
    """A dated correction of the library: a proclaimed bank holiday, a day on which
    the partnership is closed, or a day that is a working day after all."""

    on: date
    kind: DayKind
    name: str

    @property
    def reason(self) -> str:
        """`bank holiday (Coronation)`, `closed (office move)`."""
        return f"{BANK_HOLIDAY if self.kind is DayKind.HOLIDAY else CLOSED} ({self.name})"


class WorkingCalendar:
    """Working days of England and Wales from `first_year` to `last_year`.

    Where two overrides name the same day, the later in the list holds.
    `version` is a hash of all that makes up the answers: equal versions give
    equal due dates, wherever and whenever they are computed.
    """

    def __init__(
        self,
        *,
        overrides: Iterable[DayOverride] = (),
        first_year: int = FIRST_YEAR,
        last_year: int = LAST_YEAR,
    ):
        if first_year > last_year:
            raise ValueError(f"first_year {first_year} is after last_year {last_year}")
        self.first = date(first_year, 1, 1)
        self.horizon = date(last_year, 12, 31)
        self._off = dict(_bank_holidays(first_year, last_year))
        self._on: set[date] = set()
        for override in overrides:
            self._lay_over(override)
        self._build_ranks()
        self.version = self._hash()

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day."""
        index = self._rank_of(day)
        return index >= 0 and self._working[index] == day

    def reason_off(self, day: date) -> str | None:
        """Why `day` is no working day (`Saturday`, `bank holiday (Christmas Day)`), or None."""
        if self.is_working(day):
            return None
        return self._off.get(day) or names.day_name[day.weekday()]

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is itself not counted.

        Negative `n` gives the n-th working day before it. Zero is refused: it
        has no answer that suits both a working day and a day off.
        """
        rank = self._rank_of(day)
        if n == 0:
            raise ValueError("n must not be zero")
        if n < 0 and not self.is_working(day):
            n += 1
        return self._at(rank + n, day, n)

    def add_many(self, days: Iterable[date], n: int) -> list[date]:
        """`add` for each of many days, in order; two look-ups a day."""
        if n <= 0:
            return [self.add(day, n) for day in days]
        working, rank = self._working, self._rank
        try:
            return [working[rank[day] + n] for day in days]
        except (KeyError, IndexError) as outside:
            raise BeyondCalendarError(self._range()) from outside

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` is earlier."""
        return self._rank_of(end) - self._rank_of(start)

    def on_or_after(self, day: date) -> date:
        """`day` itself where it is a working day, else the next one."""
        return day if self.is_working(day) else self.add(day, 1)

    def within(self, day: date) -> date:
        """`day` itself. Raises BeyondCalendarError outside the calendar's range."""
        self._rank_of(day)
        return day

    def _lay_over(self, override: DayOverride) -> None:
        if not self.first <= override.on <= self.horizon:
            raise BeyondCalendarError(f"{override.on}: {self._range()}")
        if override.kind is DayKind.WORKING:
            self._off.pop(override.on, None)
            self._on.add(override.on)
        else:
            self._on.discard(override.on)
            self._off[override.on] = override.reason

    def _build_ranks(self) -> None:
        self._working: list[date] = []
        self._rank: dict[date, int] = {}
        day = self.first
        while day <= self.horizon:
            weekend = day.weekday() >= _SATURDAY and day not in self._on
            if not weekend and day not in self._off:
                self._working.append(day)
            self._rank[day] = len(self._working) - 1
            day += _DAY

    def _hash(self) -> str:
        off = "".join(f"{day}-{self._off[day]};" for day in sorted(self._off))
        on = "".join(f"{day}+;" for day in sorted(self._on))
        content = f"{self.first}/{self.horizon}/{off}/{on}"
        return "england-and-wales:" + hashlib.sha256(content.encode()).hexdigest()[:16]

    def _rank_of(self, day: date) -> int:
        if isinstance(day, datetime):
            raise TypeError("a date is needed, not a datetime: decide on the local day first")
        try:
            return self._rank[day]
        except KeyError:
            raise BeyondCalendarError(f"{day}: {self._range()}") from None

    def _at(self, index: int, day: date, n: int) -> date:
        if 0 <= index < len(self._working):
            return self._working[index]
        raise BeyondCalendarError(f"{n} working days from {day}: {self._range()}")

    def _range(self) -> str:
        return f"the calendar runs from {self.first} to {self.horizon}"


@lru_cache(maxsize=64)
def calendar_with(overrides: tuple[DayOverride, ...] = ()) -> WorkingCalendar:
    """The calendar of the usual range with these overrides, built once per process."""
    return WorkingCalendar(overrides=overrides)


@lru_cache(maxsize=512)
def calendar_of_years(
    overrides: tuple[DayOverride, ...], *, first_year: int, last_year: int
) -> WorkingCalendar:
    """The calendar of a few years: a tenth of the work and of the memory, for sweeps over many.

    Raises BeyondCalendarError where an override lies outside these years.
    """
    return WorkingCalendar(overrides=overrides, first_year=first_year, last_year=last_year)


@lru_cache(maxsize=8)
def _bank_holidays(first_year: int, last_year: int) -> MappingProxyType[date, str]:
    """Bank holidays on weekdays; those at a weekend never change a count."""
    found = UnitedKingdom(subdiv="ENG", years=range(first_year, last_year + 1), observed=True)
    return MappingProxyType(
        {
            day: f"{BANK_HOLIDAY} ({_public_name(name)})"
            for day, name in found.items()
            if day.weekday() < _SATURDAY
        }
    )


def _public_name(name: str) -> str:
    plain = name.removesuffix(" (observed)")
    public = _PUBLIC_NAMES.get(plain, plain)
    return public if plain == name else f"{public}, substitute day"
