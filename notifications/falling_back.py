"""Which way comes next when one has failed for good: as the partnership's procedure says."""

from cases.procedures import procedure_of
from notifications.models import Delivery
from thresholds.procedure import AfterFailure

Channel, State = Delivery.Channel, Delivery.State

_NEXT: dict[AfterFailure, dict[str, tuple[str, ...]]] = {
    AfterFailure.POST: {
        Channel.EMAIL: (Channel.POST,),
        Channel.TEXT: (Channel.EMAIL, Channel.POST),
        Channel.POST: (),
    },
    AfterFailure.NEXT_SAFE_WAY: {
        Channel.EMAIL: (Channel.TEXT, Channel.POST),
        Channel.TEXT: (Channel.EMAIL, Channel.POST),
        Channel.POST: (Channel.EMAIL, Channel.TEXT),
    },
    AfterFailure.PERSON: {},
}


def next_ways(delivery: Delivery) -> tuple[str, ...]:
    """The channels to try after this one, in order, without those that failed before.

    Whether each is safe is for `channels.ways` to say. Empty: a person has to see to it.
    """
    message = delivery.message
    failed = set(
        message.deliveries.filter(
            partnership_id=message.partnership_id, state=State.FAILED
        ).values_list("channel", flat=True)
    )
    rule = procedure_of(message.application).letters.after_failure
    return tuple(
        channel for channel in _NEXT[rule].get(delivery.channel, ()) if channel not in failed
    )
