"""Open dates follow the partnership's calendar when it changes (ADR 19)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from cases.deadlines import Moved, place_in_queue
from cases.models import Case, Deadline, PccWindow
from cases.pcc_window import move_windows, windows_behind
from cases.procedures import calendar_of, published_of
from thresholds.time_limits import due_on_many
from thresholds.working_days import WorkingCalendar


def _behind(partnership_id: int, calendar: WorkingCalendar):
    """Open deadlines that were worked out with another calendar than the one that holds now."""
    return Deadline.objects.filter(
        partnership_id=partnership_id, met_at__isnull=True, lapsed_at__isnull=True
    ).exclude(calendar_version=calendar.version)


def follow_calendar(partnership_id: int, *, most: int, today: dt.date) -> tuple[list[Moved], int]:
    """Bring a partnership's open dates up to date with its calendar, in at most so many cases.

    Gives those that moved, by case and application, and the number of cases left for another call.
    The cases are locked in one order, as commands lock them. `told_on` stays as it is. today: the
    windows for asking the PCC office that ended before it stay.
    """
    calendar = calendar_of(partnership_id)
    behind = _behind(partnership_id, calendar)
    rows = list(behind.select_related("application"))
    windows = windows_behind(partnership_id, calendar=calendar, today=today)
    touched = {one.deadline.case_id for one in _moved(rows, partnership_id, calendar)}
    touched |= {window.case_id for window, _ in move_windows(windows, calendar=calendar)}
    staying = [row.pk for row in rows if row.case_id not in touched]
    behind.filter(pk__in=staying).update(calendar_version=calendar.version)
    PccWindow.objects.filter(
        partnership_id=partnership_id,
        pk__in=[one.pk for one in windows if one.case_id not in touched],
    ).update(calendar_version=calendar.version)
    cases = _locked(partnership_id, sorted(touched)[:most])
    moved = [
        *_move(behind.filter(case_id__in=cases), partnership_id, calendar),
        *_move_windows(partnership_id, calendar, today=today, cases=cases),
    ]
    for case_id in dict.fromkeys(one.deadline.case_id for one in moved):
        place_in_queue(cases[case_id])
    for one in moved:
        one.deadline.case = cases[one.deadline.case_id]
    moved.sort(key=lambda one: (one.deadline.case_id, one.deadline.application_id))
    return moved, max(0, len(touched) - most)


def _move_windows(
    partnership_id: int, calendar: WorkingCalendar, *, today: dt.date, cases: dict[int, Case]
) -> list[Moved]:
    """Give the windows of these locked cases their new dates, read afresh."""
    behind = windows_behind(partnership_id, calendar=calendar, today=today)
    windows = [one for one in behind if one.case_id in cases]
    moved = move_windows(windows, calendar=calendar)
    for window in windows:
        window.calendar_version = calendar.version
    PccWindow.objects.bulk_update(windows, ["due_on", "calendar_version"], batch_size=500)
    return [Moved(deadline=window, was_on=was_on) for window, was_on in moved]


def _locked(partnership_id: int, case_ids: list[int]) -> dict[int, Case]:
    """The cases by id, locked until the transaction ends, with what letters need of them."""
    cases = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("partnership__policing_area", "district")
        .filter(partnership_id=partnership_id, pk__in=case_ids)
        .order_by("pk")
    )
    return {case.pk: case for case in cases}


def _move(behind, partnership_id: int, calendar: WorkingCalendar) -> list[Moved]:
    """Give these rows their new dates, read afresh: somebody may have been there meanwhile."""
    rows = list(behind.select_related("application"))
    moved = sorted(
        _moved(rows, partnership_id, calendar),
        key=lambda one: (one.deadline.case_id, one.deadline.application_id, one.deadline.pk),
    )
    Deadline.objects.bulk_update([one.deadline for one in moved], ["due_on"], batch_size=500)
    behind.update(calendar_version=calendar.version)
    return moved


def _moved(
    rows: Iterable[Deadline], partnership_id: int, calendar: WorkingCalendar
) -> Iterator[Moved]:
    """The rows whose date is another one now, with the new date set; worked out limit by limit."""
    procedures = published_of(partnership_id)
    by_limit = attrgetter("application.procedure_id", "limit")
    for (procedure_id, name), group in groupby(sorted(rows, key=by_limit), key=by_limit):
        procedure = procedures[procedure_id]
        if not procedure.has_limit(name):
            continue
        alike = list(group)
        dates = due_on_many(
            procedure.limit(name),
            anchors=[row.anchor_at for row in alike],
            calendar=calendar,
            convention=procedure.counting,
        )
        for row, due in zip(alike, dates, strict=True):
            if row.due_on != due:
                was_on, row.due_on = row.due_on, due
                yield Moved(deadline=row, was_on=was_on)
