"""Messages, their letters as stored bytes, and every attempt to deliver them (ADR 7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import ApplicationRow
from notifications.letter_kinds import LetterKind
from organisations.fields import TenantForeignKey, TenantOneToOneField
from organisations.rls import APPLICATION, Protection


class Message(ApplicationRow):
    """One thing to tell one person about one event; never made twice."""

    protection = Protection(level=APPLICATION)

    event = TenantForeignKey("cases.Event", related_name="messages")
    person = TenantForeignKey("cases.Person", related_name="messages")
    kind = models.CharField(max_length=20, choices=LetterKind)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "event", "kind", "person"], name="message_once"
            ),
            models.CheckConstraint(name="message_kind", condition=Q(kind__in=LetterKind.values)),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Letter(ApplicationRow):
    """The exact bytes of a letter, stored once under their SHA-256 and never rewritten.

    template_version: the hash of the template files that it was made from.
    """

    protection = Protection(level=APPLICATION)

    message = TenantOneToOneField(Message, related_name="letter")
    kind = models.CharField(max_length=20, choices=LetterKind)
    title = models.CharField(max_length=100)
    written_on = models.DateField()
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    template_version = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="letter_is_whole", condition=Q(sha256__regex="^[0-9a-f]{64}$", size__gt=0)
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "case"], name="letter_of_case"),
            models.Index(fields=["partnership", "application"], name="letter_of_application"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Delivery(ApplicationRow):
    """One attempt to bring one message to its person by one channel. Times are real time.

    A crash after sending began leaves `sending`, which the sweep turns into `uncertain`: never
    sent again by itself. `cancelled` rows say why a channel was not used.
    """

    protection = Protection(level=APPLICATION)

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        POST = "post", "Letter by post"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Being sent"
        ACCEPTED = "accepted", "Sent"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"
        UNCERTAIN = "uncertain", "Not known whether it was sent"
        CANCELLED = "cancelled", "Not used"

    message = TenantForeignKey(Message, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=Channel)
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    provider_reference = models.CharField(max_length=150, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "message", "channel", "attempt"], name="delivery_attempt"
            ),
            models.CheckConstraint(
                name="delivery_state",
                condition=Q(
                    state__in=[
                        "queued",
                        "sending",
                        "accepted",
                        "delivered",
                        "failed",
                        "uncertain",
                        "cancelled",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="delivery_not_sent_has_reason",
                condition=~Q(state__in=["failed", "uncertain", "cancelled"]) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "due_at"],
                name="delivery_queued",
                condition=Q(state="queued"),
            ),
            models.Index(
                fields=["partnership", "claimed_at"],
                name="delivery_sending",
                condition=Q(state="sending"),
            ),
            models.Index(fields=["partnership", "message"], name="delivery_of_message"),
        ]

    def __str__(self):
        return f"{self.channel} {self.attempt}: {self.state}"


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
