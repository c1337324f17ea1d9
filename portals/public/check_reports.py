"""Report by report: whether the law counts it, why, what rules say otherwise, what would help.

The reasons are those of the ledger; what would help follows from what is not known.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portals.components.fields import Days
from portals.public.check_facts import OTHERS, numbered_incidents
from portals.public.check_forms import ELSE, UNKNOWN, CheckForms, CheckIncidentForm
from thresholds.facts import Answer
from thresholds.findings import Outcome, ReportLine
from thresholds.periods import day_in_words
from thresholds.routes import Statute

_COUNTS = {
    Answer.YES: ("Counts", "green"),
    Answer.NO: ("Does not count", "grey"),
    Answer.UNKNOWN: ("May count", "yellow"),
}
_NOT_REPORTED = ("Not reported", "grey")


@dataclass(frozen=True, kw_only=True)
class ReportWords:
    """One incident and its report: whether it counts by the Act, and why.

    elsewhere: the published routes that judge it differently, each in a sentence.
    """

    title: str
    text: str
    tag: str
    colour: str
    reason: str
    elsewhere: tuple[str, ...]
    cure: str


def reports_of(
    forms: CheckForms, outcome: Outcome, *, titles: Mapping[str, str], statute: Statute
) -> Iterator[ReportWords]:
    """Each incident that was entered, and those of other people where their number is known.

    titles: what each published route is called, by its code.
    """
    lines = {line.report: line for line in outcome.statutory.lines}
    for number, form in numbered_incidents(forms):
        key = f"report-{number}"
        elsewhere = tuple(
            _elsewhere(titles[found.code], line)
            for found in outcome.routes
            for line in found.lines
            if line.report == key and line.counts is not lines[key].counts
        )
        yield _report(number, form, lines.get(key), elsewhere, statute)
    others = [line for line in outcome.statutory.lines if line.report.startswith(OTHERS)]
    if others and forms.now.cleaned_data["others"] is not None:
        tag, colour = _COUNTS[Answer.UNKNOWN]
        yield ReportWords(
            title="What others have reported",
            text="You know of other people who have reported it.",
            tag=tag,
            colour=colour,
            reason="We do not know the days.",
            elsewhere=(),
            cure="We can ask the agencies, if you apply.",
        )


def _report(
    number: int,
    form: CheckIncidentForm,
    line: ReportLine | None,
    elsewhere: tuple[str, ...],
    statute: Statute,
) -> ReportWords:
    happened: Days | None = form.cleaned_data["occurred_on"]
    tag, colour = _COUNTS[line.counts] if line else _NOT_REPORTED
    return ReportWords(
        title=f"Incident {number}: {_when(happened)}",
        text=_told(form) if line else "You have not told us that it was reported.",
        tag=tag,
        colour=colour,
        reason=_sentence(line.reason) if line and line.counts is not Answer.YES else "",
        elsewhere=elsewhere,
        cure=_cure(form, line, statute),
    )


def _elsewhere(title: str, line: ReportLine) -> str:
    counts, _ = _COUNTS[line.counts]
    return f"For “{title}”: {counts.lower()}, {line.reason}."


def _told(form: CheckIncidentForm) -> str:
    who = {ELSE: "Somebody else", UNKNOWN: "Somebody"}.get(form.cleaned_data["reporter"], "You")
    told: Days | None = form.cleaned_data["first_on"]
    return f"{who} told {form.told}, {_when(told)}."


def _when(days: Days | None) -> str:
    """`on 3 March 2026`, `between 1 and 31 March 2026`, `on a day that is not known`."""
    if days is None:
        return "on a day that is not known"
    if days.first == days.last:
        return f"on {day_in_words(days.first)}"
    if (days.first.year, days.first.month) == (days.last.year, days.last.month):
        return f"some time in {days.first:%B %Y}"
    return f"some time in {days.first.year}"


def _cure(form: CheckIncidentForm, line: ReportLine | None, statute: Statute) -> str:
    """What would make it count, or count for certain."""
    happened: Days | None = form.cleaned_data["occurred_on"]
    told: Days | None = form.cleaned_data["first_on"]
    if line is None:
        return _report_it_now(happened, statute, today=form.today)
    if line.counts is Answer.YES:
        return ""
    if line.counts is Answer.NO:
        return (
            "If it happens again, report it soon: within"
            f" {statute.report_within.text}. Then it counts."
        )
    if told is None:
        return "Ask those who were told for the day. They keep a record."
    if happened is None:
        return "Give the day, or the month, when it happened."
    return "The exact day would help, if you can find it."


def _report_it_now(happened: Days | None, statute: Statute, *, today: dt.date) -> str:
    if happened is None:
        return "Report it soon, and it may count."
    last = statute.report_within.last_day(happened.first)
    if last >= today:
        return f"Report it by {day_in_words(last)}, and it counts."
    if statute.report_within.last_day(happened.last) >= today:
        return "Report it today, and it may still count."
    return "It is late to report it. Tell us all the same: it shows how long it has gone on."


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."
