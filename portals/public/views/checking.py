"""Could I ask for a review? A check that keeps nothing and stops nobody (ADR 20)."""

from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from cases.procedures import NoProcedureInForce, in_force, parsed
from cases.selectors.public import agencies_of, agency_kinds_of, districts_of
from organisations.clock import date_of
from portals.access import public_page
from portals.public.check_facts import facts_of
from portals.public.check_forms import CheckForms
from portals.public.check_questions import questions_of
from portals.public.check_words import answer_of
from thresholds.procedure import Procedure
from thresholds.threshold import evaluate


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def check(request):
    """The questions, and after them the answer as if the person applied today."""
    today = date_of(request.at)
    partnership = request.partnership
    try:
        procedure = parsed(in_force(partnership_id=partnership.pk, on=today))
    except NoProcedureInForce:
        districts = districts_of(partnership_id=partnership.pk)
        return render(request, "public/not_open.html", {"districts": districts})
    forms = CheckForms(
        request.POST if request.method == "POST" else None,
        questions=questions_of(procedure),
        agencies=agencies_of(partnership_id=partnership.pk),
        today=today,
    )
    if request.method != "POST":
        return _questions(request, forms, procedure)
    page = _answer if forms.is_valid() else _questions
    response = page(request, forms, procedure)
    add_never_cache_headers(response)
    return response


def _questions(request, forms: CheckForms, procedure: Procedure):
    return render(request, "public/check.html", {"forms": forms, "procedure": procedure})


def _answer(request, forms: CheckForms, procedure: Procedure):
    here = request.partnership.pk
    kinds = agency_kinds_of(partnership_id=here) if procedure.threshold.bodies_counted else {}
    outcome = evaluate(procedure, facts_of(forms, kinds=kinds))
    context = {
        "forms": forms,
        "procedure": procedure,
        "answer": answer_of(forms, outcome, procedure),
        "districts": districts_of(partnership_id=here),
    }
    return render(request, "public/check_answer.html", context)
