"""Who does something: a member of staff with their live roles, an applicant, or the system."""

import datetime as dt
from dataclasses import dataclass, field

from organisations.models import Membership, User
from organisations.roles import Role

STAFF = "staff"
APPLICANT = "applicant"
SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Grip:
    """One live membership: a role and how far it reaches. None means no narrowing."""

    role: Role
    partnership_id: int | None = None
    district_id: int | None = None
    locality_id: int | None = None
    policing_area_id: int | None = None
    agency_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Passed to every command as `by`.

    kind: `staff`, `applicant` or `system`. id: the user's, or the applicant's Person id, or None.
    name: for the record shown to people entitled to it; never written into events.
    """

    kind: str
    id: int | None = None
    name: str = ""
    grips: tuple[Grip, ...] = field(default=())
    application_id: int | None = None

    def grips_in(self, *, partnership_id: int, roles: frozenset[Role]) -> list[Grip]:
        """Live memberships of this partnership with one of the roles."""
        return [
            grip
            for grip in self.grips
            if grip.role in roles and grip.partnership_id == partnership_id
        ]

    def holds(self, role: Role, *, partnership_id: int, district_id: int | None = None) -> bool:
        """Whether a role is held in the partnership and, where said, reaches the district."""
        return any(
            grip.district_id in (None, district_id) or district_id is None
            for grip in self.grips_in(partnership_id=partnership_id, roles=frozenset({role}))
        )

    @property
    def agency_ids(self) -> frozenset[int]:
        """The agencies that the person is a member of."""
        return frozenset(
            grip.agency_id
            for grip in self.grips
            if grip.role == Role.AGENCY_MEMBER and grip.agency_id
        )

    @property
    def policing_area_ids(self) -> frozenset[int]:
        """The policing areas whose review office the person works for."""
        return frozenset(
            grip.policing_area_id
            for grip in self.grips
            if grip.role == Role.PCC_OFFICER and grip.policing_area_id
        )


SYSTEM_ACTOR = Actor(kind=SYSTEM, name="The system")


def memberships_of(user: User) -> list[Membership]:
    """Whatever the person holds, held and will hold; read with the person where they signed in."""
    return list(Membership.objects.filter(user=user)) if user.held is None else user.held


def staff_actor(user: User, *, on: dt.date) -> Actor:
    """The person with all memberships that are live on a date; no grips if they left."""
    if not user.is_active:
        return Actor(kind=STAFF, id=user.pk, name=user.full_name)
    grips = tuple(
        Grip(
            role=Role(held.role),
            partnership_id=held.partnership_id,
            district_id=held.district_id,
            locality_id=held.locality_id,
            policing_area_id=held.policing_area_id,
            agency_id=held.agency_id,
        )
        for held in memberships_of(user)
        if held.is_live(on=on)
    )
    return Actor(kind=STAFF, id=user.pk, name=user.full_name, grips=grips)


def applicant_actor(*, person_id: int | None, application_id: int) -> Actor:
    """Whoever holds the application's secret."""
    return Actor(kind=APPLICANT, id=person_id, name="", application_id=application_id)
