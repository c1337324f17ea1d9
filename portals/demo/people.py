"""Who is who in the demonstration: everybody with a live role, by role."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from organisations.models import Membership
from organisations.reach import reaches
from organisations.roles import Role


@dataclass(frozen=True, kw_only=True)
class Person:
    """One role of one person."""

    user_id: int
    name: str
    email: str
    title: str
    place: str


def people_by_role(*, on: dt.date) -> list[tuple[str, list[Person]]]:
    """Each role's name with its people, in the order of the roles."""
    live = (
        Membership.objects.filter(user__is_active=True, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("user", "partnership", "policing_area", "agency")
        .order_by("pk")
    )
    found: dict[str, list[Person]] = {role.value: [] for role in Role}
    for row in reaches(live):
        person = Person(
            user_id=row.membership.user_id,
            name=row.name,
            email=row.email,
            title=row.membership.title,
            place=row.place,
        )
        found[row.membership.role].append(person)
    return [(Role(role).label, people) for role, people in found.items() if people]
