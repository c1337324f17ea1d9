"""Asking an applicant for something, the answer, and taking the question back (DOMAIN section 7).

Nothing of it stops the clock: no limit counts from what an applicant is asked, and the letter says
so. Whoever does not answer loses nothing: the case goes on with what is known.
"""

import datetime as dt
from dataclasses import dataclass

from cases.commands.frame import application_in_review, changing, lock_case
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import Free, addressee_of, letter_facts
from cases.models import ApplicantRequest, Application, Case, Consent, Involvement, Person
from cases.policies import NotNow
from cases.status import Command
from organisations.actors import APPLICANT, STAFF, Actor
from organisations.clock import date_of
from organisations.tenancy import Scope, visiting

Kind, How = ApplicantRequest.Kind, ApplicantRequest.How

MAY_BE_ASKED = frozenset({Consent.Kind.SHARE, Consent.Kind.REPRESENT})
"""What an applicant can be asked to agree to; that what they wrote is true they said already."""


@dataclass(frozen=True, kw_only=True)
class RequestGiven:
    """What is asked, why, and by when. consent_kind: what is to be agreed to, empty for a question.

    help_offered: what is done to make answering easier; the letter has its own words where empty.
    """

    application_id: int
    question: str
    reason: str
    due_on: dt.date
    consent_kind: str = ""
    help_offered: str = ""

    @property
    def kind(self) -> str:
        """Information, or consent."""
        return Kind.CONSENT if self.consent_kind else Kind.INFORMATION


def ask_applicant(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    given: RequestGiven,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> ApplicantRequest:
    """Ask one applicant, who gets a letter and a form on their own page. Raises NotNow."""
    with changing(
        Command.ASK_APPLICANT,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        application = application_in_review(case, given.application_id)
        _check(given, today=date_of(at))
        request = ApplicantRequest.objects.create(
            partnership_id=partnership_id,
            case=case,
            application=application,
            kind=given.kind,
            consent_kind=given.consent_kind,
            question=given.question.strip(),
            reason=given.reason.strip(),
            help_offered=given.help_offered.strip(),
            due_on=given.due_on,
            asked_by_id=by.id,
            asked_at=at,
        )
        outcome = {"outcome": request.kind}
        _record(EventKind.APPLICANT_ASKED, case, request, by=by, at=at, free=free, **outcome)
    return request


def _check(given: RequestGiven, *, today: dt.date) -> None:
    if not given.question.strip() or not given.reason.strip():
        raise NotNow("Write what you ask for and why: the applicant reads both.")
    if given.consent_kind and given.consent_kind not in MAY_BE_ASKED:
        raise NotNow("Choose what the applicant is asked to agree to.")
    if given.due_on <= today:
        raise NotNow("Give a date that is still to come.")


@dataclass(frozen=True, kw_only=True)
class AnswerGiven:
    """What the applicant said. agreed: yes or no, where they were asked to agree; else None."""

    text: str = ""
    agreed: bool | None = None
    how: str = How.ONLINE


def record_answer(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    request_id: int,
    given: AnswerGiven,
    by: Actor,
    at: dt.datetime,
) -> ApplicantRequest:
    """The applicant's answer, by themselves or keyed in for them; once, and late as well.

    A yes or no is kept as a consent of its own: the latest answer holds. Raises NotNow.
    """
    with changing(
        Command.RECORD_ANSWER,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        request = _open_request(case, request_id, by=by)
        _check_answer(request, given)
        request.answer, request.agreed = given.text.strip(), given.agreed
        request.answered_at, request.answered_how = at, given.how
        request.answered_by_id = by.id if by.kind == STAFF else None
        fields = ["answer", "agreed", "answered_at", "answered_how", "answered_by"]
        request.save(update_fields=fields)
        if request.kind == Kind.CONSENT:
            _keep_consent(request, at=at)
        _record(EventKind.APPLICANT_ANSWERED, case, request, by=by, at=at, tell=False)
    return request


def _open_request(case: Case, request_id: int, *, by: Actor) -> ApplicantRequest:
    """The request, for its applicant or for staff. Raises NotNow where it waits for no answer."""
    request = (
        ApplicantRequest.objects.filter(
            partnership_id=case.partnership_id,
            case=case,
            pk=request_id,
            application__status=Application.Status.SUBMITTED,
        )
        .select_related("application__procedure")
        .first()
    )
    if request is None or (by.kind == APPLICANT and request.application_id != by.application_id):
        raise NotNow("There is no such question in this case.")
    if request.withdrawn_at is not None:
        raise NotNow("This question was withdrawn: no answer is needed any more.")
    if request.answered_at is not None:
        raise NotNow("This question has already been answered.")
    return request


def _check_answer(request: ApplicantRequest, given: AnswerGiven) -> None:
    if given.how not in How.values:
        raise NotNow("Say how the answer was given.")
    if request.kind == Kind.CONSENT:
        if given.agreed is None:
            raise NotNow("Say yes or no.")
    elif given.agreed is not None or not given.text.strip():
        raise NotNow("Write the answer.")


def _keep_consent(request: ApplicantRequest, *, at: dt.datetime) -> None:
    Consent.objects.create(
        partnership_id=request.partnership_id,
        application=request.application,
        case_id=request.case_id,
        person=_who_agrees(request),
        kind=request.consent_kind,
        given=request.agreed,
        given_at=at,
        how=How(request.answered_how).label,
    )


def _who_agrees(request: ApplicantRequest) -> Person:
    """Whom the earlier answer of this kind is of: the victim where somebody acts for them."""
    applicant = addressee_of(request.application)
    if request.consent_kind == Consent.Kind.SHARE:
        return applicant
    victim = Person.objects.filter(
        partnership_id=request.partnership_id,
        application_id=request.application_id,
        involvements__role=Involvement.Role.VICTIM,
    )
    return victim.order_by("id").first() or applicant


def withdraw_request(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    request_id: int,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> ApplicantRequest:
    """Take a question back that needs no answer any more; the applicant is told. Raises NotNow."""
    with changing(
        Command.WITHDRAW_REQUEST,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        request = _open_request(case, request_id, by=by)
        request.withdrawn_at = at
        request.save(update_fields=["withdrawn_at"])
        kind = EventKind.APPLICANT_REQUEST_WITHDRAWN
        _record(kind, case, request, by=by, at=at, free=free)
    return request


def remind_applicant(
    *, partnership_id: int, request_id: int, stage: str, by: Actor, at: dt.datetime
) -> bool:
    """A kind word about a question that waits for its answer; whether it still does.

    A letter by a safe way, of which `stage` says whether it comes before the date or after it. It
    moves no date, and nobody is asked a second time by it.
    """
    with visiting(Scope.staff(partnership_id)):
        request = (
            ApplicantRequest.objects.select_related("application__procedure")
            .filter(partnership_id=partnership_id, pk=request_id)
            .first()
        )
        if request is None or not request.is_open:
            return False
        case = lock_case(partnership_id=partnership_id, case_id=request.case_id, version=None)
        _record(EventKind.APPLICANT_REMINDED, case, request, by=by, at=at, stage=stage)
    return True


def _record(
    kind: EventKind,
    case: Case,
    request: ApplicantRequest,
    *,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
    tell: bool = True,
    **payload,
) -> None:
    application = request.application
    facts = letter_facts(
        case, at=at, applications=[application], free=free, request=request_facts(request)
    )
    record(
        kind=kind,
        partnership_id=case.partnership_id,
        by=by,
        at=at,
        case=case,
        application=application,
        payload={"request": request.pk, **payload},
        facts=facts if tell else None,
        tell=tell,
    )


def request_facts(request: ApplicantRequest) -> dict:
    """What letters say of a request."""
    return {
        "kind": request.kind,
        "consent_kind": request.consent_kind,
        "question": request.question,
        "reason": request.reason,
        "help_offered": request.help_offered,
        "due_on": request.due_on.isoformat(),
        "asked_on": date_of(request.asked_at).isoformat(),
    }
