"""The stored projection of the clock: written here only, from the pure function (ADR 6)."""

import datetime as dt

from cases.models import Application, Case, Deadline
from cases.procedures import calendar_of, parsed
from cases.status import ENDED
from thresholds.limits import Anchor, TimeLimit
from thresholds.procedure import Procedure
from thresholds.time_limits import Explanation, due_on, explain
from thresholds.working_days import WorkingCalendar

ACKNOWLEDGEMENT_TOLD = "acknowledgement.told"

# Limits that bind the applicant or the PCC office are shown where they matter, not in the queue.
NOT_THE_PARTNERSHIPS = frozenset({"applicant", "local_policing_body"})


def anchors_of(case: Case, application: Application) -> dict[Anchor, dt.datetime]:
    """When each event that limits count from happened; those still to come are left out."""
    meeting = (
        case.agendaitems.filter(partnership_id=case.partnership_id, round=case.round)
        .order_by("-meets_at")
        .values_list("meets_at", flat=True)
        .first()
    )
    plan_agreed = (
        case.actionplans.filter(partnership_id=case.partnership_id, round=case.round)
        .values_list("agreed_at", flat=True)
        .first()
    )
    accepted = case.decided_at if case.accepted_ground else None
    found = {
        Anchor.RECEIPT: application.received_at if case.round == 1 else case.round_began_at,
        Anchor.ACKNOWLEDGEMENT: case.acknowledged_at,
        Anchor.THRESHOLD_DECISION: case.decided_at,
        Anchor.ACCEPTANCE: accepted,
        Anchor.THRESHOLD_MET_LETTER: accepted,
        Anchor.MEETING: meeting,
        Anchor.PLAN_AGREED: plan_agreed,
        Anchor.RESPONSE: case.responded_at,
        Anchor.CLOSURE: case.closed_at,
    }
    return {anchor: moment for anchor, moment in found.items() if moment is not None}


def _owed_limits(procedure: Procedure) -> list[TimeLimit]:
    return [limit for limit in procedure.time_limits if limit.owner not in NOT_THE_PARTNERSHIPS]


def _owed_in(round_number: int, limit: TimeLimit) -> bool:
    """A later round counts receipt from the day it began, and owes no second acknowledgement."""
    return round_number == 1 or ACKNOWLEDGEMENT_TOLD not in limit.met_by


def recompute_deadlines(case: Case, *, at: dt.datetime) -> None:
    """Bring the case's open deadlines and its place in the queue up to date.

    Met and lapsed rows stay as they are. Rows of an application that left the review lapse.
    """
    calendar = calendar_of(case.partnership_id)
    applications = case.applications.filter(partnership_id=case.partnership_id).select_related(
        "procedure"
    )
    for application in applications:
        if application.status == Application.Status.SUBMITTED and case.status not in ENDED:
            _recompute_of(case, application, calendar)
        else:
            _open(case).filter(application=application).update(lapsed_at=at)
    if case.status in ENDED:
        _open(case).update(lapsed_at=at)
    _place_in_queue(case)


def _open(case: Case):
    return Deadline.objects.filter(
        partnership_id=case.partnership_id,
        case_id=case.pk,
        met_at__isnull=True,
        lapsed_at__isnull=True,
    )


def _recompute_of(case: Case, application: Application, calendar: WorkingCalendar) -> None:
    procedure = parsed(application.procedure)
    anchors = anchors_of(case, application)
    rows = {
        row.limit: row
        for row in Deadline.objects.filter(
            partnership_id=case.partnership_id, application=application, round=case.round
        )
    }
    for limit in _owed_limits(procedure):
        anchor_at = anchors.get(limit.anchor)
        if anchor_at is None or not _owed_in(case.round, limit):
            continue
        row = rows.get(limit.name)
        if row is not None and not row.is_open:
            continue
        due = due_on(limit, anchor_at=anchor_at, calendar=calendar, convention=procedure.counting)
        values = {
            "anchor": limit.anchor.value,
            "anchor_at": anchor_at,
            "due_on": due,
            "calendar_version": calendar.version,
            "case_id": case.pk,
        }
        if row is None:
            row = Deadline(
                partnership_id=case.partnership_id,
                application=application,
                limit=limit.name,
                round=case.round,
            )
        elif all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def _place_in_queue(case: Case) -> None:
    dates = [
        (revised or due, limit)
        for due, revised, limit in _open(case).values_list("due_on", "revised_on", "limit")
    ]
    case.next_due_on, case.next_due_limit = min(dates, default=(None, ""))
    case.save(update_fields=["next_due_on", "next_due_limit"])


def meet_deadlines(
    case: Case, *, by_kind: str, at: dt.datetime, application_id: int | None = None
) -> list[Deadline]:
    """Mark what an act meets: each open limit, of one application or all, that names the kind."""
    rows = _open(case).select_related("application__procedure")
    if application_id is not None:
        rows = rows.filter(application_id=application_id)
    met = []
    for row in rows:
        procedure = parsed(row.application.procedure)
        if procedure.has_limit(row.limit) and by_kind in procedure.limit(row.limit).met_by:
            row.met_at, row.met_by = at, by_kind
            row.save(update_fields=["met_at", "met_by"])
            met.append(row)
    if met:
        _place_in_queue(case)
    return met


def note_told(case: Case, *, application_id: int, on: dt.date) -> None:
    """The applicant has been told the open dates; the first time is kept."""
    _open(case).filter(application_id=application_id, told_on__isnull=True).update(told_on=on)


def explain_deadline(deadline: Deadline) -> Explanation:
    """How the date was worked out, from the pinned procedure (invariant 4)."""
    procedure = parsed(deadline.application.procedure)
    return explain(
        procedure.limit(deadline.limit),
        anchor_at=deadline.anchor_at,
        calendar=calendar_of(deadline.partnership_id),
        convention=procedure.counting,
    )
