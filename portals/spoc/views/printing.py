"""A batch of letters for the printer: its state, its PDF, and what became of its letters."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.events import record_read
from cases.permission_names import Permission
from cases.selectors.districts import districts_in_reach
from notifications import batches
from notifications.batch_selectors import BatchShown, batch_pdf, batch_shown, cases_in
from notifications.models import PrintBatch
from organisations.clock import date_of
from portals.acts import carry_out
from portals.spoc.forms.printing import PostedForm
from portals.spoc.pages import check_may_here, show, spoc_page, typed

State = PrintBatch.State


@require_http_methods(["GET", "POST"])
@spoc_page
def batch(request, batch_id):
    """What state it is in; once it is printed, that its letters are in the post."""
    shown = _seen(request, batch_id)
    first = {"posted_on": date_of(request.at)}
    form = PostedForm(typed(request), lines=shown.in_print, initial=first)
    place = {"partnership_id": request.partnership.pk, "batch_id": batch_id}
    if form.is_valid() and carry_out(request, form, batches.settle_batch, **place, **form.given()):
        messages.success(request, "The batch is marked as posted.")
        return redirect("spoc:batch", request.partnership.slug, batch_id)
    if request.method == "POST":
        shown = _seen(request, batch_id)
    return show(request, "spoc/batch.html", status=form.status, batch=shown, form=form)


@require_safe
@spoc_page
def batch_file(request, batch_id):
    """The PDF for the printer; opening it is recorded at each case of which it holds a letter."""
    shown = _seen(request, batch_id)
    if not shown.sha256:
        raise Http404
    here = {"partnership_id": request.partnership.pk, "batch_id": batch_id}
    content, filename = batch_pdf(**here)
    for case in cases_in(**here):
        record_read(case=case, by=request.actor, at=request.at, what="letter")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@spoc_page
def give_up_batch(request, batch_id):
    """It is not printed after all; its letters are free again."""
    _seen(request, batch_id)
    batches.give_up_batch(
        partnership_id=request.partnership.pk, batch_id=batch_id, by=request.actor, at=request.at
    )
    messages.success(request, "The batch is given up. Its letters wait again.")
    return redirect("spoc:letters", request.partnership.slug)


@require_POST
@spoc_page
def make_batch_again(request, batch_id):
    """One that could not be made is tried again."""
    _seen(request, batch_id)
    batches.make_batch_again(
        partnership_id=request.partnership.pk, batch_id=batch_id, by=request.actor, at=request.at
    )
    return redirect("spoc:batch", request.partnership.slug, batch_id)


def _seen(request: HttpRequest, batch_id: int) -> BatchShown:
    """The batch, where all its letters are this person's to post. Raises Http404, NotPermitted."""
    check_may_here(request, Permission.POST_LETTERS)
    here = request.partnership.pk
    reach = districts_in_reach(
        request.actor, partnership_id=here, permission=Permission.POST_LETTERS
    )
    shown = batch_shown(partnership_id=here, batch_id=batch_id, district_ids=reach)
    if shown is None:
        raise Http404
    return shown
