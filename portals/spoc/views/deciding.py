"""The decision on the threshold, and coming back from a deferral."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases import policies
from cases.commands import deciding
from cases.selectors.case_rows import CaseRows
from cases.selectors.spoc_case import identity_of
from cases.selectors.spoc_choices import second_people
from cases.selectors.spoc_findings import (
    assessment_shown,
    counted_in,
    last_assessment,
)
from cases.selectors.spoc_people import applications_of, ledger_of, report_names
from cases.status import Command
from notifications.catalogue import DECISION_LETTERS
from organisations.clock import date_of
from portals.acts import ActForm, carry_out
from portals.spoc.forms.deciding import DecideForm
from portals.spoc.pages import opened, show, spoc_page, typed
from portals.spoc.telling import Act, answer

DECIDE = Act(
    title="Decide on the threshold",
    command=deciding.decide,
    kind=lambda given: DECISION_LETTERS[given["given"].outcome],
    send="Decide and send",
    done="The decision is recorded. The letter is on its way.",
    template="spoc/decide.html",
)


@require_http_methods(["GET", "POST"])
@spoc_page
def decide(request, reference):
    """Findings and what the law leaves open; then the letter; then the decision."""
    case = opened(request, reference, act=Command.DECIDE)
    if request.method == "GET":
        policies.check_ready_for_decision(case)
    found = last_assessment(case)
    law = policies.room_for_decision(case, found)
    people = second_people(case, besides_id=request.actor.id, at=request.at)
    today = date_of(request.at)
    form = DecideForm.on(case, typed(request), law=law, people=people, today=today)
    ledger = ledger_of(case, applications_of(case), counted_in(found))
    return answer(
        request,
        case,
        form,
        DECIDE,
        arguments=lambda: {"given": form.given()},
        law=law,
        assessment=(
            assessment_shown(found, report_names(ledger), CaseRows(case)) if found else None
        ),
    )


@require_http_methods(["GET", "POST"])
@spoc_page
def resume(request, reference):
    """A deferred case is taken up again."""
    case = opened(request, reference, act=Command.RESUME)
    form = ActForm.on(case, typed(request))
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(request, form, deciding.resume, **place):
        messages.success(request, "The case is being assessed again.")
        return redirect("spoc:case", request.partnership.slug, case.reference)
    identity = identity_of(case, at=request.at)
    context = {"case": case, "form": form, "identity": identity}
    return show(request, "spoc/resume.html", status=form.status, **context)
