"""How the post does: what waits, what went wrong and why, what was written and sent."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from notifications.figures import figures_of
from notifications.figures_text import day_rows, dead_rows, queued_rows, wrong_rows
from portals.partnership.views.administration import administrator_page


@require_safe
@administrator_page
def post(request):
    """The partnership's figures, without people or cases."""
    now = timezone.now()
    figures = figures_of(partnership_id=request.partnership.pk)
    context = {
        "waiting": queued_rows(figures, now=now),
        "dead": dead_rows(figures),
        "uncertain": figures.uncertain,
        "wrong": wrong_rows(figures),
        "days": day_rows(figures, now=now),
    }
    return render(request, "partnership/post.html", context)
