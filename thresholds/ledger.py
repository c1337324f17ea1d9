"""The report ledger: each report judged for one test, with the reason in words.

A report counts unless something known stands against it. Where a date, a person
or an answer is missing and could go either way, the line is unknown, never a
silent no. Absence from an agency's log is noted and never counts against.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from thresholds.conditions import Hate
from thresholds.facts import Answer, Facts, HateMark, Incident, Report, Standing
from thresholds.findings import ReportLine
from thresholds.periods import Period, day_in_words

Verdict = tuple[Answer, str]
Days = tuple[date, date] | None


class Related(StrEnum):
    """How a test treats incidents that may belong to another problem.

    `required`: unknown stays unknown. `unless_rebutted`: the applicant's word
    that they belong together holds until a person finds otherwise, with a
    reason. `ignored`: it does not matter.
    """

    REQUIRED = "required"
    UNLESS_REBUTTED = "unless_rebutted"
    IGNORED = "ignored"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What one test asks of each report."""

    report_within: Period | None
    application_within: tuple[Period, ...]
    related: Related
    reporter: Callable[[Report, Facts], Verdict | None]
    sources_not_counted: tuple[str, ...] = ()
    bodies_counted: tuple[str, ...] = ()
    hate: Hate | None = None
    may_count_apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A ledger line together with what it was judged on.

    `apart`: a person counts it by itself, beside other reports of its incident.
    """

    incident: Incident
    report: Report
    counts: Answer
    reason: str
    apart: bool = False

    def turned(self, counts: Answer, reason: str) -> "Entry":
        """The same report, judged differently."""
        return replace(self, counts=counts, reason=reason)

    @property
    def occasion(self) -> tuple[str, ...]:
        """What counts once: the incident, or this report of it where it counts apart."""
        incident = self.incident.key
        return (incident, self.report.key) if self.apart else (incident,)

    @property
    def line(self) -> ReportLine:
        """The line as it is stored and shown."""
        return ReportLine(
            incident=self.incident.key,
            report=self.report.key,
            occurred_on=self.incident.occurred_on,
            occurred_until=self.incident.occurred_until,
            reported_on=self.report.reported_on,
            reported_until=self.report.reported_until,
            counts=self.counts,
            reason=self.reason,
        )


def ledger(rule: Rule, facts: Facts) -> tuple[Entry, ...]:
    """Every report judged by `rule`, in an order that does not depend on the input's."""
    entries = [
        Entry(
            incident=incident,
            report=report,
            counts=counts,
            reason=reason,
            apart=rule.may_count_apart and report.apart,
        )
        for incident in facts.incidents
        for report in incident.reports
        for counts, reason in [_judge(rule, incident, report, facts)]
    ]
    return tuple(sorted(entries, key=_order))


def once_each(entries: tuple[Entry, ...], *, by_reporter: bool) -> tuple[Entry, ...]:
    """The same incident counted once, or once for each person where `by_reporter`.

    With `by_reporter` a report by somebody unknown counts where it is the only
    one about its incident; beside others it may be by a person already counted,
    and is unknown.
    """
    counted: set[tuple[tuple[str, ...], str | None]] = set()
    incidents: set[tuple[str, ...]] = set()
    kept: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: (*_rank(one), *_order(one))):
        incident = entry.occasion
        group = (incident, entry.report.reporter_key if by_reporter else None)
        unknown_person = by_reporter and entry.report.reporter_key is None
        if entry.counts is not Answer.NO and not unknown_person and group in counted:
            entry = entry.turned(Answer.NO, "the same incident is already counted once")
        elif entry.counts is Answer.YES and unknown_person and incident in incidents:
            entry = entry.turned(Answer.UNKNOWN, "it may be by a person already counted")
        if entry.counts is Answer.YES:
            counted.add(group)
            incidents.add(incident)
        kept[entry.report.key] = entry
    return tuple(kept[entry.report.key] for entry in entries)


def anyone(report: Report, facts: Facts) -> Verdict | None:
    """Whoever reported: the rule of tests that do not ask."""
    return None


def days_of(first: date | None, last: date | None) -> Days:
    """The first and the last day that a date may be, or None where it is not known."""
    return None if first is None else (first, last or first)


def within(period: Period, start: Days, end: Days) -> Answer:
    """Whether `end` falls within the `period` that `start` opens.

    An end before its start is a date to be checked: unknown.
    """
    if start is None or end is None or end[1] < start[0]:
        return Answer.UNKNOWN
    if end[1] <= period.last_day(start[0]):
        return Answer.YES
    return Answer.NO if end[0] > period.last_day(start[1]) else Answer.UNKNOWN


def _judge(rule: Rule, incident: Incident, report: Report, facts: Facts) -> Verdict:
    verdicts = list(_verdicts(rule, incident, report, facts))
    for wanted in (Answer.NO, Answer.UNKNOWN):
        for counts, reason in verdicts:
            if counts is wanted:
                return counts, reason
    reason = f"reported {_said(report.reported_on, report.reported_until)}"
    if rule.report_within and incident.occurred_on:
        reason += f", within {rule.report_within.text_from(incident.occurred_on)}"
    if rule.may_count_apart and report.apart:
        reason += f"; counted by itself: {report.apart_reason}"
    if report.standing is Standing.NOT_FOUND:
        reason += "; not found in the agency's log, which alone is no reason not to count it"
    return Answer.YES, reason


def _verdicts(rule: Rule, incident: Incident, report: Report, facts: Facts) -> Iterator[Verdict]:
    if report.rebutted:
        yield Answer.NO, f"found not to count: {report.rebutted_reason}"
    if report.source in rule.sources_not_counted:
        yield Answer.NO, f"a {report.source.replace('_', ' ')} does not count here"
    if rule.bodies_counted and report.agency_kind is None:
        yield Answer.UNKNOWN, "it is not known whether it went to a body that counts here"
    elif rule.bodies_counted and report.agency_kind not in rule.bodies_counted:
        yield Answer.NO, "it went to a body that does not count here"
    if verdict := rule.reporter(report, facts):
        yield verdict
    yield from related_verdicts(rule.related, incident)
    if rule.hate and (verdict := hate_verdict(rule.hate, incident)):
        yield verdict
    yield from _dates(rule, incident, report, facts)


def related_verdicts(related: Related, incident: Incident) -> Iterator[Verdict]:
    """What stands against an incident because it may belong to another problem."""
    if related is Related.IGNORED:
        return
    if incident.related is Answer.NO:
        if incident.related_reason and incident.related_reason.strip():
            yield Answer.NO, f"found not to be part of this problem: {incident.related_reason}"
        else:
            yield Answer.UNKNOWN, "said not to be part of this problem, but no reason is recorded"
    elif incident.related is Answer.UNKNOWN and related is Related.REQUIRED:
        yield Answer.UNKNOWN, "it is not known whether this is part of the same problem"


def hate_verdict(hate: Hate, incident: Incident) -> Verdict | None:
    """What stands against an incident as hate of the kind that a procedure means."""
    if incident.hate is None:
        return Answer.UNKNOWN, "it is not known whether this was hate"
    marks = [(_is_named(hate, mark), _is_recorded(hate, mark)) for mark in incident.hate]
    if any(named is recorded is Answer.YES for named, recorded in marks):
        return None
    if still_open := [both for both in marks if Answer.NO not in both]:
        if all(named is Answer.YES for named, _ in still_open):
            return Answer.UNKNOWN, "it is not known whether it was recorded as hate at the time"
        return Answer.UNKNOWN, "it is not known which characteristic this was about"
    if any(named is not Answer.NO for named, _ in marks):
        return Answer.NO, "it was not recorded as hate at the time"
    if marks:
        return Answer.NO, "not about a characteristic that the published text names"
    return Answer.NO, "this was not hate"


def _is_named(hate: Hate, mark: HateMark) -> Answer:
    if not hate.characteristics:
        return Answer.YES
    if mark.characteristic is None:
        return Answer.UNKNOWN
    return Answer.YES if mark.characteristic in hate.characteristics else Answer.NO


def _is_recorded(hate: Hate, mark: HateMark) -> Answer:
    return mark.recorded if hate.recorded_at_the_time else Answer.YES


def _dates(rule: Rule, incident: Incident, report: Report, facts: Facts) -> Iterator[Verdict]:
    occurred = days_of(incident.occurred_on, incident.occurred_until)
    reported = days_of(report.reported_on, report.reported_until)
    applied_on = facts.applied_on(report)
    applied = (applied_on, applied_on)
    if reported and reported[0] > applied_on:
        yield Answer.NO, f"{_when(report)}, after the application"
    elif reported and reported[1] > applied_on:
        yield Answer.UNKNOWN, f"{_when(report)}, perhaps after the application"
    if occurred and occurred[0] > applied_on:
        yield Answer.UNKNOWN, f"said to have happened {_said(*occurred)}, after the application"
    if occurred and reported and reported[1] < occurred[0]:
        yield Answer.UNKNOWN, f"{_when(report)}, before the day it is said to have happened"
    elif rule.report_within:
        yield from _late(rule.report_within, occurred, reported, report)
    for period in rule.application_within:
        in_time = within(period, reported, applied)
        if in_time is Answer.NO and reported:
            yield Answer.NO, f"the application came after {period.text_from(reported[1])}"
        elif in_time is Answer.UNKNOWN:
            yield Answer.UNKNOWN, f"{_when(report)}, perhaps too long before the application"


def _late(period: Period, occurred: Days, reported: Days, report: Report) -> Iterator[Verdict]:
    if occurred is None:
        yield Answer.UNKNOWN, "the day it happened is not known"
        return
    in_time = within(period, occurred, reported)
    if in_time is Answer.NO:
        yield Answer.NO, f"{_when(report)}, more than {period.text_from(occurred[1])}"
    elif in_time is Answer.UNKNOWN:
        yield Answer.UNKNOWN, f"{_when(report)}, perhaps more than {period.text} later"


def _when(report: Report) -> str:
    if report.reported_on is None:
        return "reported on a day that is not known"
    return f"reported {_said(report.reported_on, report.reported_until)}"


def _said(first: date | None, last: date | None) -> str:
    if first is None:
        return "on a day that is not known"
    if last is None or last == first:
        return day_in_words(first)
    return f"between {day_in_words(first)} and {day_in_words(last)}"


def _rank(entry: Entry) -> tuple[bool, bool]:
    """What counts comes first, and of that what is by somebody known."""
    return entry.counts is not Answer.YES, entry.report.reporter_key is None


def _order(entry: Entry) -> tuple:
    return (
        entry.incident.occurred_on or date.max,
        entry.incident.key,
        entry.report.reported_on or date.max,
        entry.report.key,
    )
