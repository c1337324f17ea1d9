"""Dates that do not come from counting alone: at a meeting, and dates that were promised.

Pure: meetings and promises are dates that come in (docs/adr/0025).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from thresholds.limits import MeetingLimit
from thresholds.periods import day_in_words, weekday_in_words
from thresholds.time_limits import Day, Explanation, local_date


def due_at_meeting(
    limit: MeetingLimit,
    *,
    anchor_at: datetime | date,
    own: Iterable[date],
    scheduled: Iterable[date],
    promised: date | None,
) -> date | None:
    """The day of the meeting at which `limit` falls due; None where none is known yet.

    own: the meetings on whose agenda the case is; where there is none that is late enough, the next
    of those `scheduled` where the case belongs. promised: the date that the applicant was told,
    which no meeting makes later.
    """
    anchor_on = local_date(anchor_at)
    due = limit.due_on(anchor_on=anchor_on, meetings=own)
    if due is None:
        due = limit.due_on(anchor_on=anchor_on, meetings=scheduled)
    if promised is None or due is None:
        return promised if due is None else due
    return min(due, promised)


def last_day_to_act(worked_out: date, *, promised: date | None) -> date:
    """The last day on which somebody may act who was told one.

    A change of the calendar gives days and takes none: what was promised is never shortened.
    """
    return worked_out if promised is None else max(worked_out, promised)


def explain_meeting(
    limit: MeetingLimit, *, anchor_at: datetime | date, due_on: date
) -> Explanation:
    """How a date at a meeting came about; no day is counted."""
    anchor_on = local_date(anchor_at)
    happened = limit.anchor.text
    return Explanation(
        limit=limit.name,
        anchor_on=anchor_on,
        counted_from=anchor_on,
        due_on=due_on,
        summary=(
            f"{weekday_in_words(due_on)} is the day of the meeting that comes next after {happened}"
            f" ({day_in_words(anchor_on)})."
        ),
        calendar_version="",
        days=(
            Day(on=anchor_on, counted=False, number=None, reason=happened),
            Day(on=due_on, counted=True, number=None, reason="the meeting"),
        ),
    )


def explain_promised(explanation: Explanation, *, holds_on: date) -> Explanation:
    """How a date is worked out; where another one holds because it was promised, that one."""
    if explanation.due_on == holds_on:
        return explanation
    return replace(
        explanation,
        due_on=holds_on,
        days=(),
        summary=(
            f"{weekday_in_words(holds_on)} is the date that holds. The days that count as days off"
            " have changed since it was worked out. That takes no day away from you."
        ),
    )
