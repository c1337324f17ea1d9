"""Append-only, hash-chained events; erasable facts beside them; what is to be told (ADR 4)."""

from django.db import models

from cases.models.base import TenantRow, index_of_case
from organisations.fields import TenantForeignKey, TenantOneToOneField
from organisations.rls import APPLICATION, CASE_STAFF, STAFF, Protection


class Event(TenantRow):
    """One thing that happened: ids and kinds, no personal data. Never changed, never deleted."""

    protection = Protection(level=CASE_STAFF)

    class Stream(models.TextChoices):
        APPLICATION = "application"
        CASE = "case"
        READS = "reads"
        MEETING = "meeting"
        PROCEDURE = "procedure"
        MEMBERSHIP = "membership"
        SETTINGS = "settings"
        DRAFT = "draft"

    stream = models.CharField(max_length=12, choices=Stream)
    stream_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    case = TenantForeignKey(
        "cases.Case", related_name="events", null=True, blank=True, db_index=False
    )
    application = TenantForeignKey(
        "cases.Application", related_name="events", null=True, blank=True
    )
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "stream", "stream_id", "sequence"], name="event_sequence"
            )
        ]
        indexes = [
            models.Index(fields=["partnership", "case", "id"], name="event_of_case"),
            models.Index(fields=["partnership", "id"], name="event_of_partnership"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class EventFacts(TenantRow):
    """What letters about the event need, frozen with it; erased on disposal, the event stays."""

    protection = Protection(level=APPLICATION)

    event = TenantOneToOneField(Event, related_name="facts")
    case = TenantForeignKey("cases.Case", related_name="+", null=True, blank=True, db_index=False)
    application = TenantForeignKey("cases.Application", related_name="+", null=True, blank=True)
    content = models.JSONField()

    class Meta:
        indexes = [index_of_case("facts")]

    def __str__(self):
        return f"Facts of {self.event_id}"


class OutboxEntry(TenantRow):
    """An event that is to be told, until it has been turned into messages."""

    protection = Protection(level=STAFF)

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TOLD = "told", "Told"
        STUCK = "stuck", "Stuck"

    # The error of an attempt that has begun; it stays where the attempt never ended.
    INTERRUPTED = "Interrupted"

    event = TenantOneToOneField(Event, related_name="outbox_entry")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["partnership", "id"],
                name="outbox_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(
                fields=["partnership", "id"],
                name="outbox_stuck",
                condition=models.Q(state="stuck"),
            ),
        ]

    def __str__(self):
        return f"{self.event_id}: {self.state}"
