"""After the meeting: response, progress, closing, opening again, extensions."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.commands import following
from cases.models import Action
from cases.procedures import calendar_of, procedure_of
from cases.selectors.due import due_by
from cases.selectors.spoc_case import identity_of
from cases.selectors.spoc_choices import action_of, deadline_to_extend
from cases.status import Command
from notifications.letter_kinds import LetterKind
from organisations.clock import date_of
from portals.acts import ActForm, carry_out
from portals.progress import ProgressForm, check_action_open
from portals.spoc.forms.following import CloseForm, ExtendForm, ReopenForm
from portals.spoc.pages import opened, show, spoc_page, typed
from portals.spoc.telling import Act, answer

RESPOND = Act(
    title="Send the response with the action plan",
    command=following.send_response,
    kind=lambda given: LetterKind.RESPONSE,
    send="Send the response",
    done="The response is on its way.",
)
CLOSE = Act(
    title="Close the case",
    command=following.close,
    kind=lambda given: LetterKind.CLOSURE,
    send="Close the case and send",
    done="The case is closed. The letter is on its way.",
    template="spoc/close.html",
)
EXTEND = Act(
    title="Extend a date",
    command=following.extend_deadline,
    kind=lambda given: LetterKind.EXTENSION,
    send="Extend the date and send",
    done="The date is extended. The letter is on its way.",
    template="spoc/extend.html",
)


@require_http_methods(["GET", "POST"])
@spoc_page
def respond(request, reference):
    """The response with the plan, and the button that sends it."""
    case = opened(request, reference, act=Command.SEND_RESPONSE)
    form = ActForm.on(case, typed(request))
    return answer(request, case, form, RESPOND, arguments=dict)


@require_http_methods(["GET", "POST"])
@spoc_page
def close(request, reference):
    """Say why, see the letter, end the review."""
    case = opened(request, reference, act=Command.CLOSE)
    form = CloseForm.on(case, typed(request))
    return answer(request, case, form, CLOSE, arguments=form.given)


@require_http_methods(["GET", "POST"])
@spoc_page
def reopen(request, reference):
    """Begin the next round at the assessment or at the meeting."""
    case = opened(request, reference, act=Command.REOPEN)
    form = ReopenForm.on(case, typed(request))
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(request, form, following.reopen, **place, **form.given()):
        messages.success(request, "The case is open again.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "identity": identity}
    return show(request, "spoc/reopen.html", status=form.status, **context)


@require_http_methods(["GET", "POST"])
@spoc_page
def extend(request, reference, deadline_id):
    """A later date for one deadline, where the procedure allows it."""
    case = opened(request, reference, act=Command.EXTEND_DEADLINE)
    deadline = deadline_to_extend(case, deadline_id)
    if deadline is None:
        raise Http404
    form = ExtendForm.on(case, typed(request), binding_on=deadline.binding_on)
    limit = procedure_of(deadline.application).owed(deadline.limit)
    today, calendar = date_of(request.at), calendar_of(case.partnership_id)
    return answer(
        request,
        case,
        form,
        EXTEND,
        arguments=lambda: {"deadline_id": deadline_id, **form.given()},
        limit=limit,
        extendable=limit.extendable and deadline.is_open,
        due=due_by(deadline.binding_on, today=today, calendar=calendar),
    )


@require_http_methods(["GET", "POST"])
@spoc_page
def progress(request, reference, action_id):
    """How far one action of the plan is, where the agency told the SPOC instead of the system."""
    case = opened(request, reference, act=Command.RECORD_PROGRESS)
    action = action_of(case, action_id)
    if action is None:
        raise Http404
    if request.method == "GET":
        check_action_open(case, is_open=action.status == Action.Status.OPEN)
    form = ProgressForm.on(case, typed(request))
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(
        request,
        form,
        following.record_progress,
        **place,
        action_id=action_id,
        status=form.cleaned_data["standing"],
        note=form.cleaned_data["note"],
    ):
        messages.success(request, "The progress is recorded.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "identity": identity, "action": action}
    return show(request, "spoc/progress.html", status=form.status, **context)
