"""Until when an applicant can ask the PCC office for a review."""

import datetime as dt

from cases.models import Application, Case
from cases.procedures import calendar_of, parsed
from thresholds.time_limits import Explanation, due_on, explain


def _told_at(case: Case) -> dt.datetime:
    """When the result was given: the response, else the decision, else the closing."""
    return case.responded_at or case.decided_at or case.closed_at or case.received_at


def last_date_to_ask(case: Case, application: Application) -> dt.date:
    """The last date of the window of the pinned procedure."""
    procedure = parsed(application.procedure)
    return due_on(
        procedure.limit(procedure.policing_body_review.window),
        anchor_at=_told_at(case),
        calendar=calendar_of(case.partnership_id),
        convention=procedure.counting,
    )


def explain_last_date(case: Case, application: Application) -> Explanation:
    """How that date was worked out."""
    procedure = parsed(application.procedure)
    return explain(
        procedure.limit(procedure.policing_body_review.window),
        anchor_at=_told_at(case),
        calendar=calendar_of(case.partnership_id),
        convention=procedure.counting,
    )
