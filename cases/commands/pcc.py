"""Review by the PCC office: the applicant asks, the office decides (DOMAIN section 0, step 9)."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from cases import permissions, policies
from cases.commands.following import reopen
from cases.commands.frame import changing, lock_case
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import Free, letter_facts, pcc_facts
from cases.models import Application, Case, CaseGrant, Event, PccReview
from cases.pcc_window import last_date_to_ask
from cases.permission_names import Permission
from cases.policies import NotNow
from cases.procedures import procedure_of
from cases.status import Command, PccCommand
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.tenancy import Scope, visiting


class StaleReview(Exception):
    """Somebody else changed the review since the page was opened; nothing was done."""


class NoSuchReview(LookupError):
    """The review is not there for this person."""


def request_pcc_review(
    *,
    partnership_id: int,
    case_id: int,
    application_id: int,
    version: int | None,
    grounds: tuple[str, ...],
    statement: str,
    by: Actor,
    at: dt.datetime,
) -> PccReview:
    """Ask the PCC office to look at the decision or the way the review was carried out.

    A request after the last date is taken, marked as late: the office decides. Raises NotNow
    when there is one already in this round, for unknown grounds and without a statement.
    """
    with changing(
        Command.REQUEST_PCC_REVIEW,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        application = case.applications.select_related("procedure").get(
            partnership_id=partnership_id, pk=by.application_id or application_id
        )
        _check_request(case, application, grounds, statement)
        last_date = last_date_to_ask(case, application)
        review = PccReview.objects.create(
            partnership_id=partnership_id,
            policing_area_id=case.partnership.policing_area_id,
            case=case,
            application=application,
            reference=application.reference,
            round=case.round,
            grounds=list(grounds),
            statement=statement.strip(),
            requested_at=at,
            last_date_on=last_date,
            within_window=date_of(at) <= last_date,
        )
        CaseGrant.objects.create(
            partnership_id=partnership_id,
            case_id=case.pk,
            level=CaseGrant.Level.BUNDLE,
            policing_area_id=review.policing_area_id,
            starts_at=at,
        )
        _record(EventKind.PCC_REVIEW_REQUESTED, review, by=by, at=at)
    return review


def _check_request(case: Case, application: Application, grounds, statement: str) -> None:
    if PccReview.objects.filter(
        partnership_id=case.partnership_id, application=application, round=case.round
    ).exists():
        raise NotNow("You have already asked for a review of this. We will write to you.")
    known = {ground.code for ground in procedure_of(application).policing_body_review.grounds}
    if not grounds or not set(grounds) <= known:
        raise NotNow("Choose at least one of the reasons.")
    if not statement.strip():
        raise NotNow("Say in your own words what you think went wrong.")


def _record(
    kind: EventKind,
    review: PccReview,
    *,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
    tell: bool = True,
    **payload,
) -> None:
    record(
        kind=kind,
        partnership_id=review.partnership_id,
        by=by,
        at=at,
        case=review.case,
        application=review.application,
        payload={"review": review.pk, **payload},
        facts=letter_facts(
            review.case,
            at=at,
            applications=[review.application],
            free=free,
            pcc=pcc_facts(review),
        ),
        tell=tell,
    )


PAPERS_THERE = (EventKind.PCC_REVIEW_BEGUN, EventKind.PCC_REVIEW_PARTNERSHIP_ANSWERED)
"""The office can read the case from the request on; with either of these it says, or is told, that
nothing is missing. The applicant hears it at the first of them, once (ADR 31)."""


def _papers_were_there(review: PccReview) -> bool:
    return Event.objects.filter(
        partnership_id=review.partnership_id,
        case_id=review.case_id,
        application_id=review.application_id,
        kind__in=PAPERS_THERE,
        payload__review=review.pk,
    ).exists()


@contextmanager
def _changing_review(
    command: PccCommand,
    *,
    partnership_id: int,
    review_id: int,
    version: int | None,
    by: Actor,
    check: Callable[[Actor, PccReview], None] = permissions.check_may_review,
) -> Iterator[PccReview]:
    """The locked review for one command; the office's, unless `check` says whose it is.

    Its case is locked before it, as by every command: what is recorded goes into the case's stream.
    """
    with visiting(Scope.staff(partnership_id)):
        reviews = PccReview.objects.filter(partnership_id=partnership_id, pk=review_id)
        case_id = reviews.values_list("case_id", flat=True).first()
        if case_id is None:
            raise NoSuchReview(review_id)
        lock_case(partnership_id=partnership_id, case_id=case_id, version=None)
        review = (
            reviews.select_for_update(of=("self",), no_key=True)
            .select_related("case__partnership__policing_area", "application__procedure")
            .get()
        )
        check(by, review)
        if version is not None and review.version != version:
            raise StaleReview(review_id)
        policies.check_pcc_status(command, review)
        yield review


def _save(review: PccReview, *fields: str) -> None:
    review.version += 1
    review.save(update_fields=["status", "version", *fields])


def assess_eligibility(
    *,
    partnership_id: int,
    review_id: int,
    version: int | None,
    eligible: bool,
    reason: str,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> PccReview:
    """Say whether grounds and window allow the review; if not, the applicant is told why."""
    command = PccCommand.FIND_ELIGIBLE if eligible else PccCommand.FIND_NOT_ELIGIBLE
    with _changing_review(
        command, partnership_id=partnership_id, review_id=review_id, version=version, by=by
    ) as review:
        if not reason.strip():
            raise NotNow("Give the reason: the applicant is told.")
        if eligible:
            review.find_eligible(reason=reason.strip())
            kind = EventKind.PCC_REVIEW_FOUND_ELIGIBLE
        else:
            review.find_not_eligible(reason=reason.strip())
            kind = EventKind.PCC_REVIEW_FOUND_NOT_ELIGIBLE
        _save(review, "eligibility_reason")
        _record(kind, review, by=by, at=at, free=free)
    return review


def ask_partnership(
    *,
    partnership_id: int,
    review_id: int,
    version: int | None,
    question: str,
    by: Actor,
    at: dt.datetime,
) -> PccReview:
    """Ask the partnership for what is missing."""
    with _changing_review(
        PccCommand.ASK_PARTNERSHIP,
        partnership_id=partnership_id,
        review_id=review_id,
        version=version,
        by=by,
    ) as review:
        if not question.strip():
            raise NotNow("Write what you need from the partnership.")
        review.ask_partnership(question=question.strip())
        _save(review, "partnership_asked")
        _record(EventKind.PCC_REVIEW_PARTNERSHIP_ASKED, review, by=by, at=at)
    return review


def answer_office(
    *,
    partnership_id: int,
    review_id: int,
    version: int | None,
    answer: str,
    by: Actor,
    at: dt.datetime,
) -> PccReview:
    """The partnership's answer to what the office asked; the SPOC of the case gives it."""
    with _changing_review(
        PccCommand.ANSWER_OFFICE,
        partnership_id=partnership_id,
        review_id=review_id,
        version=version,
        by=by,
        check=partial(_check_answers, at=at),
    ) as review:
        if not answer.strip():
            raise NotNow("Write what the office asked for, or that you do not have it.")
        review.answer_office(answer=answer.strip())
        _save(review, "partnership_answer")
        first = not _papers_were_there(review)
        _record(EventKind.PCC_REVIEW_PARTNERSHIP_ANSWERED, review, by=by, at=at, tell=first)
    return review


def _check_answers(by: Actor, review: PccReview, *, at: dt.datetime) -> None:
    permissions.check_may(by, Permission.ANSWER_PCC, review.case, at=at)


def begin_review(
    *, partnership_id: int, review_id: int, version: int | None, by: Actor, at: dt.datetime
) -> PccReview:
    """The bundle is complete; the office reads it."""
    with _changing_review(
        PccCommand.BEGIN_REVIEW,
        partnership_id=partnership_id,
        review_id=review_id,
        version=version,
        by=by,
    ) as review:
        review.begin_review()
        _save(review)
        first = not _papers_were_there(review)
        _record(EventKind.PCC_REVIEW_BEGUN, review, by=by, at=at, tell=first)
    return review


def record_outcome(
    *,
    partnership_id: int,
    review_id: int,
    version: int | None,
    upheld: bool,
    reasons: str,
    returned_to: str,
    recommendations: str,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> PccReview:
    """Uphold, which opens the case again at the right place, or not; with reasons either way.

    returned_to: PccReview.ReturnTo where upheld. The office's grant ends when it is done.
    """
    command = PccCommand.UPHOLD if upheld else PccCommand.NOT_UPHOLD
    with _changing_review(
        command, partnership_id=partnership_id, review_id=review_id, version=version, by=by
    ) as review:
        if not reasons.strip():
            raise NotNow("Give the reasons: they go into the letter.")
        if upheld and returned_to not in PccReview.ReturnTo.values:
            raise NotNow("Say where the case goes back to.")
        if upheld:
            reopen(
                partnership_id=partnership_id,
                case_id=review.case_id,
                version=None,
                where=returned_to,
                reason=reasons,
                by=by,
                at=at,
            )
            review.case.refresh_from_db()
            review.uphold(reasons=reasons.strip(), returned_to=returned_to, at=at)
            kind = EventKind.PCC_REVIEW_UPHELD
        else:
            review.not_uphold(reasons=reasons.strip(), at=at)
            kind = EventKind.PCC_REVIEW_NOT_UPHELD
        review.recommendations = recommendations.strip()
        review.decided_by_id = by.id
        _save(
            review, "outcome_reasons", "returned_to", "decided_at", "recommendations", "decided_by"
        )
        _record(kind, review, by=by, at=at, free=free, upheld=upheld)
    return review


def close_review(
    *, partnership_id: int, review_id: int, version: int | None, by: Actor, at: dt.datetime
) -> PccReview:
    """Nothing is left to do: the office's access to the case ends."""
    with _changing_review(
        PccCommand.CLOSE_REVIEW,
        partnership_id=partnership_id,
        review_id=review_id,
        version=version,
        by=by,
    ) as review:
        review.close_review()
        _save(review)
        CaseGrant.objects.filter(
            partnership_id=partnership_id,
            case_id=review.case_id,
            level=CaseGrant.Level.BUNDLE,
            ends_at__isnull=True,
        ).update(ends_at=at)
        _record(EventKind.PCC_REVIEW_CLOSED, review, by=by, at=at)
    return review
