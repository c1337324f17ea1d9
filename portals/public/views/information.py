"""What anybody can read: where to apply, the procedure in plain words, the figures."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.procedures import NoProcedureInForce, calendar_of, in_force, parsed
from cases.selectors.public import areas_to_choose_from, districts_of, published_figures
from organisations.clock import date_of
from organisations.models import District
from organisations.roles import Role
from portals.access import public_page, staff_page
from portals.public.procedure_words import information_of
from thresholds.models import Procedure as StoredProcedure
from thresholds.procedure import Procedure, ProcedureError


@require_safe
def home(request):
    """Choose the partnership of the place where it happens."""
    return render(request, "public/home.html", {"areas": areas_to_choose_from()})


@require_safe
@public_page
def partnership(request):
    """The procedure in force, in plain words."""
    today = date_of(request.at)
    districts = districts_of(partnership_id=request.partnership.pk)
    try:
        stored = in_force(partnership_id=request.partnership.pk, on=today)
    except NoProcedureInForce:
        return render(request, "public/not_open.html", {"districts": districts})
    context = _about(request, stored, parsed(stored), districts)
    return render(request, "public/partnership.html", context)


@require_safe
@staff_page(Role.ADMINISTRATOR)
def preview(request, procedure_id):
    """The same page as a version that is not in force would make it, for the administrator."""
    stored = StoredProcedure.objects.filter(
        partnership_id=request.partnership.pk, pk=procedure_id
    ).first()
    if stored is None:
        raise Http404
    try:
        procedure = parsed(stored)
    except ProcedureError:
        return render(request, "public/preview_not_ready.html", {"version": stored}, status=409)
    # Shown as if it began today; never saved.
    stored.effective_from = stored.effective_from or date_of(request.at)
    districts = districts_of(partnership_id=request.partnership.pk)
    context = _about(request, stored, procedure, districts) | {"version": stored}
    return render(request, "public/preview.html", context)


def _about(
    request, stored: StoredProcedure, procedure: Procedure, districts: list[District]
) -> dict:
    """What the page says of a version."""
    calendar = calendar_of(request.partnership.pk)
    return {
        "procedure": procedure,
        "districts": districts,
        "about": information_of(stored, procedure, at=request.at, calendar=calendar),
        "office": request.partnership.policing_area,
    }


@require_safe
@public_page
def statistics(request):
    """The four figures of s.104, by year."""
    figures = published_figures(partnership_id=request.partnership.pk)
    context = {"figures": figures, "this_year": date_of(request.at).year}
    return render(request, "public/statistics.html", context)


@require_safe
@public_page
def privacy(request):
    """What is done with what people tell us."""
    districts = districts_of(partnership_id=request.partnership.pk)
    return render(request, "public/privacy.html", {"districts": districts})


@require_safe
@public_page
def accessibility(request):
    """How far the pages can be used by everybody, and what to do where they cannot."""
    return render(request, "public/accessibility.html")


@require_safe
@public_page
def stay_safe(request):
    """How to hide that one was here."""
    return render(request, "public/stay_safe.html")
