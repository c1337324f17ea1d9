"""What people said of their reviews afterwards, counted by quarter."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.selectors.survey import FEWEST, survey_quarters
from organisations.clock import date_of
from portals.partnership.views.administration import administrator_page


@require_safe
@administrator_page
def survey(request):
    """The counts of each question; few answers are not broken down."""
    context = {
        "after": request.partnership.survey_after,
        "fewest": FEWEST,
        "quarters": survey_quarters(partnership_id=request.partnership.pk, on=date_of(request.at)),
    }
    return render(request, "partnership/survey.html", context)
