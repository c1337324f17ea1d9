"""Messages, their letters as stored bytes, and every attempt to deliver them (ADR 7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import ApplicationRow, TenantRow, index_of_case
from notifications.letter_kinds import LetterKind, StaffKind
from organisations.fields import TenantForeignKey, TenantOneToOneField
from organisations.rls import APPLICATION, STAFF, Protection
from thresholds.chasing import Stage

TO_APPLICANT = Q(
    application__isnull=False,
    event__isnull=False,
    person__isnull=False,
    user__isnull=True,
    to_address="",
    kind__in=LetterKind.values,
)
TO_STAFF = Q(
    application__isnull=True,
    case__isnull=True,
    event__isnull=True,
    person__isnull=True,
    kind__in=StaffKind.values,
) & (Q(user__isnull=False, to_address="") | (Q(user__isnull=True) & ~Q(to_address="")))


class PostRow(TenantRow):
    """A row of the post: below an application, or to staff and so below none.

    Rows without an application are in no applicant's scope and in no case's: the comparison of the
    policy with NULL is not true (docs/adr/0010).
    """

    application = TenantForeignKey(
        "cases.Application", related_name="%(class)ss", null=True, blank=True
    )
    case = TenantForeignKey("cases.Case", related_name="+", null=True, blank=True, db_index=False)

    class Meta:
        abstract = True


class Message(PostRow):
    """One thing to tell one person: an applicant about one event, or staff about what is due.

    An applicant's message has its event, and is never made twice. Staff are told as a user, or at
    the address of a shared mailbox. subject, body: of the e-mail, exactly as it was last handed to
    the mail server; empty before, and where only paper went.
    """

    protection = Protection(level=APPLICATION)

    event = TenantForeignKey("cases.Event", related_name="messages", null=True, blank=True)
    person = TenantForeignKey("cases.Person", related_name="messages", null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_address = models.EmailField(blank=True, db_default="")
    kind = models.CharField(max_length=20, choices=[*LetterKind.choices, *StaffKind.choices])
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=200, blank=True, db_default="")
    body = models.TextField(blank=True, db_default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "event", "kind", "person"], name="message_once"
            ),
            models.CheckConstraint(name="message_recipient", condition=TO_APPLICANT | TO_STAFF),
        ]
        indexes = [
            index_of_case("message"),
            models.Index(
                fields=["partnership", "id"],
                name="message_to_staff",
                condition=Q(application__isnull=True),
            ),
            models.Index(
                fields=["partnership", "id"],
                name="message_untold",
                condition=Q(told_at__isnull=True),
            ),
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


class Delivery(PostRow):
    """One attempt to bring one message to its person by one channel. Times are real time.

    A crash after sending began leaves `sending`, which the sweep turns into `uncertain`: never
    sent again by itself. `cancelled` rows say why a channel was not used. `other` is a person's
    own doing: the reason says how the person was told.
    """

    protection = Protection(level=APPLICATION)

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        POST = "post", "Letter by post"
        OTHER = "other", "Another way"

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
            index_of_case("delivery"),
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
            models.Index(
                fields=["partnership", "finished_at"],
                name="delivery_uncertain",
                condition=Q(state="uncertain"),
            ),
            models.Index(fields=["partnership", "message"], name="delivery_of_message"),
        ]

    def __str__(self):
        return f"{self.channel} {self.attempt}: {self.state}"


class Chaser(TenantRow):
    """One stage of one date that is owed, told once however often the sweep runs (ADR 10).

    due_on: the date that bound when it was written; an extended date starts anew. stage: its order
    is the rule that a later one makes the earlier moot. written_at, queued_at: real time; queued:
    put into mails; empty again where a person has them sent again. told_at: domain time, when the
    first mail to whom it is meant for was accepted.
    """

    protection = Protection(level=STAFF)

    class Stage(models.IntegerChoices):
        BEFORE = Stage.BEFORE.value, "Before the date"
        ON_THE_DAY = Stage.ON_THE_DAY.value, "On the day"
        OVERDUE = Stage.OVERDUE.value, "Overdue"
        ESCALATION = Stage.ESCALATION.value, "Escalated"

    class Stopped(models.TextChoices):
        MET = "met", "The act has been recorded"
        LAPSED = "lapsed", "Nothing is owed any more"
        MOVED = "moved", "The date has changed"
        OVERTAKEN = "overtaken", "A later stage was reached before it was told"

    # The unique constraint's index serves the look-up and the foreign key; a second one only costs.
    deadline = TenantForeignKey("cases.Deadline", related_name="chasers", db_index=False)
    due_on = models.DateField()
    stage = models.PositiveSmallIntegerField(choices=Stage)
    written_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=10, choices=Stopped, blank=True, db_default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "deadline", "due_on", "stage"], name="chaser_once"
            ),
            models.CheckConstraint(name="chaser_stage", condition=Q(stage__gte=1, stage__lte=4)),
            models.CheckConstraint(
                name="chaser_stopped_has_reason",
                condition=Q(stopped_at__isnull=True, stopped_because="")
                | Q(
                    stopped_at__isnull=False,
                    stopped_because__in=["met", "lapsed", "moved", "overtaken"],
                ),
            ),
            models.CheckConstraint(
                name="chaser_told_or_stopped",
                condition=Q(told_at__isnull=True) | Q(stopped_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "id"],
                name="chaser_waiting",
                condition=Q(queued_at__isnull=True, stopped_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.deadline_id} by {self.due_on}"


class ChaserLine(TenantRow):
    """One chaser in one mail.

    for_information: a copy, which does not count as telling. left_out: the act was recorded before
    the mail was composed, so that the mail does not name it.
    """

    protection = Protection(level=STAFF)

    chaser = TenantForeignKey(Chaser, related_name="lines")
    message = TenantForeignKey(Message, related_name="chaser_lines", db_index=False)
    for_information = models.BooleanField()
    left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "message", "chaser"], name="chaser_line_once"
            )
        ]

    def __str__(self):
        return f"{self.chaser_id} in {self.message_id}"


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
