"""In which districts of a partnership somebody works, and what those are called."""

from cases.permission_names import ROLES, Permission
from organisations.actors import Actor
from organisations.compiled import Compiled
from organisations.models import District


def districts_in_reach(
    actor: Actor, *, partnership_id: int, permission: Permission = Permission.VIEW_CASE
) -> frozenset[int] | None:
    """The districts whose cases the person sees in this partnership; None means all of them.

    permission: the districts where they may do that instead.
    """
    grips = actor.grips_in(partnership_id=partnership_id, roles=ROLES[permission])
    ids = {grip.district_id for grip in grips}
    return None if None in ids else frozenset(ids)


def districts_of(*, partnership_id: int, reach: frozenset[int] | None) -> list[tuple[int, str]]:
    """Id and name of each district in reach, by name."""
    rows = _DISTRICTS.rows(partnership=partnership_id)
    return [row for row in rows if reach is None or row[0] in reach]


_DISTRICTS = Compiled(
    lambda partnership: District.objects.filter(partnership_id=partnership).values_list(
        "pk", "name"
    ),
    partnership=int,
)
