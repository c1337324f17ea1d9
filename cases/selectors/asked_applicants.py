"""What applicants were asked and what they answered; drafts of the plan and what they said of them.

For staff and for the applicant: in whose scope it is read decides what is found.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from cases.models import ApplicantRequest, Application, Case, DraftComment, DraftPlan
from cases.selectors.case_rows import CaseRows
from cases.selectors.due import Due, day_of, due_by
from organisations.models import User
from thresholds.periods import weekday_in_words
from thresholds.working_days import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class QuestionShown:
    """One thing that an applicant was asked, as staff see it."""

    id: int
    application: str
    title: str
    question: str
    reason: str
    asked: str
    due: Due
    answer: str
    answered: str
    withdrawn: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class CommentShown:
    """What an applicant said of a draft."""

    application: str
    text: str
    given: str


@dataclass(frozen=True, kw_only=True)
class DraftShown:
    """A draft of the plan that was sent, with the comments on it."""

    round: int
    sent: str
    comment_by: str
    actions: tuple[str, ...]
    comments: tuple[CommentShown, ...]


def request_to(*, partnership_id: int, case_id: int, request_id: int) -> ApplicantRequest | None:
    """One request of a case, in the current scope; None where it has no such one."""
    rows = ApplicantRequest.objects.filter(partnership_id=partnership_id, case_id=case_id)
    return rows.filter(pk=request_id).first()


def questions_of(
    applications: list[Application],
    *,
    today: dt.date,
    calendar: WorkingCalendar,
    rows: CaseRows,
) -> list[QuestionShown]:
    """Everything that applicants were asked, what waits for an answer first, by date."""
    references = {application.pk: application.reference for application in applications}
    asked = sorted(rows[ApplicantRequest], key=lambda row: (not row.is_open, row.due_on, row.pk))
    return [_question(row, references, today, calendar, rows) for row in asked]


def _question(row: ApplicantRequest, references, today, calendar, rows) -> QuestionShown:
    due = due_by(row.due_on, today=today, calendar=calendar)
    if not row.is_open:
        due = Due(on=row.due_on, text=weekday_in_words(row.due_on), state="met")
    several = len(references) > 1
    return QuestionShown(
        id=row.pk,
        application=references.get(row.application_id, "") if several else "",
        title=row.get_consent_kind_display() or "Information",
        question=row.question,
        reason=row.reason,
        asked=f"{day_of(row.asked_at)}, {rows.name(User, row.asked_by_id)}",
        due=due,
        answer=answer_in_words(row),
        answered=_answered(row, rows) if row.answered_at else "",
        withdrawn=day_of(row.withdrawn_at) if row.withdrawn_at else "",
        is_open=row.is_open,
    )


def answer_in_words(row: ApplicantRequest) -> str:
    """The answer as it was given; yes or no first where that was asked."""
    said = {True: "Yes", False: "No", None: ""}[row.agreed]
    return ". ".join(part for part in (said, row.answer) if part)


def _answered(row: ApplicantRequest, rows: CaseRows) -> str:
    how = row.get_answered_how_display().lower()
    by = f", recorded by {rows.name(User, row.answered_by_id)}" if row.answered_by_id else ""
    return f"{day_of(row.answered_at)}, {how}{by}"


def drafts_of(case: Case, applications: list[Application], rows: CaseRows) -> list[DraftShown]:
    """The drafts that were sent, the latest first."""
    references = {application.pk: application.reference for application in applications}
    comments = defaultdict(list)
    for row in rows[DraftComment]:
        keyed = f", recorded by {rows.name(User, row.keyed_by_id)}" if row.keyed_by_id else ""
        comments[row.draft_id].append(
            CommentShown(
                application=references.get(row.application_id, ""),
                text=row.text,
                given=f"{day_of(row.given_at)}{keyed}",
            )
        )
    return [
        DraftShown(
            round=row.round,
            sent=day_of(row.sent_at),
            comment_by=weekday_in_words(row.comment_by),
            actions=tuple(row.actions),
            comments=tuple(comments[row.pk]),
        )
        for row in reversed(rows[DraftPlan])
    ]


def drafts_in_round(case: Case) -> list[DraftShown]:
    """The same for the chair, of this round; three queries."""
    rows = CaseRows(case, DraftPlan, DraftComment, Application)
    return [
        draft for draft in drafts_of(case, rows[Application], rows) if draft.round == case.round
    ]
