"""The contact details of a person: confirmed as they stand, or corrected."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases import permissions
from cases.events import record_read
from cases.models import Person
from cases.permission_names import Permission
from cases.selectors.spoc_case import identity_of
from notifications import returns
from portals.acts import carry_out
from portals.spoc.forms.contacting import ContactForm
from portals.spoc.pages import opened, show, spoc_page, typed


@require_http_methods(["GET", "POST"])
@spoc_page
def contact(request, reference, person_id):
    """Where somebody is reached; saving it unchanged confirms it."""
    case = opened(request, reference, record=False)
    permissions.check_may(request.actor, Permission.CHECK_CONTACT, case, at=request.at)
    if request.method == "GET":
        record_read(case=case, by=request.actor, at=request.at)
    here = {"partnership_id": request.partnership.pk}
    person = Person.objects.filter(**here, case_id=case.pk, pk=person_id).first()
    if person is None:
        raise Http404
    form = ContactForm.of(case, person, typed(request))
    place = {**here, "case_id": case.pk, "person_id": person.pk}
    act = returns.check_contact_of
    if form.is_valid() and carry_out(request, form, act, **place, **form.given()):
        messages.success(request, "The contact details are confirmed.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "person": person, "identity": identity}
    return show(request, "spoc/contact.html", status=form.status, **context)
