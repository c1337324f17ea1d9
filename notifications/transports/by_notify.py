"""GOV.UK Notify: e-mails, texts, and letters as precompiled PDFs; what its answers mean.

Each attempt has a reference of its own that says nothing to anybody else, and Notify can be asked
for it: what is uncertain does not stay so (`notifications/asking.py`).
"""

import base64
import datetime as dt
import logging
import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils import timezone

from notifications.models import Delivery
from notifications.transports import notify_client
from notifications.transports.notify_client import Answer, BrokenOff, NotReached
from notifications.transports.notify_status import result_of
from notifications.transports.protocol import ACCEPTED, HANDED_OVER, Outgoing, Paper, Result, Text

logger = logging.getLogger(__name__)

Channel, State = Delivery.Channel, Delivery.State

REFERENCE = re.compile(r"(?P<partnership>[1-9]\d{0,17})-(?P<delivery>[1-9]\d{0,17})-[0-9a-f]{16}\Z")
CONFIGURATION_KEY = "post:notify_refuses"
CONFIGURATION_SECONDS = 60 * 60
# Its letter specification, 2.4; what is longer would be taken in, and refused when it is looked at.
MOST_PAGES, LARGEST_PDF = 10, 2_000_000
TOO_LONG = (
    "The letter is longer than GOV.UK Notify prints (10 pages, 2 MB): print it from the case."
)
RATE_WAIT = dt.timedelta(seconds=60)
LONGEST_WAIT = dt.timedelta(days=1)

# Notify reads Markdown in an e-mail: what people typed must not become links or headings.
_MARKDOWN = re.compile(r"([\\`*_\[\]()#^~<>|])")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What Notify says of a reference. known: whether it has it. result: None where it does not."""

    known: bool
    result: Result | None = None


class Notify:
    """By GOV.UK Notify."""

    name = "notify"

    def reference(self, *, partnership_id: int, delivery_id: int) -> str:
        """Where the row is, and something that nobody can guess."""
        return f"{partnership_id}-{delivery_id}-{secrets.token_hex(8)}"

    def send(self, outgoing: Outgoing, *, reference: str, issued_at: float) -> Result:
        """Hand it over, or say whether it may have been."""
        if isinstance(outgoing, Paper) and not _fits(outgoing):
            return Result(state=State.FAILED, reason=TOO_LONG)
        path, content = _request(outgoing)
        try:
            answer = notify_client.post(
                path, content | {"reference": reference}, issued_at=issued_at
            )
        except NotReached as error:
            text = f"GOV.UK Notify could not be reached ({error})."
            return Result(state=State.FAILED, reason=text, again=True)
        except BrokenOff as error:
            return _unknown(f"The connection to GOV.UK Notify broke ({error})")
        return meaning(answer, paper=isinstance(outgoing, Paper))


def ask(reference: str) -> Asked | None:
    """What Notify has by a reference; None where it could not be asked."""
    try:
        answer = notify_client.notifications(reference=reference)
    except (NotReached, BrokenOff):
        return None
    found = answer.body.get("notifications")
    if answer.status != 200 or not isinstance(found, list):
        _note_configuration(answer.status)
        return None
    ours = [one for one in found if isinstance(one, dict) and one.get("reference") == reference]
    if not ours:
        return Asked(known=False)
    return Asked(
        known=True, result=result_of(kind=ours[0].get("type"), status=ours[0].get("status"))
    )


def _fits(paper: Paper) -> bool:
    return paper.pages <= MOST_PAGES and len(paper.pdf) <= LARGEST_PDF


def _request(outgoing: Outgoing) -> tuple[str, dict]:
    """The address and the content of a request, without its reference."""
    if isinstance(outgoing, Paper):
        return "/v2/notifications/letter", {"content": base64.b64encode(outgoing.pdf).decode()}
    if isinstance(outgoing, Text):
        return "/v2/notifications/sms", {
            "phone_number": outgoing.to,
            "template_id": settings.NOTIFY_TEXT_TEMPLATE,
            "personalisation": {"body": outgoing.body},
        }
    return "/v2/notifications/email", _email(outgoing)


def _email(email: EmailMessage) -> dict:
    (address,) = email.to
    return {
        "email_address": address,
        "template_id": settings.NOTIFY_EMAIL_TEMPLATE,
        "personalisation": {"subject": email.subject, "body": _as_typed(email.body)},
    }


def _as_typed(body: str) -> str:
    """Every character shown as it stands; our own addresses stay links."""
    return "\n".join(
        line if line.strip().startswith(f"{settings.BASE_URL}/") else _MARKDOWN.sub(r"\\\1", line)
        for line in body.split("\n")
    )


def meaning(answer: Answer, *, paper: bool) -> Result:
    """What a status means: taken, certainly not taken, or not known.

    429: later, and no earlier than Notify says. 401 and 403: the key or its rights; nothing can go
    until the operator sees to it. 5xx: it may have been taken.
    """
    status = answer.status
    if status == 201:
        return HANDED_OVER if paper else ACCEPTED
    if status == 429:
        return Result(
            state=State.FAILED,
            reason="GOV.UK Notify takes no more for now (429).",
            again=True,
            wait=_wait(answer),
        )
    if _note_configuration(status):
        text = f"GOV.UK Notify refuses this service's key or settings ({status})."
        return Result(state=State.FAILED, reason=text)
    if 400 <= status < 500 and status != 408:
        return Result(state=State.FAILED, reason=f"GOV.UK Notify refused the message ({status}).")
    return _unknown(f"GOV.UK Notify failed while taking the message ({status})")


def _wait(answer: Answer) -> dt.timedelta:
    """A rate is counted over a minute; a day's limit ends at midnight UTC."""
    if answer.retry_after:
        return min(dt.timedelta(seconds=answer.retry_after), LONGEST_WAIT)
    errors = answer.body.get("errors")
    errors = errors if isinstance(errors, list) else []
    kinds = {one.get("error") for one in errors if isinstance(one, dict)}
    if "TooManyRequestsError" not in kinds:
        return RATE_WAIT
    now = timezone.now().astimezone(dt.UTC)
    midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC)
    return midnight - now + RATE_WAIT


def _note_configuration(status: int) -> bool:
    """Whether it is the operator's to mend; then health says so for an hour."""
    if status not in {401, 403} and not 300 <= status < 400:
        return False
    logger.error("GOV.UK Notify refuses this service's key or settings: %s", status)
    cache.set(CONFIGURATION_KEY, status, CONFIGURATION_SECONDS)
    return True


def refuses() -> int:
    """The status by which Notify refused the configuration in the last hour; 0 where it did not."""
    return cache.get(CONFIGURATION_KEY) or 0


def _unknown(text: str) -> Result:
    return Result(state=State.UNCERTAIN, reason=f"{text}.")
