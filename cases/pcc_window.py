"""Until when an applicant can ask the PCC office for a review, kept from the result on (ADR 25)."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from cases.models import Application, Case, PccReview, PccWindow
from cases.procedures import calendar_of, procedure_of, published_of
from cases.status import ALLOWED, Command
from thresholds.meeting_dates import explain_promised, last_day_to_act
from thresholds.procedure import Procedure
from thresholds.time_limits import Explanation, due_on, explain
from thresholds.working_days import WorkingCalendar

Kept = tuple[PccWindow, dt.date]
"""A window that a changed calendar has moved, and its last date before."""


# Whether the office has been asked: then the window has done its work.
USED = Exists(
    PccReview.objects.filter(
        partnership_id=OuterRef("partnership_id"),
        application_id=OuterRef("application_id"),
        round=OuterRef("round"),
    )
)


def _told_at(case: Case) -> dt.datetime:
    """When the result was given: the response, else the decision, else the closing."""
    return case.responded_at or case.decided_at or case.closed_at or case.received_at


def _worked_out(
    procedure: Procedure, *, anchor_at: dt.datetime, calendar: WorkingCalendar
) -> dt.date:
    return due_on(
        procedure.limit(procedure.policing_body_review.window),
        anchor_at=anchor_at,
        calendar=calendar,
        convention=procedure.counting,
    )


def keep_window(
    case: Case, application: Application, *, calendar: WorkingCalendar
) -> Iterator[Kept]:
    """Keep the last date of a case whose result can be queried; what the calendar alone moved."""
    if case.status not in ALLOWED[Command.REQUEST_PCC_REVIEW]:
        return
    procedure, anchor_at = procedure_of(application), _told_at(case)
    last = _worked_out(procedure, anchor_at=anchor_at, calendar=calendar)
    window = _window_of(case, application)
    if window is not None and window.used:
        return
    if window is None:
        PccWindow.objects.create(
            partnership_id=case.partnership_id,
            case=case,
            application=application,
            limit=procedure.policing_body_review.window,
            round=case.round,
            anchor_at=anchor_at,
            due_on=last,
            calendar_version=calendar.version,
        )
        return
    was_on, is_same = window.due_on, window.anchor_at == anchor_at
    window.anchor_at, window.calendar_version = anchor_at, calendar.version
    window.due_on = last_day_to_act(last, promised=was_on if window.told_on else None)
    window.save(update_fields=["anchor_at", "due_on", "calendar_version"])
    if is_same and window.due_on != was_on:
        window.case, window.application = case, application
        yield window, was_on


def windows_behind(
    partnership_id: int, *, calendar: WorkingCalendar, today: dt.date
) -> list[PccWindow]:
    """Windows still open that were worked out with another calendar, and not yet used."""
    return list(
        PccWindow.objects.filter(partnership_id=partnership_id, due_on__gte=today)
        .exclude(calendar_version=calendar.version)
        .exclude(USED)
        .select_related("application")
        .order_by("case_id", "application_id")
    )


def move_windows(windows: list[PccWindow], *, calendar: WorkingCalendar) -> list[Kept]:
    """Give these windows the dates of today's calendar; those that moved. Nobody told loses a day.

    The rows are not saved.
    """
    moved = []
    for window in windows:
        procedure = published_of(window.partnership_id)[window.application.procedure_id]
        last = _worked_out(procedure, anchor_at=window.anchor_at, calendar=calendar)
        was_on = window.due_on
        window.due_on = last_day_to_act(last, promised=was_on if window.told_on else None)
        if window.due_on != was_on:
            moved.append((window, was_on))
    return moved


def note_window_told(case: Case, *, application_id: int, on: dt.date) -> None:
    """The applicant has a letter with the last date; the first time is kept."""
    PccWindow.objects.filter(
        partnership_id=case.partnership_id,
        application_id=application_id,
        round=case.round,
        told_on__isnull=True,
    ).update(told_on=on)


def _window_of(case: Case, application: Application) -> PccWindow | None:
    """The window of this round, with whether it has been `used`."""
    return (
        PccWindow.objects.filter(
            partnership_id=case.partnership_id, application=application, round=case.round
        )
        .annotate(used=USED)
        .first()
    )


def last_date_to_ask(case: Case, application: Application) -> dt.date:
    """The last date of the window of the pinned procedure."""
    return explain_last_date(case, application).due_on


def explain_last_date(case: Case, application: Application) -> Explanation:
    """How that date was worked out, or that it was promised.

    By the calendar of today, also where no sweep has come to the case.
    """
    procedure, window = procedure_of(application), _window_of(case, application)
    explanation = explain(
        procedure.limit(procedure.policing_body_review.window),
        anchor_at=_told_at(case),
        calendar=calendar_of(case.partnership_id),
        convention=procedure.counting,
    )
    promised = window.due_on if window is not None and window.told_on else None
    return explain_promised(
        explanation, holds_on=last_day_to_act(explanation.due_on, promised=promised)
    )
