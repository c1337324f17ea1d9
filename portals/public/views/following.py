"""The tracker, and what an applicant can do from there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.commands.intake import withdraw as withdraw_application
from cases.commands.pcc import request_pcc_review
from cases.procedures import procedure_of
from cases.selectors.promises import last_date_of
from cases.selectors.public import key_for
from cases.selectors.tracker import tracker_of, why_not_ask, why_not_withdraw
from notifications.letter_forms import LetterForm
from notifications.letters import LetterNotFound, open_form
from notifications.selectors import letters_of_application
from organisations.models import Partnership
from portals.access import APPLICATION_KEY, applicant_page, public_page
from portals.acts import carry_out
from portals.files import as_file
from portals.public.attempts import locked_until
from portals.public.tracker_forms import NO_MATCH, AskPccForm, TrackForm, WithdrawForm

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_safe
def message(request, number):
    """Where a text message leads: its address names no place and no scheme on a locked screen."""
    return redirect("public:track", get_object_or_404(Partnership, pk=number).slug)


@require_http_methods(READ_AND_SEND)
@never_cache
@public_page
def track(request):
    """Sign in with reference and secret; every mismatch gets the same answer."""
    form = TrackForm(posted(request))
    if not form.is_valid():
        return render(request, "public/track.html", {"form": form})
    until = locked_until(
        address=request.META.get("REMOTE_ADDR", ""),
        reference=form.cleaned_data["reference"],
        at=timezone.now(),
    )
    if until:
        return render(request, "public/too_many_tries.html", {"until": until}, status=429)
    key = key_for(partnership_id=request.partnership.pk, **form.cleaned_data)
    if key is None:
        form.add_error("reference", NO_MATCH)
        return render(request, "public/track.html", {"form": form})
    request.session.cycle_key()
    request.session[APPLICATION_KEY] = key.pk
    return redirect("public:tracker", slug=request.partnership.slug)


@require_safe
@never_cache
@applicant_page
def tracker(request):
    """Where the case is, what was promised, and all that was sent."""
    application = request.application
    context = {
        "application": application,
        "contact": application.district,
        "tracker": tracker_of(application, at=request.at),
        "letters": letters_of_application(
            partnership_id=application.partnership_id, application_id=application.pk
        ),
    }
    return render(request, "public/tracker.html", context)


@require_safe
@never_cache
@applicant_page
def letter(request, letter_id):
    """One of the applicant's own letters, as it was stored."""
    return _file(request, letter_id, LetterForm.STANDARD)


@require_safe
@never_cache
@applicant_page
def letter_twin(request, letter_id, form):
    """The same letter in large print or as plain text, as it was stored."""
    return _file(request, letter_id, form)


def _file(request, letter_id: int, form: str):
    try:
        file = open_form(letter_id=letter_id, partnership_id=request.partnership.pk, form=form)
    except LetterNotFound as missing:
        raise Http404 from missing
    return as_file(file)


@require_http_methods(READ_AND_SEND)
@never_cache
@applicant_page
def withdraw(request):
    """Leave the review, after a clear yes."""
    application = request.application
    if reason := why_not_withdraw(application):
        return not_now(request, reason)
    form = WithdrawForm.on(application.case, posted(request))
    if form.is_valid():
        if form.cleaned_data["sure"] == "no":
            return redirect("public:tracker", slug=request.partnership.slug)
        if carry_out(request, form, withdraw_application, **own(application)):
            messages.success(request, "You have withdrawn your application")
            return redirect("public:tracker", slug=request.partnership.slug)
    context = {"form": form, "contact": application.district}
    return render(request, "public/withdraw.html", context, status=form.status)


@require_http_methods(READ_AND_SEND)
@never_cache
@applicant_page
def ask_pcc(request):
    """Ask the policing body's office to look again; a late request is taken, and called late."""
    application = request.application
    if reason := why_not_ask(application):
        return not_now(request, reason)
    procedure = procedure_of(application)
    form = AskPccForm.on(application.case, posted(request), review=procedure.policing_body_review)
    if form.is_valid() and carry_out(
        request,
        form,
        request_pcc_review,
        grounds=tuple(form.cleaned_data["grounds"]),
        statement=form.cleaned_data["statement"],
        **own(application),
    ):
        messages.success(request, "Your request has been sent")
        return redirect("public:tracker", slug=request.partnership.slug)
    context = {
        "form": form,
        "review": procedure.policing_body_review,
        "office_name": procedure.names.local_policing_body,
        "last_date": last_date_of(application, at=request.at),
        "office": application.partnership.policing_area,
    }
    return render(request, "public/ask_pcc.html", context, status=form.status)


def not_now(request, reason: str):
    """The reason, the contact and the way back; nothing was changed."""
    context = {"reason": reason, "contact": request.application.district}
    return render(request, "public/not_now.html", context, status=409)


def posted(request):
    """The POST, an empty one too, so that it is answered with what is missing."""
    return request.POST if request.method == "POST" else None


def own(application) -> dict:
    """Which application a command of its applicant is about."""
    return {
        "partnership_id": application.partnership_id,
        "case_id": application.case_id,
        "application_id": application.pk,
    }
