"""The whole case on one page, for the SPOC, the assessors and the accountable officer.

A constant number of queries, however many incidents, deadlines and events there are.
"""

import datetime as dt
from dataclasses import dataclass

from cases import permissions, policies
from cases.commands.frame import PERMISSION
from cases.models import (
    Action,
    ActionChange,
    ActionPlan,
    ActionUpdate,
    AgendaItem,
    ApplicantRequest,
    Application,
    Assessment,
    AssessmentParty,
    Case,
    Consent,
    Deadline,
    Decision,
    DraftComment,
    DraftPlan,
    Event,
    Incident,
    InformationRequest,
    Invitation,
    Involvement,
    Meeting,
    PccReview,
    PeerReviewConsideration,
    Person,
    Recommendation,
    Report,
    RiskAssessment,
    SafeContact,
    VictimInvolvement,
)
from cases.procedures import LocalRules, local_rules
from cases.selectors.asked_applicants import (
    DraftShown,
    QuestionShown,
    drafts_of,
    questions_of,
)
from cases.selectors.case_rows import JOINED, READS, CaseRows
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
from cases.selectors.spoc_words import COLOURS
from cases.status import PCC_OPEN, Command, Status
from organisations.actors import Actor
from organisations.clock import date_of

# What the page reads, in one statement.
BELOW = (
    Application,
    Person,
    Involvement,
    SafeContact,
    Consent,
    Incident,
    Report,
    Deadline,
    Event,
    Assessment,
    AssessmentParty,
    RiskAssessment,
    Decision,
    PeerReviewConsideration,
    AgendaItem,
    Meeting,
    VictimInvolvement,
    ActionPlan,
    Action,
    ActionUpdate,
    Recommendation,
    InformationRequest,
    ApplicantRequest,
    Invitation,
    DraftPlan,
    DraftComment,
    ActionChange,
    PccReview,
    READS,
    JOINED,
)


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
    questions: list[QuestionShown]
    drafts: list[DraftShown]
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


def case_file(
    case: Case,
    *,
    actor: Actor,
    at: dt.datetime,
    rows: CaseRows | None = None,
    rules: LocalRules | None = None,
) -> CaseFile:
    """Read the case; a handful of queries, whatever it holds. rows, rules: where read already."""
    rows, rules = rows or CaseRows(case, *BELOW), rules or local_rules(case.partnership_id)
    today, calendar = date_of(at), rules.calendar
    given = applications_of(case, rows)
    found = last_assessment(case, rows)
    ledger = ledger_of(case, given, counted_in(found), rows)
    plans, peer_reviews = plans_of(case, at=at, rows=rows), peer_reviews_of(rows)
    meetings = meetings_of(given, rows)
    limits = rules.limit_titles
    standing = _standing(case, found, plans, peer_reviews, meetings, ledger, rows)
    pcc_reviews = pcc_reviews_of(given, rows)
    applications = applications_shown(case, given, rows)
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
        clock=clock_of(case, given, today=today, calendar=calendar, rows=rows),
        assessment=assessment_shown(found, report_names(ledger), rows) if found else None,
        risks=risks_of(given, rows),
        decisions=decisions_of(rows),
        peer_reviews=peer_reviews,
        meetings=meetings,
        plans=plans,
        requests=requests_of(today=today, calendar=calendar, rows=rows),
        questions=questions_of(given, today=today, calendar=calendar, rows=rows),
        drafts=drafts_of(case, given, rows),
        pcc_reviews=pcc_reviews,
        record=record_of(limits=limits, rows=rows),
        joined=joined_cases(case, rows),
    )


def _standing(
    case: Case, found, plans: tuple[PlanView, ...], peer_reviews, meetings, ledger, rows: CaseRows
) -> Standing:
    """What the next step depends on, from what the page has read anyway."""
    return Standing(
        status=case.status,
        assessed=found is not None and found.round == case.round,
        risk_recorded=bool(case.risk_band),
        peer_considered=any(row[0] == case.round for row in peer_reviews),
        on_agenda=any(meeting.round == case.round for meeting in meetings),
        actions_open=sum(action.is_open for plan in plans for action in plan.actions),
        deferred_until=case.deferred_until,
        drafted=any(draft.round == case.round for draft in rows[DraftPlan]),
        coded=any(report.pseudonym for incident in ledger for report in incident.reports),
    )


def joined_cases(case: Case, rows: CaseRows) -> tuple[str, list[str]]:
    """The reference of the case that this one goes on in, and of those that go on in this one."""
    into = case.merged_into.reference if case.merged_into_id else ""
    return into, [other.reference for other in rows[JOINED]]


def acts_open(
    case: Case, *, actor: Actor, at: dt.datetime, standing: Standing
) -> frozenset[Command]:
    """What this person may do with the case now, by the twins and by what has been recorded."""
    ready = {
        Command.DECIDE: standing.assessed and standing.risk_recorded,
        Command.REFER: standing.peer_considered and not standing.on_agenda,
        Command.IDENTIFY: standing.coded,
        Command.DECIDE_INVITATION: standing.on_agenda,
        Command.SEND_DRAFT_PLAN: standing.on_agenda,
        Command.RECORD_COMMENT: standing.drafted,
    }
    return frozenset(
        command
        for command, permission in PERMISSION.items()
        if policies.status_allows(command, case)
        and ready.get(command, True)
        and permissions.may(actor, permission, case, at=at)
    )


def identity_of(case: Case, *, at: dt.datetime) -> Identity:
    """The bar for the pages of one act; four queries."""
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    said = Application.objects.filter(**below).exclude(adjustments="")
    unsafe = SafeContact.objects.filter(safe=False, **below).order_by("id")
    names = dict.fromkeys(row.get_channel_display() for row in unsafe)
    rules = local_rules(case.partnership_id)
    owed = _due(case, today=date_of(at), calendar=rules.calendar, limits=rules.limit_titles)
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
