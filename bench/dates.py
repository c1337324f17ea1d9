"""T6: a million due dates, against the bare rank table in the same run. No database, no Django.

The rank table is what a person would write by hand who had the calendar before them: two look-ups
a date. Ours also settles the day of receipt, refuses what lies beyond the calendar, and can
explain any one of them.
"""

import random
from datetime import UTC, date, datetime, timedelta

from bench import timing
from thresholds.limits import Anchor, CountingConvention, LimitUnit, TimeLimit
from thresholds.time_limits import due_on_many, explain
from thresholds.working_days import WorkingCalendar, calendar_with

MANY = 1_000_000
COUNT = 25
FIRST = date(2018, 1, 1)
SPAN = 365 * 25
RESPOND = TimeLimit(
    name="respond",
    title="Full response",
    count=COUNT,
    unit=LimitUnit.WORKING_DAY,
    anchor=Anchor.RECEIPT,
    owner="spoc",
)


def measure(*, rounds: int, many: int = MANY) -> dict:
    """Seconds for so many due dates by the rank table, by us from days, and by us from moments.

    ratio, moments: x the rank table, medians of calls side by side. explained: seconds for one.
    Raises RuntimeError where the two do not give the same dates.
    """
    calendar, chance = calendar_with(), random.Random(6)
    days = [FIRST + timedelta(days=chance.randrange(SPAN)) for _ in range(many)]
    moments = [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in days]
    asked = {"calendar": calendar, "convention": CountingConvention()}
    ranks, working = rank_table(calendar)
    calls = {
        "plain": lambda: [working[ranks[day] + COUNT] for day in days],
        "days": lambda: due_on_many(RESPOND, anchors=days, **asked),
        "moments": lambda: due_on_many(RESPOND, anchors=moments, **asked),
    }
    if not calls["plain"]() == calls["days"]() == calls["moments"]():
        raise RuntimeError("the rank table and the rules give different dates")
    seconds = timing.in_turn(calls, rounds=rounds, warm=1)
    one = timing.in_turn(
        {"one": lambda: explain(RESPOND, anchor_at=moments[0], **asked)}, rounds=100
    )
    return {
        "many": many,
        "plain": timing.median(seconds["plain"]),
        "ratio": timing.ratio(seconds["days"], seconds["plain"]),
        "moments": timing.ratio(seconds["moments"], seconds["plain"]),
        "explained": timing.median(one["one"]),
    }


def rank_table(calendar: WorkingCalendar) -> tuple[dict[date, int], list[date]]:
    """Each day's place among the working days, and the working days, from nothing but questions."""
    ranks, working, day = {}, [], calendar.first
    while day <= calendar.horizon:
        if calendar.is_working(day):
            working.append(day)
        ranks[day] = len(working) - 1
        day += timedelta(days=1)
    return ranks, working
