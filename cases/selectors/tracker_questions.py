"""What waits for an applicant on their own page: our questions, and the draft of the plan.

Read in the applicant's scope.
"""

import datetime as dt
from dataclasses import dataclass

from cases import policies
from cases.commands.consulting import latest_draft
from cases.models import ApplicantRequest, Application, DraftComment
from cases.selectors.asked_applicants import answer_in_words
from cases.selectors.due import day_of
from cases.status import Command
from thresholds.periods import weekday_in_words


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that we asked. at: when it was asked; answered: the answer and when, or ''.

    is_late: the day by which we asked for an answer is over.
    """

    id: int
    text: str
    reason: str
    yes_or_no: bool
    by: str
    is_late: bool
    at: dt.datetime
    answered_at: dt.datetime | None
    answer: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The draft of the plan that can be commented on now, and what they said of it so far.

    is_late: the day by which we asked for comments is over.
    """

    actions: tuple[str, ...]
    by: str
    is_late: bool
    comments: tuple[tuple[str, str], ...]


def questions_to(application: Application, *, today: dt.date) -> tuple[Question, ...]:
    """What was asked and not withdrawn, by date; open only while an answer can be taken."""
    rows = ApplicantRequest.objects.filter(
        partnership_id=application.partnership_id,
        application=application,
        withdrawn_at__isnull=True,
    )
    can_answer = not why_not_answer(application)
    return tuple(
        Question(
            id=row.pk,
            text=row.question,
            reason=row.reason,
            yes_or_no=row.kind == ApplicantRequest.Kind.CONSENT,
            by=weekday_in_words(row.due_on),
            is_late=row.due_on < today,
            at=row.asked_at,
            answered_at=row.answered_at,
            answer=answer_in_words(row),
            is_open=row.is_open and can_answer,
        )
        for row in rows
    )


def why_not_answer(application: Application) -> str:
    """Why no answer can be taken now, in plain words; empty if one can."""
    ended = not policies.status_allows(Command.RECORD_ANSWER, application.case)
    if ended or application.status == Application.Status.WITHDRAWN:
        return "Your case has ended, so we do not need an answer any more."
    return ""


def draft_for(application: Application, *, today: dt.date) -> Draft | None:
    """The draft to comment on; None where there is none, or the plan is agreed by now."""
    if why_not_comment(application):
        return None
    draft = latest_draft(application.case)
    if draft is None:
        return None
    comments = DraftComment.objects.filter(
        partnership_id=application.partnership_id, application=application, draft=draft
    )
    return Draft(
        actions=tuple(draft.actions),
        by=weekday_in_words(draft.comment_by),
        is_late=draft.comment_by < today,
        comments=tuple((row.text, day_of(row.given_at)) for row in comments),
    )


def why_not_comment(application: Application) -> str:
    """Why the draft cannot be commented on now, in plain words; empty if it can."""
    if application.status == Application.Status.WITHDRAWN:
        return "You withdrew this application, so the plan is not about it any more."
    if not policies.status_allows(Command.RECORD_COMMENT, application.case):
        return "There is no draft of a plan to comment on now."
    return ""
