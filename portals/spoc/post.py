"""Which case a letter or a delivery belongs to, so that it is seen by whom the case is seen."""

from django.http import Http404, HttpRequest

from cases.models import Case, Event
from cases.selectors.visible import get_case_for
from notifications.models import Delivery, Letter, Message


def case_of_letter(request: HttpRequest, letter_id: int) -> Case:
    """The case of a letter that this person may see. Raises Http404, NoSuchCase (a 404 too)."""
    return _seen(request, Letter.objects.filter(pk=letter_id))


def case_of_delivery(request: HttpRequest, delivery_id: int) -> Case:
    """The case of a delivery that this person may see. Raises Http404, NoSuchCase (a 404 too)."""
    return _seen(request, Delivery.objects.filter(pk=delivery_id))


def case_of_message(request: HttpRequest, message_id: int) -> Case:
    """The case of a message that this person may see. Raises Http404, NoSuchCase (a 404 too)."""
    return _seen(request, Message.objects.filter(pk=message_id))


def case_of_event(request: HttpRequest, event_id: int) -> Case | None:
    """The case of an event that this person may see; None for one without.

    Raises Http404, NoSuchCase (a 404 too).
    """
    here = request.partnership.pk
    found = Event.objects.filter(partnership_id=here, pk=event_id).values_list("case__reference")
    row = found.first()
    if row is None:
        raise Http404
    (reference,) = row
    if reference is None:
        return None
    return get_case_for(request.actor, partnership_id=here, reference=reference, at=request.at)


def _seen(request: HttpRequest, rows) -> Case:
    here = request.partnership.pk
    found = rows.filter(partnership_id=here).values_list("application__case__reference", flat=True)
    reference = found.first()
    if reference is None:
        raise Http404
    return get_case_for(request.actor, partnership_id=here, reference=reference, at=request.at)
