"""What a member of an agency sees and does: own work, own part of a case, progress and answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import policies
from cases.commands.following import record_progress
from cases.commands.informing import record_return
from cases.events import record_read
from cases.models import Case
from cases.policies import NotNow
from cases.selectors.agency import engaged_agencies, meeting_day, requests_to, worklist_of
from cases.selectors.agency_case import part_of
from cases.selectors.agency_log import log_of
from cases.selectors.plans import actions_of
from cases.status import Command
from organisations.clock import date_of
from portals.access import agency_case_page, agency_page
from portals.acts import carry_out
from portals.agency.forms import AnswerForms
from portals.paging import page_from, pages_around
from portals.progress import ProgressForm, check_action_open

act = require_http_methods(["GET", "POST"])


def _case(request, case_id: int) -> tuple[Case, frozenset[int]]:
    """The case of the scope, and those of the person's agencies that take part in it."""
    found = (
        Case.objects.select_related("district")
        .filter(partnership_id=request.partnership.pk, pk=case_id)
        .first()
    )
    if found is None:
        raise Http404
    request.case = found
    own = engaged_agencies(
        request.actor, partnership_id=request.partnership.pk, case_id=case_id, at=request.at
    )
    return found, own


def _typed(request):
    return request.POST if request.method == "POST" else None


def _by_id(things, wanted: int):
    """One of the agency's own; another agency's is the same as none."""
    for thing in things:
        if thing.id == wanted:
            return thing
    raise Http404


def _own_actions(found: Case, own: frozenset[int], *, at) -> list:
    return [action for action, _ in actions_of(found, at=at, agency_ids=own)]


@require_safe
@agency_page
def worklist(request):
    """The open actions and requests of the person's agencies, the longest overdue first."""
    work = worklist_of(
        request.actor,
        at=request.at,
        tasks_page=page_from(request.GET.get("page")),
        cases_page=page_from(request.GET.get("cases")),
    )
    context = {
        "work": work,
        "tasks_pages": pages_around(request, "page", more=work.more_tasks),
        "cases_pages": pages_around(request, "cases", more=work.more_cases),
    }
    return render(request, "agency/worklist.html", context)


@require_safe
@agency_case_page
def case(request, case_id):
    """The agency's own part of one case."""
    found, own = _case(request, case_id)
    record_read(case=found, by=request.actor, at=request.at, what="agency")
    part = part_of(found, agency_ids=own)
    context = {
        "case": found,
        "flags": [{"label": "Adjustments", "text": text} for text in part.adjustments],
        "meeting": meeting_day(found),
        "part": part,
        "requests": requests_to(found, agency_ids=own, at=request.at),
        "actions": _own_actions(found, own, at=request.at),
        "may_progress": policies.status_allows(Command.RECORD_PROGRESS, found),
        "may_answer": policies.status_allows(Command.RECORD_RETURN, found),
    }
    return render(request, "agency/case.html", context)


@act
@agency_case_page
def progress(request, case_id, action_id):
    """How far one of the agency's own actions is."""
    found, own = _case(request, case_id)
    action = _by_id(_own_actions(found, own, at=request.at), action_id)
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
        return redirect("agency:case", request.partnership.slug, found.pk)
    context = {"case": found, "this_action": action, "form": form}
    return render(request, "agency/progress.html", context, status=form.status)


@act
@agency_case_page
def answer(request, case_id, request_id):
    """The agency's answer to one request for information."""
    found, own = _case(request, case_id)
    asked = _by_id(requests_to(found, agency_ids=own, at=request.at), request_id)
    if request.method == "GET":
        policies.check_status(Command.RECORD_RETURN, found)
        if asked.returned:
            raise NotNow("This request has already been answered.")
    log = log_of(found, agency_id=asked.agency_id)
    forms = AnswerForms(found, _typed(request), log=log, today=date_of(request.at))
    if forms.is_valid() and carry_out(
        request,
        forms.form,
        record_return,
        partnership_id=request.partnership.pk,
        case_id=found.pk,
        request_id=request_id,
        **forms.given(),
    ):
        messages.success(request, "Your answer has been sent to the partnership.")
        return redirect("agency:case", request.partnership.slug, found.pk)
    context = {
        "case": found,
        "asked": asked,
        "log": log,
        "form": forms.form,
        "formset": forms.others,
    }
    return render(request, "agency/answer.html", context, status=forms.form.status)
