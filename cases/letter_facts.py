"""The facts that letters need, frozen with the event, so that no letter describes a later state.

Plain JSON: strings, numbers, lists and dictionaries; dates as ISO. Words such as the panel's name
come from the pinned procedure.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from cases.deadlines import explain_deadline
from cases.models import (
    ActionPlan,
    Application,
    Assessment,
    Case,
    Deadline,
    Decision,
    InformationRequest,
    Involvement,
    Meeting,
    PccReview,
    Person,
    Report,
    SurveyAnswer,
)
from cases.pcc_window import explain_last_date
from cases.procedures import procedure_of
from organisations.clock import date_of
from organisations.models import Agency, District, Partnership
from thresholds.procedure import Procedure


@dataclass(frozen=True, kw_only=True)
class FreeText:
    """A free paragraph as somebody worded it for one letter, and what stood there otherwise."""

    text: str
    instead_of: str


Free = Mapping[str, FreeText]
"""By the paragraph's name. What may be worded is the post's to know (`notifications/`)."""


def addressee_of(application: Application) -> Person:
    """Who is written to: the applicant, who is the representative where there is one."""
    return (
        Person.objects.filter(
            partnership_id=application.partnership_id,
            application=application,
            involvements__role=Involvement.Role.APPLICANT,
        )
        .order_by("id")
        .first()
    )


def partnership_facts(partnership: Partnership) -> dict:
    """Who writes: letterhead, contact and the policing body."""
    area = partnership.policing_area
    return {
        "name": partnership.name,
        "slug": partnership.slug,
        "theme": partnership.theme,
        "contact_name": partnership.contact_name,
        "contact_email": partnership.contact_email,
        "contact_phone": partnership.contact_phone,
        "contact_address": partnership.contact_address,
        "signatory": partnership.signatory,
        "complaints_route": partnership.complaints_route,
        "policing_body": {
            "name": area.policing_body_name,
            "email": area.contact_email,
            "phone": area.contact_phone,
            "address": area.contact_address,
        },
    }


def spoc_facts(district: District) -> dict:
    """The contact of a district."""
    return {
        "district": district.name,
        "name": district.spoc_name,
        "email": district.spoc_email,
        "phone": district.spoc_phone,
    }


def procedure_facts(procedure: Procedure) -> dict:
    """The words that letters take from the procedure."""
    names = procedure.names
    return {
        "scheme": names.scheme,
        "panel": names.panel,
        "panel_in_full": names.panel_in_full,
        "policing_body": names.local_policing_body,
        "complaints_route": procedure.letters.complaints_route,
        "emergency": procedure.letters.emergency,
        "support": procedure.letters.support,
        "review_wording": procedure.policing_body_review.wording,
        "review_grounds": [ground.title for ground in procedure.policing_body_review.grounds],
    }


def _deadline(deadline: Deadline) -> dict:
    explanation = explain_deadline(deadline)
    limit = procedure_of(deadline.application).owed(deadline.limit)
    return {
        "limit": deadline.limit,
        "title": limit.title,
        "length": limit.length,
        "due_on": deadline.due_on.isoformat(),
        "binding_on": deadline.binding_on.isoformat(),
        "summary": explanation.summary,
        "days": [day.text for day in explanation.days],
        "open": deadline.is_open,
        "round": deadline.round,
        "met_by": list(limit.met_by),
    }


def _last_date(case: Case, application: Application) -> dict:
    """Until when the PCC office can be asked; empty dates before there is a result to query."""
    if case.decided_at is None and case.responded_at is None:
        return {"on": "", "summary": ""}
    explanation = explain_last_date(case, application)
    return {"on": explanation.due_on.isoformat(), "summary": explanation.summary}


def _application(application: Application, case: Case) -> dict:
    person = addressee_of(application)
    channels = {
        row.channel: {"safe": row.safe, "preferred": row.preferred}
        for row in person.safe_contacts.filter(partnership_id=application.partnership_id)
    }
    deadlines = Deadline.objects.filter(
        partnership_id=application.partnership_id, application=application
    ).select_related("application")
    return {
        "id": application.pk,
        "reference": application.reference,
        "received_on": date_of(application.received_at).isoformat(),
        "adjustments": application.adjustments,
        "large_print": application.large_print,
        "person": {
            "id": person.pk,
            "name": person.full_name,
            "address": person.address,
            "postcode": person.postcode,
            "email": person.email,
            "channels": channels,
        },
        "procedure": procedure_facts(procedure_of(application)),
        "last_date": _last_date(case, application),
        "deadlines": [_deadline(deadline) for deadline in deadlines],
    }


def letter_facts(
    case: Case,
    *,
    at: dt.datetime,
    applications: list[Application] | None = None,
    free: Free | None = None,
    **more,
) -> dict:
    """What any letter about this case can say at this moment.

    applications: those to be written to; all that are still in the review when not given.
    free: paragraphs that were worded for this one letter. more: what the event adds, by the
    `..._facts` functions below.
    """
    if applications is None:
        applications = list(
            case.applications.filter(
                partnership_id=case.partnership_id, status=Application.Status.SUBMITTED
            )
        )
    return {
        "written_on": date_of(at).isoformat(),
        "case": {"reference": case.reference, "round": case.round},
        "partnership": partnership_facts(case.partnership),
        "spoc": spoc_facts(case.district),
        "procedure": procedure_facts(procedure_of(applications[0])) if applications else {},
        "applications": [_application(application, case) for application in applications],
        "free": {name: asdict(one) for name, one in (free or {}).items()},
        **more,
    }


def mail_facts(partnership: Partnership, district: District, *, at: dt.datetime, **more) -> dict:
    """What mail to agencies and the panel can say: nothing about people or what happened.

    more: what the event adds. Of a case it has the reference alone.
    """
    return {
        "written_on": date_of(at).isoformat(),
        "partnership": partnership_facts(partnership),
        "spoc": spoc_facts(district),
        **more,
    }


def request_facts(request: InformationRequest) -> dict:
    """What an agency was asked, without the question itself."""
    return {
        "agency": {"id": request.agency_id, "name": request.agency.name},
        "asked_on": date_of(request.asked_at).isoformat(),
        "about_from": request.about_from.isoformat(),
        "about_until": request.about_until.isoformat(),
        "due_on": request.due_on.isoformat(),
    }


def meeting_facts(meeting: Meeting) -> dict:
    """When and where a meeting is, and who leads it."""
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "place": meeting.place,
        "locality": meeting.locality.name,
        "chair": meeting.chair.full_name,
    }


def panel_facts(meeting: Meeting, *, agency_ids: set[int]) -> dict:
    """Who is invited to a meeting about a case: the agencies concerned and the chair."""
    agencies = Agency.objects.filter(pk__in=agency_ids).order_by("pk")
    return {
        "agencies": [{"id": pk, "name": name} for pk, name in agencies.values_list("pk", "name")],
        "chair": meeting.chair_id,
    }


def owed_facts(plan: ActionPlan) -> list[dict]:
    """By agency, by when its actions of a plan are due; never what they are."""
    found: dict[int, dict] = {}
    actions = plan.actions.filter(partnership_id=plan.partnership_id).select_related("agency")
    for action in actions.order_by("due_on", "position"):
        agency = {"id": action.agency_id, "name": action.agency.name}
        owed = found.setdefault(action.agency_id, {"agency": agency, "due_on": []})
        owed["due_on"].append(action.due_on.isoformat())
    return list(found.values())


def decision_facts(decision: Decision, assessment: Assessment) -> dict:
    """The decision and the finding on each criterion, as letters must give them."""
    return {
        "outcome": decision.outcome,
        "ground": decision.ground,
        "reasons": decision.reasons,
        "advice": decision.advice,
        "deferred_until": decision.deferred_until.isoformat() if decision.deferred_until else "",
        "redirected_to": decision.redirected_to,
        "evaluation": assessment.outcome,
        "reports": _reports_of(decision.case),
    }


def _reports_of(case: Case) -> dict:
    """Whose each report of the ledger is and who was told, by the ledger's key.

    A letter names an applicant's own reports only; those of others are counted, never described.
    """
    reports = Report.objects.filter(
        partnership_id=case.partnership_id, case_id=case.pk
    ).select_related("agency")
    return {
        f"report-{report.pk}": {
            "application": report.application_id,
            "own": not report.reporter_pseudonym,
            "told": report.agency.name if report.agency else report.agency_said,
        }
        for report in reports
    }


def plan_facts(plan: ActionPlan) -> dict:
    """The plan as the victim reads it: nothing internal."""
    actions = plan.actions.filter(partnership_id=plan.partnership_id).select_related("agency")
    return {
        "findings": plan.findings,
        "agreed_on": date_of(plan.agreed_at).isoformat(),
        "actions": [
            {
                "wording": action.wording,
                "agency": action.agency.name,
                "owner": action.owner_name,
                "due_on": action.due_on.isoformat(),
                "status": action.get_status_display(),
            }
            for action in actions
        ],
        "recommendations": [
            {"body": recommendation.body_name, "wording": recommendation.wording}
            for recommendation in plan.recommendations.filter(partnership_id=plan.partnership_id)
        ],
    }


def survey_facts(closed_at: dt.datetime) -> dict:
    """What the invitation to the survey says: when the review was closed, and what is asked."""
    return {
        "closed_on": date_of(closed_at).isoformat(),
        "questions": [SurveyAnswer.question(name) for name in (*SurveyAnswer.QUESTIONS, "words")],
    }


def pcc_facts(review: PccReview) -> dict:
    """What the PCC office's letters say."""
    return {
        "status": review.status,
        "office": review.policing_area.policing_body_name,
        "requested_on": date_of(review.requested_at).isoformat(),
        "last_date_on": review.last_date_on.isoformat(),
        "within_window": review.within_window,
        "grounds": [
            ground.title
            for ground in procedure_of(review.application).policing_body_review.grounds
            if ground.code in review.grounds
        ],
        "eligibility_reason": review.eligibility_reason,
        "reasons": review.outcome_reasons,
        "recommendations": review.recommendations,
        "returned_to": review.returned_to,
    }
