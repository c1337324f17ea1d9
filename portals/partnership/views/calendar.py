"""Days off that the partnership enters itself: proclaimed holidays, closures, days worked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.commands.days_off import Followed, NoSuchDay, add_day, remove_day
from cases.selectors.days_off import days_off_of, get_day_off
from organisations.clock import date_of
from portals.partnership.forms import DayOffForm, RemoveDayOffForm
from portals.partnership.views.administration import administrator_page, carry_out


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def days_off(request):
    """The days that were entered; enter one more."""
    form = DayOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        followed = carry_out(request, form, add_day, given=form.given())
        if followed:
            messages.success(request, f"The day is added. {_in_words(followed)}")
            return redirect("partnership:days_off", request.partnership.slug)
    days = days_off_of(partnership_id=request.partnership.pk, on=date_of(request.at))
    context = {"days": days, "form": form}
    return render(request, "partnership/days_off.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def remove_day_off(request, day_id):
    """Take a day out again, after saying what that means and asking why."""
    day = _day(request, day_id)
    form = RemoveDayOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        followed = carry_out(request, form, remove_day, day_id=day_id, reason=reason)
        if followed:
            messages.success(request, f"The day is removed. {_in_words(followed)}")
            return redirect("partnership:days_off", request.partnership.slug)
    context = {"day": day, "form": form}
    return render(request, "partnership/remove_day_off.html", context, status=form.status)


def _day(request, day_id: int):
    try:
        return get_day_off(
            partnership_id=request.partnership.pk, day_id=day_id, on=date_of(request.at)
        )
    except NoSuchDay:
        raise Http404 from None


def _in_words(followed: Followed) -> str:
    """`3 dates moved; 2 applicants are written to.`"""
    if followed.cases_left:
        return f"{_moved_in_words(followed)} Other cases follow within half an hour."
    return _moved_in_words(followed)


def _moved_in_words(followed: Followed) -> str:
    if not followed.dates:
        return "No date moved."
    dates = "1 date" if followed.dates == 1 else f"{followed.dates} dates"
    if not followed.letters:
        return f"{dates} moved; none had been told."
    written = "1 applicant is" if followed.letters == 1 else f"{followed.letters} applicants are"
    return f"{dates} moved; {written} written to."
