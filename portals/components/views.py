"""The gallery of components, for the demonstration and the browser tests."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.components.gallery import SAMPLES, filled_form, filled_formset


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once, with a form as it looks after mistakes."""
    forms = {"form": filled_form(), "formset": filled_formset()}
    return render(request, "components/gallery.html", SAMPLES | forms)
