"""What anybody can read: where to apply, the procedure in plain words, the figures."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.procedures import NoProcedureInForce, calendar_of, in_force, parsed
from cases.selectors.public import areas_to_choose_from, districts_of, published_figures
from cases.selectors.public_words import LIMIT_WORDS
from organisations.clock import date_of
from portals.access import public_page
from portals.public.threshold_words import (
    conditions_in_words,
    routes_in_words,
    statute_in_words,
)
from thresholds.limits import Anchor
from thresholds.periods import weekday_in_words
from thresholds.procedure import Procedure
from thresholds.time_limits import due_on


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
    procedure = parsed(stored)
    context = {
        "procedure": procedure,
        "districts": districts,
        "statute": statute_in_words(procedure.threshold),
        "routes": routes_in_words(procedure.threshold),
        "conditions": conditions_in_words(procedure.threshold),
        "dates": _dates_if_today(request, procedure),
    }
    return render(request, "public/partnership.html", context)


def _dates_if_today(request, procedure: Procedure) -> list[dict[str, str]]:
    """Each limit that counts from receipt, with the date that it would give today."""
    calendar = calendar_of(request.partnership.pk)
    return [
        {
            "what": LIMIT_WORDS.get(limit.name, limit.title),
            "length": limit.length,
            "today": weekday_in_words(
                due_on(
                    limit,
                    anchor_at=request.at,
                    calendar=calendar,
                    convention=procedure.counting,
                )
            ),
        }
        for limit in procedure.limits_from(Anchor.RECEIPT)
    ]


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
