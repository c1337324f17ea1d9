"""May this person? Each check as twins: one raises with a reason, one answers a template.

`cases/policies.py` beside it answers: does the state allow it? Commands call both, so that pages,
API, bulk actions and management commands cannot differ.
"""

import datetime as dt

from django.db.models import Q

from cases.models import AgendaItem, Case, CaseGrant, PccReview
from cases.permission_names import APPLICANT_MAY, ROLES, Permission
from organisations.actors import APPLICANT, STAFF, SYSTEM, Actor
from organisations.roles import Role


class NotPermitted(Exception):
    """The person can see the case, but this act is not theirs. The text may be shown to them."""


def live_grants(*, at: dt.datetime):
    """The case grants that hold at a moment; a table that is read before a scope exists."""
    return CaseGrant.objects.filter(starts_at__lte=at).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    )


def _by_membership(actor: Actor, permission: Permission, case: Case) -> bool:
    roles = ROLES[permission] - {Role.LMAPS_CHAIR, Role.AGENCY_MEMBER, Role.PCC_OFFICER}
    return any(
        grip.district_id in (None, case.district_id)
        for grip in actor.grips_in(partnership_id=case.partnership_id, roles=roles)
    )


def _by_chair(actor: Actor, case: Case) -> bool:
    """A chair's cases are those on an agenda of a locality that they chair."""
    grips = actor.grips_in(partnership_id=case.partnership_id, roles=frozenset({Role.LMAPS_CHAIR}))
    if not grips:
        return False
    items = AgendaItem.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
    localities = {grip.locality_id for grip in grips}
    if None in localities:
        return items.exists()
    return items.filter(meeting__locality_id__in=localities).exists()


def _by_grant(actor: Actor, case: Case, *, at: dt.datetime) -> bool:
    if not actor.agency_ids:
        return False
    grants = live_grants(at=at).filter(partnership_id=case.partnership_id, case_id=case.pk)
    return grants.filter(agency_id__in=actor.agency_ids).exists()


def _by_area(actor: Actor, case: Case, *, at: dt.datetime) -> bool:
    if not actor.policing_area_ids:
        return False
    grants = live_grants(at=at).filter(partnership_id=case.partnership_id, case_id=case.pk)
    return grants.filter(policing_area_id__in=actor.policing_area_ids).exists()


def _staff_may(actor: Actor, permission: Permission, case: Case, *, at: dt.datetime) -> bool:
    roles = ROLES[permission]
    if _by_membership(actor, permission, case):
        return True
    if Role.LMAPS_CHAIR in roles and _by_chair(actor, case):
        return True
    if Role.AGENCY_MEMBER in roles and _by_grant(actor, case, at=at):
        return True
    return Role.PCC_OFFICER in roles and _by_area(actor, case, at=at)


def may(actor: Actor, permission: Permission, case: Case, *, at: dt.datetime) -> bool:
    """Whether the person may do this with this case at this moment."""
    if actor.kind == SYSTEM:
        return True
    if actor.kind == APPLICANT:
        return permission in APPLICANT_MAY and actor.application_id is not None
    return actor.kind == STAFF and _staff_may(actor, permission, case, at=at)


def check_may(actor: Actor, permission: Permission, case: Case, *, at: dt.datetime) -> None:
    """Raise NotPermitted, with a reason that can be shown, unless the person may."""
    if not may(actor, permission, case, at=at):
        names = sorted(Role(role).label for role in ROLES[permission])
        whose = " or ".join(names) if names else "the applicant"
        raise NotPermitted(f"Only the {whose} for this case can do this.")


def may_review(actor: Actor, review: PccReview) -> bool:
    """Whether the person works for the office that hears this review."""
    return actor.kind == SYSTEM or review.policing_area_id in actor.policing_area_ids


def check_may_review(actor: Actor, review: PccReview) -> None:
    """Raise NotPermitted unless the person works for the office that hears this review."""
    if not may_review(actor, review):
        raise NotPermitted("Only the office of the local policing body can do this.")


def may_in_partnership(
    actor: Actor, permission: Permission, *, partnership_id: int, district_id: int | None = None
) -> bool:
    """Whether a role held in the partnership carries an act that has no case yet."""
    return actor.kind == SYSTEM or any(
        actor.holds(role, partnership_id=partnership_id, district_id=district_id)
        for role in ROLES[permission]
    )


def check_may_in_partnership(
    actor: Actor, permission: Permission, *, partnership_id: int, district_id: int | None = None
) -> None:
    """Raise NotPermitted unless `may_in_partnership`."""
    if not may_in_partnership(
        actor, permission, partnership_id=partnership_id, district_id=district_id
    ):
        raise NotPermitted("Your role in this partnership does not include this.")
