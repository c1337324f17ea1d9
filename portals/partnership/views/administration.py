"""What the partnership's administrator sees and does: districts, people, procedure, statistics."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.commands.people import (
    NoSuchAgency,
    NoSuchMembership,
    change_agency_mailbox,
    give_membership,
)
from cases.commands.people import end_membership as end_role
from cases.policies import NotNow
from cases.procedures import NoProcedureInForce
from cases.selectors.oversight import get_partner_agency, partnership_figures, partnership_overview
from cases.selectors.people import get_membership, people_of, places_of
from cases.selectors.published import published_procedure
from notifications.staff_mail import count_to_send_again
from organisations.clock import date_of
from organisations.roles import Role
from organisations.tenancy import forget
from portals.access import staff_page
from portals.partnership.forms import EndMembershipForm, GiveMembershipForm, MailboxForm
from portals.partnership.inviting import send_invitation

administrator_page = staff_page(Role.ADMINISTRATOR)


def _in_force(request):
    """The procedure in force today; None where the partnership has published none."""
    try:
        return published_procedure(partnership_id=request.partnership.pk, on=date_of(request.at))
    except NoProcedureInForce:
        return None


def carry_out(request, form, command: Callable, **arguments):
    """What the command gives, or None with the refusal on the form."""
    try:
        return command(
            partnership_id=request.partnership.pk, by=request.actor, at=request.at, **arguments
        )
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        form.status = 409
        forget(request)
        return None


@require_safe
@administrator_page
def overview(request):
    """The partnership at a glance."""
    context = {
        "overview": partnership_overview(
            partnership_id=request.partnership.pk, on=date_of(request.at)
        ),
        "procedure": _in_force(request),
        "mails_to_send_again": count_to_send_again(
            partnership_id=request.partnership.pk, at=request.at
        ),
    }
    return render(request, "partnership/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def people(request):
    """Who has which role; give a role to somebody known or new."""
    districts, localities = places_of(partnership_id=request.partnership.pk)
    form = GiveMembershipForm(request.POST or None, districts=districts, localities=localities)
    if form.is_valid():
        made = carry_out(request, form, give_membership, given=form.given())
        if made:
            if made.is_new:
                send_invitation(request, email=made.membership.user.email)
            messages.success(request, _given_in_words(made.is_new))
            return redirect("partnership:people", request.partnership.slug)
    rows = people_of(partnership_id=request.partnership.pk, on=date_of(request.at))
    context = {"people": rows, "form": form}
    return render(request, "partnership/people.html", context, status=form.status)


def _given_in_words(is_new: bool) -> str:
    if is_new:
        return "Role given. An e-mail with which the person sets a password is on its way."
    return "Role given. The person signs in as before."


def _membership(request, membership_id: int):
    try:
        return get_membership(partnership_id=request.partnership.pk, membership_id=membership_id)
    except NoSuchMembership:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def end_membership(request, membership_id):
    """End somebody's role, after saying what that means."""
    person = _membership(request, membership_id)
    form = EndMembershipForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carry_out(request, form, end_role, membership_id=membership_id):
        messages.success(request, "The role has ended.")
        return redirect("partnership:people", request.partnership.slug)
    context = {"person": person, "form": form}
    return render(request, "partnership/end_membership.html", context, status=form.status)


@require_POST
@administrator_page
def invite(request, membership_id):
    """Send the mail again to somebody who has not set a password yet."""
    person = _membership(request, membership_id)
    if person.has_signed_up:
        messages.info(request, "This person has a password already and can sign in.")
    else:
        send_invitation(request, email=person.email)
        messages.success(request, "The e-mail is on its way again.")
    return redirect("partnership:people", request.partnership.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def agency_mailbox(request, agency_id):
    """The address of an agency none of whose people has an account here."""
    agency = _agency(request, agency_id)
    form = MailboxForm(
        request.POST if request.method == "POST" else None, initial={"email": agency.mailbox}
    )
    if form.is_valid() and carry_out(
        request, form, change_agency_mailbox, agency_id=agency_id, **form.cleaned_data
    ):
        messages.success(request, "The mailbox is saved.")
        return redirect("partnership:overview", request.partnership.slug)
    context = {"agency": agency, "form": form}
    return render(request, "partnership/agency_mailbox.html", context, status=form.status)


def _agency(request, agency_id: int):
    try:
        return get_partner_agency(partnership_id=request.partnership.pk, agency_id=agency_id)
    except NoSuchAgency:
        raise Http404 from None


@require_safe
@administrator_page
def procedure(request):
    """The procedure in force, to read."""
    return render(request, "partnership/procedure.html", {"procedure": _in_force(request)})


@require_safe
@administrator_page
def statistics(request):
    """The four figures of s.104 for each district, by year."""
    years = partnership_figures(partnership_id=request.partnership.pk)
    return render(request, "partnership/statistics.html", {"years": years})
