"""Key in an application that came by phone, on paper or in person."""

from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from cases.commands.applying import secret_of, submit_application
from cases.models import Application
from cases.permission_names import Permission
from cases.procedures import NoProcedureInForce, calendar_of
from cases.selectors.districts import districts_in_reach, districts_of
from cases.selectors.spoc_choices import agencies, application_with_case
from cases.selectors.spoc_people import applications_of
from cases.selectors.spoc_review import clock_of
from organisations.clock import date_of
from organisations.tenancy import forget
from portals.components.formsets import hold_errors
from portals.spoc.forms.applying import ApplicationForm
from portals.spoc.forms.incidents import IncidentFormSet
from portals.spoc.pages import check_may_here, opened, show, spoc_page, typed

KEYED_IN = "keyed_in"


@require_http_methods(["GET", "POST"])
@spoc_page
def new_application(request):
    """The whole form on one page; sent twice, it is stored once."""
    check_may_here(request, Permission.KEY_IN_APPLICATION)
    here = request.partnership.pk
    reach = districts_in_reach(request.actor, partnership_id=here)
    form = ApplicationForm(
        typed(request),
        districts=districts_of(partnership_id=here, reach=reach),
        at=request.at,
    )
    formset = IncidentFormSet(
        typed(request),
        prefix="incidents",
        form_kwargs={"agencies": agencies(partnership_id=here), "today": date_of(request.at)},
    )
    if formset.is_changing:
        hold_errors(form)
    elif form.is_valid() and formset.is_valid() and (stored := _submit(request, form, formset)):
        request.session[KEYED_IN] = stored.pk
        return redirect("spoc:keyed_in", request.partnership.slug)
    return show(request, "spoc/new_application.html", form=form, formset=formset)


def _submit(request, form: ApplicationForm, formset) -> Application | None:
    """The application as stored; None, and the form says why, where it could not be."""
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
    return submitted.application


@require_safe
@spoc_page
def keyed_in(request):
    """Reference and code for the applicant, shown once to whoever keyed the application in."""
    check_may_here(request, Permission.KEY_IN_APPLICATION)
    application = application_with_case(
        partnership_id=request.partnership.pk, application_id=request.session.pop(KEYED_IN, None)
    )
    if application is None:
        return redirect("spoc:queue", request.partnership.slug)
    case = opened(request, application.case.reference)
    dates = clock_of(
        case,
        applications_of(case),
        today=date_of(request.at),
        calendar=calendar_of(case.partnership_id),
    )
    return show(
        request,
        "spoc/keyed_in.html",
        case=case,
        clock=dates,
        code=secret_of(application.submission_key),
    )
