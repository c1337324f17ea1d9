"""What every page of this door begins and ends with: its lock, the way to a case, the frame."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from cases import permissions, policies
from cases.commands.frame import PERMISSION
from cases.events import record_read
from cases.models import Case
from cases.permission_names import Permission
from cases.selectors.districts import districts_in_reach
from cases.selectors.visible import get_case_for
from cases.status import Command
from notifications.attention import count_needing_somebody
from organisations.roles import Role
from portals.access import staff_page

spoc_page = staff_page(Role.SPOC, Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER)


def opened(
    request: HttpRequest, reference: str, *, act: Command | None = None, record: bool = True
) -> Case:
    """The case, for reading or for an act; opening it is recorded, here or (record) by the page.

    Raises NoSuchCase (404) where the person cannot see it, NotPermitted (403) where the act is not
    theirs, and NotNow (409) where the page is opened and the state does not allow the act. A POST
    in the wrong state is left to the command, so that what was typed is kept.
    """
    case = get_case_for(
        request.actor,
        partnership_id=request.partnership.pk,
        reference=reference,
        at=request.at,
    )
    if act is not None:
        permissions.check_may(request.actor, PERMISSION[act], case, at=request.at)
    if request.method == "GET":
        if act is not None:
            policies.check_status(act, case)
        if record:
            record_read(case=case, by=request.actor, at=request.at)
    return case


def check_may_here(request: HttpRequest, permission: Permission) -> None:
    """Raise NotPermitted (403) unless a role in this partnership carries the act."""
    permissions.check_may_in_partnership(
        request.actor, permission, partnership_id=request.partnership.pk
    )


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; an empty POST is one too, and gets its errors."""
    return request.POST if request.method == "POST" else None


def show(request: HttpRequest, template: str, *, status: int = 200, **context) -> HttpResponse:
    """The page, with what its navigation offers to this person."""
    here = {"partnership_id": request.partnership.pk}
    may = permissions.may_in_partnership
    context["may_key_in"] = may(request.actor, Permission.KEY_IN_APPLICATION, **here)
    context["may_post"] = may(request.actor, Permission.POST_LETTERS, **here)
    context["may_plan"] = may(request.actor, Permission.REFER, **here)
    context["may_oversee_post"] = may(request.actor, Permission.OVERSEE_POST, **here)
    if context["may_oversee_post"]:
        reach = districts_in_reach(request.actor, permission=Permission.OVERSEE_POST, **here)
        context["troubles_count"] = count_needing_somebody(district_ids=reach, **here)
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
