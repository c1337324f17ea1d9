"""Days off that no library knows: holidays proclaimed, closures, and days worked (ADR 19).

A change of the calendar moves every open date that it touches, in the same transaction. Each move
is an event in its case; where the applicant had been told the date, they are written to.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from cases.commands.people import check_administrator
from cases.deadlines import Moved
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import letter_facts
from cases.models import Event, PccWindow
from cases.moving import follow_calendar
from cases.policies import NotNow
from cases.procedures import calendar_of, procedure_of
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.models import CalendarDay
from thresholds.periods import weekday_in_words
from thresholds.working_days import BeyondCalendarError

ADDED = {
    CalendarDay.Kind.HOLIDAY: "{day} is now a bank holiday ({name}), so we do not count it.",
    CalendarDay.Kind.CLOSURE: "We are closed on {day} ({name}). We do not count days off.",
    CalendarDay.Kind.WORKING: "{day} is now a working day ({name}), so we count it.",
}
REMOVED = {
    CalendarDay.Kind.HOLIDAY: "{day} is not a bank holiday after all, so we count it.",
    CalendarDay.Kind.CLOSURE: "We are open on {day} after all, so we count it.",
    CalendarDay.Kind.WORKING: "{day} is a day off after all, so we do not count it.",
}
CALENDAR_CHANGED = "The days that count as days off have changed."
MEETINGS_CHANGED = "The meeting that comes next is on another day."
MOST_CASES = 100


class NoSuchDay(LookupError):
    """The partnership has entered no such day."""


@dataclass(frozen=True, kw_only=True)
class DayGiven:
    """One day that differs from the usual calendar.

    name: what applicants read (`office move`). reason: why it is entered, for the record.
    """

    on: dt.date
    kind: str
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What a changed calendar came to: dates moved, letters to be written about them, and how many
    cases are left for the next sweep."""

    dates: int
    letters: int
    cases_left: int = 0


def add_day(*, partnership_id: int, given: DayGiven, by: Actor, at: dt.datetime) -> Followed:
    """Enter a day off, or a working day, and move the open dates that it touches.

    Raises NotPermitted; NotNow for a day that is so already or lies beyond the calendar, and
    without a name or a reason.
    """
    check_administrator(by, partnership_id=partnership_id)
    with visiting(Scope.staff(partnership_id)):
        _one_at_a_time(partnership_id)
        _check_day(partnership_id, given)
        day = CalendarDay.objects.create(
            partnership_id=partnership_id,
            day=given.on,
            kind=given.kind,
            name=given.name.strip(),
        )
        return _changed(
            EventKind.CALENDAR_DAY_ADDED,
            day,
            reason=given.reason.strip(),
            because=_in_words(ADDED, day),
            by=by,
            at=at,
        )


def remove_day(
    *, partnership_id: int, day_id: int, reason: str, by: Actor, at: dt.datetime
) -> Followed:
    """Take a day out again and move the open dates that it touches.

    Raises NotPermitted, NoSuchDay; NotNow without a reason.
    """
    check_administrator(by, partnership_id=partnership_id)
    with visiting(Scope.staff(partnership_id)):
        _one_at_a_time(partnership_id)
        day = CalendarDay.objects.filter(partnership_id=partnership_id, pk=day_id).first()
        if day is None:
            raise NoSuchDay(day_id)
        if not reason.strip():
            raise NotNow("Say why: the record keeps the reason.")
        CalendarDay.objects.filter(partnership_id=partnership_id, pk=day_id).delete()
        return _changed(
            EventKind.CALENDAR_DAY_REMOVED,
            day,
            reason=reason.strip(),
            because=_in_words(REMOVED, day),
            by=by,
            at=at,
        )


def follow(
    *, partnership_id: int, by: Actor, at: dt.datetime, because: str = CALENDAR_CHANGED
) -> Followed:
    """Move the open dates that were worked out with another calendar than today's.

    because: one sentence for the applicants. Safe to run at any time: what is up to date stays.
    At most MOST_CASES cases at once, so that no page and no lock lasts long.
    """
    with visiting(Scope.staff(partnership_id)):
        moved, cases_left = follow_calendar(partnership_id, most=MOST_CASES, today=date_of(at))
        letters = record_moved(moved, because=because, by=by, at=at)
    return Followed(dates=len(moved), letters=letters, cases_left=cases_left)


def _one_at_a_time(partnership_id: int) -> None:
    """Two administrators change the calendar one after another."""
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)


def _check_day(partnership_id: int, given: DayGiven) -> None:
    if not given.name.strip() or not given.reason.strip():
        raise NotNow("Give the day a name and say why it is entered.")
    if CalendarDay.objects.filter(partnership_id=partnership_id, day=given.on).exists():
        raise NotNow("This day has been entered already: remove it first.")
    try:
        off = calendar_of(partnership_id).reason_off(given.on)
    except BeyondCalendarError as beyond:
        raise NotNow("The calendar does not reach this day.") from beyond
    if given.kind == CalendarDay.Kind.WORKING and off is None:
        raise NotNow("This is a working day already.")
    if given.kind != CalendarDay.Kind.WORKING and off is not None:
        raise NotNow(f"This is a day off already: {off}.")


def _in_words(sentences: dict[str, str], day: CalendarDay) -> str:
    return sentences[day.kind].format(day=weekday_in_words(day.day), name=day.name)


def _changed(
    kind: EventKind, day: CalendarDay, *, reason: str, because: str, by: Actor, at: dt.datetime
) -> Followed:
    """Move the dates and put the change on record; what was typed is kept apart, erasable."""
    followed = follow(partnership_id=day.partnership_id, by=by, at=at, because=because)
    record(
        kind=kind,
        partnership_id=day.partnership_id,
        by=by,
        at=at,
        stream=Event.Stream.SETTINGS,
        stream_id=day.partnership_id,
        payload={
            "day": day.day.isoformat(),
            "kind": str(day.kind),
            "dates_moved": followed.dates,
            "letters": followed.letters,
            "cases_left": followed.cases_left,
        },
        facts={"name": day.name, "reason": reason},
        tell=False,
    )
    return followed


def record_moved(moved: Iterable[Moved], *, because: str, by: Actor, at: dt.datetime) -> int:
    """Put dates that moved on record, application by application; the number of letters.

    because: one sentence about the calendar; what moved with a meeting says so itself.
    """
    by_application = groupby(moved, key=lambda one: one.deadline.application_id)
    return sum(
        _record_of_one(list(of_one), because=because, by=by, at=at) for _, of_one in by_application
    )


def _record_of_one(moved: Sequence[Moved], *, because: str, by: Actor, at: dt.datetime) -> int:
    """One event for each date of one application that moved; the number of letters, 0 or 1.

    The last event whose date had been told carries the one letter about all that had been.
    """
    told = [one for one in moved if one.was_told]
    for one in moved:
        deadline = one.deadline
        is_letter = bool(told) and one is told[-1]
        record(
            kind=EventKind.DEADLINE_MOVED,
            partnership_id=deadline.partnership_id,
            by=by,
            at=at,
            case=deadline.case,
            application=deadline.application,
            payload={
                "window" if isinstance(deadline, PccWindow) else "deadline": deadline.pk,
                "limit": deadline.limit,
                "was_on": one.was_on.isoformat(),
                "due_on": deadline.due_on.isoformat(),
                "told": one.was_told,
            },
            facts=_facts(told, because=_why(told, because), at=at) if is_letter else None,
            tell=is_letter,
        )
    return 1 if told else 0


def _why(told: Sequence[Moved], because: str) -> str:
    """The reasons of all dates in one letter, each said once."""
    reasons = (MEETINGS_CHANGED if one.at_meeting else because for one in told)
    return " ".join(dict.fromkeys(reasons))


def _facts(told: Sequence[Moved], *, because: str, at: dt.datetime) -> dict:
    deadline = told[0].deadline
    return letter_facts(
        deadline.case,
        at=at,
        applications=[deadline.application],
        moved={
            "because": because,
            "dates": [
                {
                    "limit": one.deadline.limit,
                    "title": _title(one),
                    "was_on": one.was_on.isoformat(),
                    "due_on": one.deadline.due_on.isoformat(),
                }
                for one in told
            ],
        },
    )


def _title(moved: Moved) -> str:
    row, procedure = moved.deadline, procedure_of(moved.deadline.application)
    if isinstance(row, PccWindow):
        return f"Last day to ask the {procedure.names.local_policing_body} to look again"
    return procedure.owed(row.limit).title
