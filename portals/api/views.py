"""The REST API: the same locks, selectors and commands as the pages, in JSON (FEATURES X3)."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.commands.following import record_progress
from cases.events import record_read
from cases.models import Case
from cases.selectors.agency import ACTION, engaged_agencies, worklist_of
from cases.selectors.districts import districts_in_reach
from cases.selectors.exchange import action_record, case_record, case_summaries
from cases.selectors.plans import actions_of
from cases.selectors.spoc import Wanted, desk_of, queue_page
from cases.selectors.visible import get_case_for
from organisations.clock import date_of
from organisations.roles import Role
from portals.access import agency_case_page, agency_page, staff_page
from portals.api.refusals import answering
from portals.api.serializers import (
    ActionSerializer,
    CasePageSerializer,
    CaseSerializer,
    ProgressSerializer,
    RefusalSerializer,
    TaskPageSerializer,
)
from portals.paging import page_from

case_staff = staff_page(Role.SPOC, Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER)


@extend_schema(
    operation_id="cases_list",
    parameters=[OpenApiParameter("after", str, description="Where the page before ended.")],
    responses={200: CasePageSerializer, 403: RefusalSerializer, 404: RefusalSerializer},
)
@api_view(["GET"])
@answering
@case_staff
def cases(request):
    """Open cases by next legal date, 25 a page, of the districts that the caller's role reaches."""
    partnership_id = request.partnership.pk
    wanted = Wanted(
        districts=districts_in_reach(request.actor, partnership_id=partnership_id),
        after=request.query_params.get("after", ""),
    )
    page = queue_page(desk_of(partnership_id, today=date_of(request.at)), wanted=wanted)
    following = f"{request.path}?after={page.next_after}" if page.next_after else None
    answer = {
        "next": request.build_absolute_uri(following) if following else None,
        "results": case_summaries(page, partnership_id=partnership_id),
    }
    return Response(CasePageSerializer(answer).data)


@extend_schema(responses={200: CaseSerializer, 403: RefusalSerializer, 404: RefusalSerializer})
@api_view(["GET"])
@answering
@case_staff
def case(request, reference):
    """One case: where it stands, its dates, what comes next. The reading is recorded."""
    found = get_case_for(
        request.actor,
        partnership_id=request.partnership.pk,
        reference=reference,
        at=request.at,
    )
    record_read(case=found, by=request.actor, at=request.at)
    return Response(CaseSerializer(case_record(found, at=request.at)).data)


@extend_schema(
    operation_id="actions_list",
    parameters=[OpenApiParameter("page", int, description="The number of the page, from 1.")],
    responses={200: TaskPageSerializer, 403: RefusalSerializer, 404: RefusalSerializer},
)
@api_view(["GET"])
@answering
@agency_page
def actions(request):
    """Open actions of the caller's agencies everywhere, the most urgent first, 25 a page."""
    number = page_from(request.query_params.get("page"))
    work = worklist_of(request.actor, at=request.at, kinds=(ACTION,), tasks_page=number)
    following = f"{request.path}?page={number + 1}" if work.more_tasks else None
    answer = {
        "next": request.build_absolute_uri(following) if following else None,
        "results": work.tasks,
    }
    context = {"url_of": lambda task: request.build_absolute_uri(_action_url(task))}
    return Response(TaskPageSerializer(answer, context=context).data)


def _action_url(task) -> str:
    return reverse("api:action", args=[task.slug, task.case_id, task.id])


@extend_schema(
    methods=["GET"],
    responses={200: ActionSerializer, 403: RefusalSerializer, 404: RefusalSerializer},
)
@extend_schema(
    methods=["POST"],
    request=ProgressSerializer,
    responses={
        200: ActionSerializer,
        403: RefusalSerializer,
        404: RefusalSerializer,
        409: RefusalSerializer,
    },
)
@api_view(["GET", "POST"])
@answering
@agency_case_page
def action(request, case_id, action_id):
    """One of the caller's agencies' actions; POST says how far it is."""
    found, view = _own_action(request, case_id, action_id)
    if request.method == "POST":
        given = ProgressSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        record_progress(
            partnership_id=request.partnership.pk,
            case_id=case_id,
            action_id=action_id,
            by=request.actor,
            at=request.at,
            **given.validated_data,
        )
        found.refresh_from_db()
    else:
        record_read(case=found, by=request.actor, at=request.at, what="agency")
    return Response(ActionSerializer(action_record(found, view)).data)


def _own_action(request, case_id: int, action_id: int):
    """Case and action; another agency's action is the same as none."""
    found = Case.objects.get(partnership_id=request.partnership.pk, pk=case_id)
    request.case = found
    own = engaged_agencies(
        request.actor, partnership_id=request.partnership.pk, case_id=case_id, at=request.at
    )
    for view, _ in actions_of(found, at=request.at, agency_ids=own):
        if view.id == action_id:
            return found, view
    raise Http404
