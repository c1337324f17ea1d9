"""The facts of an invented decision, so that a letter can be read before its procedure binds.

Nobody is meant: the applicant is called A. Sample. The findings are those that the procedure gives
for three reports made in time, or for one.
"""

import datetime as dt

from cases.letter_facts import partnership_facts, procedure_facts, spoc_facts
from cases.procedures import calendar_of
from cases.status import Ground, Outcome
from organisations.clock import date_of
from organisations.models import District, Partnership
from thresholds.facts import Answer, Facts, Incident, Report
from thresholds.findings import Suggestion
from thresholds.limits import Anchor, TimeLimit
from thresholds.procedure import Procedure
from thresholds.threshold import evaluate
from thresholds.time_limits import explain
from thresholds.working_days import WorkingCalendar

APPLICATION = 0
"""What the sample application is known by in its facts."""

_GROUNDS = {
    Suggestion.MET_STATUTORY: Ground.STATUTORY,
    Suggestion.MET_LOCAL: Ground.LOCAL,
}
_REASONS = {
    Outcome.ACCEPTED: "Here stand the reasons that the contact gives for taking the case.",
    Outcome.REJECTED: "Here stand the reasons that the contact gives, criterion by criterion.",
}


class NoDistrict(LookupError):
    """The partnership has no district yet, so that nobody could write a letter."""


def sample_facts(
    *, partnership: Partnership, procedure: Procedure, outcome: Outcome, at: dt.datetime
) -> dict:
    """What a letter about a decision would be written from under a procedure.

    outcome: accepted or rejected. Raises NoDistrict.
    """
    district = District.objects.filter(partnership=partnership).order_by("name").first()
    if district is None:
        raise NoDistrict(partnership.pk)
    calendar = calendar_of(partnership.pk)
    reports = 3 if outcome == Outcome.ACCEPTED else 1
    evaluation = evaluate(procedure, _facts(date_of(at), reports=reports))
    return {
        "written_on": date_of(at).isoformat(),
        "case": {"reference": _reference(partnership), "round": 1},
        "partnership": partnership_facts(partnership),
        "spoc": spoc_facts(district),
        "procedure": procedure_facts(procedure),
        "applications": [_application(partnership, procedure, calendar, at=at)],
        "decision": {
            "outcome": outcome.value,
            "ground": _GROUNDS.get(evaluation.suggestion, Ground.HARM).value,
            "reasons": _REASONS[outcome],
            "advice": "",
            "deferred_until": "",
            "redirected_to": "",
            "evaluation": evaluation.to_json(),
            "reports": {
                f"report-{number}": {"application": APPLICATION, "own": True, "told": "the council"}
                for number in range(reports)
            },
        },
    }


def _reference(partnership: Partnership) -> str:
    return f"{partnership.reference_prefix}-SAMPLE"


def _facts(on: dt.date, *, reports: int) -> Facts:
    """One incident a month, each reported the day after; nothing else speaks for the applicant."""
    days = [on - dt.timedelta(days=30 * (number + 1)) for number in range(reports)]
    return Facts(
        application_on=on,
        applicant_key="sample",
        incidents=tuple(
            Incident(
                key=f"incident-{number}",
                occurred_on=day,
                related=Answer.YES,
                reports=(
                    Report(
                        key=f"report-{number}",
                        reporter_key="sample",
                        reported_on=day + dt.timedelta(days=1),
                        agency_key="council",
                    ),
                ),
            )
            for number, day in enumerate(days)
        ),
        persists=Answer.YES,
        harm=Answer.NO,
        vulnerability=Answer.NO,
        response_inadequate=Answer.NO,
        agency_timeframe_unexpired=Answer.NO,
        single_agency_conduct_complaint=Answer.NO,
    )


def _application(
    partnership: Partnership, procedure: Procedure, calendar: WorkingCalendar, *, at: dt.datetime
) -> dict:
    window = procedure.limit(procedure.policing_body_review.window)
    last = explain(window, anchor_at=at, calendar=calendar, convention=procedure.counting)
    return {
        "id": APPLICATION,
        "reference": _reference(partnership),
        "received_on": date_of(at).isoformat(),
        "adjustments": "",
        "large_print": False,
        "person": {
            "id": APPLICATION,
            "name": "A. Sample",
            "address": "1 Example Street",
            "postcode": "",
            "email": "",
            "channels": {},
        },
        "procedure": procedure_facts(procedure),
        "last_date": {"on": last.due_on.isoformat(), "summary": last.summary},
        "deadlines": [
            sample_deadline(limit, procedure, calendar, at=at)
            for limit in procedure.limits_from(Anchor.RECEIPT)
        ],
    }


def sample_deadline(
    limit: TimeLimit, procedure: Procedure, calendar: WorkingCalendar, *, at: dt.datetime
) -> dict:
    """One time limit of a procedure that begins now, as letters' facts give it."""
    found = explain(limit, anchor_at=at, calendar=calendar, convention=procedure.counting)
    return {
        "limit": limit.name,
        "title": limit.title,
        "length": limit.length,
        "due_on": found.due_on.isoformat(),
        "binding_on": found.due_on.isoformat(),
        "summary": found.summary,
        "days": [day.text for day in found.days],
        "open": True,
        "round": 1,
        "met_by": list(limit.met_by),
    }
