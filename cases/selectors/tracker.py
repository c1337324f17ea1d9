"""One applicant's own page: where the case is, what was promised and kept, what they told us.

Read in the applicant's scope, so that nothing else can be seen (ADR 5). All texts are ready to
show; the number of queries does not depend on the number of rows.
"""

import datetime as dt
from dataclasses import dataclass, replace

from cases import policies
from cases.models import Action, ActionPlan, Application, Case, Incident, PccReview, Report
from cases.procedures import procedure_of
from cases.selectors.due import day_of
from cases.selectors.promises import LastDate, Promise, Promises, last_date_of
from cases.selectors.public_words import PCC_WORDS, STATUS_WORDS, StatusWords
from cases.selectors.report_words import days_in_words
from cases.selectors.tracker_questions import Draft, Question, draft_for, questions_to
from cases.status import PCC_OPEN, Command, PccStatus, Status
from organisations.clock import date_of
from thresholds.periods import joined, weekday_in_words, when_in_words


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the timeline; `at` is ready to show."""

    on: dt.date
    title: str
    at: str
    iso: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanAction:
    """One action as the applicant may read it."""

    wording: str
    agency: str
    due: str
    state: str
    colour: str
    finished_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan that the response has told the applicant about."""

    round: int
    findings: str
    agreed_on: dt.date
    actions: tuple[PlanAction, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One incident that the applicant told us of, and whom they had told."""

    when: str
    place: str
    description: str
    reports: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Review:
    """A request to the policing body."""

    asked: str
    words: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class Tracker:
    """Everything on the page but the letters, which the post looks after.

    last_date: until when the policing body can be asked; none while it cannot.
    """

    reference: str
    status: StatusWords
    office: str
    received: str
    deferred_until: str
    promises: tuple[Promise, ...]
    to_come: tuple[tuple[str, str], ...]
    timeline: tuple[Entry, ...]
    plans: tuple[Plan, ...]
    incidents: tuple[Told, ...]
    reviews: tuple[Review, ...]
    questions: tuple[Question, ...]
    draft: Draft | None
    may_withdraw: bool
    last_date: LastDate | None


def tracker_of(application: Application, *, at: dt.datetime) -> Tracker:
    """The page for an application with its case, district, procedure and partnership loaded."""
    case = application.case
    promises = Promises(application, at=at)
    reviews = _reviews(application)
    plans = _plans(application)
    questions = questions_to(application, today=date_of(at))
    return Tracker(
        reference=application.reference,
        status=_status(application, reviews),
        office=_office(application),
        received=day_of(application.received_at),
        deferred_until=weekday_in_words(case.deferred_until) if case.deferred_until else "",
        promises=promises.dated(),
        to_come=promises.to_come(),
        timeline=_timeline(application, promises, reviews, plans, questions),
        plans=plans,
        incidents=_told(application),
        reviews=tuple(_review(row) for row in reviews),
        questions=tuple(one for one in questions if one.is_open),
        draft=draft_for(application, today=date_of(at)),
        may_withdraw=not why_not_withdraw(application),
        last_date=None if why_not_ask(application) else last_date_of(application, at=at),
    )


def why_not_withdraw(application: Application) -> str:
    """The reason why the application cannot be withdrawn now, in plain words; empty if it can."""
    if application.status == Application.Status.WITHDRAWN:
        return "You have already withdrawn this application."
    if not policies.status_allows(Command.WITHDRAW, application.case):
        return "This case has already ended, so there is nothing left to withdraw."
    return ""


def why_not_ask(application: Application) -> str:
    """The reason why the policing body cannot be asked now, in plain words; empty if it can."""
    case = application.case
    if application.status == Application.Status.WITHDRAWN:
        return "You withdrew this application, so there is no result to look at again."
    if not policies.status_allows(Command.REQUEST_PCC_REVIEW, case):
        return "You can ask for this when you have had our decision or our answer."
    if PccReview.objects.filter(
        partnership_id=application.partnership_id, application=application, round=case.round
    ).exists():
        return "You have already asked for this. You will get a letter about it."
    return ""


def _status(application: Application, reviews: list[PccReview]) -> StatusWords:
    procedure = procedure_of(application)
    withdrawn = application.status == Application.Status.WITHDRAWN
    status = Status.WITHDRAWN if withdrawn else Status(application.case.status)
    words = STATUS_WORDS[status].filled(
        panel=procedure.names.panel,
        panel_in_full=procedure.names.panel_in_full,
        policing_body=procedure.names.local_policing_body,
        assessed_by=joined(list(procedure.assessed_by)),
        contact=application.district.spoc_name,
    )
    last = reviews[-1] if reviews else None
    if last is None or last.status not in PCC_OPEN or last.round != application.case.round:
        return words
    return replace(
        words,
        next="Your request is looked at, and you get a letter with the result.",
        who=procedure.names.local_policing_body,
    )


def _office(application: Application) -> str:
    return procedure_of(application).names.local_policing_body


def _entry(moment: dt.datetime | dt.date, title: str, text: str = "") -> Entry:
    day = date_of(moment) if isinstance(moment, dt.datetime) else moment
    return Entry(on=day, title=title, at=weekday_in_words(day), iso=day.isoformat(), text=text)


def _timeline(
    application: Application,
    promises: Promises,
    reviews: list[PccReview],
    plans: tuple[Plan, ...],
    questions: tuple[Question, ...],
) -> tuple[Entry, ...]:
    """Oldest first, with the date that had been promised; of one day, in the procedure's order."""
    office = _office(application)
    found = [
        _entry(application.received_at, "You applied"),
        *_decision_entries(application.case, promises),
        *(entry for plan in plans for entry in _plan_entries(plan)),
        *(entry for one in questions for entry in _question_entries(one)),
        *_answer_entries(application, promises),
        *(entry for review in reviews for entry in _review_entries(review, office)),
    ]
    return tuple(sorted(found, key=lambda entry: entry.on))


def _decision_entries(case: Case, promises: Promises) -> list[Entry]:
    found = []
    if case.acknowledged_at:
        kept = promises.kept(1, "acknowledgement.told")
        title = "We confirmed that we have your application"
        found.append(_entry(case.acknowledged_at, title, kept))
    if case.round > 1:
        found.append(_entry(case.round_began_at, "Your case was opened again"))
    if case.decided_at:
        kept = promises.kept(case.round, "decision.made", "acceptance.told", "rejection.told")
        found.append(_entry(case.decided_at, _decision_title(case), kept))
    return found


def _decision_title(case: Case) -> str:
    if case.accepted_ground:
        return "We decided that your case will be reviewed"
    return {
        Status.REDIRECTED: "We decided that somebody else is the right one to help",
        Status.INVALID: "We decided that we could not take this as an application",
    }.get(Status(case.status), "We decided that a review does not go ahead")


def _plan_entries(plan: Plan) -> list[Entry]:
    finished = [
        _entry(action.finished_on, f"{action.agency}: {action.state.lower()}", action.wording)
        for action in plan.actions
        if action.finished_on
    ]
    return [_entry(plan.agreed_on, "The meeting agreed a plan"), *finished]


def _question_entries(question: Question) -> list[Entry]:
    found = [_entry(question.at, "We asked you something", question.text)]
    if question.answered_at:
        found.append(_entry(question.answered_at, "You answered", question.answer))
    return found


def _review_entries(review: PccReview, office: str) -> list[Entry]:
    found = [_entry(review.requested_at, f"You asked the {office} to look again")]
    if review.decided_at:
        found.append(_entry(review.decided_at, f"The {office} decided about your request"))
    return found


def _answer_entries(application: Application, promises: Promises) -> list[Entry]:
    case, found = application.case, []
    if case.responded_at:
        kept = promises.kept(case.round, "response.told")
        found.append(_entry(case.responded_at, "We sent you our answer with the plan", kept))
    if application.withdrawn_at:
        found.append(_entry(application.withdrawn_at, "You withdrew your application"))
    elif case.status == Status.CLOSED:
        found.append(_entry(case.closed_at, "We closed your case", case.closing_reason))
    return found


_ACTION_STATES = {
    Action.Status.OPEN: ("To do", "blue"),
    Action.Status.DONE: ("Done", "green"),
    Action.Status.DROPPED: ("Not done, with a reason", "grey"),
}


def _plans(application: Application) -> tuple[Plan, ...]:
    """Plans that a response has told of: this round's once sent, and those of rounds before."""
    case = application.case
    wanted = {"partnership_id": application.partnership_id, "case_id": case.pk}
    plans = list(
        ActionPlan.objects.filter(**wanted)
        .order_by("-round")
        .values_list("pk", "round", "findings", "agreed_at")
    )
    actions: dict[int, list[PlanAction]] = {}
    rows = (
        Action.objects.filter(**wanted)
        .order_by("position")
        .values_list("plan_id", "wording", "agency__name", "due_on", "status", "finished_on")
    )
    for plan_id, wording, agency, due_on, status, finished_on in rows:
        state, colour = _ACTION_STATES[Action.Status(status)]
        action = PlanAction(
            wording=wording,
            agency=agency,
            due=weekday_in_words(due_on),
            state=state,
            colour=colour,
            finished_on=finished_on,
        )
        actions.setdefault(plan_id, []).append(action)
    return tuple(
        Plan(
            round=number,
            findings=findings,
            agreed_on=date_of(agreed_at),
            actions=tuple(actions.get(pk, ())),
        )
        for pk, number, findings, agreed_at in plans
        if number < case.round or case.responded_at
    )


def _told(application: Application) -> tuple[Told, ...]:
    own = {"partnership_id": application.partnership_id, "application": application}
    reports: dict[int, list[str]] = {}
    # Row-level security hides what agencies told of other people; this says it once more.
    rows = Report.objects.filter(**own, reporter_pseudonym="").values_list(
        "incident_id",
        "agency__name",
        "agency_said",
        "reported_on",
        "reported_until",
        "agency_reference",
    )
    for incident_id, agency, said, first, last, reference in rows:
        text = f"You told {agency or said} {when_in_words(first, last)}"
        text += f", reference {reference}" if reference else ""
        reports.setdefault(incident_id, []).append(text)
    return tuple(
        Told(
            when=days_in_words(first, last),
            place=place,
            description=description,
            reports=tuple(reports.get(pk, ())),
        )
        for pk, first, last, place, description in Incident.objects.filter(
            **own, named_by__isnull=True
        ).values_list("pk", "occurred_on", "occurred_until", "place", "description")
    )


def _reviews(application: Application) -> list[PccReview]:
    return list(
        PccReview.objects.filter(partnership_id=application.partnership_id, application=application)
    )


def _review(row: PccReview) -> Review:
    return Review(
        asked=day_of(row.requested_at),
        words=PCC_WORDS[PccStatus(row.status)],
        late=not row.within_window,
    )
