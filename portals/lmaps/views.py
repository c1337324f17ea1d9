"""What an LMAPS chair sees and does: the diary, one meeting, one case, and what was agreed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import policies
from cases.commands.following import record_progress
from cases.commands.inviting import item_of_round
from cases.commands.planning import record_plan
from cases.commands.reviewing import record_involvement
from cases.events import record_read
from cases.models import Case
from cases.permission_names import Permission
from cases.rehearsal import rehearse
from cases.selectors.asked_applicants import drafts_in_round
from cases.selectors.lmaps import diary_of, meeting_for
from cases.selectors.lmaps_case import applicants_taking_part, pack_of, partner_agencies, top_of
from cases.selectors.plans import ActionView, actions_of, yes_or_no
from cases.selectors.visible import get_case_for
from cases.status import Command
from organisations.clock import date_of
from organisations.roles import Role
from portals.access import staff_page
from portals.acts import carry_out
from portals.draft_plan import DraftPlanForm
from portals.lmaps.drafting import answer_draft
from portals.lmaps.forms import InvolvementForm, PlanForms
from portals.lmaps.preview import carried, read_by_the_victim
from portals.paging import page_from
from portals.progress import ProgressForm, check_action_open

chair_page = staff_page(Role.LMAPS_CHAIR)
act = require_http_methods(["GET", "POST"])


def _case(request, reference: str) -> Case:
    return get_case_for(
        request.actor,
        partnership_id=request.partnership.pk,
        reference=reference,
        at=request.at,
        permission=Permission.RECORD_PLAN,
    )


def _typed(request):
    return request.POST if request.method == "POST" else None


@require_safe
@chair_page
def meetings(request):
    """The chair's meetings, those to come and those that were."""
    diary = diary_of(
        request.actor,
        partnership_id=request.partnership.pk,
        at=request.at,
        page=page_from(request.GET.get("page")),
    )
    context = {
        "diary": diary,
        "newer_url": f"?page={diary.page - 1}" if diary.page > 1 else "",
        "older_url": f"?page={diary.page + 1}" if diary.has_older else "",
    }
    return render(request, "lmaps/meetings.html", context)


@require_safe
@chair_page
def meeting(request, meeting_id):
    """One meeting with its agenda."""
    found = meeting_for(
        request.actor,
        partnership_id=request.partnership.pk,
        meeting_id=meeting_id,
        at=request.at,
    )
    if found is None:
        raise Http404
    return render(request, "lmaps/meeting.html", {"meeting": found.row, "lines": found.lines})


@require_safe
@chair_page
def case(request, reference):
    """All that the meeting needs of a case, on one screen."""
    found = _case(request, reference)
    record_read(case=found, by=request.actor, at=request.at, what="lmaps")
    context = {
        "case": found,
        "top": top_of(found),
        "pack": pack_of(found, at=request.at),
        "drafts": drafts_in_round(found),
        "may_record": policies.status_allows(Command.RECORD_PLAN, found),
        "may_progress": policies.status_allows(Command.RECORD_PROGRESS, found),
    }
    return render(request, "lmaps/case.html", context)


@act
@chair_page
def involvement(request, reference):
    """How each applicant took part in the meeting, or why they were not invited."""
    found = _case(request, reference)
    if request.method == "GET":
        policies.check_status(Command.RECORD_INVOLVEMENT, found)
    form = InvolvementForm.on(found, _typed(request), applicants=applicants_taking_part(found))
    if form.is_valid() and carry_out(
        request,
        form,
        record_involvement,
        partnership_id=request.partnership.pk,
        case_id=found.pk,
        given=form.given(),
    ):
        messages.success(request, "How the victim took part has been recorded.")
        return redirect("lmaps:case", request.partnership.slug, found.reference)
    context = {"case": found, "top": top_of(found), "form": form}
    return render(request, "lmaps/involvement.html", context, status=form.status)


@act
@chair_page
def draft_plan(request, reference):
    """The actions as drafted, to every applicant for comment: written, seen, sent."""
    found = _case(request, reference)
    if request.method == "GET":
        policies.check_status(Command.SEND_DRAFT_PLAN, found)
        item_of_round(found)
    form = DraftPlanForm.on(found, _typed(request), today=date_of(request.at))
    return answer_draft(request, found, form)


@act
@chair_page
def plan(request, reference):
    """The findings and the action plan: written, checked as the victim reads it, recorded."""
    found = _case(request, reference)
    if request.method == "GET":
        policies.check_ready_for_plan(found)
    forms = PlanForms(
        found,
        _typed(request),
        agencies=partner_agencies(request.partnership.pk),
        today=date_of(request.at),
    )
    if forms.is_valid() and "change" not in request.POST:
        if "confirm" not in request.POST:
            return _check_plan(request, found, forms)
        if _do_plan(request, found, forms, record_plan):
            messages.success(request, "The action plan has been recorded.")
            return redirect("lmaps:case", request.partnership.slug, found.reference)
    return _plan_page(request, found, forms)


def _do_plan(request, found: Case, forms: PlanForms, command) -> bool:
    return carry_out(
        request,
        forms.form,
        command,
        partnership_id=request.partnership.pk,
        case_id=found.pk,
        given=forms.given(),
    )


def _check_plan(request, found: Case, forms: PlanForms):
    """The page between: what the victim will read, by rehearsing the command."""
    facts = {}

    def rehearsal(**arguments):
        facts.update(rehearse(record_plan, **arguments))

    if not _do_plan(request, found, forms, rehearsal):
        return _plan_page(request, found, forms)
    context = {
        "case": found,
        "top": top_of(found),
        "read": read_by_the_victim(facts),
        "given": forms.given(),
        "adequate": yes_or_no(forms.given().response_adequate),
        "carried": carried(request.POST),
    }
    return render(request, "lmaps/plan_check.html", context)


def _plan_page(request, found: Case, forms: PlanForms):
    context = {
        "case": found,
        "top": top_of(found),
        "form": forms.form,
        "formset": forms.actions,
        "recommendations": forms.recommendations,
        "drafts": drafts_in_round(found),
    }
    return render(request, "lmaps/plan.html", context, status=forms.form.status)


def _action(found: Case, action_id: int, *, at) -> ActionView:
    for action, _ in actions_of(found, at=at):
        if action.id == action_id:
            return action
    raise Http404


@act
@chair_page
def progress(request, reference, action_id):
    """What the chair knows of how far an action is."""
    found = _case(request, reference)
    action = _action(found, action_id, at=request.at)
    if request.method == "GET":
        check_action_open(found, is_open=action.is_open)
    form = ProgressForm.on(found, _typed(request))
    if form.is_valid() and carry_out(
        request,
        form,
        record_progress,
        partnership_id=request.partnership.pk,
        case_id=found.pk,
        action_id=action_id,
        status=form.cleaned_data["standing"],
        note=form.cleaned_data["note"],
    ):
        messages.success(request, "The progress has been recorded.")
        return redirect("lmaps:case", request.partnership.slug, found.reference)
    context = {"case": found, "top": top_of(found), "this_action": action, "form": form}
    return render(request, "lmaps/progress.html", context, status=form.status)
