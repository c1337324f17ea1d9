"""How an applicant wants their letters, as they told the contact."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.commands.letter_forms import choose_letter_form
from cases.selectors.spoc_case import identity_of
from cases.selectors.spoc_choices import applications_in_review
from cases.status import Command
from portals.acts import carry_out
from portals.spoc.forms.following import LetterFormForm
from portals.spoc.pages import opened, show, spoc_page, typed


@require_http_methods(["GET", "POST"])
@spoc_page
def letter_form(request, reference):
    """Large print or the standard form, for the letters that are written from now on."""
    case = opened(request, reference, act=Command.CHOOSE_LETTER_FORM)
    form = LetterFormForm.on(case, typed(request), applications=applications_in_review(case))
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(request, form, choose_letter_form, **place, **form.given()):
        messages.success(request, "The form of their letters is changed, for those to come.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    context = {"case": case, "form": form, "identity": identity_of(case, at=request.at)}
    return show(request, "spoc/letter_form.html", status=form.status, **context)
