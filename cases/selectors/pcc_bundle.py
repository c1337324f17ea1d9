"""The bundle: all that the PCC office needs of one case, on one page (DOMAIN section 0, step 9).

Read in the case's scope by a live grant, for the application whose applicant asked; other
applicants of the same review are not shown. The number of queries does not depend on the case.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from cases.deadlines import explain_as_stored
from cases.letter_facts import addressee_of
from cases.models import (
    Application,
    Assessment,
    Case,
    Deadline,
    Decision,
    Incident,
    InformationRequest,
    PccReview,
    Report,
)
from cases.pcc_window import explain_last_date
from cases.procedures import calendar_of, procedure_of
from cases.selectors.audit import EventRow, events_of_case
from cases.selectors.due import day_of
from cases.selectors.plans import PlanView, plans_of, yes_or_no
from cases.selectors.report_words import occurred_in_words, reported_in_words
from organisations.clock import date_of
from thresholds.facts import Answer
from thresholds.findings import Finding, RouteFinding
from thresholds.periods import weekday_in_words
from thresholds.procedure import Procedure
from thresholds.time_limits import Explanation, left_in_words

FOUND = {
    Finding.MET: ("Met", "green"),
    Finding.NOT_MET: ("Not met", "magenta"),
    Finding.NOT_KNOWN: ("Not known", "yellow"),
}
COUNTS = {Answer.YES: "Counted", Answer.NO: "Not counted", Answer.UNKNOWN: "Not known"}


@dataclass(frozen=True, kw_only=True)
class CriterionRow:
    """One criterion of a test: what was found and in which words."""

    title: str
    found: str
    wording: str


@dataclass(frozen=True, kw_only=True)
class TestRow:
    """One test of the threshold: the statute's, or a route of the published procedure."""

    title: str
    clause: str
    found: str
    colour: str
    wording: str
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True, kw_only=True)
class AssessmentPart:
    """The last assessment of the round under review."""

    made: str
    summary: str
    tests: tuple[TestRow, ...]
    warnings: tuple[str, ...]
    harm: str
    harm_reason: str
    adequate: str
    parties: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class DecisionPart:
    """One decision of the round under review; `by` names the second person too."""

    made: str
    outcome: str
    ground: str
    by: str
    reasons: str
    advice: str


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One telling of an incident, and whether the statutory test counted it."""

    happened: str
    place: str
    told: str
    agency: str
    pseudonym: str
    response: str
    counts: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeadlineRow:
    """One legal date: kept, missed, still open, or no longer owed."""

    title: str
    due: str
    done: str
    state: str
    colour: str
    explanation: Explanation | None


@dataclass(frozen=True, kw_only=True)
class ReturnRow:
    """What an agency was asked, and what it answered."""

    agency: str
    question: str
    due: str
    answer: str
    returned: str


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """The case as the office may see it."""

    reference: str
    status: str
    district: str
    application_id: int
    application_reference: str
    received: str
    applicant: str
    summary: str
    impact: str
    wanted: str
    adjustments: str
    grounds: tuple[str, ...]
    last_date: Explanation | None
    responded: str
    assessment: AssessmentPart | None
    decisions: tuple[DecisionPart, ...]
    reports: tuple[ReportRow, ...]
    returns: tuple[ReturnRow, ...]
    plans: tuple[PlanView, ...]
    deadlines: tuple[DeadlineRow, ...]
    timeline: tuple[EventRow, ...]


def case_of(review: PccReview) -> Case:
    """The review's case, in its scope."""
    return Case.objects.select_related("partnership", "district").get(
        partnership_id=review.partnership_id, pk=review.case_id
    )


def bundle_of(review: PccReview, case: Case, *, at: dt.datetime) -> Bundle:
    """Everything on the one page; call in the scope of `cases.selectors.pcc.case_scope`."""
    application = Application.objects.select_related("procedure").get(
        partnership_id=review.partnership_id, pk=review.application_id
    )
    procedure = procedure_of(application)
    assessment = _assessment_of(review)
    titles = {ground.code: ground.title for ground in procedure.policing_body_review.grounds}
    same_round = review.round == case.round
    return Bundle(
        reference=case.reference,
        status=case.get_status_display(),
        district=case.district.name,
        application_id=application.pk,
        application_reference=application.reference,
        received=day_of(application.received_at),
        applicant=addressee_of(application).full_name,
        summary=application.summary,
        impact=application.impact,
        wanted=application.desired_outcome,
        adjustments=application.adjustments,
        grounds=tuple(titles.get(code, code) for code in review.grounds),
        last_date=explain_last_date(case, application) if same_round else None,
        responded=day_of(case.responded_at) if case.responded_at and same_round else "",
        assessment=_assessment(assessment) if assessment else None,
        decisions=_decisions(review),
        reports=_reports(application, assessment),
        returns=_returns(case),
        plans=tuple(plan for plan in plans_of(case, at=at) if plan.round <= review.round),
        deadlines=_deadlines(review, procedure, today=date_of(at)),
        timeline=events_of_case(case),
    )


def _assessment_of(review: PccReview) -> Assessment | None:
    return (
        Assessment.objects.filter(
            partnership_id=review.partnership_id, case_id=review.case_id, round__lte=review.round
        )
        .select_related("assessed_by")
        .order_by("-id")
        .first()
    )


def _assessment(assessment: Assessment) -> AssessmentPart:
    outcome = assessment.found
    parties = assessment.parties.filter(partnership_id=assessment.partnership_id).order_by("id")
    return AssessmentPart(
        made=f"{day_of(assessment.assessed_at)} by {assessment.assessed_by.full_name}",
        summary=outcome.summary,
        tests=tuple(_test(route) for route in (outcome.statutory, *outcome.routes)),
        warnings=outcome.warnings,
        harm=yes_or_no(assessment.harm_view),
        harm_reason=assessment.harm_reason,
        adequate=yes_or_no(assessment.response_adequate),
        parties=tuple(
            (
                " – ".join(filter(None, (party.get_party_display(), party.name))),
                party.get_view_display(),
                party.comment,
            )
            for party in parties
        ),
    )


def _test(route: RouteFinding) -> TestRow:
    found, colour = FOUND[route.finding]
    return TestRow(
        title=route.title,
        clause=route.clause,
        found=found,
        colour=colour,
        wording=route.wording,
        criteria=tuple(
            CriterionRow(
                title=criterion.title, found=FOUND[criterion.finding][0], wording=criterion.wording
            )
            for criterion in route.criteria
        ),
    )


def _decisions(review: PccReview) -> tuple[DecisionPart, ...]:
    decisions = Decision.objects.filter(
        partnership_id=review.partnership_id, case_id=review.case_id, round__lte=review.round
    ).select_related("decided_by", "second_person")
    return tuple(
        DecisionPart(
            made=day_of(decision.decided_at),
            outcome=decision.get_outcome_display(),
            ground=decision.get_ground_display() if decision.ground else "",
            by=" and ".join(
                person.full_name
                for person in (decision.decided_by, decision.second_person)
                if person
            ),
            reasons=decision.reasons,
            advice=decision.advice,
        )
        for decision in decisions
    )


def _reports(application: Application, assessment: Assessment | None) -> tuple[ReportRow, ...]:
    """The application's own incidents, and those that agencies named for the whole review."""
    below = {"partnership_id": application.partnership_id, "case_id": application.case_id}
    judged = {}
    if assessment:
        judged = {line.report: line for line in assessment.found.statutory.lines}
    told = defaultdict(list)
    for report in Report.objects.filter(
        Q(application=application) | Q(incident__named_by__isnull=False), **below
    ).select_related("agency"):
        told[report.incident_id].append(report)
    return tuple(
        _report(incident, report, judged)
        for incident in Incident.objects.filter(
            Q(application=application) | Q(named_by__isnull=False), **below
        )
        for report in told[incident.pk] or [None]
    )


def _report(incident: Incident, report: Report | None, judged: dict) -> ReportRow:
    happened = {"happened": occurred_in_words(incident), "place": incident.place}
    if report is None:
        nothing = dict.fromkeys(("agency", "pseudonym", "response", "counts", "reason"), "")
        return ReportRow(**happened, **nothing, told="Not reported")
    line = judged.get(f"report-{report.pk}")
    return ReportRow(
        **happened,
        told=reported_in_words(report),
        agency=report.agency.name if report.agency else report.agency_said,
        pseudonym=report.reporter_pseudonym,
        response=report.response,
        counts=COUNTS[line.counts] if line else "",
        reason=report.rebutted_reason or (line.reason if line else ""),
    )


def _returns(case: Case) -> tuple[ReturnRow, ...]:
    requests = InformationRequest.objects.filter(
        partnership_id=case.partnership_id, case=case
    ).select_related("agency")
    return tuple(
        ReturnRow(
            agency=request.agency.name,
            question=request.question,
            due=weekday_in_words(request.due_on),
            answer=request.answer,
            returned=day_of(request.returned_at) if request.returned_at else "",
        )
        for request in requests
    )


def _deadlines(
    review: PccReview, procedure: Procedure, *, today: dt.date
) -> tuple[DeadlineRow, ...]:
    calendar = calendar_of(review.partnership_id)
    rows = Deadline.objects.filter(
        partnership_id=review.partnership_id,
        application_id=review.application_id,
        round__lte=review.round,
    )
    return tuple(_deadline(row, procedure, today=today, calendar=calendar) for row in rows)


def _deadline(row: Deadline, procedure: Procedure, *, today: dt.date, calendar) -> DeadlineRow:
    title = procedure.owed(row.limit).title if procedure.has_owed(row.limit) else row.limit
    due = weekday_in_words(row.due_on)
    if row.revised_on:
        due = f"{due}, extended to {weekday_in_words(row.revised_on)}: {row.revision_reason}"
    done, state, colour = day_of(row.met_at) if row.met_at else "", "Kept", "green"
    if row.met_at and date_of(row.met_at) > row.binding_on:
        state, colour = "Missed", "red"
    elif row.lapsed_at:
        late = date_of(row.lapsed_at) > row.binding_on
        state, colour = ("Missed", "red") if late else ("No longer owed", "grey")
    elif row.is_open:
        late = today > row.binding_on
        state, colour = ("Missed", "red") if late else ("Open", "blue")
        done = left_in_words(today=today, due=row.binding_on, calendar=calendar)
    explained = explain_as_stored(row, procedure=procedure, calendar=calendar)
    return DeadlineRow(
        title=title, due=due, done=done, state=state, colour=colour, explanation=explained
    )
