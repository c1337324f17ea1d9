"""What the review did with a case: clock, peer review, meetings, plan, requests, PCC review."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from cases.deadlines import explain_as_stored
from cases.models import (
    AgendaItem,
    Application,
    Case,
    Deadline,
    InformationRequest,
    Invitation,
    Meeting,
    PccReview,
    PeerReviewConsideration,
    VictimInvolvement,
)
from cases.procedures import procedure_of
from cases.selectors.case_rows import CaseRows
from cases.selectors.due import Due, day_of, due_by, moment_in_words
from cases.status import PCC_OPEN, PccStatus
from organisations.models import Agency, Locality, Partnership, User
from thresholds.periods import weekday_in_words
from thresholds.time_limits import Explanation
from thresholds.working_days import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class DeadlineShown:
    """One date of the clock: what is owed, by when, told, met, and how it was worked out."""

    id: int
    title: str
    round: int
    application: str
    due: Due
    told: str
    met: str
    first_due: str
    revision_reason: str
    explanation: Explanation | None
    is_open: bool
    extendable: bool


@dataclass(frozen=True, kw_only=True)
class MeetingShown:
    """The case on the agenda of one meeting, and how each applicant took part."""

    id: int
    round: int
    when: str
    place: str
    locality: str
    chair: str
    independent: bool
    status: str
    note: str
    involvements: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RequestShown:
    """What an agency was asked, and its answer."""

    agency: str
    question: str
    asked: str
    due: Due
    answer: str
    answered: str


@dataclass(frozen=True, kw_only=True)
class PccReviewShown:
    """Where a review by the PCC office stands; never the office's notes."""

    id: int
    application: str
    round: int
    status: str
    awaits_answer: bool
    is_open: bool
    requested: str
    within_window: bool
    grounds: tuple[str, ...]
    statement: str
    asked: str
    answered: str
    eligibility_reason: str
    outcome_reasons: str
    recommendations: str
    returned_to: str


def clock_of(
    case: Case,
    applications: list[Application],
    *,
    today: dt.date,
    calendar: WorkingCalendar,
    rows: CaseRows | None = None,
) -> list[DeadlineShown]:
    """The deadlines, those still open first."""
    by_id = {application.pk: application for application in applications}
    deadlines = (rows or CaseRows(case))[Deadline]
    shown = [
        _deadline_shown(row, by_id[row.application_id], len(by_id) > 1, today, calendar)
        for row in sorted(deadlines, key=lambda row: (row.due_on, row.pk))
    ]
    return sorted(shown, key=lambda row: not row.is_open)


def _deadline_shown(row: Deadline, application, several, today, calendar) -> DeadlineShown:
    procedure = procedure_of(application)
    limit = procedure.owed(row.limit)
    due = due_by(row.binding_on, today=today, calendar=calendar)
    if row.met_at is not None:
        due = Due(on=row.binding_on, text=weekday_in_words(row.binding_on), state="met")
    elif row.lapsed_at is not None:
        text = f"{weekday_in_words(row.binding_on)}: no longer owed"
        due = Due(on=row.binding_on, text=text, state="later")
    return DeadlineShown(
        id=row.pk,
        title=limit.title,
        round=row.round,
        application=application.reference if several else "",
        due=due,
        told=weekday_in_words(row.told_on) if row.told_on else "",
        met=day_of(row.met_at) if row.met_at else "",
        first_due=weekday_in_words(row.due_on) if row.revised_on else "",
        revision_reason=row.revision_reason,
        explanation=explain_as_stored(row, procedure=procedure, calendar=calendar),
        is_open=row.is_open,
        extendable=row.is_open and limit.extendable,
    )


def peer_reviews_of(rows: CaseRows) -> list[tuple[int, str, str, str, str]]:
    """Round, what was decided, why, when, and by whom."""
    return [
        (
            row.round,
            f"Asked for, by {rows.name(Partnership, row.neighbour_id)}"
            if row.wanted
            else "Not asked for",
            row.reason,
            day_of(row.considered_at),
            rows.name(User, row.considered_by_id),
        )
        for row in reversed(rows[PeerReviewConsideration])
    ]


def meetings_of(applications: list[Application], rows: CaseRows) -> list[MeetingShown]:
    """The meetings that the case is on the agenda of, the latest first."""
    references = {application.pk: application.reference for application in applications}
    meetings = {meeting.pk: meeting for meeting in rows[Meeting]}
    parts: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows[Invitation]:
        words = "Invited after all" if row.invited else "Not invited, and told why"
        name = references.get(row.application_id, "")
        parts[row.item_id].append((name, f"{words} on {day_of(row.decided_at)}", row.reason))
    for row in rows[VictimInvolvement]:
        name = references.get(row.application_id, "")
        parts[row.item_id].append((name, row.get_choice_display(), row.reason))
    return [
        _meeting_shown(item, meetings[item.meeting_id], tuple(parts[item.pk]), rows)
        for item in reversed(rows[AgendaItem])
    ]


def _meeting_shown(item: AgendaItem, meeting: Meeting, involvements, rows) -> MeetingShown:
    return MeetingShown(
        id=meeting.pk,
        round=item.round,
        when=moment_in_words(item.meets_at),
        place=meeting.place,
        locality=rows.name(Locality, meeting.locality_id),
        chair=rows.name(User, meeting.chair_id),
        independent=meeting.chair_independent,
        status=meeting.get_status_display(),
        note=item.note,
        involvements=involvements,
    )


def requests_of(*, today: dt.date, calendar: WorkingCalendar, rows: CaseRows) -> list[RequestShown]:
    """The information requests by date."""
    requests = sorted(rows[InformationRequest], key=lambda row: (row.due_on, row.pk))
    return [
        RequestShown(
            agency=rows.name(Agency, row.agency_id),
            question=row.question,
            asked=day_of(row.asked_at),
            due=(
                Due(on=row.due_on, text=weekday_in_words(row.due_on), state="met")
                if row.returned_at
                else due_by(row.due_on, today=today, calendar=calendar)
            ),
            answer=row.answer,
            answered=day_of(row.returned_at) if row.returned_at else "",
        )
        for row in requests
    ]


def pcc_reviews_of(applications: list[Application], rows: CaseRows) -> list[PccReviewShown]:
    """The reviews by the PCC office, the latest first."""
    by_id = {application.pk: application for application in applications}
    return [_pcc_shown(row, by_id[row.application_id]) for row in reversed(rows[PccReview])]


def _pcc_shown(row: PccReview, application: Application) -> PccReviewShown:
    titles = {
        ground.code: ground.title
        for ground in procedure_of(application).policing_body_review.grounds
    }
    return PccReviewShown(
        id=row.pk,
        application=application.reference,
        round=row.round,
        awaits_answer=row.status == PccStatus.AWAITING_PARTNERSHIP,
        status=PccStatus(row.status).label,
        is_open=row.status in PCC_OPEN,
        requested=day_of(row.requested_at),
        within_window=row.within_window,
        grounds=tuple(titles.get(code, code) for code in row.grounds),
        statement=row.statement,
        asked=row.partnership_asked,
        answered=row.partnership_answer,
        eligibility_reason=row.eligibility_reason,
        outcome_reasons=row.outcome_reasons,
        recommendations=row.recommendations,
        returned_to=row.get_returned_to_display() if row.returned_to else "",
    )
