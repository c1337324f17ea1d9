"""What the PCC office reads: its work list, a review with its bundle, letters, figures."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.events import record_read
from cases.selectors.oversight import area_figures
from cases.selectors.pcc import (
    NoBundle,
    case_scope,
    get_review,
    notes_of_review,
    outcome_of,
    partnerships_of_area,
    pcc_worklist,
    row_of,
)
from cases.selectors.pcc_bundle import bundle_of, case_of
from cases.status import PccStatus
from notifications.letter_forms import LetterForm
from notifications.letters import LetterFile, LetterNotFound, open_form
from notifications.selectors import letters_of_application
from organisations.tenancy import visiting
from portals.access import area_page
from portals.files import as_file
from portals.paging import id_from
from portals.pcc.steps import steps_of


@require_safe
@area_page
def worklist(request):
    """Review requests: open ones by date, or those that are finished."""
    finished = request.GET.get("show") == "finished"
    page = pcc_worklist(
        area_id=request.area.pk, finished=finished, after=id_from(request.GET.get("after"))
    )
    context = {
        "rows": [(row, steps_of(row.status)[0]) for row in page.rows],
        "after": page.after,
        "finished": finished,
        "partnerships": partnerships_of_area(area_id=request.area.pk),
    }
    return render(request, "pcc/worklist.html", context)


@require_safe
@never_cache
@area_page
def review(request, review_id):
    """One request with all evidence on one page; the evidence as long as the office may see it."""
    request.case = found = get_review(area_id=request.area.pk, review_id=review_id)
    first, *others = steps_of(PccStatus(found.status))
    context = {
        "review": found,
        "row": row_of(found),
        "outcome": outcome_of(found),
        "step": first,
        "other_steps": others,
        "notes": notes_of_review(found),
    }
    return render(request, "pcc/review.html", context | _evidence(request, found))


def _evidence(request, found) -> dict:
    """Bundle and letters, read in the case's scope; nothing once the grant has ended."""
    try:
        scope = case_scope(found, at=request.at)
    except NoBundle:
        return {"bundle": None}
    with visiting(scope):
        case = case_of(found)
        record_read(case=case, by=request.actor, at=request.at, what="bundle")
        return {
            "bundle": bundle_of(found, case, at=request.at),
            "letters": letters_of_application(
                partnership_id=found.partnership_id, application_id=found.application_id
            ),
        }


@require_safe
@never_cache
@area_page
def letter(request, review_id, letter_id):
    """A letter of the bundle as it was stored; only as long as the office has the case."""
    return _file(request, review_id, letter_id, LetterForm.STANDARD)


@require_safe
@never_cache
@area_page
def letter_twin(request, review_id, letter_id, form):
    """The same letter in large print or as plain text, as it was stored."""
    return _file(request, review_id, letter_id, form)


def _file(request, review_id: int, letter_id: int, form: str) -> HttpResponse:
    request.case = found = get_review(area_id=request.area.pk, review_id=review_id)
    try:
        scope = case_scope(found, at=request.at)
    except NoBundle:
        raise Http404 from None
    with visiting(scope):
        _check_in_bundle(found, letter_id)
        file = _stored(found, letter_id, form)
        record_read(case=case_of(found), by=request.actor, at=request.at, what="letter")
    return as_file(file)


def _check_in_bundle(found, letter_id: int) -> None:
    letters = letters_of_application(
        partnership_id=found.partnership_id, application_id=found.application_id
    )
    if letter_id not in {one.id for one in letters}:
        raise Http404


def _stored(found, letter_id: int, form: str) -> LetterFile:
    try:
        return open_form(letter_id=letter_id, partnership_id=found.partnership_id, form=form)
    except LetterNotFound:
        raise Http404 from None


@require_safe
@area_page
def statistics(request):
    """The four figures of s.104 for each partnership of the area, by year."""
    return render(request, "pcc/statistics.html", {"years": area_figures(area_id=request.area.pk)})
