"""Who from outside may enter a case, from when and until when (ADR 5)."""

import datetime as dt

from cases.models import Action, Case, CaseGrant
from cases.permissions import live_grants


def let_agencies_in(case: Case, *, agency_ids: set[int], at: dt.datetime) -> None:
    """Give each agency its own part of the case, unless it has it already."""
    inside = agencies_inside(case, at=at)
    CaseGrant.objects.bulk_create(
        CaseGrant(
            partnership_id=case.partnership_id,
            case_id=case.pk,
            level=CaseGrant.Level.AGENCY,
            agency_id=agency_id,
            starts_at=at,
        )
        for agency_id in sorted(agency_ids - inside)
    )


def agencies_inside(case: Case, *, at: dt.datetime) -> set[int]:
    """The agencies that take part in the case at a moment."""
    grants = live_grants(at=at).filter(
        partnership_id=case.partnership_id, case_id=case.pk, agency__isnull=False
    )
    return set(grants.values_list("agency_id", flat=True))


def let_owners_in(case: Case, *, at: dt.datetime) -> None:
    """The agencies with actions still to be done: the plan goes on while a case is reopened."""
    owners = Action.objects.filter(
        partnership_id=case.partnership_id, case=case, status=Action.Status.OPEN
    )
    let_agencies_in(case, agency_ids=set(owners.values_list("agency_id", flat=True)), at=at)


def end_access(case: Case, *, at: dt.datetime) -> None:
    """The case has ended: agencies and neighbours have no business in it any more.

    The PCC office's bundle has its own life and stays.
    """
    live_grants(at=at).filter(partnership_id=case.partnership_id, case_id=case.pk).exclude(
        level=CaseGrant.Level.BUNDLE
    ).update(ends_at=at)
