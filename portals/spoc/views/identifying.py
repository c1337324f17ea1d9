"""Say who is behind an agency's code, so that nobody counts twice unseen."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.commands import identifying
from cases.selectors.spoc_case import identity_of
from cases.selectors.spoc_codes import codes_of, victims_of
from cases.selectors.spoc_people import applications_of, ledger_of
from cases.status import Command
from portals.acts import carry_out
from portals.spoc.forms.identifying import IdentifyForm
from portals.spoc.pages import opened, show, spoc_page, typed


@require_http_methods(["GET", "POST"])
@spoc_page
def identify(request, reference):
    """Choose the code and who it is, and say how that is known."""
    case = opened(request, reference, act=Command.IDENTIFY)
    codes = codes_of(ledger_of(case, applications_of(case), {}))
    form = IdentifyForm.on(case, typed(request), codes=codes, applications=victims_of(case))
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(request, form, identifying.identify, **place, **form.given()):
        messages.success(request, "Who it is stands on the record, and the count follows from it.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    context = {"case": case, "form": form, "identity": identity_of(case, at=request.at)}
    return show(request, "spoc/identify.html", status=form.status, codes=codes, **context)
