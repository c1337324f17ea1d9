"""Judge an application by another version: the law changed, or a wrong one was published."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.commands import repinning
from cases.models import Application, Case
from cases.selectors.spoc_case import identity_of
from cases.status import Command
from organisations.clock import date_of
from portals.acts import carry_out
from portals.spoc.forms.repinning import RepinForm
from portals.spoc.pages import opened, show, spoc_page, typed
from thresholds.periods import day_in_words


@require_http_methods(["GET", "POST"])
@spoc_page
def repin(request, reference):
    """Choose the version and give the reason."""
    case = opened(request, reference, act=Command.REPIN)
    choices = _choices(request, case)
    form = RepinForm.on(case, typed(request), choices=choices)
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(request, form, repinning.repin, **place, **form.given()):
        messages.success(request, "The version is changed, and what follows from it is worked out.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    context = {"case": case, "form": form, "identity": identity_of(case, at=request.at)}
    return show(request, "spoc/repin.html", status=form.status, choices=choices, **context)


def _choices(request, case: Case) -> list[tuple[str, str]]:
    """Each application with each version that it is not judged by now."""
    applications = case.applications.filter(
        partnership_id=case.partnership_id, status=Application.Status.SUBMITTED
    ).order_by("received_at", "id")
    return [
        (
            f"{application.pk}:{one.pk}",
            f"{application.reference}: version {one.version},"
            f" in force from {day_in_words(one.effective_from)}",
        )
        for application in applications
        for one in repinning.versions_for(application, today=date_of(request.at))
        if one.pk != application.procedure_id
    ]
