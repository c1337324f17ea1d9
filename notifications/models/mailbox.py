"""The mailbox of the demonstration."""

from django.conf import settings
from django.db import models


class NotADemonstration(RuntimeError):
    """A message was to be put into the demonstration's mailbox outside demo mode."""


class MailboxEntry(models.Model):
    """An e-mail that went out in the demonstration, instead of leaving the machine.

    No partnership's table: `organisations.checks.UNPROTECTED` names it, and it takes nothing
    outside demo mode. sent_at: real time. domain_at: the demonstration's time.
    """

    to_address = models.CharField(max_length=320)
    from_address = models.CharField(max_length=320)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent_at = models.DateTimeField()
    domain_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "mailbox entries"

    def __str__(self):
        return f"Mail {self.pk}"

    def save(self, *args, **kwargs):
        """Raises NotADemonstration outside demo mode."""
        if not settings.DEMO:
            raise NotADemonstration("the mailbox takes messages in demo mode only")
        super().save(*args, **kwargs)
