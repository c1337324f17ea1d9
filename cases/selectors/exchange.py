"""Cases and actions as data for other systems: codes and dates beside the words of the pages."""

import datetime as dt
from dataclasses import dataclass

from cases.models import (
    Action,
    AgendaItem,
    Assessment,
    Case,
    Deadline,
    PeerReviewConsideration,
)
from cases.selectors.plans import ActionView
from cases.selectors.spoc import QueuePage, QueueRow
from cases.selectors.spoc_steps import Standing, Step, next_step
from organisations.clock import date_of


@dataclass(frozen=True, kw_only=True)
class NextAct:
    """What comes next. act: the command's name, null where others must move first."""

    act: str | None
    text: str


@dataclass(frozen=True, kw_only=True)
class CaseSummary:
    """One case of the work list."""

    reference: str
    status: str
    status_text: str
    district: str
    next_due_on: dt.date | None
    next_act: NextAct


@dataclass(frozen=True, kw_only=True)
class DeadlineRecord:
    """One legal date. due_on: first due; binding_on: with its extension."""

    limit: str
    round: int
    due_on: dt.date
    binding_on: dt.date
    told_on: dt.date | None
    met_at: dt.datetime | None
    lapsed_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class CaseRecord(CaseSummary):
    """One case, without what it is about."""

    version: int
    round: int
    received_at: dt.datetime
    decided_at: dt.datetime | None
    responded_at: dt.datetime | None
    closed_at: dt.datetime | None
    risk_band: str
    vulnerable: bool
    needs_adjustments: bool
    deadlines: tuple[DeadlineRecord, ...]


@dataclass(frozen=True, kw_only=True)
class ActionRecord:
    """One of the agency's own actions. version: the case's, to be sent back with progress."""

    id: int
    case_id: int
    reference: str
    wording: str
    agency: str
    due_on: dt.date
    status: str
    version: int


def _next_act(step: Step) -> NextAct:
    return NextAct(act=str(step.act) if step.act else None, text=step.text)


def case_summaries(page: QueuePage, *, partnership_id: int) -> list[CaseSummary]:
    """The rows of a page of the queue as data; one query more."""
    ids = [row.case_id for row in page.rows]
    found = Case.objects.filter(partnership_id=partnership_id, pk__in=ids)
    codes = {
        pk: (status, due_on)
        for pk, status, due_on in found.values_list("pk", "status", "next_due_on")
    }
    return [_summary(row, *codes[row.case_id]) for row in page.rows]


def _summary(row: QueueRow, status: str, due_on: dt.date | None) -> CaseSummary:
    return CaseSummary(
        reference=row.reference,
        status=status,
        status_text=row.status,
        district=row.district,
        next_due_on=due_on,
        next_act=_next_act(row.step),
    )


def case_record(case: Case, *, at: dt.datetime) -> CaseRecord:
    """One case as data; five queries. Its district must have come with it."""
    return CaseRecord(
        reference=case.reference,
        status=case.status,
        status_text=case.get_status_display(),
        district=case.district.name,
        next_due_on=case.next_due_on,
        next_act=_next_act(next_step(_standing(case), today=date_of(at))),
        version=case.version,
        round=case.round,
        received_at=case.received_at,
        decided_at=case.decided_at,
        responded_at=case.responded_at,
        closed_at=case.closed_at,
        risk_band=case.risk_band,
        vulnerable=case.vulnerable,
        needs_adjustments=case.needs_adjustments,
        deadlines=_deadlines(case),
    )


def _standing(case: Case) -> Standing:
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    actions = Action.objects.filter(**below, status=Action.Status.OPEN)
    considered = PeerReviewConsideration.objects.filter(**below, round=case.round)
    return Standing(
        status=case.status,
        assessed=Assessment.objects.filter(**below, round=case.round).exists(),
        risk_recorded=bool(case.risk_band),
        peer_considered=considered.exists(),
        on_agenda=AgendaItem.objects.filter(**below, round=case.round).exists(),
        actions_open=actions.count(),
        deferred_until=case.deferred_until,
    )


def _deadlines(case: Case) -> tuple[DeadlineRecord, ...]:
    rows = Deadline.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
    return tuple(
        DeadlineRecord(
            limit=row.limit,
            round=row.round,
            due_on=row.due_on,
            binding_on=row.binding_on,
            told_on=row.told_on,
            met_at=row.met_at,
            lapsed_at=row.lapsed_at,
        )
        for row in rows
    )


def action_record(case: Case, view: ActionView) -> ActionRecord:
    """One action of a case as data, from the agency's own selector; one query."""
    row = Action.objects.get(partnership_id=case.partnership_id, case=case, pk=view.id)
    return ActionRecord(
        id=view.id,
        case_id=case.pk,
        reference=case.reference,
        wording=view.wording,
        agency=view.agency,
        due_on=row.due_on,
        status=row.status,
        version=case.version,
    )
