"""What GOV.UK Notify calls the state of a message, and what that is here (its documentation, v2).

The same for a receipt and for an answer to a question. `tests/specs/receipts.csv` is the table.
"""

from notifications.models import Delivery
from notifications.transports.protocol import ACCEPTED, DELIVERED, HANDED_OVER, Result

State = Delivery.State

RETURNED = Result(state=State.RETURNED, reason="The post brought it back to GOV.UK Notify.")

_FULL = "GOV.UK Notify could not deliver it for now."
_NOT_SENT = "GOV.UK Notify could not send it."
_WRONG = "GOV.UK Notify could not deliver it: the address or number is wrong."

_MESSAGE = {
    "created": ACCEPTED,
    "sending": ACCEPTED,
    "pending": ACCEPTED,
    "sent": ACCEPTED,
    "delivered": DELIVERED,
    "permanent-failure": Result(state=State.FAILED, reason=_WRONG),
    "temporary-failure": Result(state=State.FAILED, reason=_FULL, again=True),
    "technical-failure": Result(state=State.FAILED, reason=_NOT_SENT, again=True),
}


def _not_printed(why: str) -> Result:
    return Result(state=State.FAILED, reason=f"GOV.UK Notify will not print it: {why}.")


_LETTER = {
    "created": HANDED_OVER,
    "pending-virus-check": HANDED_OVER,
    "accepted": ACCEPTED,
    "sending": ACCEPTED,
    "received": DELIVERED,
    "delivered": DELIVERED,
    "cancelled": _not_printed("it was cancelled there"),
    "virus-scan-failed": _not_printed("its virus scan failed"),
    "validation-failed": _not_printed("the layout or the address does not meet its rules"),
    "permanent-failure": _not_printed("the printer cannot"),
    # They say: do not send it again, it is being mended.
    "technical-failure": Result(
        state=State.UNCERTAIN, reason="GOV.UK Notify is mending a fault; it may still be printed."
    ),
}

KINDS = {"email": _MESSAGE, "sms": _MESSAGE, "letter": _LETTER}


def result_of(*, kind: object, status: object) -> Result | None:
    """What a status means for a kind of message (email, sms, letter); None where it is unknown."""
    if not isinstance(kind, str) or not isinstance(status, str):
        return None
    return KINDS.get(kind, {}).get(status)
