"""What a version would make people read: its letters (the public page previews itself)."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.sample_letters import APPLICATION, NoDistrict, sample_facts
from cases.status import Outcome
from notifications.letter_kinds import LetterKind
from notifications.letters import preview_html
from portals.partnership.views.administration import administrator_page
from portals.partnership.views.versions import file_of, opened

OUTCOMES = {LetterKind.ACCEPTANCE: Outcome.ACCEPTED, LetterKind.REJECTION: Outcome.REJECTED}


@require_safe
@administrator_page
def preview_letter(request, procedure_id, kind):
    """The letter of a decision as a version would word it, to somebody invented."""
    file = file_of(request, opened(request, procedure_id))
    if kind not in OUTCOMES:
        raise Http404
    html = ""
    if file.procedure is not None:
        html = _letter(request, file.procedure, LetterKind(kind))
    context = {"file": file, "letter": html, "title": LetterKind(kind).label}
    return render(request, "partnership/preview_letter.html", context)


def _letter(request, procedure, kind: LetterKind) -> str:
    try:
        facts = sample_facts(
            partnership=request.partnership,
            procedure=procedure,
            outcome=OUTCOMES[kind],
            at=request.at,
        )
    except NoDistrict:
        return ""
    return preview_html(kind, facts, APPLICATION)
