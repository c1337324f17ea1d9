"""Peer review, meetings, and requests to agencies."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import policies
from cases.commands import informing, reviewing
from cases.permission_names import Permission
from cases.selectors.districts import districts_in_reach
from cases.selectors.spoc_case import identity_of
from cases.selectors.spoc_choices import (
    agencies_for,
    applications_in_review,
    chairs,
    localities,
    meetings_ahead,
    neighbours,
)
from cases.status import Command
from notifications.letter_kinds import LetterKind
from organisations.clock import date_of
from portals.acts import carry_out
from portals.spoc.forms.reviewing import (
    MeetingForm,
    PeerReviewForm,
    ReferForm,
    RequestInformationForm,
)
from portals.spoc.pages import check_may_here, opened, show, spoc_page, typed
from portals.spoc.telling import Act, answer

REFER = Act(
    title="Refer to a meeting",
    command=reviewing.refer,
    kind=lambda given: LetterKind.REFERRAL,
    send="Refer and send",
    done="The case is on the agenda. The letter is on its way.",
    template="spoc/refer.html",
)


@require_http_methods(["GET", "POST"])
@spoc_page
def peer_review(request, reference):
    """Whether a neighbouring partnership should look at the case: considered in every case."""
    case = opened(request, reference, act=Command.CONSIDER_PEER_REVIEW)
    form = PeerReviewForm.on(case, typed(request), neighbours=neighbours(case))
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(
        request, form, reviewing.consider_peer_review, **place, **form.given()
    ):
        messages.success(request, "The peer review has been considered.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "identity": identity}
    return show(request, "spoc/peer_review.html", status=form.status, **context)


@require_http_methods(["GET", "POST"])
@spoc_page
def refer(request, reference):
    """Put an accepted case on the agenda of a meeting of its district."""
    case = opened(request, reference, act=Command.REFER)
    if request.method == "GET":
        policies.check_ready_for_meeting(case)
    meetings = meetings_ahead(case, at=request.at)
    form = ReferForm.on(
        case,
        typed(request),
        meetings=meetings,
        applications=applications_in_review(case),
        today=date_of(request.at),
    )
    plan_url = reverse("spoc:plan_meeting", args=[request.partnership.slug])
    return answer(
        request,
        case,
        form,
        REFER,
        arguments=form.given,
        meetings=meetings,
        plan_url=f"{plan_url}?case={case.reference}",
    )


@require_http_methods(["GET", "POST"])
@spoc_page
def plan_meeting(request):
    """A meeting for the diary; back to the case that it was planned for, if there is one."""
    check_may_here(request, Permission.REFER)
    here = request.partnership.pk
    reach = districts_in_reach(request.actor, partnership_id=here)
    form = MeetingForm(
        typed(request),
        localities=localities(partnership_id=here, reach=reach),
        chairs=chairs(partnership_id=here, at=request.at),
        at=request.at,
    )
    case = opened(request, request.GET["case"]) if "case" in request.GET else None
    if form.is_valid():
        reviewing.plan_meeting(partnership_id=here, by=request.actor, at=request.at, **form.given())
        messages.success(request, "The meeting is in the diary.")
        if case:
            return redirect("spoc:refer", request.partnership.slug, case.reference)
        return redirect("spoc:queue", request.partnership.slug)
    return show(request, "spoc/plan_meeting.html", form=form, case=case)


@require_http_methods(["GET", "POST"])
@spoc_page
def request_information(request, reference):
    """Ask an agency what it knows (Schedule 4, paragraph 7)."""
    case = opened(request, reference, act=Command.REQUEST_INFORMATION)
    form = RequestInformationForm.on(
        case, typed(request), agencies=agencies_for(case), today=date_of(request.at)
    )
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(
        request, form, informing.request_information, **place, **form.given()
    ):
        messages.success(
            request, "The agency has been asked: an e-mail says so, and its list has it."
        )
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "identity": identity}
    return show(request, "spoc/request_information.html", status=form.status, **context)
