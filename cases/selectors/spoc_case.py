"""The whole case on one page, for the SPOC, the assessors and the accountable officer.

A constant number of queries, however many incidents, deadlines and events there are.
"""

import datetime as dt
from dataclasses import dataclass

from cases import permissions, policies
from cases.commands.frame import PERMISSION
from cases.models import Application, Case, PccReview, SafeContact
from cases.procedures import calendar_of
from cases.selectors.due import Due, due_by
from cases.selectors.plans import PlanView, plans_of
from cases.selectors.spoc_findings import (
    AssessmentShown,
    DecisionShown,
    RiskShown,
    assessment_shown,
    counted_in,
    decisions_of,
    last_assessment,
    risks_of,
)
from cases.selectors.spoc_people import (
    ApplicationShown,
    IncidentShown,
    applications_of,
    applications_shown,
    ledger_of,
    report_names,
    unsafe_channels,
)
from cases.selectors.spoc_review import (
    DeadlineShown,
    MeetingShown,
    PccReviewShown,
    RequestShown,
    clock_of,
    meetings_of,
    pcc_reviews_of,
    peer_reviews_of,
    requests_of,
)
from cases.selectors.spoc_steps import Standing, Step, next_step
from cases.selectors.spoc_timeline import RecordShown, record_of
from cases.selectors.spoc_words import COLOURS, limit_titles
from cases.status import PCC_OPEN, Command, Status
from organisations.actors import Actor
from organisations.clock import date_of


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The bar on top of each page of a case: who, where it stands, risk and adjustments."""

    reference: str
    name: str
    district: str
    status: str
    colour: str
    due_title: str
    due: Due | None
    risk_level: str
    risk_text: str
    flags: tuple[dict[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """Everything on the case page, ready to show."""

    identity: Identity
    step: Step
    acts: frozenset[Command]
    applications: list[ApplicationShown]
    ledger: list[IncidentShown]
    clock: list[DeadlineShown]
    assessment: AssessmentShown | None
    risks: list[RiskShown]
    decisions: list[DecisionShown]
    peer_reviews: list[tuple[int, str, str, str, str]]
    meetings: list[MeetingShown]
    plans: tuple[PlanView, ...]
    requests: list[RequestShown]
    pcc_reviews: list[PccReviewShown]
    record: RecordShown
    joined: tuple[str, list[str]]

    @property
    def plans_done(self) -> list[tuple[PlanView, int]]:
        """Each plan with the number of its actions that are finished."""
        return [(plan, sum(not action.is_open for action in plan.actions)) for plan in self.plans]

    @property
    def dates_done(self) -> list[DeadlineShown]:
        """The dates that were kept or have lapsed."""
        return [deadline for deadline in self.clock if not deadline.is_open]


def case_file(case: Case, *, actor: Actor, at: dt.datetime) -> CaseFile:
    """Read the case; about thirty queries, whatever it holds."""
    today, calendar = date_of(at), calendar_of(case.partnership_id)
    rows = applications_of(case)
    found = last_assessment(case)
    ledger = ledger_of(case, rows, counted_in(found))
    plans, peer_reviews = plans_of(case, at=at), peer_reviews_of(case)
    meetings = meetings_of(case, rows)
    limits = limit_titles(case.partnership_id)
    standing = _standing(case, found, plans, peer_reviews, meetings)
    pcc_reviews = pcc_reviews_of(case, rows)
    applications = applications_shown(case, rows)
    identity = _identity(
        case,
        owed=_due(case, today=today, calendar=calendar, limits=limits),
        adjustments=[one.adjustments for one in applications if one.adjustments],
        unsafe=unsafe_channels(applications),
        reviewed=any(review.is_open for review in pcc_reviews),
    )
    return CaseFile(
        identity=identity,
        step=next_step(standing, today=today),
        acts=acts_open(case, actor=actor, at=at, standing=standing),
        applications=applications,
        ledger=ledger,
        clock=clock_of(case, rows, today=today, calendar=calendar),
        assessment=assessment_shown(found, report_names(ledger)) if found else None,
        risks=risks_of(case, rows),
        decisions=decisions_of(case),
        peer_reviews=peer_reviews,
        meetings=meetings,
        plans=plans,
        requests=requests_of(case, today=today, calendar=calendar),
        pcc_reviews=pcc_reviews,
        record=record_of(case, limits=limits),
        joined=joined_cases(case),
    )


def _standing(case: Case, found, plans: tuple[PlanView, ...], peer_reviews, meetings) -> Standing:
    """What the next step depends on, from what the page has read anyway."""
    return Standing(
        status=case.status,
        assessed=found is not None and found.round == case.round,
        risk_recorded=bool(case.risk_band),
        peer_considered=any(row[0] == case.round for row in peer_reviews),
        on_agenda=any(meeting.round == case.round for meeting in meetings),
        actions_open=sum(action.is_open for plan in plans for action in plan.actions),
        deferred_until=case.deferred_until,
    )


def joined_cases(case: Case) -> tuple[str, list[str]]:
    """The reference of the case that this one goes on in, and of those that go on in this one."""
    rows = Case.objects.filter(partnership_id=case.partnership_id, merged_into_id=case.pk)
    into = case.merged_into.reference if case.merged_into_id else ""
    return into, list(rows.order_by("id").values_list("reference", flat=True))


def acts_open(
    case: Case, *, actor: Actor, at: dt.datetime, standing: Standing
) -> frozenset[Command]:
    """What this person may do with the case now, by the twins and by what has been recorded."""
    ready = {
        Command.DECIDE: standing.assessed and standing.risk_recorded,
        Command.REFER: standing.peer_considered and not standing.on_agenda,
    }
    return frozenset(
        command
        for command, permission in PERMISSION.items()
        if policies.status_allows(command, case)
        and ready.get(command, True)
        and permissions.may(actor, permission, case, at=at)
    )


def identity_of(case: Case, *, at: dt.datetime) -> Identity:
    """The bar for the pages of one act; five queries."""
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    said = Application.objects.filter(**below).exclude(adjustments="")
    unsafe = SafeContact.objects.filter(safe=False, **below).order_by("id")
    names = dict.fromkeys(row.get_channel_display() for row in unsafe)
    owed = _due(
        case,
        today=date_of(at),
        calendar=calendar_of(case.partnership_id),
        limits=limit_titles(case.partnership_id),
    )
    return _identity(
        case,
        owed=owed,
        adjustments=list(said.values_list("adjustments", flat=True)),
        unsafe=", ".join(names),
        reviewed=PccReview.objects.filter(status__in=sorted(PCC_OPEN), **below).exists(),
    )


def _due(case: Case, *, today, calendar, limits: dict[str, str]) -> tuple[str, Due | None]:
    """What is owed next, and by when."""
    if case.next_due_on is None:
        return "", None
    title = limits.get(case.next_due_limit, case.next_due_limit)
    return title, due_by(case.next_due_on, today=today, calendar=calendar)


def _identity(
    case: Case, *, owed: tuple[str, Due | None], adjustments: list[str], unsafe: str, reviewed: bool
) -> Identity:
    flags = []
    if case.vulnerable:
        flags.append({"text": "Vulnerable", "level": "high"})
    if unsafe:
        flags.append({"label": "Not safe to use", "text": unsafe, "level": "high"})
    flags += [{"label": "Adjustments", "text": text, "level": "medium"} for text in adjustments]
    if reviewed:
        flags.append({"text": "PCC review open", "level": "medium"})
    status = Status(case.status)
    known = case.risk_band in {"standard", "medium", "high"}
    return Identity(
        reference=case.reference,
        name=case.applicant_name,
        district=case.district.name,
        status=status.label,
        colour=COLOURS[status],
        due_title=owed[0],
        due=owed[1],
        risk_level=case.risk_band if known else "unknown",
        risk_text=case.risk_band.capitalize() or "Not recorded yet",
        flags=tuple(flags),
    )
