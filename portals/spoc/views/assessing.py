"""Assessment and risk; open to the SPOC and to assessors."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.asked import Asked, asked_before
from cases.commands.assessing import lead_application, record_assessment, record_risk
from cases.procedures import procedure_of
from cases.selectors.spoc_case import identity_of
from cases.selectors.spoc_findings import counted_in, last_assessment
from cases.selectors.spoc_people import applications_of, applications_shown, ledger_of
from cases.status import Command
from portals.acts import carry_out
from portals.spoc.forms.assessing import AssessForm, RiskForm
from portals.spoc.pages import opened, show, spoc_page, typed


@require_http_methods(["GET", "POST"])
@spoc_page
def assess(request, reference):
    """The answers, the parties' views and the standing of each report; findings follow."""
    case = opened(request, reference, act=Command.RECORD_ASSESSMENT)
    applications = applications_of(case)
    last = last_assessment(case)
    ledger = ledger_of(case, applications, counted_in(last))
    lead = lead_application(case)
    form = AssessForm.on(
        case,
        typed(request),
        ledger=ledger,
        procedure=procedure_of(lead),
        before=asked_before(last.facts) if last else Asked(),
        initial=_answers_of(lead),
    )
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(request, form, record_assessment, given=form.given(), **place):
        messages.success(request, "The assessment is recorded. The findings are below.")
        return redirect(f"{_case_url(request, case)}#assessment")
    return show(
        request,
        "spoc/assess.html",
        status=form.status,
        case=case,
        form=form,
        applications=applications_shown(case, applications),
        identity=identity_of(case, at=request.at),
    )


def _answers_of(lead) -> dict:
    """What the applicant said about the exclusions and persistence, to begin with."""
    said = {
        "persists": lead.persists,
        "timeframe_unexpired": lead.timeframe_unexpired,
        "conduct_of_one_agency": lead.conduct_of_one_agency,
    }
    return {name: value for name, value in said.items() if value != "unknown"}


def _case_url(request, case) -> str:
    return redirect("spoc:case", request.partnership.slug, case.reference).url


@require_http_methods(["GET", "POST"])
@spoc_page
def risk(request, reference):
    """The published matrix for one application, and the person's own judgement."""
    case = opened(request, reference, act=Command.RECORD_RISK)
    applications = applications_of(case)
    chosen = _chosen(applications, request.GET.get("application"), lead_application(case).pk)
    matrix = procedure_of(chosen).risk_matrix
    form = RiskForm.on(case, typed(request), application=chosen, matrix=matrix)
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    if form.is_valid() and carry_out(request, form, record_risk, given=form.given(), **place):
        messages.success(request, "The risk is recorded. Points and band are below.")
        return redirect(f"{_case_url(request, case)}#risk")
    return show(
        request,
        "spoc/risk.html",
        status=form.status,
        case=case,
        form=form,
        matrix=matrix,
        chosen=chosen,
        applications=applications,
        identity=identity_of(case, at=request.at),
    )


def _chosen(applications, asked: str | None, lead_id: int):
    """The application asked for in the address, if it is one of the case's, else the lead."""
    by_id = {str(application.pk): application for application in applications}
    return by_id.get(asked or "", by_id[str(lead_id)])
