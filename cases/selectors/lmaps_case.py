"""What an LMAPS meeting needs to know of one case, on one screen.

Staff scope; the number of queries does not depend on how much there is.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from cases.commands.inviting import latest_invitations
from cases.models import (
    AgendaItem,
    Application,
    Case,
    InformationRequest,
    Invitation,
    Involvement,
    VictimInvolvement,
)
from cases.policies import NotNow
from cases.procedures import calendar_of
from cases.selectors.due import Due, day_of, due_by, moment_in_words
from cases.selectors.lmaps_findings import (
    AssessmentView,
    IncidentLine,
    RiskView,
    assessment_view,
    last_assessment,
    ledger_of,
    risk_of,
)
from cases.selectors.plans import PlanView, plans_of
from cases.status import Status
from organisations.clock import date_of
from organisations.models import Agency


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """One application of the review in the applicant's own words, and their part in the meeting.

    left_out: why they are not invited, as they were told; empty for all others.
    """

    application_id: int
    reference: str
    victim: str
    representative: str
    route: str
    received: str
    summary: str
    impact: str
    wanted: str
    adjustments: str
    part: str
    choice: str
    reason: str
    left_out: str


@dataclass(frozen=True, kw_only=True)
class Top:
    """What stands above every page of a case: status, risk, vulnerability and adjustments."""

    status: str
    risk: RiskView
    flags: tuple[dict, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnLine:
    """What an agency was asked and what it answered."""

    agency: str
    question: str
    due: Due
    answer: str
    returned: str


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Everything on the one screen."""

    meeting_id: int | None
    meeting: str
    note: str
    applicants: tuple[Applicant, ...]
    ledger: tuple[IncidentLine, ...]
    assessment: AssessmentView | None
    risk: RiskView
    returns: tuple[ReturnLine, ...]
    plan: PlanView | None
    earlier_plans: tuple[PlanView, ...]

    @property
    def parts_missing(self) -> bool:
        """Whether an applicant's part in the meeting is not recorded yet."""
        return any(not one.choice for one in self.applicants)


def pack_of(case: Case, *, at: dt.datetime) -> Pack:
    """The case as the meeting needs it at a moment."""
    item = _item_of_round(case)
    assessment = last_assessment(case)
    plans = plans_of(case, at=at)
    return Pack(
        meeting_id=item.meeting_id if item else None,
        meeting=moment_in_words(item.meets_at) if item else "",
        note=item.note if item else "",
        applicants=applicants_of(case, item=item),
        ledger=ledger_of(case, assessment),
        assessment=assessment_view(assessment) if assessment else None,
        risk=risk_of(case),
        returns=_returns(case, at=at),
        plan=next((plan for plan in plans if plan.round == case.round), None),
        earlier_plans=tuple(plan for plan in plans if plan.round < case.round),
    )


def top_of(case: Case) -> Top:
    """Risk and adjustments of a case as it stands; two queries."""
    adjustments = Application.objects.filter(
        partnership_id=case.partnership_id, case=case, status=Application.Status.SUBMITTED
    ).exclude(adjustments="")
    return Top(
        status=Status(case.status).label,
        risk=risk_of(case),
        flags=(
            *([{"text": "May be vulnerable", "level": "high"}] if case.vulnerable else []),
            *(
                {"label": "Adjustments", "text": text, "level": "medium"}
                for text in adjustments.order_by("id").values_list("adjustments", flat=True)
            ),
        ),
    )


def applicants_taking_part(case: Case) -> tuple[Applicant, ...]:
    """Those whose part in this round's meeting is to be recorded. Raises NotNow with no meeting."""
    item = _item_of_round(case)
    if item is None:
        raise NotNow(
            "This case is not on the agenda of a meeting in this round of the review. Ask its"
            " single point of contact to put it on one."
        )
    return applicants_of(case, item=item)


def partner_agencies(partnership_id: int) -> list[tuple[int, str]]:
    """The agencies that take part in the partnership, by name: who can be given an action."""
    return list(
        Agency.objects.filter(partner_in__partnership_id=partnership_id)
        .order_by("name")
        .values_list("pk", "name")
    )


def _item_of_round(case: Case) -> AgendaItem | None:
    return (
        AgendaItem.objects.filter(partnership_id=case.partnership_id, case=case, round=case.round)
        .order_by("-id")
        .first()
    )


def applicants_of(case: Case, *, item: AgendaItem | None) -> tuple[Applicant, ...]:
    """Every application still in the review, with its people and its part in the meeting."""
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    applications = Application.objects.filter(
        **below, status=Application.Status.SUBMITTED
    ).order_by("received_at", "id")
    people = defaultdict(dict)
    roles = Involvement.objects.filter(**below).order_by("-id")
    for application_id, role, name in roles.values_list(
        "application_id", "role", "person__full_name"
    ):
        people[application_id][role] = name
    parts = {
        part.application_id: part for part in VictimInvolvement.objects.filter(**below, item=item)
    }
    invitations = latest_invitations(item) if item else {}
    return tuple(
        _applicant(
            application,
            people[application.pk],
            parts.get(application.pk),
            invitations.get(application.pk),
        )
        for application in applications
    )


def _applicant(
    application: Application,
    people: dict[str, str],
    part: VictimInvolvement | None,
    invitation: Invitation | None,
) -> Applicant:
    role = Involvement.Role
    return Applicant(
        application_id=application.pk,
        reference=application.reference,
        victim=people.get(role.VICTIM) or people.get(role.APPLICANT, ""),
        representative=people.get(role.REPRESENTATIVE, ""),
        route=application.get_route_display(),
        received=day_of(application.received_at),
        summary=application.summary,
        impact=application.impact,
        wanted=application.desired_outcome,
        adjustments=application.adjustments,
        part=part.get_choice_display() if part else "",
        choice=part.choice if part else "",
        reason=part.reason if part else "",
        left_out=invitation.reason if invitation else "",
    )


def _returns(case: Case, *, at: dt.datetime) -> tuple[ReturnLine, ...]:
    calendar = calendar_of(case.partnership_id)
    requests = InformationRequest.objects.filter(
        partnership_id=case.partnership_id, case=case
    ).select_related("agency")
    return tuple(
        ReturnLine(
            agency=request.agency.name,
            question=request.question,
            due=due_by(request.due_on, today=date_of(at), calendar=calendar),
            answer=request.answer,
            returned=day_of(request.returned_at) if request.returned_at else "",
        )
        for request in requests
    )
