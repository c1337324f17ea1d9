"""Handing a claimed message to its transport. A worker that dies here leaves `sending`."""

from dataclasses import dataclass

from notifications.transports.protocol import Outgoing, Result, Transport


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A delivery that is ours to send, what to send, and by what.

    reference: by which the receiving side can be asked. issued_at: seconds of real time.
    """

    delivery_id: int
    outgoing: Outgoing
    transport: Transport
    reference: str
    issued_at: float


def send(claimed: Claimed) -> Result:
    """Hand it over; never raises for what the other side does."""
    return claimed.transport.send(
        claimed.outgoing, reference=claimed.reference, issued_at=claimed.issued_at
    )
