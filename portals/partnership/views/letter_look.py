"""How the partnership's letters look: set, tried on a sample letter, and what was set before."""

from csp.decorators import csp_update
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.procedures import NoProcedureInForce, in_force, parsed
from cases.sample_letters import APPLICATION, NoDistrict, sample_facts
from cases.status import Outcome
from notifications.letter_kinds import LetterKind
from notifications.letters import preview_html
from notifications.looks import LookGiven, change_look, dress_given, given_of, look_of, looks_of
from organisations.clock import date_of
from portals.partnership.look_form import LetterLookForm
from portals.partnership.views.administration import administrator_page

SAMPLE_CODE = "23456-789AB"


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"img-src": ["data:"]})
@administrator_page
def letter_look(request):
    """Save, or only look at a sample letter as it would be; what is typed stays either way."""
    here = request.partnership.pk
    look = given_of(look_of(here))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LetterLookForm(*sent, partnership_id=here, look=look)
    if form.is_valid():
        look = form.given()
        if "preview" not in request.POST:
            change_look(partnership_id=here, given=look, by=request.actor, at=request.at)
            messages.success(request, "Letters that are written from now on look like this.")
            return redirect("partnership:letter_look", request.partnership.slug)
    context = {
        "form": form,
        "look": look,
        "tried": "preview" in request.POST and not form.errors,
        "sample": _sample(request, look),
        "versions": looks_of(here),
    }
    return render(request, "partnership/letter_look.html", context, status=form.status)


def _sample(request, look: LookGiven) -> str:
    """A letter to somebody invented; empty where there is nobody to write or no procedure."""
    try:
        stored = in_force(partnership_id=request.partnership.pk, on=date_of(request.at))
        facts = sample_facts(
            partnership=request.partnership,
            procedure=parsed(stored),
            outcome=Outcome.ACCEPTED,
            at=request.at,
        )
    except (NoProcedureInForce, NoDistrict):
        return ""
    wears = dress_given(look, code=SAMPLE_CODE)
    return preview_html(LetterKind.ACCEPTANCE, facts, APPLICATION, wears=wears)
