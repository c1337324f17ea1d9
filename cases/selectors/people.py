"""The people of a partnership, for its administrator."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from cases.commands.people import NoSuchMembership
from organisations.models import District, Locality, Membership
from organisations.reach import Reach, reaches
from organisations.roles import PARTNERSHIP_ROLES, Role
from thresholds.periods import weekday_in_words


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One live role. has_signed_up: whether the person has set a password."""

    membership_id: int
    name: str
    email: str
    role: str
    title: str
    place: str
    since: str
    last_day: str
    has_signed_up: bool


def _of_partnership(partnership_id: int):
    return Membership.objects.filter(
        partnership_id=partnership_id, role__in=PARTNERSHIP_ROLES
    ).select_related("user", "partnership", "agency", "policing_area")


def people_of(*, partnership_id: int, on: dt.date) -> list[PersonRow]:
    """Everybody with a role of the partnership that has not ended, by role and name."""
    order = list(Role)
    live = _of_partnership(partnership_id).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    rows = sorted(
        reaches(live),
        key=lambda row: (order.index(row.membership.role), row.name, row.membership.pk),
    )
    return [_row(row) for row in rows]


def get_membership(*, partnership_id: int, membership_id: int) -> PersonRow:
    """One role of the partnership, ended or not. Raises NoSuchMembership."""
    found = reaches(_of_partnership(partnership_id).filter(pk=membership_id))
    if not found:
        raise NoSuchMembership(membership_id)
    return _row(found[0])


def _row(row: Reach) -> PersonRow:
    one = row.membership
    place = row.place.removeprefix(f"{row.body}: ")
    return PersonRow(
        membership_id=one.pk,
        name=row.name,
        email=row.email,
        role=row.role,
        title=one.title,
        place="Whole partnership" if place == row.body else place,
        since=weekday_in_words(one.starts_on),
        last_day=weekday_in_words(one.ends_on) if one.ends_on else "",
        has_signed_up=one.user.has_usable_password(),
    )


def places_of(*, partnership_id: int) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Districts and localities as (id, name), for a choice."""
    return tuple(
        list(model.objects.filter(partnership_id=partnership_id).values_list("pk", "name"))
        for model in (District, Locality)
    )
