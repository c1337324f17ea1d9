"""One loader per thing, for every page: not visible to this person is the same as not there."""

import datetime as dt

from cases import permissions
from cases.commands.frame import NoSuchCase
from cases.models import Case
from cases.permission_names import Permission
from cases.references import BadReference, normalise_reference
from organisations.actors import Actor
from organisations.compiled import Compiled


def find_case(*, partnership_id: int, reference: str) -> Case:
    """The case of a reference as typed, in the current scope. Raises NoSuchCase."""
    try:
        wanted = normalise_reference(reference)
    except BadReference:
        raise NoSuchCase(reference) from None
    for case in _CASE.instances(partnership=partnership_id, reference=wanted):
        return case
    raise NoSuchCase(reference)


_CASE = Compiled(
    lambda partnership, reference: Case.objects.select_related(
        "partnership__policing_area", "district"
    ).filter(partnership_id=partnership, reference=reference),
    partnership=int,
    reference=str,
)


def get_case_for(
    actor: Actor,
    *,
    partnership_id: int,
    reference: str,
    at: dt.datetime,
    permission: Permission = Permission.VIEW_CASE,
) -> Case:
    """The case, if this person may see it by that permission. Raises NoSuchCase (a 404)."""
    case = find_case(partnership_id=partnership_id, reference=reference)
    if not permissions.may(actor, permission, case, at=at):
        raise NoSuchCase(reference)
    return case
