"""What stands on record of a case's reports, assessment and risk, as an LMAPS meeting reads it."""

from collections import defaultdict
from dataclasses import dataclass

from cases.models import Assessment, Case, Incident, Report, RiskAssessment
from cases.procedures import procedure_of
from cases.reported_to import INCIDENTS_IN_REVIEW, REPORTS_IN_REVIEW
from cases.selectors.due import day_of
from cases.selectors.plans import yes_or_no
from cases.selectors.report_words import occurred_in_words, reported_in_words
from thresholds.facts import Answer
from thresholds.findings import Finding, RouteFinding


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """One telling of an incident to an agency. counts: for the statutory test; empty unassessed.

    pseudonym: what the agency calls somebody else who made it; empty for an applicant's.
    """

    agency: str
    pseudonym: str
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
    named_by: str
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
    """The last assessment, of the case's round or of one before."""

    made: str
    round: int
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


def ledger_of(case: Case, assessment: Assessment | None) -> tuple[IncidentLine, ...]:
    """Incident x report, each report as the assessment counted it for s.104(4); two queries."""
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    judged = {}
    if assessment:
        statutory = assessment.found.statutory
        judged = {line.report: line for line in statutory.lines}
    reports = defaultdict(list)
    for report in Report.objects.filter(REPORTS_IN_REVIEW, **below).select_related("agency"):
        reports[report.incident_id].append(_report(report, judged.get(f"report-{report.pk}")))
    return tuple(
        IncidentLine(
            happened=occurred_in_words(incident),
            place=incident.place,
            description=incident.description,
            reference=incident.application.reference,
            named_by=incident.named_by.name if incident.named_by else "",
            reports=tuple(reports[incident.pk]),
        )
        for incident in Incident.objects.filter(INCIDENTS_IN_REVIEW, **below).select_related(
            "application", "named_by"
        )
    )


_COUNTS = {Answer.YES: "Counts", Answer.NO: "Does not count", Answer.UNKNOWN: "Not known"}


def _report(report: Report, judged) -> ReportLine:
    return ReportLine(
        agency=report.agency.name if report.agency else report.agency_said,
        pseudonym=report.reporter_pseudonym,
        told=reported_in_words(report),
        method=report.get_method_display() if report.method else "",
        agency_reference=report.agency_reference,
        response=report.response,
        standing=report.get_standing_display(),
        counts=_COUNTS[judged.counts] if judged else "",
        reason=report.rebutted_reason or (judged.reason if judged else ""),
    )


_FOUND = {Finding.MET: "Met", Finding.NOT_MET: "Not met", Finding.NOT_KNOWN: "Not known"}


def last_assessment(case: Case) -> Assessment | None:
    """The last assessment of any round: one that came back at LMAPS stands on an earlier one's."""
    return (
        Assessment.objects.filter(partnership_id=case.partnership_id, case=case)
        .select_related("assessed_by")
        .order_by("-id")
        .first()
    )


def assessment_view(assessment: Assessment) -> AssessmentView:
    """The stored outcome in words, with what each party thought; one query."""
    outcome = assessment.found
    parties = assessment.parties.filter(partnership_id=assessment.partnership_id).order_by("id")
    return AssessmentView(
        made=day_of(assessment.assessed_at),
        round=assessment.round,
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


def risk_of(case: Case) -> RiskView:
    """The band that a person stands for, by the title that the pinned procedure gives it."""
    risk = (
        RiskAssessment.objects.filter(partnership_id=case.partnership_id, case=case)
        .select_related("application__procedure", "assessed_by")
        .order_by("-id")
        .first()
    )
    if risk is None:
        return RiskView(level="unknown", text="Not assessed")
    matrix = procedure_of(risk.application).risk_matrix
    titles = {band.code: band.title for band in matrix.bands}
    band = risk.effective_band
    return RiskView(
        level=band if band in LEVELS else "unknown",
        text=titles.get(band, band),
        made=f"{day_of(risk.assessed_at)} by {risk.assessed_by.full_name}",
        override_reason=risk.override_reason,
        notes=risk.notes,
        label=matrix.label or "",
    )
