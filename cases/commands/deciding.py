"""The decision on the threshold, and coming back from a deferral (DOMAIN section 0, step 4)."""

import datetime as dt
from dataclasses import dataclass

from cases import permissions, policies
from cases.commands.frame import changing, keep
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import Free, decision_facts, letter_facts
from cases.models import Assessment, Case, Decision
from cases.permission_names import Permission
from cases.policies import NotNow
from cases.statistics import Figure, count
from cases.status import Command, Outcome
from organisations.actors import Actor, staff_actor
from organisations.clock import date_of
from organisations.models import User


@dataclass(frozen=True, kw_only=True)
class DecisionGiven:
    """What the SPOC decides. `ground` with an acceptance, `deferred_until` with a deferral."""

    outcome: str
    reasons: str
    ground: str = ""
    advice: str = ""
    deferred_until: dt.date | None = None
    redirected_to: str = ""
    second_person_id: int | None = None


def decide(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    given: DecisionGiven,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Decision:
    """Decide, with reasons, on the assessment of this round; the letter follows from the event.

    A rejection is refused while the statutory test is met (s.104(4)); refusing a vulnerable
    applicant takes two people. Raises NotNow with what comes first.
    """
    with changing(
        Command.DECIDE,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        assessment = policies.check_ready_for_decision(case)
        _check(case, assessment, given, by=by, at=at)
        decision = Decision.objects.create(
            partnership_id=partnership_id,
            case=case,
            round=case.round,
            assessment=assessment,
            outcome=given.outcome,
            ground=given.ground if given.outcome == Outcome.ACCEPTED else "",
            reasons=given.reasons.strip(),
            advice=given.advice,
            deferred_until=given.deferred_until if given.outcome == Outcome.DEFERRED else None,
            redirected_to=given.redirected_to,
            decided_by_id=by.id,
            second_person_id=given.second_person_id,
            decided_at=at,
        )
        _move(case, decision, at=at)
        event = record(
            kind=EventKind.DECISION_MADE,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={
                "decision": decision.pk,
                "outcome": decision.outcome,
                "ground": decision.ground,
                "assessment": assessment.pk,
            },
            facts=letter_facts(
                case, at=at, free=free, decision=decision_facts(decision, assessment)
            ),
        )
        if decision.outcome == Outcome.REJECTED:
            count(Figure.THRESHOLD_NOT_MET, case=case, event=event, at=at)
    return decision


def _check(case: Case, assessment: Assessment, given: DecisionGiven, *, by: Actor, at) -> None:
    if not given.reasons.strip():
        raise NotNow("Give the reasons: no decision letter goes out without them.")
    if given.outcome == Outcome.ACCEPTED:
        policies.check_ground(assessment, given.ground)
    elif given.outcome == Outcome.DEFERRED:
        if given.deferred_until is None or given.deferred_until <= date_of(at):
            raise NotNow("Give a date after today on which the case is looked at again.")
    else:
        if given.outcome == Outcome.REDIRECTED and not given.redirected_to.strip():
            raise NotNow("Say where the applicant should turn instead.")
        policies.check_refusal(
            case,
            assessment,
            outcome=given.outcome,
            second_person_id=given.second_person_id,
            by_id=by.id,
        )
        _check_second_person(case, given.second_person_id, at=at)


def _check_second_person(case: Case, user_id: int | None, *, at) -> None:
    """The second person must be able to assess this case themselves."""
    if user_id is None:
        return
    user = User.objects.filter(pk=user_id).first()
    second = staff_actor(user, on=date_of(at)) if user else None
    if second is None or not permissions.may(second, Permission.ASSESS, case, at=at):
        raise NotNow("The second person must be an assessor or SPOC for this case.")


def _move(case: Case, decision: Decision, *, at) -> None:
    if decision.outcome == Outcome.ACCEPTED:
        case.accept(ground=decision.ground, at=at)
    elif decision.outcome == Outcome.REJECTED:
        case.reject(at=at)
    elif decision.outcome == Outcome.DEFERRED:
        case.defer(until=decision.deferred_until)
    elif decision.outcome == Outcome.REDIRECTED:
        case.redirect(at=at)
    else:
        case.find_invalid(at=at)
    keep(case, "accepted_ground", "decided_at", "deferred_until", at=at)


def resume(
    *, partnership_id: int, case_id: int, version: int | None, by: Actor, at: dt.datetime
) -> Case:
    """Take up a deferred case again; the clock ran on meanwhile."""
    with changing(
        Command.RESUME,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        case.resume()
        case.save(update_fields=["status", "deferred_until"])
        record(kind=EventKind.CASE_RESUMED, partnership_id=partnership_id, by=by, at=at, case=case)
    return case
