"""After the meeting: response, progress on actions, closing, opening again, and extensions."""

import datetime as dt

from cases.commands.frame import changing, keep
from cases.deadlines import explain_deadline
from cases.event_kinds import EventKind
from cases.events import record
from cases.grants import end_access, let_owners_in
from cases.letter_facts import Free, letter_facts, plan_facts
from cases.models import Action, ActionPlan, ActionUpdate, Case, Deadline, PccReview
from cases.policies import NotNow
from cases.procedures import procedure_of
from cases.status import Command, Status
from organisations.actors import STAFF, Actor
from organisations.clock import date_of
from organisations.roles import Role


def _plan_of(case: Case) -> ActionPlan | None:
    return (
        ActionPlan.objects.filter(partnership_id=case.partnership_id, case=case)
        .order_by("-round")
        .first()
    )


def send_response(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Case:
    """Send each applicant the response with the action plan (DOMAIN section 0, step 6)."""
    with changing(
        Command.SEND_RESPONSE,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        case.respond(at=at)
        keep(case, "responded_at", at=at)
        plan = _plan_of(case)
        record(
            kind=EventKind.RESPONSE_SENT,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"plan": plan.pk},
            facts=letter_facts(case, at=at, free=free, plan=plan_facts(plan)),
        )
    return case


def record_progress(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    action_id: int,
    status: str,
    note: str,
    by: Actor,
    at: dt.datetime,
) -> ActionUpdate:
    """Say how far an action is. An agency's member speaks for the agency's own actions only.

    status: one of Action.Status. Dropping an action needs the reason in the note.
    """
    with changing(
        Command.RECORD_PROGRESS,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        action = Action.objects.filter(
            partnership_id=partnership_id, case=case, pk=action_id
        ).first()
        if action is None or not _speaks_for(by, action):
            raise NotNow("This is not one of your agency's actions in this case.")
        if action.status != Action.Status.OPEN:
            raise NotNow("This action has already been finished.")
        if status == Action.Status.DROPPED and not note.strip():
            raise NotNow("Say why the action is dropped.")
        update = ActionUpdate.objects.create(
            partnership_id=partnership_id,
            case=case,
            action=action,
            status=status,
            note=note,
            made_by_id=by.id,
            made_at=at,
        )
        if status != Action.Status.OPEN:
            action.status, action.finished_on = status, date_of(at)
            action.save(update_fields=["status", "finished_on"])
        if case.status == Status.RESPONDED:
            case.monitor()
            case.save(update_fields=["status"])
        record(
            kind=EventKind.ACTION_PROGRESSED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"action": action.pk, "status": status},
        )
    return update


def _speaks_for(by: Actor, action: Action) -> bool:
    whole_case = any(
        grip.role in {Role.SPOC, Role.LMAPS_CHAIR} and grip.partnership_id == action.partnership_id
        for grip in by.grips
    )
    return by.kind != STAFF or whole_case or action.agency_id in by.agency_ids


def close(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    reason: str,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Case:
    """End the review and tell each applicant why, and how to come back."""
    with changing(
        Command.CLOSE,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        if not reason.strip():
            raise NotNow("Say why the case is closed: the applicant is told.")
        plan = _plan_of(case)
        facts = letter_facts(
            case,
            at=at,
            free=free,
            closing_reason=reason.strip(),
            **({"plan": plan_facts(plan)} if plan else {}),
        )
        case.close(reason=reason.strip(), at=at)
        keep(case, "closing_reason", "closed_at", at=at)
        end_access(case, at=at)
        record(
            kind=EventKind.CASE_CLOSED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            facts=facts,
        )
    return case


def reopen(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    where: str,
    reason: str,
    by: Actor,
    at: dt.datetime,
) -> Case:
    """Start round n + 1 at the assessment or at LMAPS (PccReview.ReturnTo).

    A case that was never accepted cannot come back at LMAPS. Raises NotNow.
    """
    with changing(
        Command.REOPEN,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        if not reason.strip():
            raise NotNow("Say why the case is opened again.")
        if where == PccReview.ReturnTo.LMAPS:
            if not case.accepted_ground:
                raise NotNow("This case was never accepted: it goes back to the assessment.")
            case.reopen_at_lmaps(at=at)
        else:
            case.reopen_at_assessment(at=at)
        began = ("round", "round_began_at", "closed_at", "closing_reason")
        keep(case, *began, "accepted_ground", "decided_at", "responded_at", at=at)
        let_owners_in(case, at=at)
        record(
            kind=EventKind.CASE_REOPENED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"round": case.round, "where": where},
            facts=letter_facts(case, at=at, reopening_reason=reason),
        )
    return case


def extend_deadline(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    deadline_id: int,
    until: dt.date,
    reason: str,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Deadline:
    """Extend one deadline, only where the procedure allows it, with a reason and a new date.

    Sets `revised_on`; what was first due stays on the record. Raises NotNow.
    """
    with changing(
        Command.EXTEND_DEADLINE,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        deadline = (
            Deadline.objects.filter(partnership_id=partnership_id, case=case, pk=deadline_id)
            .select_related("application__procedure")
            .first()
        )
        if deadline is None or not deadline.is_open:
            raise NotNow("This deadline is no longer open.")
        if not procedure_of(deadline.application).owed(deadline.limit).extendable:
            raise NotNow("The published procedure does not allow this date to be extended.")
        if until <= deadline.binding_on or not reason.strip():
            raise NotNow("Give a later date and the reason: the applicant is told both.")
        deadline.revised_on, deadline.revision_reason = until, reason.strip()
        deadline.save(update_fields=["revised_on", "revision_reason"])
        application = deadline.application
        record(
            kind=EventKind.DEADLINE_EXTENDED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=application,
            payload={"deadline": deadline.pk, "limit": deadline.limit},
            facts=letter_facts(
                case,
                at=at,
                applications=[application],
                free=free,
                extension={
                    "limit": deadline.limit,
                    "reason": deadline.revision_reason,
                    "due_on": deadline.due_on.isoformat(),
                    "revised_on": until.isoformat(),
                    "summary": explain_deadline(deadline).summary,
                },
            ),
        )
    return deadline
