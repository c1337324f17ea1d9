"""How the operator moves the demonstration's clock: always from what it shows now, in London."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from organisations.clock import date_of
from thresholds.working_days import calendar_with


@dataclass(frozen=True, kw_only=True)
class Move:
    """One button. `target` gives the domain time that it leads to."""

    text: str
    target: Callable[[dt.datetime], dt.datetime]


def _days(number: int) -> Callable[[dt.datetime], dt.datetime]:
    """The same time of day, some days on, whatever the clocks do in between."""
    return lambda now: now + dt.timedelta(days=number)


def _working_days(number: int) -> Callable[[dt.datetime], dt.datetime]:
    def target(now: dt.datetime) -> dt.datetime:
        today = date_of(now)
        return now + (calendar_with(()).add(today, number) - today)

    return target


MOVES: dict[str, Move] = {
    "day": Move(text="1 day on", target=_days(1)),
    "working_days": Move(text="3 working days on", target=_working_days(3)),
    "week": Move(text="1 week on", target=_days(7)),
    "month": Move(text="4 weeks on", target=_days(28)),
}


def offset_after(move: Move, *, now: dt.datetime, real: dt.datetime) -> int:
    """The offset from real time, in seconds, that makes the move. now: the domain time."""
    return round((move.target(now).astimezone(dt.UTC) - real.astimezone(dt.UTC)).total_seconds())
