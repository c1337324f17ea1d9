"""What applicants are told while the plan is followed: how far it is, and what has changed."""

import datetime as dt
from dataclasses import dataclass

from cases.commands.frame import changing
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import Free, letter_facts
from cases.models import Action, ActionChange, ActionPlan, Case
from cases.policies import NotNow
from cases.status import Command
from organisations.actors import Actor
from organisations.clock import date_of


def tell_progress(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    message: str,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Case:
    """Tell each applicant what was done, what is late and what has changed. Raises NotNow.

    message: what was done, in words for the victim; notes on actions are the staff's and stay so.
    """
    with changing(
        Command.TELL_PROGRESS,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        if not message.strip():
            raise NotNow("Write what has been done: the applicant is told.")
        record(
            kind=EventKind.PROGRESS_REPORTED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            facts=letter_facts(
                case,
                at=at,
                free=free,
                progress={
                    "message": message.strip(),
                    "actions": progress_facts(case, today=date_of(at)),
                },
            ),
        )
    return case


def progress_facts(case: Case, *, today: dt.date) -> list[dict]:
    """Every action of the latest plan as its victim reads it, with what changed and why."""
    here = {"partnership_id": case.partnership_id, "case_id": case.pk}
    plan = ActionPlan.objects.filter(**here).order_by("-round").first()
    actions = Action.objects.filter(**here, plan=plan).select_related("agency")
    changes: dict[int, list[ActionChange]] = {}
    for change in ActionChange.objects.filter(**here).order_by("id"):
        changes.setdefault(change.action_id, []).append(change)
    return [
        {
            "wording": action.wording,
            "agency": action.agency.name,
            "owner": action.owner_name,
            "due_on": action.due_on.isoformat(),
            "status": action.status,
            "finished_on": action.finished_on.isoformat() if action.finished_on else "",
            "late": action.status == Action.Status.OPEN and action.due_on < today,
            "changes": [change_facts(change) for change in changes.get(action.pk, [])],
        }
        for action in actions.order_by("position")
    ]


@dataclass(frozen=True, kw_only=True)
class ChangeGiven:
    """What changes of an action, and why, in words for the victim. None, '': it stays."""

    action_id: int
    reason: str
    due_on: dt.date | None = None
    owner_name: str = ""
    drop: bool = False


def change_action(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    given: ChangeGiven,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> ActionChange:
    """Give an action another date or person, or drop it, and tell each applicant why.

    An action that its agency dropped already can be explained once in this way. Raises NotNow.
    """
    with changing(
        Command.CHANGE_ACTION,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        action = (
            Action.objects.filter(partnership_id=partnership_id, case=case, pk=given.action_id)
            .select_related("agency")
            .first()
        )
        if action is None:
            raise NotNow("There is no such action in this case.")
        change = _change(case, action, given, by=by, at=at)
        record(
            kind=EventKind.ACTION_CHANGED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"action": action.pk, "change": change.pk, "dropped": change.dropped},
            facts=letter_facts(
                case,
                at=at,
                free=free,
                change={
                    "wording": action.wording,
                    "agency": action.agency.name,
                    **change_facts(change),
                },
            ),
        )
    return change


def _change(case: Case, action: Action, given: ChangeGiven, *, by: Actor, at) -> ActionChange:
    _check(action, given, today=date_of(at))
    change = ActionChange(
        partnership_id=case.partnership_id,
        case=case,
        action=action,
        was_due_on=action.due_on,
        due_on=action.due_on if given.drop else given.due_on or action.due_on,
        was_owner_name=action.owner_name,
        owner_name=action.owner_name
        if given.drop
        else given.owner_name.strip() or action.owner_name,
        dropped=given.drop,
        reason=given.reason.strip(),
        made_by_id=by.id,
        made_at=at,
    )
    change.save(force_insert=True)
    if given.drop and action.status == Action.Status.OPEN:
        action.status, action.finished_on = Action.Status.DROPPED, date_of(at)
    action.due_on, action.owner_name = change.due_on, change.owner_name
    action.save(update_fields=["status", "finished_on", "due_on", "owner_name"])
    return change


def _check(action: Action, given: ChangeGiven, *, today: dt.date) -> None:
    if not given.reason.strip():
        raise NotNow("Say why it changes: the applicant is told.")
    if given.drop:
        told = ActionChange.objects.filter(
            partnership_id=action.partnership_id, action=action, dropped=True
        )
        if action.status == Action.Status.DONE or told.exists():
            raise NotNow("This action is done, or the applicant has been told that it is dropped.")
        return
    if action.status != Action.Status.OPEN:
        raise NotNow("This action has already been finished.")
    same_date = given.due_on in (None, action.due_on)
    if same_date and given.owner_name.strip() in ("", action.owner_name):
        raise NotNow("Give another date or another person: nothing would change.")
    if not same_date and given.due_on < today:
        raise NotNow("Give a date that is still to come.")


def change_facts(change: ActionChange) -> dict:
    """What letters say of a change."""
    return {
        "was_due_on": change.was_due_on.isoformat(),
        "due_on": change.due_on.isoformat(),
        "was_owner": change.was_owner_name,
        "owner": change.owner_name,
        "dropped": change.dropped,
        "reason": change.reason,
        "made_on": date_of(change.made_at).isoformat(),
    }
