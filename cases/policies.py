"""Does the state allow it? Twins again: one raises with a reason, one answers a template.

Every rule that stops a command stands here, apart from the person's permission.
"""

from cases.models import (
    AgendaItem,
    Assessment,
    Case,
    PccReview,
    PeerReviewConsideration,
    RiskAssessment,
    VictimInvolvement,
)
from cases.status import ALLOWED, PCC_ALLOWED, Command, Outcome, PccCommand, PccStatus, Status


class NotNow(Exception):
    """The case's state does not allow this. The text says why and what comes first."""


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
        raise NotNow("Record the assessment before you decide.")
    if latest_risk(case) is None:
        raise NotNow("Record the risk assessment before you decide.")
    return assessment


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
    if outcome == Outcome.REJECTED:
        if assessment.statutory_met:
            raise NotNow(
                "Three qualifying complaints have been made, so section 104(4) of the Act requires"
                " the partnership to accept. A local condition cannot change that."
            )
        if assessment.harm_view != "no":
            raise NotNow(
                "Somebody must first answer “no”, with a reason, to whether harm or potential harm"
                " makes a review the right response (section 104(5))."
            )
    if second_person_id is None and (case.vulnerable or assessment.statutory_met):
        raise NotNow(
            "A second person must agree before an application is turned away that is from somebody"
            " vulnerable or has three qualifying complaints."
        )


def check_ground(assessment: Assessment, ground: str) -> None:
    """Raise NotNow where the ground of an acceptance is not what the assessment found."""
    if ground == "statutory" and not assessment.statutory_met:
        raise NotNow(
            "The assessment did not find three qualifying complaints: choose another ground."
        )
    if ground == "local" and assessment.suggestion not in {"met_local", "met_statutory"}:
        raise NotNow("The assessment did not find a local route met: choose another ground.")
    if ground == "harm" and assessment.harm_view != "yes":
        raise NotNow(
            "The assessment does not say that harm or potential harm makes a review the right"
            " response: record that first, with the reason."
        )


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


def pcc_status_allows(command: PccCommand, review: PccReview) -> bool:
    """Whether the command may leave from the review's status."""
    return PccStatus(review.status) in PCC_ALLOWED[command]
