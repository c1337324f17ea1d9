"""The dates that an applicant was promised, how they came about, and whether they were kept."""

import datetime as dt
from dataclasses import dataclass

from cases.deadlines import explain_as_stored, owed_in, owed_limits
from cases.models import Application, Deadline
from cases.pcc_window import explain_last_date
from cases.procedures import calendar_of, procedure_of
from cases.selectors.due import day_of, due_by
from cases.selectors.public_words import LIMIT_WORDS
from cases.status import DECIDED_AGAINST, ENDED
from organisations.clock import date_of
from thresholds.limits import Owed
from thresholds.periods import weekday_in_words
from thresholds.time_limits import Explanation, not_yet_known


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A date that we owe or kept. state: overdue, today, soon, later, met or late."""

    limit: str
    title: str
    due: str
    text: str
    state: str
    explanation: Explanation | None
    moved: str = ""


@dataclass(frozen=True, kw_only=True)
class LastDate:
    """Until when the policing body can be asked."""

    text: str
    passed: bool
    explanation: Explanation


class Promises:
    """The dates of one application; two queries in all."""

    def __init__(self, application: Application, *, at: dt.datetime):
        self._application = application
        self._today = date_of(at)
        self._procedure = procedure_of(application)
        self._calendar = calendar_of(application.partnership_id)
        self._rows = list(
            Deadline.objects.filter(
                partnership_id=application.partnership_id,
                application=application,
                lapsed_at__isnull=True,
            )
        )

    @property
    def over(self) -> bool:
        """Whether nothing more is owed: the case has ended, or this applicant has left it."""
        application = self._application
        left = application.status != Application.Status.SUBMITTED
        return left or application.case.status in ENDED

    def dated(self) -> tuple[Promise, ...]:
        """What has a date, by date. What is no longer owed has lapsed and is left out."""
        return tuple(self._promise(row) for row in self._rows)

    def to_come(self) -> tuple[tuple[str, str], ...]:
        """What cannot be dated yet, as (what, how long after what)."""
        case = self._application.case
        if self.over or case.status in DECIDED_AGAINST:
            return ()
        dated = {row.limit for row in self._rows if row.round == case.round}
        return tuple(
            (_title(limit), not_yet_known(limit))
            for limit in owed_limits(self._procedure)
            if limit.name not in dated and owed_in(case.round, limit)
        )

    def kept(self, round_number: int, *kinds: str) -> str:
        """`Promised by ... We kept that date.`; empty where nothing was promised for the act."""
        for row in self._rows:
            if row.round == round_number and row.met_at and row.met_by in kinds:
                late = date_of(row.met_at) > row.binding_on
                answer = "We were late." if late else "We kept that date."
                return f"Promised by {weekday_in_words(row.binding_on)}. {answer}"
        return ""

    def _promise(self, row: Deadline) -> Promise:
        known = self._procedure.has_owed(row.limit)
        state, text = self._how_it_stands(row)
        return Promise(
            limit=row.limit,
            title=_title(self._procedure.owed(row.limit)) if known else row.limit,
            due=weekday_in_words(row.binding_on),
            text=text,
            state=state,
            explanation=explain_as_stored(row, procedure=self._procedure, calendar=self._calendar),
            moved=_moved(row),
        )

    def _how_it_stands(self, row: Deadline) -> tuple[str, str]:
        if row.met_at is None:
            due = due_by(row.binding_on, today=self._today, calendar=self._calendar)
            return due.state, due.text
        promised = f"Promised by {weekday_in_words(row.binding_on)}. Done on {day_of(row.met_at)}"
        if date_of(row.met_at) > row.binding_on:
            return "late", f"{promised}: we were late."
        return "met", f"{promised}: in time."


def last_date_of(application: Application, *, at: dt.datetime) -> LastDate:
    """Until when the policing body can be asked, and how that was worked out."""
    explanation = explain_last_date(application.case, application)
    last = explanation.due_on
    return LastDate(text=weekday_in_words(last), passed=date_of(at) > last, explanation=explanation)


def _title(limit: Owed) -> str:
    return LIMIT_WORDS.get(limit.name, limit.title)


def _moved(row: Deadline) -> str:
    if not row.revised_on:
        return ""
    first = weekday_in_words(row.due_on)
    return f"First promised for {first}. We moved it because: {row.revision_reason}"
