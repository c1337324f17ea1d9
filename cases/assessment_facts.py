"""From a case's rows to the plain facts that `thresholds` evaluates: keys, no personal data."""

from cases.models import Application, Case, Incident, Involvement, Report
from organisations.clock import date_of
from thresholds import facts as plain


def _agency_key(report: Report) -> str:
    return (
        f"agency-{report.agency_id}" if report.agency_id else f"said-{report.agency_said.lower()}"
    )


def _reporter_key(report: Report) -> str | None:
    if report.reporter_pseudonym:
        return f"pseudonym-{report.reporter_pseudonym}"
    return f"person-{report.reporter_id}" if report.reporter_id else None


def _report(report: Report) -> plain.Report:
    return plain.Report(
        key=f"report-{report.pk}",
        reporter_key=_reporter_key(report),
        reported_on=report.reported_on,
        agency_key=_agency_key(report),
        standing=plain.Standing(report.standing),
        rebutted_reason=report.rebutted_reason or None,
    )


def _incident(incident: Incident, reports: list[Report]) -> plain.Incident:
    return plain.Incident(
        key=f"incident-{incident.pk}",
        occurred_on=incident.occurred_on,
        place_key=incident.place.strip().lower() or None,
        related=plain.Answer.YES if incident.related else plain.Answer.NO,
        related_reason=None if incident.related else "said by the assessors",
        reports=tuple(_report(report) for report in reports),
    )


def facts_of(
    case: Case,
    *,
    lead: Application,
    persists: str,
    harm: str,
    vulnerable: str,
    response_adequate: str,
    timeframe_unexpired: str,
    conduct_of_one_agency: str,
) -> plain.Facts:
    """Every incident and report of every application in the review, and the assessors' answers.

    lead: the application whose receipt date and victim the routes are measured from; somebody who
    applies for the victim reported nothing themselves.
    """
    incidents = Incident.objects.filter(
        partnership_id=case.partnership_id,
        case_id=case.pk,
        application__status=Application.Status.SUBMITTED,
    ).prefetch_related("reports")
    inadequate = {"yes": "no", "no": "yes"}.get(response_adequate, "unknown")
    victim = lead.involvements.filter(
        partnership_id=case.partnership_id, role=Involvement.Role.VICTIM
    ).first()
    return plain.Facts(
        application_on=date_of(lead.received_at),
        applicant_key=f"person-{victim.person_id}" if victim else "applicant",
        incidents=tuple(
            _incident(incident, list(incident.reports.all())) for incident in incidents
        ),
        persists=plain.Answer(persists),
        harm=plain.Answer(harm),
        vulnerability=plain.Answer(vulnerable),
        response_inadequate=plain.Answer(inadequate),
        agency_timeframe_unexpired=plain.Answer(timeframe_unexpired),
        single_agency_conduct_complaint=plain.Answer(conduct_of_one_agency),
    )
