"""Where memberships reach, in words: for lists of people."""

from collections.abc import Iterable
from dataclasses import dataclass

from organisations.models import District, Locality, Membership
from organisations.roles import Role
from organisations.tenancy import Scope, visiting


@dataclass(frozen=True, kw_only=True)
class Reach:
    """One membership in words. body: the partnership, agency or office; place: with the district or
    locality that it is narrowed to."""

    membership: Membership
    role: str
    name: str
    email: str
    body: str
    place: str


def reaches(memberships: Iterable[Membership]) -> list[Reach]:
    """Each membership with the names of its places; two queries a partnership, in a transaction.

    The memberships must have come with user, partnership, policing area and agency.
    """
    found = list(memberships)
    partnerships = {one.partnership_id for one in found if one.partnership_id}
    names: dict[tuple[str, int], str] = {}
    for partnership_id in sorted(partnerships):
        names |= _places_of(partnership_id)
    return [_reach(one, names) for one in found]


def _places_of(partnership_id: int) -> dict[tuple[str, int], str]:
    names: dict[tuple[str, int], str] = {}
    with visiting(Scope.public(partnership_id)):
        for kind, model in (("district", District), ("locality", Locality)):
            rows = model.objects.filter(partnership_id=partnership_id).values_list("pk", "name")
            names |= {(kind, pk): name for pk, name in rows}
    return names


def _reach(one: Membership, names: dict[tuple[str, int], str]) -> Reach:
    body = one.partnership or one.agency or one.policing_area
    narrowed = names.get(("district", one.district_id)) or names.get(("locality", one.locality_id))
    shown = one.policing_area.policing_body_name if one.policing_area else body.name
    return Reach(
        membership=one,
        role=Role(one.role).label,
        name=one.user.full_name,
        email=one.user.email,
        body=shown,
        place=f"{shown}: {narrowed}" if narrowed else shown,
    )
