"""What was reported to one agency in a case, and so what it may be asked about (ADR 23)."""

from django.db.models import Q, QuerySet

from cases.models import Application, Case, Consent, Incident, Report

# What the review is about: applications that stand, and what agencies named beside them.
INCIDENTS_IN_REVIEW = Q(application__status=Application.Status.SUBMITTED) | Q(
    named_by__isnull=False
)
REPORTS_IN_REVIEW = Q(application__status=Application.Status.SUBMITTED) | Q(
    incident__named_by__isnull=False
)


def _below(case: Case) -> dict[str, int]:
    return {"partnership_id": case.partnership_id, "case_id": case.pk}


def claimed_reports(case: Case, *, agency_ids: frozenset[int]) -> QuerySet[Report]:
    """What applicants say that they reported to these agencies, the earliest incident first."""
    return (
        Report.objects.filter(
            **_below(case),
            agency_id__in=agency_ids,
            reporter_pseudonym="",
            application__status=Application.Status.SUBMITTED,
        )
        .select_related("incident", "agency")
        .order_by("incident__occurred_on", "reported_on", "id")
    )


def reports_by_others(case: Case, *, agency_ids: frozenset[int]) -> QuerySet[Report]:
    """What these agencies told of reports by other people."""
    return (
        Report.objects.filter(**_below(case), agency_id__in=agency_ids)
        .exclude(reporter_pseudonym="")
        .select_related("incident", "agency")
        .order_by("incident__occurred_on", "reported_on", "id")
    )


def known_incidents(case: Case, *, agency_id: int) -> QuerySet[Incident]:
    """The incidents of which the agency has a report, an applicant's or one that it told of."""
    reports = Report.objects.filter(**_below(case), agency_id=agency_id)
    return Incident.objects.filter(
        INCIDENTS_IN_REVIEW, **_below(case), pk__in=reports.values("incident")
    ).order_by("occurred_on", "id")


def sharing(case: Case) -> frozenset[int]:
    """The applications in which everybody asked agrees, by their latest answer, to share."""
    latest = {}
    answers = Consent.objects.filter(**_below(case), kind=Consent.Kind.SHARE)
    for answer in answers.order_by("given_at", "id"):
        latest[answer.application_id, answer.person_id] = answer
    agreed, refused = set(), set()
    for (application_id, _), answer in latest.items():
        yes = answer.given and answer.revoked_at is None
        (agreed if yes else refused).add(application_id)
    return frozenset(agreed - refused)
