"""Who is behind a code under which an agency told of somebody: one of those who applied, or not.

Until a person has said so each counts (ADR 23), and where the threshold rests on that the
assessment says so in words (ADR 24). Said once, it holds for every report under the code, also for
those that come later, until another application joins the review.
"""

import datetime as dt

from cases.assessment_facts import code_key, victim_of
from cases.commands.assessing import evaluate_as_before
from cases.commands.frame import application_in_review, changing, reason_given
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Application, Case, Report
from cases.policies import NotNow, latest_assessment
from cases.status import Command, Status
from organisations.actors import Actor


def identify(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    report_id: int,
    application_id: int | None,
    reason: str,
    by: Actor,
    at: dt.datetime,
) -> list[Report]:
    """Say whose application the person behind a report's code has made; None for nobody's.

    An assessment of this round is made once more with the same answers; the earlier one stays as
    evidence. Raises NotNow.
    """
    with changing(
        Command.IDENTIFY,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        reports = _under_the_code_of(case, report_id)
        why = reason_given(reason)
        application = (
            None if application_id is None else application_in_review(case, application_id)
        )
        _settle(reports, application)
        assessment = latest_assessment(case)
        if case.status == Status.ASSESSMENT and assessment is not None:
            evaluate_as_before(case, assessment, by=by, at=at)
        record(
            kind=EventKind.PERSON_IDENTIFIED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"reports": [report.pk for report in reports], "applied": application_id},
            facts={"reason": why},
        )
    return reports


def ask_anew(case: Case) -> None:
    """An application has joined: whoever had not applied before may have made that one."""
    _coded(case).filter(found_to_be=Report.Found.SOMEBODY_ELSE).update(found_to_be="")


def _coded(case: Case):
    return Report.objects.filter(partnership_id=case.partnership_id, case_id=case.pk).exclude(
        reporter_pseudonym=""
    )


def _under_the_code_of(case: Case, report_id: int) -> list[Report]:
    coded = list(_coded(case))
    keys = {code_key(report) for report in coded if report.pk == report_id}
    if not keys:
        raise NotNow("Choose a report that an agency told of under a code.")
    return [report for report in coded if code_key(report) in keys]


def _settle(reports: list[Report], application: Application | None) -> None:
    found, person_id = Report.Found.SOMEBODY_ELSE, None
    if application is not None:
        victim = victim_of(application)
        if victim is None:
            raise NotNow("This application names no victim.")
        found, person_id = Report.Found.APPLICANT, victim.person_id
    for report in reports:
        report.found_to_be, report.reporter_id = found, person_id
        report.save(update_fields=["found_to_be", "reporter"])
