"""Letters: those to print and post, one as it was written, and saying that one was posted."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.events import record_read
from cases.permission_names import Permission
from cases.selectors.districts import districts_in_reach
from cases.selectors.spoc_case import identity_of
from notifications import batches, commands
from notifications.batch_selectors import batches_of
from notifications.letter_forms import LetterForm
from notifications.letters import LetterNotFound, open_form
from notifications.models import Delivery
from notifications.selectors import letters_to_post
from notifications.transports.choice import carried
from notifications.wording_shown import wording_of_letter
from portals.acts import carry_out
from portals.files import as_file
from portals.spoc.forms.printing import PrintForm
from portals.spoc.pages import check_may_here, show, spoc_page, typed
from portals.spoc.post import case_of_delivery, case_of_letter


@require_http_methods(["GET", "POST"])
@spoc_page
def letters(request):
    """Letters that wait to be printed and posted, the oldest first; a batch of them is asked for
    here."""
    check_may_here(request, Permission.POST_LETTERS)
    here = request.partnership.pk
    reach = districts_in_reach(
        request.actor, partnership_id=here, permission=Permission.POST_LETTERS
    )
    rows = letters_to_post(partnership_id=here, district_ids=reach)
    form = PrintForm(typed(request), rows=rows)
    made = []

    def ask(**given):
        made.append(batches.ask_batch(partnership_id=here, district_ids=reach, **given))

    if form.is_valid() and carry_out(request, form, ask, **form.given()):
        return redirect("spoc:batch", request.partnership.slug, made[0].pk)
    return show(
        request,
        "spoc/letters.html",
        status=form.status,
        letters=rows,
        goes_by_itself=Delivery.Channel.POST in carried(),
        form=form,
        at_most=batches.AT_MOST,
        batches=batches_of(partnership_id=here, district_ids=reach),
    )


@require_safe
@spoc_page
def letter(request, letter_id):
    """The letter's stored bytes, for reading or printing; opening it is recorded."""
    return _file(request, letter_id, LetterForm.STANDARD)


@require_safe
@spoc_page
def letter_twin(request, letter_id, form):
    """The same letter in large print or as plain text, as it was stored."""
    return _file(request, letter_id, form)


def _file(request, letter_id: int, form: str) -> HttpResponse:
    case = case_of_letter(request, letter_id)
    try:
        file = open_form(letter_id=letter_id, partnership_id=request.partnership.pk, form=form)
    except LetterNotFound:
        raise Http404 from None
    record_read(case=case, by=request.actor, at=request.at, what="letter")
    response = as_file(file)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@spoc_page
def letter_wording(request, letter_id):
    """What in a letter is not the standard text, by whom, and what differs."""
    case = case_of_letter(request, letter_id)
    worded = wording_of_letter(partnership_id=request.partnership.pk, letter_id=letter_id)
    record_read(case=case, by=request.actor, at=request.at, what="letter")
    identity = identity_of(case, at=request.at)
    context = {"case": case, "identity": identity, "worded": worded}
    return show(request, "spoc/letter_wording.html", **context)


@require_POST
@spoc_page
def mark_posted(request, delivery_id):
    """A printed letter has been put into the post: the applicant counts as told."""
    case_of_delivery(request, delivery_id)
    commands.mark_posted(
        partnership_id=request.partnership.pk,
        delivery_id=delivery_id,
        by=request.actor,
        at=request.at,
    )
    messages.success(request, "The letter is marked as posted.")
    return redirect("spoc:letters", request.partnership.slug)
