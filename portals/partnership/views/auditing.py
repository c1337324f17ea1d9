"""What happened and who looked, without what the cases are about."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.events import record_read
from cases.permission_names import Permission
from cases.selectors.audit import (
    districts_of_auditor,
    events_of_case,
    reads_of_case,
    recent_events,
    verify_case,
    verify_partnership,
)
from cases.selectors.visible import get_case_for
from notifications.attention import post_needing_somebody
from organisations.clock import date_of
from organisations.roles import Role
from portals.access import staff_page
from portals.paging import id_from

audit_page = staff_page(Role.AUDITOR, Role.ACCOUNTABLE_OFFICER)


@require_safe
@never_cache
@audit_page
def audit(request):
    """The partnership's events, newest first; on request the check of all chains."""
    reference = request.GET.get("reference", "").strip()
    if reference:
        return redirect("partnership:audit_case", request.partnership.slug, reference)
    place = {"partnership_id": request.partnership.pk}
    districts = districts_of_auditor(request.actor, **place)
    before = id_from(request.GET.get("before"))
    context = {
        "page": recent_events(**place, district_ids=districts, before=before),
        "first_page": before is None,
        "verification": verify_partnership(**place) if "verify" in request.GET else None,
    }
    return render(request, "partnership/audit.html", context)


@require_safe
@never_cache
@audit_page
def audit_post(request):
    """Letters that reached nobody and will not by themselves: which and why, not whose."""
    place = {"partnership_id": request.partnership.pk}
    found = post_needing_somebody(
        **place,
        district_ids=districts_of_auditor(request.actor, **place),
        today=date_of(request.at),
    )
    return render(request, "partnership/audit_post.html", {"found": found})


@require_safe
@never_cache
@audit_page
def audit_case(request, reference):
    """All events and reads of one case, with the check of its chains."""
    case = get_case_for(
        request.actor,
        partnership_id=request.partnership.pk,
        reference=reference,
        at=request.at,
        permission=Permission.AUDIT,
    )
    record_read(case=case, by=request.actor, at=request.at, what="audit")
    context = {
        "case": case,
        "events": events_of_case(case),
        "reads": reads_of_case(case),
        "verification": verify_case(case),
    }
    return render(request, "partnership/audit_case.html", context)
