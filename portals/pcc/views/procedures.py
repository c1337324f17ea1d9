"""The procedures of the area: what was published, what the office was asked about (Sch.4)."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.selectors.versions import NoSuchVersion, compared, office_pair, office_rows
from organisations.clock import date_of
from portals.access import area_page


@require_safe
@area_page
def procedures(request):
    """Each partnership's versions, and what is on record of the office's own answers."""
    found = office_rows(area_id=request.area.pk, on=date_of(request.at))
    return render(request, "pcc/procedures.html", {"partnerships": found})


@require_safe
@area_page
def compare(request, partnership, procedure_id, other_id):
    """Two versions side by side."""
    try:
        before, after = office_pair(
            area_id=request.area.pk,
            slug=partnership,
            ids=(procedure_id, other_id),
            on=date_of(request.at),
        )
    except NoSuchVersion:
        raise Http404 from None
    context = {
        "before": before.row,
        "after": after.row,
        "rows": compared(before.content, after.content),
    }
    return render(request, "pcc/compare.html", context)
