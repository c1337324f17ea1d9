"""When staff are reminded of dates that are owed, and which of those mails did not go."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.commands.reminders import change_reminders, reminder_times
from notifications.digest import digest_of
from notifications.digests import choose_reminders, hours_of, wish_of
from notifications.mending import NoSuchMessage
from notifications.reminding_again import mark_arrived, send_reminder_again
from notifications.staff_mail import mails_not_sent
from organisations.roles import PARTNERSHIP_ROLES
from portals.access import staff_page
from portals.partnership.forms import OwnRemindersForm, RemindersForm
from portals.partnership.views.administration import administrator_page, carry_out


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
        "not_sent": mails_not_sent(partnership_id=request.partnership.pk, at=request.at),
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


@require_POST
@administrator_page
def remind_arrived(request, message_id):
    """A mail of which nobody knew has arrived, somebody has found out."""
    try:
        mark_arrived(
            partnership_id=request.partnership.pk,
            message_id=message_id,
            by=request.actor,
            at=request.at,
        )
    except NoSuchMessage:
        raise Http404 from None
    messages.success(request, "Noted: this e-mail has arrived, so its dates count as told.")
    return redirect("partnership:reminders", request.partnership.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*PARTNERSHIP_ROLES)
def own_reminders(request):
    """How the person wants reminders, and what one e-mail a day would say now."""
    here, mine = request.partnership.pk, request.user.pk
    form = OwnRemindersForm(
        request.POST if request.method == "POST" else None,
        wish=wish_of(partnership_id=here, user_id=mine),
        hours=hours_of(reminder_times(request.partnership)),
    )
    if form.is_valid() and _chosen(request, form):
        messages.success(request, "Your choice is saved.")
        return redirect("partnership:own_reminders", request.partnership.slug)
    digest = digest_of(partnership=request.partnership, user_id=mine, at=request.at)
    context = {"form": form, "digest": digest}
    return render(request, "partnership/own_reminders.html", context, status=form.status)


def _chosen(request, form: OwnRemindersForm) -> bool:
    carry_out(request, form, choose_reminders, wish=form.given())
    return form.is_valid()
