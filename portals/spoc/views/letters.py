"""Letters: those to print and post, one as it was written, and saying that one was posted."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cases.events import record_read
from cases.permission_names import Permission
from cases.selectors.districts import districts_in_reach
from notifications import commands
from notifications.letter_forms import LetterForm
from notifications.letters import LetterNotFound, open_form
from notifications.selectors import letters_to_post
from portals.files import as_file
from portals.spoc.pages import check_may_here, show, spoc_page
from portals.spoc.post import case_of_delivery, case_of_letter


@require_safe
@spoc_page
def letters(request):
    """Letters that wait to be printed and posted, the oldest first."""
    check_may_here(request, Permission.POST_LETTERS)
    here = request.partnership.pk
    reach = districts_in_reach(
        request.actor, partnership_id=here, permission=Permission.POST_LETTERS
    )
    rows = letters_to_post(partnership_id=here, district_ids=reach)
    return show(request, "spoc/letters.html", letters=rows)


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
