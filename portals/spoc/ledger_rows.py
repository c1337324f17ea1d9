"""The ledger of a case, drawn here and not by the template: a row for each report of each incident.

Each asks a dozen small questions, and a case has as many rows as somebody reported; see
`queue_rows`.
"""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from cases.selectors.spoc_people import IncidentShown, ReportShown
from portals.components.drawing import format_html, format_html_join

_ROW = "<tr>{}<td>{}</td><td>{}</td><td>{}</td></tr>"
_NOTE = '<span class="ct-cell-note">{}</span>'
_NOTHING = mark_safe('<td colspan="3">Not reported to anybody</td>')


def ledger_drawn(incidents: Iterable[IncidentShown]) -> SafeString:
    """One body of the table for each incident; empty where none has been recorded."""
    return format_html_join("", "<tbody>{}</tbody>", ((_rows(one),) for one in incidents))


def _rows(incident: IncidentShown) -> SafeString:
    if not incident.reports:
        return format_html('<tr><th scope="row">{}</th>{}</tr>', _incident(incident), _NOTHING)
    head = format_html(
        '<th scope="rowgroup" rowspan="{}">{}</th>', len(incident.reports), _incident(incident)
    )
    return format_html_join(
        "",
        _ROW,
        (
            ("" if number else head, _reported(one), _known(one), _counts(one))
            for number, one in enumerate(incident.reports)
        ),
    )


def _incident(incident: IncidentShown) -> SafeString:
    said = incident.description
    if incident.named_by:
        said = f"Named by {incident.named_by} in its return"
    return format_html(
        '<span class="ct-nowrap">{}. {}</span>{}{}'
        '<span class="ct-cell-note ct-cell-note--text">{}</span>',
        incident.number,
        incident.occurred,
        _note(incident.application),
        _note(incident.place),
        said,
    )


def _reported(report: ReportShown) -> SafeString:
    return format_html(
        '{}{}<span class="ct-cell-note">{}{}</span>{}',
        report.agency,
        _note(_by_whom(report)),
        report.reported,
        format_html("<br>{}", report.how) if report.how else "",
        _note(f"They did: {report.response}" if report.response else ""),
    )


def _by_whom(report: ReportShown) -> str:
    """The code of somebody else who made the report; empty for an applicant's own."""
    if not report.pseudonym:
        return ""
    same = f"; the same person as every {report.person_code}" if report.person_code else ""
    found = f"; found to be {report.found}" if report.found else ""
    return f"By {report.pseudonym}, as the agency calls them{same}{found}"


def _known(report: ReportShown) -> SafeString:
    rebutted = f"Rebutted: {report.rebutted_reason}" if report.rebutted_reason else ""
    return format_html("{}{}", report.standing_text, _note(rebutted))


def _counts(report: ReportShown) -> str:
    if not report.counts:
        return "Not assessed yet"
    return format_html("{}{}", report.counts, format_html(_NOTE, report.counts_reason))


def _note(text: str) -> str:
    return format_html(_NOTE, text) if text else ""
