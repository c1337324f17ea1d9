"""The stored projection of the clock: written here only, from the pure function (ADR 6)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cases.meetings_to_come import Meetings, meetings_of
from cases.models import ActionPlan, AgendaItem, Application, Case, Deadline, PccWindow
from cases.pcc_window import keep_window, note_window_told
from cases.procedures import calendar_of, procedure_of
from cases.status import ENDED
from organisations.compiled import Compiled
from thresholds.limits import Anchor, MeetingLimit, Owed
from thresholds.meeting_dates import due_at_meeting, explain_meeting
from thresholds.procedure import Procedure
from thresholds.time_limits import Explanation, due_on, explain
from thresholds.working_days import WorkingCalendar

ACKNOWLEDGEMENT_TOLD = "acknowledgement.told"

# Limits that bind the applicant or the PCC office are shown where they matter, not in the queue.
NOT_THE_PARTNERSHIPS = frozenset({"applicant", "local_policing_body"})


@dataclass(frozen=True, kw_only=True)
class Moved:
    """An open date that a changed calendar has moved, or another meeting, and where it was before.

    at_meeting: it is due at a meeting, and the meetings have changed.
    """

    deadline: Deadline | PccWindow
    was_on: dt.date
    at_meeting: bool = False

    @property
    def was_told(self) -> bool:
        """Whether the applicant has been told the date that moved. An extended date stays."""
        is_extended = isinstance(self.deadline, Deadline) and self.deadline.revised_on is not None
        return self.deadline.told_on is not None and not is_extended


_LAST_MEETING = Compiled(
    lambda partnership, case, round: (
        AgendaItem.objects.filter(partnership_id=partnership, case_id=case, round=round)
        .order_by("-meets_at")
        .values_list("meets_at")[:1]
    ),
    partnership=int,
    case=int,
    round=int,
)
_PLAN = Compiled(
    lambda partnership, case, round: (
        ActionPlan.objects.filter(partnership_id=partnership, case_id=case, round=round)
        .order_by("pk")
        .values_list("agreed_at")[:1]
    ),
    partnership=int,
    case=int,
    round=int,
)


def _only(rows: list[tuple]) -> dt.datetime | None:
    return rows[0][0] if rows else None


def anchors_of(case: Case, application: Application) -> dict[Anchor, dt.datetime]:
    """When each event that limits count from happened; those still to come are left out.

    The letter that the threshold is met counts from the decision: it is written then and gives the
    dates that follow from it (ADR 25).
    """
    this_round = {"partnership": case.partnership_id, "case": case.pk, "round": case.round}
    meeting = _only(_LAST_MEETING.rows(**this_round))
    plan_agreed = _only(_PLAN.rows(**this_round))
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
        **_information(case, procedure_of(application)),
    }
    return {anchor: moment for anchor, moment in found.items() if moment is not None}


def _information(case: Case, procedure: Procedure) -> dict[Anchor, dt.datetime | None]:
    """When agencies were first asked in this round, and when the last of them had answered.

    Asked of the database only where the procedure counts from either. A request more, and the
    information is no longer all there.
    """
    wanted = (Anchor.INFORMATION_REQUEST, Anchor.ALL_INFORMATION)
    if not any(procedure.limits_from(anchor) for anchor in wanted):
        return {}
    requests = case.informationrequests.filter(partnership_id=case.partnership_id)
    if case.round > 1:
        requests = requests.filter(asked_at__gte=case.round_began_at)
    rows = list(requests.values_list("asked_at", "returned_at"))
    all_there = bool(rows) and all(returned for _, returned in rows)
    return {
        Anchor.INFORMATION_REQUEST: min((asked for asked, _ in rows), default=None),
        Anchor.ALL_INFORMATION: max(returned for _, returned in rows) if all_there else None,
    }


def owed_limits(procedure: Procedure) -> list[Owed]:
    """What the partnership owes, counted or at a meeting."""
    limits: tuple[Owed, ...] = (*procedure.time_limits, *procedure.meeting_limits)
    return [limit for limit in limits if limit.owner not in NOT_THE_PARTNERSHIPS]


def owed_in(round_number: int, limit: Owed) -> bool:
    """A later round counts receipt from the day it began, and owes no second acknowledgement."""
    return round_number == 1 or ACKNOWLEDGEMENT_TOLD not in limit.met_by


def recompute_deadlines(case: Case, *, at: dt.datetime) -> list[Moved]:
    """Bring the case's open deadlines and its place in the queue up to date.

    Met and lapsed rows stay as they are. Rows of an application that left the review lapse. Gives
    the dates that only a changed calendar moved, or a change of the meetings: a case that
    `follow_calendar` had not come to.
    """
    moved: list[Moved] = []
    calendar = calendar_of(case.partnership_id)
    for application in case.applications.filter(partnership_id=case.partnership_id):
        if application.status == Application.Status.SUBMITTED and case.status not in ENDED:
            moved += _recompute_of(case, application, calendar)
        else:
            _open(case).filter(application=application).update(lapsed_at=at)
        if application.status == Application.Status.SUBMITTED:
            windows = keep_window(case, application, calendar=calendar)
            moved += (Moved(deadline=window, was_on=was_on) for window, was_on in windows)
    if case.status in ENDED:
        _open(case).update(lapsed_at=at)
    place_in_queue(case)
    return moved


def _open_of(*, partnership: int, case: int):
    return Deadline.objects.filter(
        partnership_id=partnership, case_id=case, met_at__isnull=True, lapsed_at__isnull=True
    )


def _open(case: Case):
    return _open_of(partnership=case.partnership_id, case=case.pk)


_OPEN_DATES = Compiled(
    lambda partnership, case: (
        _open_of(partnership=partnership, case=case)
        .order_by()
        .values_list("due_on", "revised_on", "limit")
    ),
    partnership=int,
    case=int,
)


_STORED = Compiled(
    lambda partnership, application, round: Deadline.objects.filter(
        partnership_id=partnership, application_id=application, round=round
    ),
    partnership=int,
    application=int,
    round=int,
)


def _recompute_of(
    case: Case, application: Application, calendar: WorkingCalendar
) -> Iterator[Moved]:
    procedure = procedure_of(application)
    anchors = anchors_of(case, application)
    stored = _STORED.instances(
        partnership=case.partnership_id, application=application.pk, round=case.round
    )
    rows = {row.limit: row for row in stored}
    meetings = meetings_of(case, procedure)
    for limit in owed_limits(procedure):
        anchor_at = anchors.get(limit.anchor)
        if anchor_at is None or not owed_in(case.round, limit):
            continue
        row = rows.get(limit.name)
        if row is not None and not row.is_open:
            continue
        due = date_of_limit(
            limit,
            anchor_at=anchor_at,
            calendar=calendar,
            procedure=procedure,
            meetings=meetings,
            promised=row.due_on if row and row.told_on else None,
        )
        if due is None:
            continue
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
        elif row.anchor_at == anchor_at and row.due_on != due:
            row.case, row.application = case, application
            at_meeting = isinstance(limit, MeetingLimit)
            yield Moved(deadline=row, was_on=row.due_on, at_meeting=at_meeting)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def date_of_limit(
    limit: Owed,
    *,
    anchor_at: dt.datetime,
    calendar: WorkingCalendar,
    procedure: Procedure,
    meetings: Meetings,
    promised: dt.date | None,
) -> dt.date | None:
    """When a limit falls due; None where it waits for a meeting that nobody has planned.

    promised: what the applicant was told of a date at a meeting, which does not become later.
    """
    if isinstance(limit, MeetingLimit):
        return due_at_meeting(
            limit,
            anchor_at=anchor_at,
            own=meetings.own,
            scheduled=meetings.scheduled,
            promised=promised,
        )
    return due_on(limit, anchor_at=anchor_at, calendar=calendar, convention=procedure.counting)


def place_in_queue(case: Case) -> None:
    """The queue is ordered by the date that comes first."""
    open_dates = _OPEN_DATES.rows(partnership=case.partnership_id, case=case.pk)
    dates = [(revised or due, limit) for due, revised, limit in open_dates]
    case.next_due_on, case.next_due_limit = min(dates, default=(None, ""))
    case.save(update_fields=["next_due_on", "next_due_limit"])


def meet_deadlines(
    case: Case, *, by_kind: str, at: dt.datetime, application_id: int | None = None
) -> list[Deadline]:
    """Mark what an act meets: each open limit, of one application or all, that names the kind."""
    rows = _open(case).select_related("application")
    if application_id is not None:
        rows = rows.filter(application_id=application_id)
    met = []
    for row in rows:
        procedure = procedure_of(row.application)
        if procedure.has_owed(row.limit) and by_kind in procedure.owed(row.limit).met_by:
            row.met_at, row.met_by = at, by_kind
            row.save(update_fields=["met_at", "met_by"])
            met.append(row)
    if met:
        place_in_queue(case)
    return met


def reopen_deadlines(
    case: Case, *, by_kind: str, met_at: dt.datetime, application_id: int
) -> list[Deadline]:
    """What one act had met, and nothing else since, is owed again: the act turned out not to be so.

    Not in a case that has ended, nor of a round that is over: there nothing is owed any more.
    """
    if case.status in ENDED:
        return []
    rows = Deadline.objects.filter(
        partnership_id=case.partnership_id,
        case_id=case.pk,
        application_id=application_id,
        application__status=Application.Status.SUBMITTED,
        round=case.round,
        met_by=by_kind,
        met_at=met_at,
    )
    reopened = list(rows)
    for row in reopened:
        row.met_at, row.met_by = None, ""
        row.save(update_fields=["met_at", "met_by"])
    if reopened:
        place_in_queue(case)
    return reopened


def note_told(case: Case, *, application_id: int, on: dt.date) -> None:
    """The applicant has been told the open dates; the first time is kept."""
    _open(case).filter(application_id=application_id, told_on__isnull=True).update(told_on=on)
    note_window_told(case, application_id=application_id, on=on)


def explain_deadline(deadline: Deadline) -> Explanation:
    """How the date is worked out, from the pinned procedure (invariant 4)."""
    return _explain(
        deadline,
        procedure=procedure_of(deadline.application),
        calendar=calendar_of(deadline.partnership_id),
    )


def explain_as_stored(
    deadline: Deadline, *, procedure: Procedure, calendar: WorkingCalendar
) -> Explanation | None:
    """How the stored date was worked out, for pages that show many; no query.

    None where the calendar has changed since the date was kept, so that counting today would end
    on another day, and where the procedure no longer names the limit.
    """
    if not procedure.has_owed(deadline.limit):
        return None
    explanation = _explain(deadline, procedure=procedure, calendar=calendar)
    return explanation if explanation.due_on == deadline.due_on else None


def _explain(deadline: Deadline, *, procedure: Procedure, calendar: WorkingCalendar) -> Explanation:
    limit = procedure.owed(deadline.limit)
    if isinstance(limit, MeetingLimit):
        return explain_meeting(limit, anchor_at=deadline.anchor_at, due_on=deadline.due_on)
    return explain(
        limit,
        anchor_at=deadline.anchor_at,
        calendar=calendar,
        convention=procedure.counting,
    )
