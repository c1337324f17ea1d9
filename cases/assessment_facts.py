"""From a case's rows to the plain facts that `thresholds` evaluates: keys, no personal data."""

from django.db.models import Prefetch

from cases import pseudonyms
from cases.asked import SENIOR_AGREED, Asked
from cases.models import Application, Case, Incident, Involvement, Report
from cases.reported_to import INCIDENTS_IN_REVIEW, sharing
from organisations.clock import date_of
from thresholds import facts as plain
from thresholds.under_codes import named


def _agency_key(report: Report) -> str:
    return (
        f"agency-{report.agency_id}" if report.agency_id else f"said-{report.agency_said.lower()}"
    )


def code_key(report: Report) -> str:
    """What stands for the person of a report that an agency told of under a code."""
    return pseudonyms.key_of(
        agency_id=report.agency_id,
        pseudonym=report.reporter_pseudonym,
        person_code=report.person_code,
    )


def _reporter_key(report: Report) -> str | None:
    if report.reporter_pseudonym:
        return code_key(report)
    return f"person-{report.reporter_id}" if report.reporter_id else None


def _found(reports: list[Report]) -> dict[str, str]:
    """The applicant's key for each code that was found to be theirs."""
    return {
        code_key(report): f"person-{report.reporter_id}"
        for report in reports
        if report.found_to_be == Report.Found.APPLICANT
    }


def victim_of(application: Application) -> Involvement | None:
    """The victim of an application, whose reports are the applicant's own."""
    return application.involvements.filter(
        partnership_id=application.partnership_id, role=Involvement.Role.VICTIM
    ).first()


def _victim_key(application: Application) -> str | None:
    victim = victim_of(application)
    return f"person-{victim.person_id}" if victim else None


def _may_name_an_applicant(case: Case) -> bool:
    """Whether a code may stand for somebody who applied (ADR 24).

    Not where one person applied and agrees to share: then the agencies know whom they are not to
    name.
    """
    applications = set(
        case.applications.filter(
            partnership_id=case.partnership_id, status=Application.Status.SUBMITTED
        ).values_list("pk", flat=True)
    )
    return len(applications) > 1 or not applications <= sharing(case)


def _is_open(report: Report) -> bool:
    """Whether nobody has said who is behind the agency's code."""
    return bool(report.reporter_pseudonym) and not report.found_to_be


def _report(report: Report, *, told_by: str | None, asked: Asked, doubt: bool) -> plain.Report:
    return plain.Report(
        key=f"report-{report.pk}",
        reporter_key=_reporter_key(report),
        reported_on=report.reported_on,
        reported_until=report.reported_until,
        agency_key=_agency_key(report),
        agency_kind=report.agency.kind if report.agency else None,
        standing=plain.Standing(report.standing),
        rebutted_reason=report.rebutted_reason or None,
        apart_reason=asked.apart.get(report.pk),
        source=asked.sources.get(report.pk, plain.COMPLAINT),
        application_key=told_by,
        may_have_applied=doubt and _is_open(report),
    )


def _application_key(application: Application) -> str:
    return f"application-{application.pk}"


def _is_linked(incident: Incident, lead: Application) -> bool:
    """Whether another application told of it; what an agency named belongs to the review."""
    return incident.named_by_id is None and incident.application_id != lead.pk


def _related(incident: Incident, asked: Asked) -> plain.Answer:
    """Part of the same problem, as the applicant said, unless the assessors say otherwise."""
    if incident.pk not in asked.unrelated:
        return plain.Answer.YES
    return plain.Answer.UNKNOWN if asked.unrelated[incident.pk] is None else plain.Answer.NO


def _incident(
    incident: Incident, *, lead: Application, asked: Asked, doubt: bool
) -> plain.Incident:
    told_by = None
    if _is_linked(incident, lead):
        told_by = _application_key(incident.application)
    return plain.Incident(
        key=f"incident-{incident.pk}",
        occurred_on=incident.occurred_on,
        occurred_until=incident.occurred_until,
        place_key=incident.place.strip().lower() or None,
        related=_related(incident, asked),
        related_reason=asked.unrelated.get(incident.pk),
        hate=asked.hate.get(incident.pk),
        reports=tuple(
            _report(report, told_by=told_by, asked=asked, doubt=doubt)
            for report in incident.reports.all()
        ),
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
    asked: Asked,
) -> plain.Facts:
    """Every incident and report of every application in the review, and the assessors' answers.

    lead: the application whose receipt date and victim the routes are measured from; somebody who
    applies for the victim reported nothing themselves. What another application told is measured
    from the day that one was received, what an agency named from the lead's. asked: what only this
    procedure asks.
    """
    reports = Report.objects.select_related("agency")
    incidents = (
        Incident.objects.filter(
            INCIDENTS_IN_REVIEW, partnership_id=case.partnership_id, case_id=case.pk
        )
        .select_related("application")
        .prefetch_related(Prefetch("reports", queryset=reports))
    )
    others = {one.application for one in incidents if _is_linked(one, lead)}
    inadequate = {"yes": "no", "no": "yes"}.get(response_adequate, "unknown")
    told = [report for incident in incidents for report in incident.reports.all()]
    doubt = any(_is_open(report) for report in told) and _may_name_an_applicant(case)
    facts = plain.Facts(
        application_on=date_of(lead.received_at),
        applicant_key=_victim_key(lead) or "applicant",
        incidents=tuple(
            _incident(incident, lead=lead, asked=asked, doubt=doubt) for incident in incidents
        ),
        linked_applications=tuple(
            plain.LinkedApplication(
                key=_application_key(one),
                application_on=date_of(one.received_at),
                applicant_key=_victim_key(one),
            )
            for one in sorted(others, key=lambda one: one.pk)
        ),
        persists=plain.Answer(persists),
        harm=plain.Answer(harm),
        vulnerability=plain.Answer(vulnerable),
        response_inadequate=plain.Answer(inadequate),
        agency_timeframe_unexpired=plain.Answer(timeframe_unexpired),
        single_agency_conduct_complaint=plain.Answer(conduct_of_one_agency),
        senior_agreed=plain.Answer(asked.answers.get(SENIOR_AGREED, "unknown")),
        risk_band=case.risk_band or None,
        answers={code: one for code, one in asked.answers.items() if code != SENIOR_AGREED},
    )
    return named(facts, _found(told))
