"""What an applicant answers: our questions, and the draft of the plan."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.commands.asking import record_answer
from cases.commands.consulting import record_comment
from cases.selectors.tracker_questions import (
    draft_for,
    questions_to,
    why_not_answer,
    why_not_comment,
)
from organisations.clock import date_of
from portals.access import applicant_page
from portals.acts import carry_out
from portals.public.tracker_forms import AnswerForm, CommentForm
from portals.public.views.following import READ_AND_SEND, not_now, own, posted

ANSWERED = "You have already answered this. Tell your contact if something has changed."


@require_http_methods(READ_AND_SEND)
@never_cache
@applicant_page
def answer_question(request, request_id):
    """Answer one thing that we asked; late as well, while the case is open."""
    application = request.application
    asked = questions_to(application, today=date_of(request.at))
    found = {one.id: one for one in asked}
    question = found.get(request_id)
    if question is None:
        raise Http404
    if reason := why_not_answer(application):
        return not_now(request, reason)
    if question.answered_at:
        return not_now(
            request, "You have already answered this. Tell your contact what has changed."
        )
    form = AnswerForm.on(application.case, posted(request), yes_or_no=question.yes_or_no)
    if form.is_valid():
        place = own(application)
        del place["application_id"]
        given = {"request_id": request_id, "version": None, "given": form.given()}
        if carry_out(request, form, record_answer, **place, **given):
            messages.success(request, "We have your answer. Thank you")
            return redirect("public:tracker", slug=request.partnership.slug)
    context = {"form": form, "question": question, "contact": application.district}
    return render(request, "public/answer_question.html", context, status=form.status)


@require_http_methods(READ_AND_SEND)
@never_cache
@applicant_page
def comment_on_plan(request):
    """Say what they think of the draft, before the plan is agreed."""
    application = request.application
    draft = draft_for(application, today=date_of(request.at))
    if draft is None:
        reason = why_not_comment(application) or "There is no draft of a plan to comment on now."
        return not_now(request, reason)
    form = CommentForm.on(application.case, posted(request))
    given = {"version": None, **own(application)}
    if form.is_valid() and carry_out(
        request, form, record_comment, text=form.cleaned_data["text"], **given
    ):
        messages.success(request, "We have your comment. Thank you")
        return redirect("public:tracker", slug=request.partnership.slug)
    context = {"form": form, "draft": draft, "contact": application.district}
    return render(request, "public/comment_on_plan.html", context, status=form.status)
