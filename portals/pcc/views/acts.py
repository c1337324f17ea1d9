"""What the PCC office does with a review: one page, one form, one command each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import policies
from cases.commands.pcc import (
    ask_partnership,
    assess_eligibility,
    begin_review,
    close_review,
    record_outcome,
)
from cases.rehearsal import rehearse_review
from cases.selectors.pcc import get_review
from cases.status import PccCommand
from notifications.letters import preview_html
from notifications.strict_engine import EmptyPlace
from portals.access import area_page
from portals.acts import carry_out
from portals.letter_wording import BESIDE, WordingForm
from portals.pcc.forms import AskForm, ConfirmForm, EligibilityForm, NoteForm, OutcomeForm

LETTER = "pcc_outcome"


def _opened(request, review_id: int, command: PccCommand):
    """The review of an act's page; on GET the state must allow the act."""
    request.case = review = get_review(area_id=request.area.pk, review_id=review_id)
    if request.method != "POST":
        policies.check_pcc_status(command, review)
    return review


def _act(request, review, form, command, *, template: str, done: str):
    """Carry out a valid form, seeing the letter first where one goes; else the page again.

    The letter's free paragraphs can be worded for it alone (`portals/letter_wording.py`).
    """
    below = {"partnership_id": review.partnership_id, "review_id": review.pk}
    if form.is_valid() and "change" not in request.POST:
        given = form.arguments()
        if form.sends_letter:
            words = WordingForm(request.POST, kind=LETTER, in_force={})
            shown = _letter_first(request, review, form, command, words)
            if shown is not None:
                return shown
            given["free"] = words.free()
        if not form.errors and carry_out(request, form, command, **below, **given):
            messages.success(request, done)
            return redirect("pcc:review", request.area.slug, review.pk)
    context = {"review": review, "form": form}
    return render(request, f"pcc/{template}.html", context, status=form.status)


def _letter_first(request, review, form, command, words: WordingForm):
    """The letter as it would go, or its wording; None where it is to go, or is refused."""
    if "word" in request.POST or not words.stands():
        return _word_letter(request, review, form, words)
    asked = not BESIDE.isdisjoint(request.POST) or "preview" in request.POST
    if not asked and not words.free():
        return None
    facts = _tried(request, review, form, command, words)
    if facts is None:
        return None
    try:
        letter = preview_html(LETTER, facts, review.application_id)
    except EmptyPlace as error:
        if not words.refuse(error):
            raise
        return _word_letter(request, review, form, words)
    context = {"review": review, "form": form, "letter": letter, "words": words}
    context["changed"] = words.changed()
    return render(request, "pcc/preview.html", context) if asked else None


def _tried(request, review, form, command, words: WordingForm) -> dict | None:
    """The facts that the command would freeze; None, and the form says why, where it refuses."""
    facts: dict = {}

    def trial(**arguments):
        facts.update(rehearse_review(command, **arguments))

    below = {"partnership_id": review.partnership_id, "review_id": review.pk}
    given = form.arguments() | {"free": words.free()}
    return facts if carry_out(request, form, trial, **below, **given) else None


def _word_letter(request, review, form, words: WordingForm):
    """The free paragraphs of the letter, each beside the text that stands there otherwise."""
    context = {"review": review, "form": form, "formset": words, "words": words}
    return render(request, "pcc/word_letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@area_page
def eligibility(request, review_id):
    """Say whether grounds and window allow the review."""
    review = _opened(request, review_id, PccCommand.FIND_ELIGIBLE)
    form = EligibilityForm.on(review, request.POST or None)
    return _act(
        request,
        review,
        form,
        assess_eligibility,
        template="eligibility",
        done="Eligibility recorded.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@area_page
def ask(request, review_id):
    """Ask the partnership for what is missing."""
    review = _opened(request, review_id, PccCommand.ASK_PARTNERSHIP)
    form = AskForm.on(review, request.POST or None)
    return _act(
        request,
        review,
        form,
        ask_partnership,
        template="ask",
        done="Your question is with the partnership.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@area_page
def begin(request, review_id):
    """The bundle is complete: begin to read it."""
    review = _opened(request, review_id, PccCommand.BEGIN_REVIEW)
    form = ConfirmForm.on(review, request.POST or None)
    return _act(request, review, form, begin_review, template="begin", done="The review has begun.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@area_page
def outcome(request, review_id):
    """Uphold or not, with reasons; the letter is shown before it goes."""
    review = _opened(request, review_id, PccCommand.UPHOLD)
    form = OutcomeForm.on(review, request.POST or None)
    return _act(
        request,
        review,
        form,
        record_outcome,
        template="outcome",
        done="Outcome recorded. The letter is on its way.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@area_page
def close(request, review_id):
    """Nothing is left to do: the office's access to the case ends."""
    review = _opened(request, review_id, PccCommand.CLOSE_REVIEW)
    form = ConfirmForm.on(review, request.POST or None)
    return _act(request, review, form, close_review, template="close", done="The review is closed.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@area_page
def note(request, review_id):
    """A note for the office alone."""
    request.case = review = get_review(area_id=request.area.pk, review_id=review_id)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        form.write(review, by=request.actor, at=request.at)
        messages.success(request, "Note saved.")
        return redirect("pcc:review", request.area.slug, review.pk)
    return render(request, "pcc/note.html", {"review": review, "form": form})
