"""When an incident was and a report was made, in words, wherever they are shown.

A range begins in its first day, so that what is sorted by that day stands in an order.
"""

import datetime as dt

from cases.models import Incident, Report
from thresholds.periods import weekday_in_words, when_in_words


def occurred_in_words(incident: Incident) -> str:
    """`Wednesday 3 June 2026`, `In May 2026`, `Between 3 and 9 June 2026`."""
    return days_in_words(incident.occurred_on, incident.occurred_until)


def reported_in_words(report: Report) -> str:
    """The same of a report, or that the day is not known."""
    return days_in_words(report.reported_on, report.reported_until)


def days_in_words(first: dt.date | None, last: dt.date | None) -> str:
    """A day or a range as the beginning of a line, or in the cell of a table."""
    if first is not None and last in (None, first):
        return weekday_in_words(first)
    words = when_in_words(first, last)
    return f"{words[:1].upper()}{words[1:]}"


def incident_in_words(incident: Incident, *, shows_place: bool) -> str:
    """`Wednesday 3 June 2026, Carlton Road`: what an agency chooses an incident by."""
    place = f", {incident.place}" if shows_place and incident.place else ""
    return f"{occurred_in_words(incident)}{place}"


def ledger_order(report: Report) -> tuple[dt.date, int]:
    """By day, those of no known day last."""
    return report.reported_on or dt.date.max, report.pk
