"""One case with everything about it."""

from functools import partial

from django.views.decorators.http import require_safe

from cases.events import record_read
from cases.models import Case
from cases.permission_names import Permission
from cases.permissions import may
from cases.procedures import local_rules
from cases.selectors.case_rows import READS, CaseRows
from cases.selectors.spoc_case import BELOW, case_file
from cases.selectors.spoc_codes import identified_shown
from cases.selectors.spoc_procedure import procedures_shown
from cases.status import Command
from notifications.selectors import POST_OF_CASE, letters_of_case
from portals.addresses import address_of_row
from portals.spoc.acts import links_of, url_of
from portals.spoc.case_parts import applications_drawn, people_drawn
from portals.spoc.ledger_rows import ledger_drawn
from portals.spoc.pages import opened, show, spoc_page


@require_safe
@spoc_page
def case(request, reference):
    """The case on one page: the next legal act first, then all that is known."""
    found = opened(request, reference, record=False)
    rows = CaseRows(found, *BELOW, *POST_OF_CASE)
    if request.method == "GET" and _is_new_reading(request, found, rows):
        rows.forget(READS)
    rules = local_rules(found.partnership_id)
    file = case_file(found, actor=request.actor, at=request.at, rows=rows, rules=rules)
    place = {"slug": request.partnership.slug, "reference": found.reference}
    may_mend = may(request.actor, Permission.MEND_POST, found, at=request.at)
    step_open = file.step.act in file.acts
    return show(
        request,
        "spoc/case.html",
        case=found,
        file=file,
        identity=file.identity,
        applications=applications_drawn(file.applications),
        people=people_drawn(
            file.applications,
            check=partial(address_of_row, "spoc:contact", place["slug"], place["reference"])
            if may_mend
            else None,
        ),
        ledger=ledger_drawn(file.ledger),
        letters=letters_of_case(found, rows),
        procedures=procedures_shown(found, rows, rules),
        identified=identified_shown(found, rows),
        step_url=url_of(file.step.act, **place) if step_open else "",
        acts=links_of(file.acts, besides=file.step.act if step_open else None, **place),
        may_answer_pcc=may(request.actor, Permission.ANSWER_PCC, found, at=request.at),
        may_mend=may_mend,
        may_extend=Command.EXTEND_DEADLINE in file.acts,
        may_ask=Command.ASK_APPLICANT in file.acts,
        may_answer=Command.RECORD_ANSWER in file.acts,
        may_change=Command.CHANGE_ACTION in file.acts,
        may_progress=Command.RECORD_PROGRESS in file.acts,
    )


def _is_new_reading(request, found: Case, rows: CaseRows) -> bool:
    """Record that the case was opened; whether that was written, so that the page shows it."""
    return record_read(case=found, by=request.actor, at=request.at, known=rows[READS])
