"""What the SPOC can choose from in the forms: meetings, chairs, agencies, people, neighbours."""

import datetime as dt

from django.db.models import Q

from cases.models import Action, Application, Case, Deadline, Meeting, PccReview, Report
from cases.permission_names import ROLES, Permission
from cases.selectors.due import day_of, moment_in_words
from organisations.clock import date_of
from organisations.models import Agency, Locality, Membership, PartnerAgency, Partnership
from organisations.roles import Role

Choices = list[tuple[int, str]]


def _live(*, partnership_id: int, roles, on: dt.date):
    """Live memberships of the partnership with one of the roles, by name."""
    return (
        Membership.objects.filter(partnership_id=partnership_id, role__in=sorted(roles))
        .filter(starts_on__lte=on, user__is_active=True)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("user")
        .order_by("user__full_name", "user_id")
    )


def second_people(case: Case, *, besides_id: int | None, at: dt.datetime) -> Choices:
    """Those who may assess this case themselves, and so may agree to a refusal."""
    roles = ROLES[Permission.ASSESS]
    rows = _live(partnership_id=case.partnership_id, roles=roles, on=date_of(at)).filter(
        Q(district_id__isnull=True) | Q(district_id=case.district_id)
    )
    found = {
        row.user_id: f"{row.user.full_name} ({row.title or Role(row.role).label})" for row in rows
    }
    return [(pk, name) for pk, name in found.items() if pk != besides_id]


def chairs(*, partnership_id: int, at: dt.datetime) -> Choices:
    """The people who chair meetings in the partnership."""
    rows = _live(partnership_id=partnership_id, roles={Role.LMAPS_CHAIR}, on=date_of(at))
    return list({row.user_id: row.user.full_name for row in rows}.items())


def localities(*, partnership_id: int, reach: frozenset[int] | None) -> Choices:
    """The localities of the districts in reach, with the district's name."""
    rows = Locality.objects.filter(partnership_id=partnership_id).select_related("district")
    return [
        (row.pk, f"{row.name} ({row.district.name})")
        for row in rows
        if reach is None or row.district_id in reach
    ]


def meetings_ahead(case: Case, *, at: dt.datetime) -> Choices:
    """Planned meetings of the case's district that are still to come, the next first."""
    rows = Meeting.objects.filter(
        partnership_id=case.partnership_id,
        status=Meeting.Status.PLANNED,
        starts_at__gte=at,
        locality__district_id=case.district_id,
    ).select_related("locality", "chair")
    return [
        (
            row.pk,
            f"{row.locality.name}: {moment_in_words(row.starts_at)}, {row.place}"
            f" (chair: {row.chair.full_name})",
        )
        for row in rows.order_by("starts_at", "id")
    ]


def agencies(*, partnership_id: int) -> Choices:
    """The agencies that take part in the partnership, by name."""
    rows = PartnerAgency.objects.filter(partnership_id=partnership_id)
    return list(rows.order_by("agency__name").values_list("agency_id", "agency__name"))


def agencies_for(case: Case) -> list[tuple[str, Choices]]:
    """Agencies to ask about a case: those that it was reported to first."""
    told = set(
        Report.objects.filter(
            partnership_id=case.partnership_id, case_id=case.pk, agency__isnull=False
        ).values_list("agency_id", flat=True)
    )
    here = dict(agencies(partnership_id=case.partnership_id))
    elsewhere = Agency.objects.filter(pk__in=sorted(told - set(here)))
    named = here | dict(elsewhere.values_list("pk", "name"))
    first = [(pk, name) for pk, name in named.items() if pk in told]
    rest = [(pk, name) for pk, name in named.items() if pk not in told]
    groups = [("The behaviour was reported to them", first), ("Other agencies", rest)]
    return [(title, choices) for title, choices in groups if choices]


def neighbours(case: Case) -> Choices:
    """Other partnerships for a peer review: those of the same policing area first."""
    rows = Partnership.objects.exclude(pk=case.partnership_id).order_by("name")
    area = case.partnership.policing_area_id
    ordered = sorted(rows, key=lambda row: row.policing_area_id != area)
    return [(row.pk, row.name) for row in ordered]


def applications_in_review(case: Case) -> Choices:
    """The applications that are still part of the review, by reference and date."""
    rows = Application.objects.filter(
        partnership_id=case.partnership_id,
        case_id=case.pk,
        status=Application.Status.SUBMITTED,
    )
    return [
        (row.pk, f"{row.reference}, received {day_of(row.received_at)}")
        for row in rows.order_by("received_at", "id")
    ]


def deadline_to_extend(case: Case, deadline_id: int) -> Deadline | None:
    """The deadline of this case, with its pinned procedure; None where it has no such one."""
    return (
        Deadline.objects.filter(partnership_id=case.partnership_id, case_id=case.pk, pk=deadline_id)
        .select_related("application__procedure")
        .first()
    )


def action_of(case: Case, action_id: int) -> Action | None:
    """The action of this case, with its agency; None where it has no such one."""
    return (
        Action.objects.filter(partnership_id=case.partnership_id, case_id=case.pk, pk=action_id)
        .select_related("agency")
        .first()
    )


def application_with_case(*, partnership_id: int, application_id: int | None) -> Application | None:
    """An application with the case that it belongs to; None where there is no such one."""
    rows = Application.objects.filter(partnership_id=partnership_id, pk=application_id)
    return rows.select_related("case").first()


def pcc_review_of(case: Case, review_id: int) -> PccReview | None:
    """The PCC review of this case; None where it has no such one."""
    rows = PccReview.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
    return rows.filter(pk=review_id).first()
