"""When staff are reminded of dates that are owed, and which of those mails did not go."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.commands.reminders import change_reminders, reminder_times
from notifications.mending import NoSuchMessage
from notifications.reminding_again import send_reminder_again
from notifications.staff_mail import mails_not_sent
from portals.partnership.forms import RemindersForm
from portals.partnership.views.administration import administrator_page


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def reminders(request):
    """The partnership's times of reminders, to read and to change."""
    times = reminder_times(request.partnership)
    form = RemindersForm.of(times, request.POST if request.method == "POST" else None)
    if form.is_valid():
        change_reminders(
            partnership_id=request.partnership.pk,
            given=form.given(),
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "The times of reminders are saved.")
        return redirect("partnership:reminders", request.partnership.slug)
    context = {
        "form": form,
        "times": times,
        "not_sent": mails_not_sent(partnership_id=request.partnership.pk),
    }
    return render(request, "partnership/reminders.html", context, status=form.status)


@require_POST
@administrator_page
def remind_again(request, message_id):
    """Have what a reminder that did not go was about written to its people anew."""
    try:
        send_reminder_again(
            partnership_id=request.partnership.pk,
            message_id=message_id,
            by=request.actor,
            at=request.at,
        )
    except NoSuchMessage:
        raise Http404 from None
    messages.success(
        request,
        "It is written anew and goes with the next reminders: within a quarter of an hour, or when"
        " the times below begin.",
    )
    return redirect("partnership:reminders", request.partnership.slug)
