"""What every transport is asked, and what its answers mean for trying again."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.core.mail import EmailMessage

from notifications.models import Delivery

State = Delivery.State


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text message. to: in international form, such as +447700900123."""

    to: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A letter to be printed and posted, as its stored bytes, and on how many pages."""

    pdf: bytes
    pages: int


Outgoing = EmailMessage | Text | Paper


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of an attempt.

    state: accepted; delivered; failed (certainly not taken, or certainly not brought); uncertain
    (it may have been taken); sending (handed over, and not accepted yet: paper is looked at first);
    returned (paper that came back).
    again: whether the same may be tried later; wait: no earlier than after this long. reason: kind
    and code, never the server's text, which can hold the address.
    """

    state: str
    reason: str = ""
    again: bool = False
    wait: dt.timedelta = dt.timedelta()


ACCEPTED = Result(state=State.ACCEPTED)
DELIVERED = Result(state=State.DELIVERED)
HANDED_OVER = Result(state=State.SENDING)


class Transport(Protocol):
    """One way out of the machine."""

    name: str

    def reference(self, *, partnership_id: int, delivery_id: int) -> str:
        """A new reference for one attempt, by which the receiving side can be asked about it."""

    def send(self, outgoing: Outgoing, *, reference: str, issued_at: float) -> Result:
        """Hand one message over; never raises for what the other side does.

        issued_at: when it was claimed, in seconds of real time.
        """
