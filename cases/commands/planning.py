"""The action plan as the LMAPS meeting agreed it (DOMAIN section 0, step 7)."""

import datetime as dt
from dataclasses import dataclass

from cases import policies
from cases.commands.frame import (
    changing,
    keep,
)
from cases.commands.inviting import (
    item_of_round,
)
from cases.event_kinds import EventKind
from cases.events import record
from cases.grants import let_agencies_in
from cases.letter_facts import (
    letter_facts,
    owed_facts,
    plan_facts,
)
from cases.models import (
    Action,
    ActionPlan,
    Case,
    Meeting,
    Recommendation,
)
from cases.policies import NotNow
from cases.statistics import Figure, count
from cases.status import Command
from organisations.actors import Actor
from organisations.clock import date_of


@dataclass(frozen=True, kw_only=True)
class ActionGiven:
    """One action: `wording` is what the victim reads, `internal_note` what they never see."""

    wording: str
    agency_id: int
    owner_name: str
    due_on: dt.date
    internal_note: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanGiven:
    """What the meeting agreed. `recommendations` are pairs of body and wording."""

    findings: str
    response_adequate: str
    actions: tuple[ActionGiven, ...]
    recommendations: tuple[tuple[str, str], ...] = ()


def record_plan(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    given: PlanGiven,
    by: Actor,
    at: dt.datetime,
) -> ActionPlan:
    """Record what the meeting found and agreed; each agency with an action gets access.

    Raises NotNow until the victim's part is recorded, and without findings or any action.
    """
    with changing(
        Command.RECORD_PLAN,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        policies.check_ready_for_plan(case)
        if not given.findings.strip() or not given.actions:
            raise NotNow("Record what the meeting found and at least one action.")
        item = item_of_round(case)
        plan = _store_plan(case, item.meeting, given, by=by, at=at)
        let_agencies_in(case, agency_ids={one.agency_id for one in given.actions}, at=at)
        case.agree_plan()
        keep(case, at=at)
        event = record(
            kind=EventKind.PLAN_AGREED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"plan": plan.pk, "actions": len(given.actions)},
            facts=letter_facts(case, at=at, plan=plan_facts(plan), owed=owed_facts(plan)),
        )
        count(Figure.REVIEW_CARRIED_OUT, case=case, event=event, at=at)
        if given.recommendations:
            count(Figure.REVIEW_WITH_RECOMMENDATIONS, case=case, event=event, at=at)
    return plan


def _store_plan(case: Case, meeting: Meeting, given: PlanGiven, *, by: Actor, at) -> ActionPlan:
    below = {"partnership_id": case.partnership_id, "case": case}
    plan = ActionPlan.objects.create(
        **below,
        round=case.round,
        meeting=meeting,
        findings=given.findings.strip(),
        response_adequate=given.response_adequate,
        agreed_by_id=by.id,
        agreed_at=at,
    )
    Action.objects.bulk_create(
        Action(
            **below,
            plan=plan,
            position=position,
            wording=action.wording,
            internal_note=action.internal_note,
            agency_id=action.agency_id,
            owner_name=action.owner_name,
            due_on=action.due_on,
        )
        for position, action in enumerate(given.actions, start=1)
    )
    Recommendation.objects.bulk_create(
        Recommendation(**below, plan=plan, body_name=body, wording=wording)
        for body, wording in given.recommendations
    )
    if meeting.status == Meeting.Status.PLANNED and date_of(meeting.starts_at) <= date_of(at):
        meeting.status = Meeting.Status.HELD
        meeting.save(update_fields=["status"])
    return plan
