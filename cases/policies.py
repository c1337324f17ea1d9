"""Does the state allow it? Twins again: one raises with a reason, one answers a template.

Every rule that stops a command stands here, apart from the person's permission.
"""

from dataclasses import dataclass

from cases.models import (
    AgendaItem,
    Assessment,
    Case,
    PccReview,
    PeerReviewConsideration,
    Report,
    RiskAssessment,
    VictimInvolvement,
)
from cases.reported_to import REPORTS_IN_REVIEW
from cases.status import (
    ALLOWED,
    PCC_ALLOWED,
    Command,
    Ground,
    Outcome,
    PccCommand,
    PccStatus,
    Status,
)
from thresholds.facts import Answer
from thresholds.findings import Finding, RouteFinding, any_of
from thresholds.routes import Discretion

NOT_ASSESSED = "Record the assessment before you decide."


class NotNow(Exception):
    """The case's state does not allow this. The text says why and what comes first."""


class NotThatDay(NotNow):
    """The day that was given cannot be right; a form says so beside the day."""


def _label(command: Command) -> str:
    return command.replace("_", " ")


def check_status(command: Command, case: Case) -> None:
    """Raise NotNow unless the command may leave from the case's status."""
    if Status(case.status) not in ALLOWED[command]:
        raise NotNow(
            f"This case is “{Status(case.status).label}”, so it is not possible"
            f" to {_label(command)} now."
        )


def status_allows(command: Command, case: Case) -> bool:
    """Whether the command may leave from the case's status."""
    return Status(case.status) in ALLOWED[command]


def _of_round(model, case: Case):
    return model.objects.filter(
        partnership_id=case.partnership_id, case_id=case.pk, round=case.round
    )


def latest_assessment(case: Case) -> Assessment | None:
    """The last assessment of this round."""
    return _of_round(Assessment, case).order_by("-id").first()


def latest_risk(case: Case) -> RiskAssessment | None:
    """The last risk assessment of the case, of any round."""
    return (
        RiskAssessment.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
        .order_by("-id")
        .first()
    )


def check_ready_for_decision(case: Case) -> Assessment:
    """Raise NotNow until the round has its assessment and the victim's risk is recorded."""
    check_status(Command.DECIDE, case)
    assessment = latest_assessment(case)
    if assessment is None:
        raise NotNow(NOT_ASSESSED)
    if latest_risk(case) is None:
        raise NotNow("Record the risk assessment before you decide.")
    return assessment


def considered(assessment: Assessment) -> bool:
    """Whether persistence and adequacy, which s.104(5) names beside harm, have been answered."""
    return "unknown" not in (assessment.facts["persists"], assessment.response_adequate)


@dataclass(frozen=True, kw_only=True)
class Room:
    """What the law leaves open for a decision.

    grounds: on which it can be accepted. cannot_reject, two_people: why, or nothing.
    """

    grounds: tuple[Ground, ...] = ()
    cannot_reject: str = ""
    two_people: str = ""


def room_for_decision(case: Case, assessment: Assessment | None) -> Room:
    """What a page offers before `check_ground` and `check_refusal` hold the decision to it."""
    if assessment is None:
        return Room(cannot_reject=NOT_ASSESSED)
    return Room(
        grounds=grounds_found(assessment),
        cannot_reject=against_rejecting(case, assessment),
        two_people=against_one_person(case, assessment),
    )


def check_refusal(
    case: Case,
    assessment: Assessment,
    *,
    outcome: str,
    second_person_id: int | None,
    by_id: int | None,
) -> None:
    """Raise NotNow where turning an application away would be unlawful or needs a second person.

    s.104(4): three qualifying complaints leave no room to reject. Redirecting such an application,
    or finding it invalid (another area, say), takes two people, as does turning away somebody
    vulnerable (ARCHITECTURE section 6).
    """
    if second_person_id is not None and second_person_id == by_id:
        raise NotNow("The second person must be somebody else.")
    if outcome == Outcome.REJECTED and (reason := against_rejecting(case, assessment)):
        raise NotNow(reason)
    if second_person_id is None and (reason := against_one_person(case, assessment)):
        raise NotNow(reason)


def against_rejecting(case: Case, assessment: Assessment) -> str:
    """Why the application cannot be rejected, or cannot yet; nothing where it can be.

    s.104(4) allows no rejection while its test is met, so none either while it may be.
    """
    statutory = assessment.found.statutory
    if statutory.finding is Finding.MET:
        return (
            "Rejecting is not possible: three qualifying complaints have been made, so section"
            " 104(4) of the Act requires the partnership to accept. A local condition cannot"
            " change that."
        )
    if reports_came_since(case, assessment):
        return (
            "Rejecting is not possible yet. Reports came in after the assessment. Record the"
            " assessment again before you decide that the threshold is not met."
        )
    if statutory.finding is Finding.NOT_KNOWN:
        return (
            "Rejecting is not possible yet: three qualifying complaints may have been made, and"
            " if they were, section 104(4) of the Act requires the partnership to accept. First"
            f" find out what is not known of each report that may count ({_not_known(statutory)})"
            " or record why it does not count. Then record the assessment again."
        )
    if assessment.harm_view != "no":
        return (
            "Rejecting is not possible yet: the assessment must first answer “no”, with a reason,"
            " to whether harm or potential harm makes a review the right response (section"
            " 104(5))."
        )
    if not considered(assessment):
        return (
            "Rejecting is not possible yet: the assessment must first answer whether the problem"
            " persists and whether the agencies’ response was adequate. Section 104(5) names both"
            " beside harm."
        )
    return ""


def _not_known(route: RouteFinding) -> str:
    """What keeps reports from counting for certain, each thing once."""
    return "; ".join(
        dict.fromkeys(line.reason for line in route.lines if line.counts is Answer.UNKNOWN)
    )


def against_one_person(case: Case, assessment: Assessment) -> str:
    """Why one person alone cannot turn the application away; nothing where they can."""
    whom = " and ".join(
        text
        for text, so in (
            ("the applicant is vulnerable", case.vulnerable),
            ("three qualifying complaints have been made", assessment.statutory_met),
        )
        if so
    )
    return f"Turning this application away takes two people, because {whom}." if whom else ""


def reports_came_since(case: Case, assessment: Assessment) -> bool:
    """Whether reports came in after the assessment: a return may have brought enough."""
    judged = {
        report["key"]
        for incident in assessment.facts["incidents"]
        for report in incident["reports"]
    }
    reports = Report.objects.filter(
        REPORTS_IN_REVIEW, partnership_id=case.partnership_id, case_id=case.pk
    )
    return any(f"report-{pk}" not in judged for pk in reports.values_list("pk", flat=True))


NOT_FOUND = {
    Ground.STATUTORY: (
        "The assessment did not find three qualifying complaints: choose another ground."
    ),
    Ground.LOCAL: "The assessment did not find a local route met: choose another ground.",
    Ground.HARM: (
        "The assessment does not say that harm or potential harm makes a review the right"
        " response: record that first, with the reason."
    ),
}


def grounds_found(assessment: Assessment) -> tuple[Ground, ...]:
    """The grounds of an acceptance that the assessment found."""
    local = any_of(
        route.finding for route in assessment.found.routes if route.kind != Discretion.kind
    )
    found = {
        Ground.STATUTORY: assessment.statutory_met,
        Ground.LOCAL: local is Finding.MET,
        Ground.HARM: assessment.harm_view == "yes",
    }
    return tuple(ground for ground in Ground if found[ground])


def check_ground(assessment: Assessment, ground: str) -> None:
    """Raise NotNow where the ground of an acceptance is not what the assessment found."""
    if ground not in Ground:
        raise NotNow("Say on which ground the application is accepted.")
    if ground not in grounds_found(assessment):
        raise NotNow(NOT_FOUND[Ground(ground)])


def check_ready_for_meeting(case: Case) -> None:
    """Raise NotNow until a peer review has been considered (section 0, step 7: in every case)."""
    check_status(Command.REFER, case)
    if case.status == Status.REFERRED and _of_round(AgendaItem, case).exists():
        raise NotNow("This case is on the agenda of a meeting already.")
    if not _of_round(PeerReviewConsideration, case).exists():
        raise NotNow("Consider a peer review first: it is considered in every case.")


def check_ready_for_plan(case: Case, *, meeting_id: int | None = None) -> None:
    """Raise NotNow until each victim was invited, or the reason why not is recorded."""
    check_status(Command.RECORD_PLAN, case)
    open_ids = set(
        case.applications.filter(
            partnership_id=case.partnership_id, status="submitted"
        ).values_list("pk", flat=True)
    )
    recorded = set(
        VictimInvolvement.objects.filter(
            partnership_id=case.partnership_id, case_id=case.pk, item__round=case.round
        ).values_list("application_id", flat=True)
    )
    if open_ids - recorded:
        raise NotNow(
            "Record first how the victim took part in the meeting, or why they were not invited."
        )


def check_pcc_status(command: PccCommand, review: PccReview) -> None:
    """Raise NotNow unless the command may leave from the review's status."""
    if PccStatus(review.status) not in PCC_ALLOWED[command]:
        raise NotNow(
            f"This review is “{PccStatus(review.status).label}”, so it is not possible"
            f" to {command.replace('_', ' ')} now."
        )
