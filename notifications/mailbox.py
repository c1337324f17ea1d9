"""The e-mail backend of the demonstration: what would go out is kept for everybody to see."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications.models import MailboxEntry, NotADemonstration
from organisations import clock


class DemoMailbox(BaseEmailBackend):
    """Writes a MailboxEntry per recipient; needs no scope and no transaction."""

    def __init__(self, fail_silently: bool = False, **kwargs):
        super().__init__(fail_silently=fail_silently)
        if not settings.DEMO:
            raise NotADemonstration("EMAIL_BACKEND names the demonstration's mailbox")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """The number of messages kept. Raises BadHeaderError as a real backend would."""
        for message in email_messages:
            message.message()  # as it would go out: refuses line breaks in headers
            for recipient in message.recipients():
                MailboxEntry(
                    to_address=recipient,
                    from_address=message.from_email,
                    subject=message.subject,
                    body=message.body,
                    sent_at=timezone.now(),
                    domain_at=clock.now(),
                ).save()
        return len(email_messages)
