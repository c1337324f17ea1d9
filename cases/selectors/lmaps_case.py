"""What an LMAPS meeting needs to know of one case, on one screen.

Staff scope; the number of queries does not depend on how much there is.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from cases.models import (
    AgendaItem,
    Application,
    Assessment,
    Case,
    Incident,
    InformationRequest,
    Involvement,
    Report,
    RiskAssessment,
    VictimInvolvement,
)
from cases.policies import NotNow
from cases.procedures import calendar_of, parsed
from cases.selectors.due import Due, day_of, due_by, moment_in_words
from cases.selectors.plans import PlanView, plans_of, yes_or_no
from cases.status import Status
from organisations.clock import date_of
from organisations.models import Agency
from thresholds.facts import Answer
from thresholds.findings import Finding, Outcome, RouteFinding
from thresholds.periods import weekday_in_words


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """One application of the review in the applicant's own words, and their part in the meeting."""

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


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """One telling of an incident to an agency. counts: for the statutory test; empty unassessed."""

    agency: str
    told: str
    method: str
    agency_reference: str
    response: str
    standing: str
    counts: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class IncidentLine:
    """One incident with all its reports: a row of the ledger."""

    happened: str
    place: str
    description: str
    reference: str
    reports: tuple[ReportLine, ...]


@dataclass(frozen=True, kw_only=True)
class TestLine:
    """One test of the threshold and what was found."""

    title: str
    clause: str
    met: str
    wording: str


@dataclass(frozen=True, kw_only=True)
class AssessmentView:
    """The last assessment of this round."""

    made: str
    by: str
    summary: str
    tests: tuple[TestLine, ...]
    warnings: tuple[str, ...]
    harm: str
    harm_reason: str
    adequate: str
    parties: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RiskView:
    """The last risk assessment. level: high, medium, standard or unknown."""

    level: str
    text: str
    made: str = ""
    override_reason: str = ""
    notes: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Top:
    """What stands above every page of a case: its status, the risk, and adjustments as flags."""

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
    assessment = _last(Assessment, case, round=case.round)
    plans = plans_of(case, at=at)
    return Pack(
        meeting_id=item.meeting_id if item else None,
        meeting=moment_in_words(item.meets_at) if item else "",
        note=item.note if item else "",
        applicants=applicants_of(case, item=item),
        ledger=_ledger(case, assessment),
        assessment=_assessment(assessment) if assessment else None,
        risk=_risk(case),
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
        risk=_risk(case),
        flags=tuple(
            {"label": "Adjustments", "text": text}
            for text in adjustments.order_by("id").values_list("adjustments", flat=True)
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
        AgendaItem.objects.filter(
            partnership_id=case.partnership_id, case=case, round=case.round
        )
        .order_by("-id")
        .first()
    )


def _last(model, case: Case, **more):
    return (
        model.objects.filter(partnership_id=case.partnership_id, case=case, **more)
        .select_related("assessed_by")
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
    return tuple(
        _applicant(application, people[application.pk], parts.get(application.pk))
        for application in applications
    )


def _applicant(
    application: Application, people: dict[str, str], part: VictimInvolvement | None
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
    )


def _ledger(case: Case, assessment: Assessment | None) -> tuple[IncidentLine, ...]:
    below = {
        "partnership_id": case.partnership_id,
        "case_id": case.pk,
        "application__status": Application.Status.SUBMITTED,
    }
    judged = {}
    if assessment:
        statutory = Outcome.from_json(assessment.outcome).statutory
        judged = {line.report: line for line in statutory.lines}
    reports = defaultdict(list)
    for report in Report.objects.filter(**below).select_related("agency"):
        reports[report.incident_id].append(_report(report, judged.get(f"report-{report.pk}")))
    return tuple(
        IncidentLine(
            happened=weekday_in_words(incident.occurred_on),
            place=incident.place,
            description=incident.description,
            reference=incident.application.reference,
            reports=tuple(reports[incident.pk]),
        )
        for incident in Incident.objects.filter(**below).select_related("application")
    )


_COUNTS = {Answer.YES: "Counts", Answer.NO: "Does not count", Answer.UNKNOWN: "Not known"}


def _report(report: Report, judged) -> ReportLine:
    return ReportLine(
        agency=report.agency.name if report.agency else report.agency_said,
        told=weekday_in_words(report.reported_on),
        method=report.get_method_display() if report.method else "",
        agency_reference=report.agency_reference,
        response=report.response,
        standing=report.get_standing_display(),
        counts=_COUNTS[judged.counts] if judged else "",
        reason=report.rebutted_reason or (judged.reason if judged else ""),
    )


_FOUND = {Finding.MET: "Met", Finding.NOT_MET: "Not met", Finding.NOT_KNOWN: "Not known"}


def _assessment(assessment: Assessment) -> AssessmentView:
    outcome = Outcome.from_json(assessment.outcome)
    parties = assessment.parties.filter(partnership_id=assessment.partnership_id).order_by("id")
    return AssessmentView(
        made=day_of(assessment.assessed_at),
        by=assessment.assessed_by.full_name,
        summary=outcome.summary,
        tests=tuple(_test(route) for route in (outcome.statutory, *outcome.routes)),
        warnings=outcome.warnings,
        harm=yes_or_no(assessment.harm_view),
        harm_reason=assessment.harm_reason,
        adequate=yes_or_no(assessment.response_adequate),
        parties=tuple(
            (
                f"{party.get_party_display()}{f' ({party.name})' if party.name else ''}",
                party.get_view_display(),
                party.comment,
            )
            for party in parties
        ),
    )


def _test(route: RouteFinding) -> TestLine:
    return TestLine(
        title=route.title,
        clause=route.clause,
        met=_FOUND[route.finding],
        wording=route.wording,
    )


LEVELS = frozenset({"high", "medium", "standard"})


def _risk(case: Case) -> RiskView:
    risk = (
        RiskAssessment.objects.filter(partnership_id=case.partnership_id, case=case)
        .select_related("application__procedure", "assessed_by")
        .order_by("-id")
        .first()
    )
    if risk is None:
        return RiskView(level="unknown", text="Not assessed")
    matrix = parsed(risk.application.procedure).risk_matrix
    titles = {band.code: band.title for band in matrix.bands}
    band = risk.effective_band
    text = titles.get(band, band)
    return RiskView(
        level=band if band in LEVELS else "unknown",
        text=f"{text}, may be vulnerable" if risk.vulnerable else text,
        made=f"{day_of(risk.assessed_at)} by {risk.assessed_by.full_name}",
        override_reason=risk.override_reason,
        notes=risk.notes,
        label=matrix.label or "",
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
