"""The draft of the plan, shown to the applicants before it is agreed, and what they say of it.

Never required: a plan can be recorded without, and comments bind nobody. The chair reads them
beside the form of the plan.
"""

import datetime as dt

from cases.commands.frame import application_in_review, changing
from cases.commands.inviting import item_of_round
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import Free, letter_facts
from cases.models import Case, DraftComment, DraftPlan
from cases.policies import NotNow
from cases.status import Command
from organisations.actors import STAFF, Actor
from organisations.clock import date_of


def send_draft_plan(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    actions: tuple[str, ...],
    comment_by: dt.date,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> DraftPlan:
    """Send every applicant the actions as drafted, and ask what they think. Raises NotNow.

    actions: the words that the victim reads, and nothing else.
    """
    with changing(
        Command.SEND_DRAFT_PLAN,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        item_of_round(case)
        wordings = [wording.strip() for wording in actions if wording.strip()]
        if not wordings:
            raise NotNow("Write at least one action as it is drafted.")
        if comment_by <= date_of(at):
            raise NotNow("Give a date for comments that is still to come.")
        draft = DraftPlan.objects.create(
            partnership_id=partnership_id,
            case=case,
            round=case.round,
            actions=wordings,
            comment_by=comment_by,
            sent_by_id=by.id,
            sent_at=at,
        )
        record(
            kind=EventKind.DRAFT_PLAN_SENT,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"draft": draft.pk, "actions": len(wordings)},
            facts=letter_facts(
                case,
                at=at,
                free=free,
                draft={"actions": wordings, "comment_by": comment_by.isoformat()},
            ),
        )
    return draft


def latest_draft(case: Case) -> DraftPlan | None:
    """The draft that can be commented on now; None where there is none in this round."""
    rows = DraftPlan.objects.filter(
        partnership_id=case.partnership_id, case_id=case.pk, round=case.round
    )
    return rows.order_by("-id").first()


def record_comment(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    application_id: int,
    text: str,
    by: Actor,
    at: dt.datetime,
) -> DraftComment:
    """What an applicant says of the draft, by themselves or keyed in; late, and again, as well.

    Raises NotNow where no draft was sent in this round, and without words.
    """
    with changing(
        Command.RECORD_COMMENT,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        application = application_in_review(case, by.application_id or application_id)
        draft = latest_draft(case)
        if draft is None:
            raise NotNow("No draft of the plan has been sent.")
        if not text.strip():
            raise NotNow("Write what you think of the draft.")
        comment = DraftComment.objects.create(
            partnership_id=partnership_id,
            case=case,
            application=application,
            draft=draft,
            text=text.strip(),
            given_at=at,
            keyed_by_id=by.id if by.kind == STAFF else None,
        )
        record(
            kind=EventKind.DRAFT_PLAN_COMMENTED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=application,
            payload={"draft": draft.pk, "comment": comment.pk},
        )
    return comment
