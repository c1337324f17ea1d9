"""The procedure in force in plain words, for the page that anybody can read."""

import datetime as dt
from dataclasses import dataclass

from cases.selectors.public_words import LIMIT_WORDS
from organisations.clock import date_of
from portals.public.threshold_words import (
    RouteWords,
    conditions_in_words,
    routes_in_words,
    statute_in_words,
)
from thresholds.limits import Anchor, Basis, Direction, MeetingLimit, TimeLimit
from thresholds.models import Procedure as StoredProcedure
from thresholds.periods import Period, day_in_words, weekday_in_words
from thresholds.procedure import Procedure
from thresholds.routes import Threshold
from thresholds.time_limits import due_on
from thresholds.working_days import WorkingCalendar

APPLICANT = "applicant"

_EVENTS = {
    Anchor.RECEIPT: "we get it",
    Anchor.ACKNOWLEDGEMENT: "we confirm that we have it",
    Anchor.INFORMATION_REQUEST: "we ask them",
    Anchor.ALL_INFORMATION: "they have all told us",
    Anchor.THRESHOLD_DECISION: "we decide",
    Anchor.THRESHOLD_MET_LETTER: "we write to you that a review goes ahead",
    Anchor.ACCEPTANCE: "we decide that a review goes ahead",
    Anchor.MEETING: "the meeting",
    Anchor.PLAN_AGREED: "the plan is agreed",
    Anchor.RESPONSE: "you get our full answer",
    Anchor.RESULT_TOLD: "you get the result",
    Anchor.PCC_REVIEW_REQUESTED: "you ask them",
    Anchor.PCC_REVIEW_BUNDLE: "they get our papers",
    Anchor.CLOSURE: "the case is closed",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One time limit: what happens, within how long, and what that is counted from.

    today: the last day in words, if somebody applied today; empty where that cannot be known yet.
    note: a sentence more.
    settled: whether the partnership has published this time, rather than still to confirm it.
    """

    what: str
    length: str
    counted: str
    today: str
    settled: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Information:
    """All that the page says which comes from one version of a procedure.

    window: how long a person has to ask the policing body, and from when. may_extend: whether any
    of our own times can be made longer.
    """

    statute: str
    routes: tuple[RouteWords, ...]
    conditions: tuple[str, ...]
    examples: tuple[str, ...]
    steps: tuple[Step, ...]
    may_extend: bool
    window: Step
    grounds: tuple[str, ...]
    version: int
    since: str
    today: str


def information_of(
    stored: StoredProcedure, procedure: Procedure, *, at: dt.datetime, calendar: WorkingCalendar
) -> Information:
    """The page's words for a procedure as it stands at a moment."""
    review = procedure.policing_body_review
    ours = [limit for limit in procedure.time_limits if limit.owner != APPLICANT]
    return Information(
        statute=statute_in_words(procedure.threshold),
        routes=tuple(routes_in_words(procedure.threshold)),
        conditions=tuple(conditions_in_words(procedure.threshold)),
        examples=_examples(procedure.threshold, today=date_of(at)),
        steps=(
            *(_step(limit, procedure, at=at, calendar=calendar) for limit in ours),
            *(_at_meeting(limit) for limit in procedure.meeting_limits),
        ),
        may_extend=any(limit.extendable for limit in ours),
        window=_step(procedure.limit(review.window), procedure, at=at, calendar=calendar),
        grounds=tuple(ground.title for ground in review.grounds),
        version=stored.version,
        since=day_in_words(stored.effective_from),
        today=day_in_words(date_of(at)),
    )


def _step(
    limit: TimeLimit, procedure: Procedure, *, at: dt.datetime, calendar: WorkingCalendar
) -> Step:
    before = limit.direction is Direction.BEFORE
    event = _EVENTS[limit.anchor]
    known = limit.anchor is Anchor.RECEIPT
    return Step(
        what=LIMIT_WORDS.get(limit.name, limit.title),
        length=f"at least {limit.length}" if before else f"within {limit.length}",
        counted=f"{'before' if before else 'after'} {event}",
        today=_today(limit, procedure, at=at, calendar=calendar) if known else "",
        settled=limit.basis is Basis.PUBLISHED,
    )


def _at_meeting(limit: MeetingLimit) -> Step:
    held = limit.held_every
    return Step(
        what=LIMIT_WORDS.get(limit.name, limit.title),
        length="at the next meeting",
        counted=f"after {_EVENTS[limit.anchor]}",
        today="",
        settled=limit.basis is Basis.PUBLISHED,
        note=f"It is held every {_each(held)}." if held else "",
    )


def _each(period: Period) -> str:
    """`month`, `two weeks`: as it follows "every"."""
    return str(period.unit) if period.n == 1 else period.text


def _today(
    limit: TimeLimit, procedure: Procedure, *, at: dt.datetime, calendar: WorkingCalendar
) -> str:
    last = due_on(limit, anchor_at=at, calendar=calendar, convention=procedure.counting)
    return weekday_in_words(last)


def _examples(threshold: Threshold, *, today: dt.date) -> tuple[str, ...]:
    """The periods as if something had happened, and had been reported, today: the earliest end."""
    statute = threshold.statute
    periods = [statute.report_within, threshold.report_within]
    report_by = min(period.last_day(today) for period in periods if period)
    apply_by = statute.application_within.last_day(today)
    return (
        f"If it happened today, report it by {day_in_words(report_by)}.",
        f"If you reported it today, apply by {day_in_words(apply_by)}.",
    )
