"""Action plans with their actions and what was done on each, for staff who follow them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from cases.models import (
    Action,
    ActionChange,
    ActionPlan,
    ActionUpdate,
    Case,
    Recommendation,
)
from cases.procedures import calendar_of
from cases.selectors.case_rows import CaseRows
from cases.selectors.due import Due, day_of, due_by
from organisations.clock import date_of
from organisations.models import Agency, User
from thresholds.periods import weekday_in_words
from thresholds.working_days import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class UpdateView:
    """What somebody said of an action."""

    status: str
    note: str
    by: str
    on: str


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """What changed of an action after it was agreed, as the applicant was told."""

    text: str
    reason: str
    dropped: bool


@dataclass(frozen=True, kw_only=True)
class ActionView:
    """One action. due: none once it is finished; `finished` then says when."""

    id: int
    position: int
    wording: str
    internal_note: str
    agency: str
    owner: str
    due: Due | None
    due_on: str
    status: str
    finished: str
    updates: tuple[UpdateView, ...]
    changes: tuple[ChangeView, ...] = ()

    @property
    def to_explain(self) -> bool:
        """Whether it was dropped and nobody has told the applicant why."""
        return self.status == Action.Status.DROPPED.label and not any(
            change.dropped for change in self.changes
        )

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.due is not None


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """What one round's meeting found and agreed."""

    round: int
    agreed: str
    by: str
    findings: str
    adequate: str
    actions: tuple[ActionView, ...]
    recommendations: tuple[tuple[str, str], ...]


def yes_or_no(answer: str) -> str:
    """A stored answer to a question that may also not be known."""
    return {"yes": "Yes", "no": "No"}.get(answer, "Not known")


def plans_of(case: Case, *, at: dt.datetime, rows: CaseRows | None = None) -> tuple[PlanView, ...]:
    """Every plan of a case, the latest round first, whatever is in them."""
    rows = rows or CaseRows(case, ActionPlan, Action, ActionUpdate, ActionChange, Recommendation)
    actions = defaultdict(list)
    for view, plan_id in actions_of(case, at=at, rows=rows):
        actions[plan_id].append(view)
    recommendations = defaultdict(list)
    for row in rows[Recommendation]:
        recommendations[row.plan_id].append((row.body_name, row.wording))
    plans = sorted(rows[ActionPlan], key=lambda plan: -plan.round)
    return tuple(
        PlanView(
            round=plan.round,
            agreed=day_of(plan.agreed_at),
            by=rows.name(User, plan.agreed_by_id),
            findings=plan.findings,
            adequate=yes_or_no(plan.response_adequate),
            actions=tuple(actions[plan.pk]),
            recommendations=tuple(recommendations[plan.pk]),
        )
        for plan in plans
    )


def actions_of(
    case: Case,
    *,
    at: dt.datetime,
    agency_ids: frozenset[int] | None = None,
    rows: CaseRows | None = None,
) -> list[tuple[ActionView, int]]:
    """The case's actions with their plan's id; those of some agencies only where given."""
    rows = rows or CaseRows(case, Action, ActionUpdate, ActionChange)
    actions = [
        action for action in rows[Action] if agency_ids is None or action.agency_id in agency_ids
    ]
    updates = defaultdict(list)
    for update in reversed(rows[ActionUpdate]):
        updates[update.action_id].append(
            UpdateView(
                status=update.get_status_display(),
                note=update.note,
                by=rows.name(User, update.made_by_id),
                on=day_of(update.made_at),
            )
        )
    changes = defaultdict(list)
    for change in rows[ActionChange]:
        changes[change.action_id].append(_change(change, rows))
    calendar = calendar_of(case.partnership_id) if actions else None
    return [
        (
            _action(
                action,
                updates[action.pk],
                changes[action.pk],
                agency=rows.name(Agency, action.agency_id),
                today=date_of(at),
                calendar=calendar,
            ),
            action.plan_id,
        )
        for action in sorted(actions, key=lambda action: (action.plan_id, action.position))
    ]


def _action(
    action: Action,
    updates: list[UpdateView],
    changes: list[ChangeView],
    *,
    agency: str,
    today: dt.date,
    calendar: WorkingCalendar,
) -> ActionView:
    still_open = action.status == Action.Status.OPEN
    return ActionView(
        id=action.pk,
        position=action.position,
        wording=action.wording,
        internal_note=action.internal_note,
        agency=agency,
        owner=action.owner_name,
        due=due_by(action.due_on, today=today, calendar=calendar) if still_open else None,
        due_on=weekday_in_words(action.due_on),
        status=action.get_status_display(),
        finished=weekday_in_words(action.finished_on) if action.finished_on else "",
        updates=tuple(updates),
        changes=tuple(changes),
    )


def _change(change: ActionChange, rows: CaseRows) -> ChangeView:
    """The change in words, with who made it and when."""
    said = []
    if change.dropped:
        said.append("told that it is dropped")
    if change.due_on != change.was_due_on:
        said.append(f"date was {weekday_in_words(change.was_due_on)}")
    if change.owner_name != change.was_owner_name:
        said.append(f"was with {change.was_owner_name}")
    by = rows.name(User, change.made_by_id)
    return ChangeView(
        text=f"{day_of(change.made_at)}, {by}: {', '.join(said)}",
        reason=change.reason,
        dropped=change.dropped,
    )
