"""One case with everything about it."""

from django.views.decorators.http import require_safe

from cases.permission_names import Permission
from cases.permissions import may
from cases.selectors.spoc_case import case_file
from cases.status import Command
from notifications.selectors import letters_of_case
from portals.spoc.acts import links_of, url_of
from portals.spoc.pages import opened, show, spoc_page


@require_safe
@spoc_page
def case(request, reference):
    """The case on one page: the next legal act first, then all that is known."""
    found = opened(request, reference)
    file = case_file(found, actor=request.actor, at=request.at)
    place = {"slug": request.partnership.slug, "reference": found.reference}
    step_open = file.step.act in file.acts
    return show(
        request,
        "spoc/case.html",
        case=found,
        file=file,
        identity=file.identity,
        letters=letters_of_case(partnership_id=request.partnership.pk, case_id=found.pk),
        step_url=url_of(file.step.act, **place) if step_open else "",
        acts=links_of(file.acts, besides=file.step.act if step_open else None, **place),
        may_answer_pcc=may(request.actor, Permission.ANSWER_PCC, found, at=request.at),
        may_extend=Command.EXTEND_DEADLINE in file.acts,
        may_progress=Command.RECORD_PROGRESS in file.acts,
    )
