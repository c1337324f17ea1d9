"""The rows of the queue, drawn here and not by the template: 25 of them on the page asked most.

A template that looks up and escapes a dozen small things of each row costs more than the database
does for the page (docs/PERFORMANCE.md).
"""

from collections.abc import Iterable
from functools import lru_cache

from django.http import HttpRequest
from django.utils.safestring import SafeString

from cases.commands.frame import PERMISSION
from cases.permissions import may_in_partnership
from cases.selectors.spoc import QueueRow
from cases.status import Command
from portals.addresses import address_of_case
from portals.components.drawing import format_html, format_html_join
from portals.components.templatetags.ct_components import due, tag
from portals.spoc.acts import PAGES, url_of

RISKS = {"high": ("High risk", "red"), "medium": ("Medium risk", "orange")}

APPLICANT = {"to_read": ("Answer to read", "green"), "asked": ("Applicant asked", "grey")}

# Words of ours in colours of ours: the same few marks on every page.
mark = lru_cache(maxsize=256)(lambda text, colour: tag(text, colour=colour))


_ROW = """<tr>
<th scope="row"><a class="govuk-link ct-nowrap" href="{url}">{reference}</a>\
<span class="ct-cell-note ct-cell-note--text">{name}</span>{district}</th>
<td>{status}</td>
<td>{due}</td>
<td>{needs}</td>
<td>{step}</td>
</tr>
"""
_NOTE = '<span class="ct-cell-note">{}</span>'
_STEP = """<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">: {}</span></a>"""


def shown(request: HttpRequest, rows: Iterable[QueueRow], *, several_districts: bool) -> SafeString:
    """The rows as HTML; each leads to its case, and to its next step where the person may take it.

    several_districts: whether each says which district it is in.
    """
    slug, offered = request.partnership.slug, _Offered(request)
    drawn = ((_drawn(row, slug, offered, several_districts),) for row in rows)
    return format_html_join("", "{}", drawn)


def _drawn(row: QueueRow, slug: str, offered: "_Offered", several_districts: bool) -> SafeString:
    return format_html(
        _ROW,
        url=address_of_case("spoc:case", slug, row.reference),
        reference=row.reference,
        name=row.name,
        district=format_html(_NOTE, row.district) if several_districts else "",
        status=mark(row.status, row.colour),
        due=_due(row),
        needs=_needs(row.risk, row.vulnerable, row.adjustments, row.pcc_review, row.applicant),
        step=_step(row, slug, offered),
    )


def _due(row: QueueRow) -> str:
    if row.due is None:
        return "No date running"
    return _date(row.due.text, row.due.state, row.due_title)


@lru_cache(maxsize=1024)
def _date(text: str, state: str, title: str) -> SafeString:
    """A legal date and what falls due on it; many cases share both."""
    return due(text, state=state) + format_html(_NOTE, title)


def _step(row: QueueRow, slug: str, offered: "_Offered") -> str:
    act = row.step.act
    if act not in PAGES or not offered(act, row.district_id):
        return row.step.text
    url = url_of(act, slug=slug, reference=row.reference)
    return format_html(_STEP, url, row.step.text, row.reference)


class _Offered:
    """Whether this person's roles carry an act in a district, asked once for each of them."""

    def __init__(self, request: HttpRequest):
        self._actor, self._partnership_id = request.actor, request.partnership.pk
        self._known: dict[tuple[Command, int], bool] = {}

    def __call__(self, act: Command, district_id: int) -> bool:
        key = act, district_id
        if key not in self._known:
            self._known[key] = may_in_partnership(
                self._actor,
                PERMISSION[act],
                partnership_id=self._partnership_id,
                district_id=district_id,
            )
        return self._known[key]


@lru_cache(maxsize=256)
def _needs(
    risk: str, vulnerable: bool, adjustments: bool, pcc_review: bool, applicant: str
) -> SafeString:
    """Risk and needs in words, with a colour where they must be seen."""
    if risk in RISKS:
        text, colour = RISKS[risk]
        marks = [tag(text, colour=colour)]
    else:
        marks = [f"{risk.capitalize()} risk" if risk else "Risk not recorded"]
    marks += [tag("Vulnerable", colour="red")] if vulnerable else []
    marks += [tag("Adjustments", colour="yellow")] if adjustments else []
    marks += [tag("PCC review", colour="purple")] if pcc_review else []
    if applicant:
        text, colour = APPLICANT[applicant]
        marks.append(tag(text, colour=colour))
    return format_html_join(" ", "{}", ((mark,) for mark in marks))
