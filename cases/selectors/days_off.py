"""The days that a partnership has entered into its calendar, for its administrator."""

import datetime as dt
from dataclasses import dataclass

from cases.commands.days_off import NoSuchDay
from thresholds.models import CalendarDay
from thresholds.periods import weekday_in_words


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """One day, ready to show."""

    day_id: int
    on: str
    kind: str
    name: str
    is_past: bool


def days_off_of(*, partnership_id: int, on: dt.date) -> list[DayRow]:
    """Every day that was entered, the latest first. on: today."""
    days = CalendarDay.objects.filter(partnership_id=partnership_id).order_by("-day")
    return [_row(day, on) for day in days]


def get_day_off(*, partnership_id: int, day_id: int, on: dt.date) -> DayRow:
    """One of them. Raises NoSuchDay."""
    day = CalendarDay.objects.filter(partnership_id=partnership_id, pk=day_id).first()
    if day is None:
        raise NoSuchDay(day_id)
    return _row(day, on)


def _row(day: CalendarDay, today: dt.date) -> DayRow:
    return DayRow(
        day_id=day.pk,
        on=weekday_in_words(day.day),
        kind=day.get_kind_display(),
        name=day.name,
        is_past=day.day < today,
    )
