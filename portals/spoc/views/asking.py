"""Questions to an applicant: asked, answered on the phone or on paper, taken back."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases import policies
from cases.commands import asking, consulting
from cases.models import ApplicantRequest, Case
from cases.selectors.asked_applicants import request_to
from cases.selectors.spoc_case import identity_of
from cases.selectors.spoc_choices import applications_in_review
from cases.status import Command
from notifications.catalogue import REQUEST_LETTERS
from notifications.letter_kinds import LetterKind
from organisations.clock import date_of
from portals.acts import ActForm, carry_out
from portals.spoc.forms.asking import AskForm, KeyedAnswerForm, KeyedCommentForm
from portals.spoc.pages import opened, show, spoc_page, typed
from portals.spoc.telling import Act, answer

ASK = Act(
    title="Ask the applicant something",
    command=asking.ask_applicant,
    kind=lambda given: REQUEST_LETTERS[given["given"].kind],
    send="Ask and send",
    done="The applicant is asked. The letter is on its way.",
    template="spoc/ask_applicant.html",
)
TAKE_BACK = Act(
    title="Withdraw a question to the applicant",
    command=asking.withdraw_request,
    kind=lambda given: LetterKind.REQUEST_WITHDRAWN,
    send="Withdraw the question and send",
    done="The question is withdrawn. The letter is on its way.",
)


@require_http_methods(["GET", "POST"])
@spoc_page
def ask_applicant(request, reference):
    """Ask for information or for a yes or no; the letter is seen before it goes."""
    case = opened(request, reference, act=Command.ASK_APPLICANT)
    applications = applications_in_review(case)
    form = AskForm.on(case, typed(request), applications=applications, today=date_of(request.at))
    return answer(request, case, form, ASK, arguments=form.given)


@require_http_methods(["GET", "POST"])
@spoc_page
def record_answer(request, reference, request_id):
    """Key in an answer that came by phone, on paper or in person."""
    case = opened(request, reference, act=Command.RECORD_ANSWER)
    asked = _asked(case, request_id, look=request.method == "GET")
    form = KeyedAnswerForm.on(case, typed(request), asked=asked)
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(
        request, form, asking.record_answer, **place, request_id=asked.pk, **form.given()
    ):
        messages.success(request, "The answer is recorded.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "identity": identity, "asked": asked}
    return show(request, "spoc/record_answer.html", status=form.status, **context)


@require_http_methods(["GET", "POST"])
@spoc_page
def withdraw_request(request, reference, request_id):
    """Take a question back; the applicant gets a letter that says so."""
    case = opened(request, reference, act=Command.WITHDRAW_REQUEST)
    asked = _asked(case, request_id, look=request.method == "GET")
    form = ActForm.on(case, typed(request))
    act = replace(TAKE_BACK, command=partial(asking.withdraw_request, request_id=asked.pk))
    return answer(request, case, form, act, arguments=dict)


def _asked(case: Case, request_id: int, *, look: bool) -> ApplicantRequest:
    """The request. look: the page is opened; raises NotNow where it waits for no answer."""
    found = request_to(partnership_id=case.partnership_id, case_id=case.pk, request_id=request_id)
    if found is None:
        raise Http404
    if look and not found.is_open:
        raise policies.NotNow("This question has been answered or withdrawn.")
    return found


@require_http_methods(["GET", "POST"])
@spoc_page
def draft_comment(request, reference):
    """Key in what an applicant said of the draft plan."""
    case = opened(request, reference, act=Command.RECORD_COMMENT)
    draft = consulting.latest_draft(case)
    if draft is None:
        raise policies.NotNow("No draft of the plan has been sent.")
    form = KeyedCommentForm.on(case, typed(request), applications=applications_in_review(case))
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(
        request, form, consulting.record_comment, **place, **form.given()
    ):
        messages.success(request, "The comment is recorded. The chair sees it.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "identity": identity, "draft": draft}
    return show(request, "spoc/draft_comment.html", status=form.status, **context)
