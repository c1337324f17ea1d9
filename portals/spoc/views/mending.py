"""Post that needs somebody: the list over all cases, and what a person does about one letter."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import permissions
from cases.events import record_read
from cases.models import Case
from cases.permission_names import Permission
from cases.selectors.districts import districts_in_reach
from cases.selectors.spoc_case import identity_of
from notifications import mending, returns
from notifications.attention import post_needing_somebody
from notifications.selectors import MessageShown, message_of_delivery, message_shown
from notifications.troubles import Kind, Trouble
from organisations.clock import date_of
from portals.acts import ActForm, carry_out
from portals.spoc.forms.mending import (
    MarkSentForm,
    ReturnedForm,
    SendAgainForm,
    ToldAnotherWayForm,
)
from portals.spoc.pages import check_may_here, show, spoc_page, typed
from portals.spoc.post import case_of_delivery, case_of_event, case_of_message

COLOURS = {
    Kind.UNWRITTEN: "red",
    Kind.UNCERTAIN: "orange",
    Kind.UNREACHED: "red",
    Kind.RETURNED: "red",
}


@dataclass(frozen=True, kw_only=True)
class Mend:
    """One way of dealing with a letter: its page, the words on its button, and what is said after.

    name: of the address and the template. of: what the address names, as the command calls it.
    check: whether the page may be opened, as the command will ask.
    """

    name: str
    of: str
    command: Callable
    check: Callable
    title: str
    submit: str
    done: str


SEND_AGAIN = Mend(
    name="send_again",
    of="message_id",
    command=mending.send_again,
    check=mending.check_can_be_sent_again,
    title="Send a letter again",
    submit="Send again",
    done="The letter is on its way again.",
)
MARK_SENT = Mend(
    name="mark_sent",
    of="delivery_id",
    command=mending.mark_sent,
    check=mending.check_can_be_marked,
    title="A letter was sent",
    submit="It was sent",
    done="The letter is marked as sent.",
)
TOLD_ANOTHER_WAY = Mend(
    name="told_another_way",
    of="message_id",
    command=mending.told_another_way,
    check=mending.check_can_be_told,
    title="Told another way",
    submit="The applicant was told",
    done="It is recorded that the applicant was told.",
)

CAME_BACK = Mend(
    name="mark_returned",
    of="delivery_id",
    command=returns.mark_returned,
    check=returns.check_can_come_back,
    title="A letter came back",
    submit="It came back",
    done="It is recorded that the letter came back. Check the address with the applicant.",
)


@require_safe
@spoc_page
def troubles(request):
    """Letters that reached nobody and will not by themselves, those near a legal date first."""
    check_may_here(request, Permission.OVERSEE_POST)
    here = request.partnership.pk
    reach = districts_in_reach(
        request.actor, partnership_id=here, permission=Permission.OVERSEE_POST
    )
    found = post_needing_somebody(
        partnership_id=here, district_ids=reach, today=date_of(request.at)
    )
    rows = [_with_acts(request, trouble) for trouble in found.needing]
    return show(
        request,
        "spoc/troubles.html",
        needing=rows,
        unwritten=sum(row["may_mend"] and row["trouble"].may_tell_again for row in rows),
        slow=found.slow,
        left_out=found.left_out,
    )


def _with_acts(request: HttpRequest, trouble: Trouble) -> dict:
    """A row, with whether this person may act in its district."""
    may = permissions.may_in_partnership(
        request.actor,
        Permission.MEND_POST,
        partnership_id=request.partnership.pk,
        district_id=trouble.district_id,
    )
    return {"trouble": trouble, "may_mend": may, "colour": COLOURS[trouble.kind]}


@require_POST
@spoc_page
def tell_again(request, event_id):
    """A letter that was given up is tried again."""
    case = case_of_event(request, event_id)
    mending.tell_again(
        partnership_id=request.partnership.pk, event_id=event_id, by=request.actor, at=request.at
    )
    messages.success(request, "The letter is being tried again. Look again in a minute.")
    return redirect(_back(request, case)[0])


@require_POST
@spoc_page
def tell_all_again(request):
    """All letters that were given up are tried again, when what stopped them is mended."""
    check_may_here(request, Permission.MEND_POST)
    here = request.partnership.pk
    reach = districts_in_reach(request.actor, partnership_id=here, permission=Permission.MEND_POST)
    number = mending.tell_all_again(
        partnership_id=here, district_ids=reach, by=request.actor, at=request.at
    )
    messages.success(request, f"Letters that are being tried again: {number}.")
    return redirect("spoc:troubles", request.partnership.slug)


@require_http_methods(["GET", "POST"])
@spoc_page
def send_again(request, message_id):
    """One more attempt, by a way that is safe."""
    case = _opened(request, case_of_message(request, message_id), SEND_AGAIN, message_id)
    shown = _shown(request, message_id)
    form = SendAgainForm.on(
        case,
        typed(request),
        ways=shown.ways,
        told=shown.told,
        initial={"seen": shown.latest_id},
    )
    return _answer(request, case, form, SEND_AGAIN, message_id, shown=shown)


@require_http_methods(["GET", "POST"])
@spoc_page
def mark_sent(request, delivery_id):
    """Somebody found out that a letter did go."""
    case = _opened(request, case_of_delivery(request, delivery_id), MARK_SENT, delivery_id)
    here = request.partnership.pk
    message_id = message_of_delivery(partnership_id=here, delivery_id=delivery_id)
    shown = _shown(request, message_id)
    form = MarkSentForm.on(case, typed(request), initial={"sent_on": shown.handed_over_on})
    return _answer(request, case, form, MARK_SENT, delivery_id, shown=shown)


@require_http_methods(["GET", "POST"])
@spoc_page
def mark_returned(request, delivery_id):
    """A letter that was posted came back."""
    case = _opened(request, case_of_delivery(request, delivery_id), CAME_BACK, delivery_id)
    here = request.partnership.pk
    shown = _shown(request, message_of_delivery(partnership_id=here, delivery_id=delivery_id))
    form = ReturnedForm.on(case, typed(request), initial={"came_back_on": date_of(request.at)})
    return _answer(request, case, form, CAME_BACK, delivery_id, shown=shown)


@require_http_methods(["GET", "POST"])
@spoc_page
def told_another_way(request, message_id):
    """The applicant was told without the post."""
    case = _opened(request, case_of_message(request, message_id), TOLD_ANOTHER_WAY, message_id)
    shown = _shown(request, message_id)
    first = {"seen": shown.latest_id, "told_on": date_of(request.at)}
    form = ToldAnotherWayForm.on(case, typed(request), initial=first)
    return _answer(request, case, form, TOLD_ANOTHER_WAY, message_id, shown=shown)


def _opened(request: HttpRequest, case: Case, mend: Mend, row_id: int) -> Case:
    """The case, for this act; opening its page is recorded. Raises NotPermitted, NotNow (on GET).

    A POST in the wrong state is left to the command, so that what was typed is kept.
    """
    permissions.check_may(request.actor, Permission.MEND_POST, case, at=request.at)
    if request.method == "GET":
        mend.check(**{mend.of: row_id}, partnership_id=request.partnership.pk)
        record_read(case=case, by=request.actor, at=request.at)
    return case


def _shown(request: HttpRequest, message_id: int) -> MessageShown:
    shown = message_shown(partnership_id=request.partnership.pk, message_id=message_id)
    if shown is None:
        raise Http404
    return shown


def _answer(
    request: HttpRequest,
    case: Case,
    form: ActForm,
    mend: Mend,
    row_id: int,
    *,
    shown: MessageShown,
) -> HttpResponse:
    place = {"partnership_id": request.partnership.pk, mend.of: row_id}
    url, text = _back(request, case)
    if form.is_valid() and carry_out(request, form, mend.command, **place, **form.given()):
        messages.success(request, mend.done)
        return redirect(url)
    return show(
        request,
        f"spoc/{mend.name}.html",
        status=form.status,
        case=case,
        form=form,
        identity=identity_of(case, at=request.at),
        act=mend,
        letter=shown.letter,
        letter_url=reverse("spoc:letter", args=[request.partnership.slug, shown.letter.id]),
        back_url=url,
        back_text=text,
    )


def _back(request: HttpRequest, case: Case | None) -> tuple[str, str]:
    """Where the letter was read, and what the way back there is called."""
    slug = request.partnership.slug
    if case is not None and request.GET.get("back") == "case":
        return reverse("spoc:case", args=[slug, case.reference]), "Back to the case"
    return reverse("spoc:troubles", args=[slug]), "Back to post that needs you"
