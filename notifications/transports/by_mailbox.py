"""The demonstration's text messages: kept for everybody to see, like its e-mails."""

import uuid

from django.utils import timezone

from notifications.models import MailboxEntry
from notifications.transports.protocol import ACCEPTED, Outgoing, Result
from organisations import clock


class MailboxTexts:
    """Writes a MailboxEntry; MailboxEntry refuses outside demo mode."""

    name = "mailbox"

    def reference(self, *, partnership_id: int, delivery_id: int) -> str:
        """Nobody will ever be asked."""
        return f"{partnership_id}-{delivery_id}-{uuid.uuid4().hex}"

    def send(self, outgoing: Outgoing, *, reference: str, issued_at: float) -> Result:
        """Keep a text."""
        MailboxEntry(
            to_address=outgoing.to,
            from_address="Text message",
            subject="Text message",
            body=outgoing.body,
            sent_at=timezone.now(),
            domain_at=clock.now(),
        ).save()
        return ACCEPTED
