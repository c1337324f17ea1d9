"""The application form and its receipt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.commands.applying import Submitted, secret_of, submit_application
from cases.models import AccessKey
from cases.procedures import NoProcedureInForce, in_force, parsed
from cases.references import digest_of
from cases.selectors.promises import Promises
from cases.selectors.public import agencies_of, districts_of
from notifications.selectors import letters_of_application
from organisations.actors import APPLICANT, Actor
from organisations.clock import date_of
from portals.access import APPLICATION_KEY, applicant_page, public_page
from portals.public.apply_forms import ApplicationForms
from portals.public.carrying import carried_over, comes_from_check
from portals.public.check_forms import CheckForms
from portals.public.check_questions import questions_of
from portals.public.submission import submission_from

JUST_APPLIED = "just_applied"
SOMEBODY = Actor(kind=APPLICANT)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def apply(request):
    """One page, kept by the browser and by nobody else until it is sent.

    A POST from the check opens the page with what was typed there, and sends nothing.
    """
    partnership = request.partnership
    today = date_of(request.at)
    districts = districts_of(partnership_id=partnership.pk)
    try:
        procedure = parsed(in_force(partnership_id=partnership.pk, on=today))
    except NoProcedureInForce:
        return render(request, "public/not_open.html", {"districts": districts})
    agencies = agencies_of(partnership_id=partnership.pk)
    data = request.POST if request.method == "POST" else None
    if comes_from_check(data):
        check = CheckForms(data, questions=questions_of(procedure), agencies=agencies, today=today)
        data = carried_over(check, districts=districts)
    forms = ApplicationForms(data, districts=districts, agencies=agencies, today=today)
    if request.method == "POST" and forms.is_valid():
        submission = submission_from(forms, partnership_slug=partnership.slug)
        submitted = submit_application(
            partnership=partnership, submission=submission, by=SOMEBODY, at=request.at
        )
        _let_in(request, submitted)
        return redirect("public:applied", slug=partnership.slug)
    return _form_page(request, forms, procedure)


def _form_page(request, forms: ApplicationForms, procedure):
    """Empty, the browser may keep it, so that going back loses nothing; filled in, it may not."""
    advice = {exclusion.code: exclusion.advice for exclusion in procedure.exclusions}
    context = {"forms": forms, "procedure": procedure, "advice": advice}
    response = render(request, "public/apply.html", context)
    if request.method == "POST":
        add_never_cache_headers(response)
    return response


def _let_in(request, submitted: Submitted) -> None:
    """The session opens this application from now on, and shows its secret while it lives."""
    key = AccessKey.objects.get(digest=digest_of(submitted.secret))
    request.session.cycle_key()
    request.session[APPLICATION_KEY] = key.pk
    request.session[JUST_APPLIED] = submitted.application.pk
    if submitted.repeated:
        messages.info(
            request,
            "We had already received this application, so it is here once only. If you changed"
            " something before you sent it again, please tell your contact.",
        )


@require_safe
@never_cache
@applicant_page
def applied(request):
    """Reference, secret, dates, and what happens next; later visits go to the tracker."""
    application = request.application
    if request.session.get(JUST_APPLIED) != application.pk:
        return redirect("public:tracker", slug=request.partnership.slug)
    letters = letters_of_application(
        partnership_id=application.partnership_id, application_id=application.pk
    )
    receipt = next((row for row in letters if row.kind == "receipt"), None)
    context = {
        "application": application,
        "secret": secret_of(application.submission_key),
        "promises": Promises(application, at=request.at).dated(),
        "receipt": receipt if receipt and receipt.state == "stored" else None,
    }
    return render(request, "public/applied.html", context)
