"""Which case a letter or a delivery belongs to, so that it is seen by whom the case is seen."""

from django.http import Http404, HttpRequest

from cases.models import Case
from cases.selectors.visible import get_case_for
from notifications.models import Delivery, Letter


def case_of_letter(request: HttpRequest, letter_id: int) -> Case:
    """The case of a letter that this person may see. Raises Http404, NoSuchCase (a 404 too)."""
    return _seen(request, Letter.objects.filter(pk=letter_id))


def case_of_delivery(request: HttpRequest, delivery_id: int) -> Case:
    """The case of a delivery that this person may see. Raises Http404, NoSuchCase (a 404 too)."""
    return _seen(request, Delivery.objects.filter(pk=delivery_id))


def _seen(request: HttpRequest, rows) -> Case:
    here = request.partnership.pk
    found = rows.filter(partnership_id=here).values_list("application__case__reference", flat=True)
    reference = found.first()
    if reference is None:
        raise Http404
    return get_case_for(request.actor, partnership_id=here, reference=reference, at=request.at)
