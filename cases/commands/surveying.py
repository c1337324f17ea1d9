"""After a closure: applicants are asked once how it was, and anybody may answer (ADR 34)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet

from cases.commands.frame import lock_case
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import letter_facts, survey_facts
from cases.models import Application, SurveyAnswer
from cases.permissions import NotPermitted
from cases.policies import NotNow
from cases.procedures import calendar_around
from cases.status import Status
from organisations.actors import SYSTEM, Actor
from organisations.clock import LONDON, date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.chasing import latest_closure_to_ask_about

NOT_AFTER = dt.timedelta(days=90)
"""Nobody is asked about a review that was closed longer ago, whatever held the invitation up."""


def due_for_survey(partnership: Partnership, *, at: dt.datetime) -> QuerySet[Application]:
    """The applications of closed cases that are to be asked now, each once for each closure.

    None where the survey is off. Withdrawn applications and cases that were joined to another or
    opened again are not among them. In the partnership's scope.
    """
    if partnership.survey_after is None:
        return Application.objects.none()
    today = date_of(at)
    closed_on = latest_closure_to_ask_about(
        today,
        after=partnership.survey_after,
        calendar=calendar_around(partnership.pk, on=today),
    )
    day_after = dt.datetime.combine(closed_on + dt.timedelta(days=1), dt.time(), tzinfo=LONDON)
    return Application.objects.filter(
        partnership_id=partnership.pk,
        status=Application.Status.SUBMITTED,
        case__partnership_id=partnership.pk,
        case__status=Status.CLOSED,
        case__closed_at__gte=at - NOT_AFTER,
        case__closed_at__lt=day_after,
        surveyed_round__lt=F("case__round"),
    ).order_by("pk")


def invite_to_survey(
    *, partnership_id: int, application_id: int, by: Actor, at: dt.datetime
) -> bool:
    """Ask one applicant how the review was, by a letter; whether they were still to be asked.

    It moves no date. Raises NotPermitted for everybody but the clock: nobody picks whom to ask.
    """
    if by.kind != SYSTEM:
        raise NotPermitted("Only the clock asks what a review was like.")
    with visiting(Scope.staff(partnership_id)):
        partnership = Partnership.objects.get(pk=partnership_id)
        due = due_for_survey(partnership, at=at).filter(pk=application_id)
        case_id = due.values_list("case_id", flat=True).first()
        if case_id is None:
            return False
        case = lock_case(partnership_id=partnership_id, case_id=case_id, version=None)
        application = due.select_related("procedure").first()
        if application is None:
            return False
        application.surveyed_round = case.round
        application.save(update_fields=["surveyed_round"])
        record(
            kind=EventKind.SURVEY_INVITED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=application,
            payload={"round": case.round},
            facts=letter_facts(
                case, at=at, applications=[application], survey=survey_facts(case.closed_at)
            ),
        )
    return True


@dataclass(frozen=True, kw_only=True)
class SurveyGiven:
    """What somebody answered; empty where they did not."""

    knew_next: str = ""
    kept_informed: str = ""
    listened_to: str = ""
    got_better: str = ""
    how_hard: str = ""
    words: str = ""


def answer_survey(*, partnership_id: int, given: SurveyGiven, at: dt.datetime) -> None:
    """Keep the answers under the quarter of their day. Anybody may; nobody is written down.

    Raises NotNow where the survey is off or nothing was answered.
    """
    answers = vars(given) | {"words": given.words.strip()}
    if not any(answers.values()):
        raise NotNow("Answer at least one question.")
    with visiting(Scope.staff(partnership_id)):
        if Partnership.objects.get(pk=partnership_id).survey_after is None:
            raise NotNow("This survey is not open.")
        SurveyAnswer.objects.create(
            partnership_id=partnership_id, quarter_began_on=quarter_of(date_of(at)), **answers
        )


def quarter_of(day: dt.date) -> dt.date:
    """The first day of the quarter of the year in which a day lies."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
