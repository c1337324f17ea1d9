"""What a person does with the post: say that a printed letter was posted."""

import datetime as dt

from django.utils import timezone

from cases import permissions
from cases.permission_names import Permission
from cases.policies import NotNow
from notifications.channels import ways
from notifications.models import Delivery
from notifications.settling import note_told
from organisations.actors import Actor
from organisations.tenancy import Scope, visiting


class NoSuchDelivery(LookupError):
    """The delivery is not there for this person."""


def mark_posted(*, partnership_id: int, delivery_id: int, by: Actor, at: dt.datetime) -> Delivery:
    """A letter has been put into the post: the applicant counts as told (ARCHITECTURE section 3).

    Raises NoSuchDelivery, NotPermitted, and NotNow when it was marked before, is not one to
    post, or the person has said meanwhile that post is not safe.
    """
    with visiting(Scope.staff(partnership_id)):
        delivery = (
            Delivery.objects.select_for_update(of=("self",), no_key=True)
            .select_related("message__application__case", "message__person")
            .filter(
                partnership_id=partnership_id,
                pk=delivery_id,
                application__isnull=False,
            )
            .first()
        )
        if delivery is None:
            raise NoSuchDelivery(delivery_id)
        permissions.check_may(by, Permission.POST_LETTERS, delivery.message.application.case, at=at)
        _check_to_post(delivery)
        note_posted(delivery, by=by, at=at)
    return delivery


def note_posted(delivery: Delivery, *, by: Actor, at: dt.datetime) -> None:
    """Write down that a delivery, locked and checked, is in the post; what follows follows once.

    at: the moment at which the applicant counts as told.
    """
    delivery.state, delivery.finished_at = Delivery.State.ACCEPTED, timezone.now()
    delivery.marked_by_id = by.id
    delivery.save(update_fields=["state", "finished_at", "marked_by"])
    note_told(delivery.message, by=by, at=at)


def _check_to_post(delivery: Delivery) -> None:
    if delivery.channel != Delivery.Channel.POST:
        raise NotNow("This letter does not go by post.")
    if delivery.state != Delivery.State.QUEUED:
        raise NotNow("This letter has already been marked as posted.")
    (way,) = ways(delivery.message.person, channels=(Delivery.Channel.POST,))
    if way.refused:
        raise NotNow(f"Do not post this letter. {way.refused} Agree another way with them.")
