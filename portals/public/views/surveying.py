"""What was the review like? Asked of anybody, and kept so that nobody can be found (ADR 34)."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from cases.commands.surveying import answer_survey
from portals.access import public_page
from portals.public.attempts import locked_until
from portals.public.survey_forms import SurveyForm

# Counted for each place that answers, beside what else comes from it.
ANY_ANSWER = "any answer"


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def survey(request):
    """The questions; whoever was signed in stays unknown, because nothing asks who they are."""
    if request.partnership.survey_after is None:
        return render(request, "public/survey_closed.html", status=404)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (until := _locked(request)):
        form.hold(until)
    if form.is_valid():
        answer_survey(partnership_id=request.partnership.pk, given=form.given(), at=request.at)
        return redirect("public:survey_thanks", request.partnership.slug)
    response = render(request, "public/survey.html", {"form": form}, status=form.status)
    add_never_cache_headers(response)
    return response


@require_safe
@public_page
def survey_thanks(request):
    """The answers are kept; nothing of them is shown again."""
    return render(request, "public/survey_thanks.html")


def _locked(request):
    address = request.META.get("REMOTE_ADDR", "")
    return locked_until(address=address, reference=ANY_ANSWER, at=timezone.now())
