"""The draft of the plan from the chair's hand: the letters first, worded where the chair wishes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.commands.consulting import send_draft_plan
from cases.models import Case
from cases.rehearsal import rehearse
from cases.selectors.lmaps_case import top_of
from notifications.letter_kinds import LetterKind
from notifications.letters import preview_html
from notifications.strict_engine import EmptyPlace
from notifications.wordings import texts_of, wording_of
from portals.acts import carry_out
from portals.draft_plan import DraftPlanForm
from portals.letter_wording import BESIDE, SEEN, WordingForm
from portals.lmaps.preview import carried

KIND = LetterKind.DRAFT_PLAN
_NOT_CARRIED = BESIDE | {SEEN}


def answer_draft(request: HttpRequest, case: Case, form: DraftPlanForm) -> HttpResponse:
    """The page of the draft: the form, the letters as they would go, or the sending."""
    if form.is_valid() and "change" not in request.POST:
        in_force = texts_of(wording_of(partnership_id=request.partnership.pk, kind=KIND))
        words = WordingForm(request.POST, kind=KIND, in_force=in_force)
        answered = _posted(request, case, form, words)
        if answered is not None:
            return answered
    return _page(request, case, form, "lmaps/draft_plan.html")


def _posted(
    request: HttpRequest, case: Case, form: DraftPlanForm, words: WordingForm
) -> HttpResponse | None:
    """What a valid form leads to; None where the command refuses, which the form says."""
    if "word" in request.POST or not words.stands():
        return _word(request, case, form, words)
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    given = form.given() | {"free": words.free()}
    sure = "confirm" in request.POST and not words.changed_since(request.POST)
    if given["free"] or not sure:
        facts: dict = {}

        def rehearsal(**arguments):
            facts.update(rehearse(send_draft_plan, **arguments))

        if not carry_out(request, form, rehearsal, **place, **given):
            return None
        try:
            letters = [
                preview_html(KIND, facts, application["id"], wording=words.texts)
                for application in facts["applications"]
            ]
        except EmptyPlace as error:
            if not words.refuse(error):
                raise
            return _word(request, case, form, words)
        if not sure:
            return _letters(request, case, form, words, letters)
    if not carry_out(request, form, send_draft_plan, **place, **given):
        return None
    messages.success(request, "The draft is on its way. What they say appears here.")
    return redirect("lmaps:case", request.partnership.slug, case.reference)


def _letters(request, case: Case, form, words: WordingForm, letters: list[str]) -> HttpResponse:
    context = {
        "letters": letters,
        "words": words,
        "changed": words.changed(),
        "carried": _typed(request) + words.carried(),
    }
    return _page(request, case, form, "lmaps/draft_plan.html", **context)


def _word(request, case: Case, form, words: WordingForm) -> HttpResponse:
    context = {"formset": words, "words": words, "carried": _typed(request)}
    return _page(request, case, form, "lmaps/word_draft.html", **context)


def _typed(request) -> list[tuple[str, str]]:
    """All that was typed but the letter's words."""
    return [
        (name, value)
        for name, value in carried(request.POST)
        if name not in _NOT_CARRIED and not name.startswith("free-")
    ]


def _page(request, case: Case, form, template: str, **context) -> HttpResponse:
    context |= {"case": case, "top": top_of(case), "form": form}
    return render(request, template, context, status=form.status)
