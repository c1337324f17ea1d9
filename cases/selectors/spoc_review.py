"""What the review did with a case: clock, peer review, meetings, plan, requests, PCC review."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from cases.models import (
    AgendaItem,
    Application,
    Case,
    Deadline,
    InformationRequest,
    PccReview,
    PeerReviewConsideration,
    VictimInvolvement,
)
from cases.procedures import parsed
from cases.selectors.due import Due, day_of, due_by, moment_in_words
from cases.status import PCC_OPEN, PccStatus
from thresholds.periods import weekday_in_words
from thresholds.time_limits import Explanation, explain
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
    explanation: Explanation
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
    case: Case, applications: list[Application], *, today: dt.date, calendar: WorkingCalendar
) -> list[DeadlineShown]:
    """The deadlines, those still open first; one query."""
    by_id = {application.pk: application for application in applications}
    rows = Deadline.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
    shown = [
        _deadline_shown(row, by_id[row.application_id], len(by_id) > 1, today, calendar)
        for row in rows.order_by("due_on", "id")
    ]
    return sorted(shown, key=lambda row: not row.is_open)


def _deadline_shown(row: Deadline, application, several, today, calendar) -> DeadlineShown:
    procedure = parsed(application.procedure)
    limit = procedure.limit(row.limit)
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
        explanation=explain(
            limit, anchor_at=row.anchor_at, calendar=calendar, convention=procedure.counting
        ),
        is_open=row.is_open,
        extendable=row.is_open and limit.extendable,
    )


def peer_reviews_of(case: Case) -> list[tuple[int, str, str, str, str]]:
    """Round, what was decided, why, when, and by whom; one query."""
    rows = PeerReviewConsideration.objects.filter(
        partnership_id=case.partnership_id, case_id=case.pk
    ).select_related("neighbour", "considered_by")
    return [
        (
            row.round,
            f"Asked for, by {row.neighbour.name}" if row.wanted else "Not asked for",
            row.reason,
            day_of(row.considered_at),
            row.considered_by.full_name,
        )
        for row in rows.order_by("-id")
    ]


def meetings_of(case: Case, applications: list[Application]) -> list[MeetingShown]:
    """The meetings that the case is on the agenda of, the latest first; two queries."""
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    references = {application.pk: application.reference for application in applications}
    parts: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for row in VictimInvolvement.objects.filter(**below).order_by("id"):
        name = references.get(row.application_id, "")
        parts[row.item_id].append((name, row.get_choice_display(), row.reason))
    items = AgendaItem.objects.filter(**below).select_related("meeting__locality", "meeting__chair")
    return [
        MeetingShown(
            id=item.meeting_id,
            round=item.round,
            when=moment_in_words(item.meets_at),
            place=item.meeting.place,
            locality=item.meeting.locality.name,
            chair=item.meeting.chair.full_name,
            independent=item.meeting.chair_independent,
            status=item.meeting.get_status_display(),
            note=item.note,
            involvements=tuple(parts[item.pk]),
        )
        for item in items.order_by("-id")
    ]


def requests_of(case: Case, *, today: dt.date, calendar: WorkingCalendar) -> list[RequestShown]:
    """The information requests by date; one query."""
    rows = InformationRequest.objects.filter(
        partnership_id=case.partnership_id, case_id=case.pk
    ).select_related("agency")
    return [
        RequestShown(
            agency=row.agency.name,
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
        for row in rows
    ]


def pcc_reviews_of(case: Case, applications: list[Application]) -> list[PccReviewShown]:
    """The reviews by the PCC office, the latest first; one query."""
    by_id = {application.pk: application for application in applications}
    rows = PccReview.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
    return [_pcc_shown(row, by_id[row.application_id]) for row in rows.order_by("-id")]


def _pcc_shown(row: PccReview, application: Application) -> PccReviewShown:
    titles = {
        ground.code: ground.title
        for ground in parsed(application.procedure).policing_body_review.grounds
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
