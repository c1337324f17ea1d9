"""What the post reports back: a letter was accepted or posted, which may meet a deadline; or it was
accepted and did not arrive, which takes that back.
"""

import datetime as dt

from cases.commands.frame import lock_case
from cases.deadlines import meet_deadlines, note_told, reopen_deadlines
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Application, PccReview
from cases.status import PccStatus
from organisations.actors import SYSTEM_ACTOR, Actor
from organisations.clock import date_of
from organisations.tenancy import Scope, visiting

PCC_OUTCOME = "pcc_outcome"


def record_told(
    *,
    partnership_id: int,
    application_id: int,
    letter_kind: str,
    message_id: int,
    by: Actor,
    at: dt.datetime,
) -> None:
    """An applicant has been told something: meets the deadlines whose `met_by` names it.

    letter_kind: the message's kind, such as `acknowledgement`; the act is `acknowledgement.told`.
    Called once per message, by the post or by whoever marks a letter as posted.
    """
    with visiting(Scope.staff(partnership_id)):
        application = Application.objects.get(partnership_id=partnership_id, pk=application_id)
        case = lock_case(partnership_id=partnership_id, case_id=application.case_id, version=None)
        note_told(case, application_id=application_id, on=date_of(at))
        met = meet_deadlines(
            case, application_id=application_id, by_kind=f"{letter_kind}.told", at=at
        )
        record(
            kind=EventKind.LETTER_TOLD,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=application,
            payload={
                "message": message_id,
                "letter": letter_kind,
                "met": [deadline.limit for deadline in met],
            },
            tell=False,
        )
        if letter_kind == PCC_OUTCOME:
            _answer_review(partnership_id, application_id, by=by, at=at)


def record_not_reached(
    *,
    partnership_id: int,
    application_id: int,
    letter_kind: str,
    message_id: int,
    delivery_id: int,
    channel: str,
    told_at: dt.datetime,
    at: dt.datetime,
) -> None:
    """What counted as told did not arrive: a date that it alone had met is owed again (ADR 30).

    told_at: when it had counted as told. What the applicant may do keeps its dates: a window that
    was opened by the letter is not shortened. at: domain time.
    """
    with visiting(Scope.staff(partnership_id)):
        application = Application.objects.get(partnership_id=partnership_id, pk=application_id)
        case = lock_case(partnership_id=partnership_id, case_id=application.case_id, version=None)
        reopened = reopen_deadlines(
            case,
            by_kind=f"{letter_kind}.told",
            met_at=told_at,
            application_id=application_id,
        )
        record(
            kind=EventKind.LETTER_NOT_REACHED,
            partnership_id=partnership_id,
            by=SYSTEM_ACTOR,
            at=at,
            case=case,
            application=application,
            payload={
                "message": message_id,
                "letter": letter_kind,
                "delivery": delivery_id,
                "channel": channel,
                "reopened": [deadline.limit for deadline in reopened],
            },
            tell=False,
        )


def record_returned(
    *,
    partnership_id: int,
    application_id: int,
    letter_kind: str,
    message_id: int,
    delivery_id: int,
    at: dt.datetime,
) -> None:
    """A letter was brought back by the post, as whoever carried it says. What it met stays met:
    the partnership did in time what it owed (ADR 29). at: domain time.
    """
    with visiting(Scope.staff(partnership_id)):
        application = Application.objects.get(partnership_id=partnership_id, pk=application_id)
        record(
            kind=EventKind.LETTER_RETURNED,
            partnership_id=partnership_id,
            by=SYSTEM_ACTOR,
            at=at,
            case=lock_case(
                partnership_id=partnership_id, case_id=application.case_id, version=None
            ),
            application=application,
            payload={
                "message": message_id,
                "letter": letter_kind,
                "delivery": delivery_id,
                "channel": "post",
                "why": "other",
            },
            tell=False,
        )


def _answer_review(partnership_id: int, application_id: int, *, by: Actor, at) -> None:
    decided = {PccStatus.UPHELD, PccStatus.NOT_UPHELD, PccStatus.NOT_ELIGIBLE}
    review = (
        PccReview.objects.select_for_update(no_key=True)
        .filter(partnership_id=partnership_id, application_id=application_id, status__in=decided)
        .order_by("-round")
        .first()
    )
    if review is None:
        return
    review.mark_answered()
    review.version += 1
    review.save(update_fields=["status", "version"])
    record(
        kind=EventKind.PCC_REVIEW_ANSWERED,
        partnership_id=partnership_id,
        by=by,
        at=at,
        case=review.case,
        application=review.application,
        payload={"review": review.pk},
        tell=False,
    )
