"""What the office that hears reviews asks the partnership, and the partnership's answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases import permissions, policies
from cases.commands.pcc import answer_office
from cases.permission_names import Permission
from cases.selectors.spoc_case import identity_of
from cases.selectors.spoc_choices import pcc_review_of
from cases.status import PccCommand
from portals.acts import carry_out
from portals.spoc.forms.following import AnswerForm
from portals.spoc.pages import opened, show, spoc_page, typed


@require_http_methods(["GET", "POST"])
@spoc_page
def answer_pcc(request, reference, review_id):
    """Answer what the office asked; the review goes on there."""
    case = opened(request, reference)
    permissions.check_may(request.actor, Permission.ANSWER_PCC, case, at=request.at)
    review = pcc_review_of(case, review_id)
    if review is None:
        raise Http404
    if request.method == "GET":
        policies.check_pcc_status(PccCommand.ANSWER_OFFICE, review)
    form = AnswerForm.on(review, typed(request))
    place = {"partnership_id": request.partnership.pk, "review_id": review_id}
    if form.is_valid() and carry_out(
        request, form, answer_office, **place, answer=form.cleaned_data["answer"]
    ):
        messages.success(request, "The PCC office has the answer.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "identity": identity, "review": review}
    return show(request, "spoc/answer_pcc.html", status=form.status, **context)
