"""Key in an application that came by phone, on paper or in person."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.commands.applying import submit_application
from cases.permission_names import Permission
from cases.procedures import NoProcedureInForce
from cases.selectors.spoc import districts_in_reach, districts_of
from cases.selectors.spoc_choices import agencies
from organisations.clock import date_of
from organisations.tenancy import forget
from portals.components.formsets import hold_errors
from portals.spoc.forms.applying import ApplicationForm, IncidentFormSet
from portals.spoc.pages import check_may_here, show, spoc_page


@require_http_methods(["GET", "POST"])
@spoc_page
def new_application(request):
    """The whole form on one page; sent twice, it is stored once."""
    check_may_here(request, Permission.KEY_IN_APPLICATION)
    here = request.partnership.pk
    reach = districts_in_reach(request.actor, partnership_id=here)
    form = ApplicationForm(
        request.POST or None,
        districts=districts_of(partnership_id=here, reach=reach),
        at=request.at,
    )
    formset = IncidentFormSet(
        request.POST or None,
        prefix="incidents",
        form_kwargs={"agencies": agencies(partnership_id=here), "today": date_of(request.at)},
    )
    if formset.is_changing:
        hold_errors(form)
    elif form.is_valid() and formset.is_valid() and (case := _submit(request, form, formset)):
        messages.success(request, "The application is keyed in. A receipt is on its way.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    return show(request, "spoc/new_application.html", form=form, formset=formset)


def _submit(request, form: ApplicationForm, formset):
    """The case that the application made; None, and the form says why, where it could not."""
    incidents = tuple(incident.given() for incident in formset.forms)
    try:
        submitted = submit_application(
            partnership=request.partnership,
            submission=form.submission(incidents),
            by=request.actor,
            at=request.at,
        )
    except NoProcedureInForce:
        forget(request)
        form.add_error("received_on", "No published procedure was in force on that date")
        return None
    return submitted.application.case
