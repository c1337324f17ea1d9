"""One thing to tell one person, and every attempt to bring it to them (ADR 7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import TenantRow, index_of_case
from notifications.letter_kinds import OF_AN_EVENT, DraftKind, LetterKind, StaffKind
from organisations.fields import TenantForeignKey
from organisations.rls import APPLICATION, Protection

TO_APPLICANT = Q(
    application__isnull=False,
    event__isnull=False,
    person__isnull=False,
    user__isnull=True,
    agency__isnull=True,
    to_address="",
    kind__in=LetterKind.values,
)
KINDS = [*LetterKind.choices, *StaffKind.choices, *DraftKind.choices]
OF_EVENTS = sorted(kind.value for kind in OF_AN_EVENT)
OF_THE_CLOCK = sorted(set(StaffKind.values) - set(OF_EVENTS))
TO_STAFF = (
    Q(application__isnull=True, case__isnull=True, person__isnull=True)
    & (Q(event__isnull=True, kind__in=OF_THE_CLOCK) | Q(event__isnull=False, kind__in=OF_EVENTS))
    & (Q(user__isnull=False, to_address="") | (Q(user__isnull=True) & ~Q(to_address="")))
)
TO_WHOEVER_BEGAN = Q(
    application__isnull=True,
    case__isnull=True,
    person__isnull=True,
    event__isnull=False,
    user__isnull=True,
    agency__isnull=True,
    to_address="",
    kind__in=DraftKind.values,
)


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
    """One thing to tell one person: about one event, or staff about what is due.

    What has an event is never made twice. Staff are told as a user, or at the address of a shared
    mailbox; agency: of which they are told as its members. subject, body: of the e-mail, exactly as
    it was last handed to the mail server; empty before, and where only paper went. Of mail about
    a draft only the subject is kept; the draft is that of the event's stream, its address too.
    """

    protection = Protection(level=APPLICATION)

    event = TenantForeignKey("cases.Event", related_name="messages", null=True, blank=True)
    person = TenantForeignKey("cases.Person", related_name="messages", null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_address = models.EmailField(blank=True, db_default="")
    agency = models.ForeignKey(
        "organisations.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(max_length=20, choices=KINDS)
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
            models.UniqueConstraint(
                fields=["partnership", "event", "kind", "user", "to_address", "agency"],
                name="message_to_staff_once",
                condition=Q(application__isnull=True, event__isnull=False),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="message_recipient", condition=TO_APPLICANT | TO_STAFF | TO_WHOEVER_BEGAN
            ),
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


class Delivery(PostRow):
    """One attempt to bring one message to its person by one channel. Times are real time.

    transport, provider_reference: what carried it, and by which reference that can be asked.
    handed_over_at: when it was taken in to be looked at, which is not yet accepted (letters by
    GOV.UK Notify). due_at: when it may be sent; once sent, when it is asked about next.

    A crash after sending began leaves `sending`, which the sweep turns into `uncertain`: never
    sent again by itself, unless whoever carried it can be asked. `cancelled` rows say why a channel
    was not used. `other` is a person's own doing: the reason says how the person was told.
    """

    protection = Protection(level=APPLICATION)

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text message"
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
        RETURNED = "returned", "Came back"

    class CameBack(models.TextChoices):
        GONE_AWAY = "gone_away", "Gone away"
        REFUSED = "refused", "Refused"
        INCOMPLETE = "incomplete", "The address is incomplete"
        OTHER = "other", "Another reason"

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
    transport = models.CharField(max_length=10, blank=True, db_default="")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_on = models.DateField(null=True, blank=True)
    returned_why = models.CharField(max_length=10, choices=CameBack, blank=True, db_default="")
    address_settled_at = models.DateTimeField(null=True, blank=True)

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
                        "returned",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="delivery_not_sent_has_reason",
                condition=~Q(state__in=["failed", "uncertain", "cancelled", "returned"])
                | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="delivery_returned_is_whole",
                condition=Q(returned_on__isnull=True, returned_why="")
                | (Q(state="returned", returned_on__isnull=False) & ~Q(returned_why="")),
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
            models.Index(
                fields=["partnership", "due_at"],
                name="delivery_to_ask",
                condition=Q(transport="notify")
                & (
                    Q(state="uncertain")
                    | Q(state="sending", handed_over_at__isnull=False)
                    | Q(state="accepted", channel="post")
                ),
            ),
            models.Index(fields=["partnership", "message"], name="delivery_of_message"),
            models.Index(
                fields=["partnership", "message"],
                name="delivery_returned",
                condition=Q(state="returned"),
            ),
            models.Index(
                fields=["partnership", "finished_at"],
                name="delivery_finished",
                condition=Q(finished_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.attempt}: {self.state}"
