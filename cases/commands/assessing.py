"""Assessment and risk (DOMAIN section 0, step 3): the parties together, then a person decides."""

import datetime as dt
from dataclasses import dataclass, field

from cases.asked import Asked, asked_before, asks_risk_band
from cases.assessment_facts import facts_of
from cases.commands.frame import changing
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Application, Assessment, AssessmentParty, Case, Report, RiskAssessment
from cases.policies import NotNow, latest_assessment, latest_risk
from cases.procedures import procedure_of
from cases.pseudonyms import NamesSomebody, pseudonym_of
from cases.status import Command, Status
from organisations.actors import Actor
from thresholds.facts import facts_to_json
from thresholds.findings import Finding
from thresholds.risk import RiskAnswerError, score
from thresholds.threshold import evaluate


@dataclass(frozen=True, kw_only=True)
class PartyView:
    """What one of the parties thought; `view` is one of AssessmentParty.View."""

    party: str
    view: str
    name: str = ""
    agency_id: int | None = None
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportStanding:
    """What is known of one report: claimed, confirmed or not found; rebutted only with a reason.

    person_code: the same for two reports by other people that one person made, whatever the
    agencies call them; empty where each agency's own code stands.
    """

    report_id: int
    standing: str
    rebutted_reason: str = ""
    person_code: str = ""


@dataclass(frozen=True, kw_only=True)
class AssessmentGiven:
    """The assessors' answers. Answers are yes, no or unknown; the harm question needs a reason.

    asked: what only the procedure of this case asks.
    """

    persists: str
    harm_view: str
    harm_reason: str
    response_adequate: str
    timeframe_unexpired: str
    conduct_of_one_agency: str
    parties: tuple[PartyView, ...]
    reports: tuple[ReportStanding, ...] = ()
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True, kw_only=True)
class RiskGiven:
    """Answers to the risk matrix (question code to answer code) and the person's own judgement."""

    application_id: int
    answers: dict[str, str]
    vulnerable: bool
    overridden_band: str = ""
    override_reason: str = ""
    notes: str = ""


def lead_application(case: Case) -> Application:
    """The earliest application still in the review; its procedure is the one applied."""
    found = (
        case.applications.filter(
            partnership_id=case.partnership_id, status=Application.Status.SUBMITTED
        )
        .select_related("procedure")
        .order_by("received_at", "id")
        .first()
    )
    if found is None:
        raise NotNow("Every application of this case has been withdrawn.")
    return found


def record_assessment(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    given: AssessmentGiven,
    by: Actor,
    at: dt.datetime,
) -> Assessment:
    """Evaluate the threshold on the facts as they stand and keep facts and outcome as evidence."""
    with changing(
        Command.RECORD_ASSESSMENT,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        _settle_reports(case, given.reports)
        assessment = _evaluate(case, given, by=by, at=at)
        case.assess()
        case.save(update_fields=["status"])
    return assessment


def _evaluate(case: Case, given: AssessmentGiven, *, by: Actor, at: dt.datetime) -> Assessment:
    """Judge the facts as they stand; facts, outcome and the parties' views are kept together."""
    lead = lead_application(case)
    facts = facts_of(
        case,
        lead=lead,
        persists=given.persists,
        harm=given.harm_view,
        vulnerable=_vulnerable(case),
        response_adequate=given.response_adequate,
        timeframe_unexpired=given.timeframe_unexpired,
        conduct_of_one_agency=given.conduct_of_one_agency,
        asked=given.asked,
    )
    outcome = evaluate(procedure_of(lead), facts)
    assessment = Assessment.objects.create(
        partnership_id=case.partnership_id,
        case=case,
        round=case.round,
        procedure=lead.procedure,
        facts=facts_to_json(facts),
        outcome=outcome.to_json(),
        suggestion=outcome.suggestion,
        statutory_met=outcome.statutory.finding is Finding.MET,
        response_adequate=given.response_adequate,
        harm_view=given.harm_view,
        harm_reason=given.harm_reason,
        assessed_by_id=by.id,
        assessed_at=at,
    )
    _keep_views(assessment, given.parties)
    record(
        kind=EventKind.ASSESSMENT_RECORDED,
        partnership_id=case.partnership_id,
        by=by,
        at=at,
        case=case,
        payload={
            "assessment": assessment.pk,
            "procedure": lead.procedure_id,
            "suggestion": assessment.suggestion,
            "statutory_met": assessment.statutory_met,
        },
    )
    return assessment


def _evaluate_again(case: Case, *, by: Actor, at: dt.datetime) -> None:
    """The risk came after the assessment: judge the same answers with what is now known."""
    before = latest_assessment(case)
    if case.status != Status.ASSESSMENT or before is None:
        return
    if before.facts["vulnerability"] != _vulnerable(case) or _moved_band(case, before.facts):
        evaluate_as_before(case, before, by=by, at=at)


def evaluate_as_before(case: Case, before: Assessment, *, by: Actor, at: dt.datetime) -> Assessment:
    """The same answers judged by the procedure, and on the facts, that hold now.

    The earlier assessment stays as evidence of what was found then.
    """
    facts = before.facts
    given = AssessmentGiven(
        persists=facts["persists"],
        harm_view=before.harm_view,
        harm_reason=before.harm_reason,
        response_adequate=before.response_adequate,
        timeframe_unexpired=facts["agency_timeframe_unexpired"],
        conduct_of_one_agency=facts["single_agency_conduct_complaint"],
        parties=tuple(
            PartyView(
                party=view.party,
                view=view.view,
                name=view.name,
                agency_id=view.agency_id,
                comment=view.comment,
            )
            for view in before.parties.filter(partnership_id=case.partnership_id)
        ),
        asked=asked_before(facts),
    )
    return _evaluate(case, given, by=by, at=at)


def _vulnerable(case: Case) -> str:
    """Not known until somebody has recorded the risk."""
    if latest_risk(case) is None:
        return "unknown"
    return "yes" if case.vulnerable else "no"


def _moved_band(case: Case, facts: dict) -> bool:
    """Whether the risk moved to another band where the procedure looks at bands."""
    if facts.get("risk_band") == (case.risk_band or None):
        return False
    return asks_risk_band(procedure_of(lead_application(case)))


def _settle_reports(case: Case, standings: tuple[ReportStanding, ...]) -> None:
    reports = {
        report.pk: report
        for report in Report.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
    }
    for given in standings:
        report = reports.get(given.report_id)
        if report is None:
            raise NotNow("One of these reports is no longer part of the case.")
        report.standing = given.standing
        report.rebutted_reason = given.rebutted_reason
        report.person_code = _person_code(report, given)
        report.save(update_fields=["standing", "rebutted_reason", "person_code"])


def _person_code(report: Report, given: ReportStanding) -> str:
    if given.person_code and not report.reporter_pseudonym:
        raise NotNow("Only a report by somebody else can have a code for its person.")
    try:
        return pseudonym_of(given.person_code)
    except NamesSomebody as refused:
        raise NotNow(f"{refused}.") from refused


def _keep_views(assessment: Assessment, views: tuple[PartyView, ...]) -> None:
    AssessmentParty.objects.bulk_create(
        AssessmentParty(
            partnership_id=assessment.partnership_id,
            case_id=assessment.case_id,
            assessment=assessment,
            party=view.party,
            agency_id=view.agency_id,
            name=view.name,
            view=view.view,
            comment=view.comment,
        )
        for view in views
    )


def record_risk(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    given: RiskGiven,
    by: Actor,
    at: dt.datetime,
) -> RiskAssessment:
    """Keep the risk matrix of one applicant; the case shows the band a person stands for.

    Raises NotNow for an answer that the matrix does not have or an application of another case.
    """
    with changing(
        Command.RECORD_RISK,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        application = (
            case.applications.filter(partnership_id=partnership_id, pk=given.application_id)
            .select_related("procedure")
            .first()
        )
        if application is None:
            raise NotNow("This application is not part of the case.")
        matrix = procedure_of(application).risk_matrix
        try:
            result = score(matrix, given.answers)
        except RiskAnswerError as error:
            raise NotNow(str(error)) from error
        risk = RiskAssessment.objects.create(
            partnership_id=partnership_id,
            case=case,
            application=application,
            round=case.round,
            matrix_version=matrix.version,
            answers=given.answers,
            points=result.points,
            band=result.band.code,
            overridden_band=given.overridden_band,
            override_reason=given.override_reason,
            vulnerable=given.vulnerable,
            notes=given.notes,
            assessed_by_id=by.id,
            assessed_at=at,
        )
        case.risk_band = risk.effective_band
        case.vulnerable = given.vulnerable
        case.save(update_fields=["risk_band", "vulnerable"])
        record(
            kind=EventKind.RISK_RECORDED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"risk_assessment": risk.pk},
        )
        _evaluate_again(case, by=by, at=at)
    return risk
