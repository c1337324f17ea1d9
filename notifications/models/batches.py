"""The day's letters as one PDF for the printer, and what became of each of them (ADR 29)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import TenantRow
from notifications.models.messages import Delivery
from organisations.fields import TenantForeignKey
from organisations.rls import STAFF, Protection


class PrintBatch(TenantRow):
    """Letters that somebody prints at once: asked for, made by a worker, then marked or given up.

    printed_on: domain date of its making, as the cover sheet says. attempts: counted before each
    is made, so that one that kills its worker is counted too. error: the kind of the last one.
    path, sha256, size: the exact bytes, empty until it is made. Other times are real time.
    """

    protection = Protection(level=STAFF)

    class State(models.TextChoices):
        WAITING = "waiting", "Being made"
        READY = "ready", "Ready to print"
        FAILED = "failed", "Could not be made"
        SETTLED = "settled", "Dealt with"
        GIVEN_UP = "given_up", "Given up"

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    both_sides = models.BooleanField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)
    printed_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    letters = models.PositiveSmallIntegerField(default=0)
    sheets = models.PositiveSmallIntegerField(default=0)
    posted_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "print batches"
        constraints = [
            models.CheckConstraint(
                name="print_batch_state",
                condition=Q(state__in=["waiting", "ready", "failed", "settled", "given_up"]),
            ),
            models.CheckConstraint(
                name="print_batch_is_whole",
                condition=~Q(state__in=["ready", "settled"])
                | Q(path="", letters=0)
                | Q(sha256__regex="^[0-9a-f]{64}$", size__gt=0),
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "id"],
                name="print_batch_open",
                condition=Q(state__in=["waiting", "ready", "failed"]),
            ),
            models.Index(fields=["partnership", "settled_at"], name="print_batch_settled"),
        ]

    def __str__(self):
        return f"Batch {self.pk}: {self.state}"


class BatchLine(TenantRow):
    """One letter of a batch. An open line holds its delivery: it is in no other open batch.

    number: its place in the print, 0 until it has one. why: for the person who prints; text that a
    person typed is in it, so it is in no event. address_sheet: a sheet with the person's address
    of now lies before it, because the letter has the earlier one.
    """

    protection = Protection(level=STAFF)

    class State(models.TextChoices):
        OPEN = "open", "In the batch"
        POSTED = "posted", "Posted"
        LEFT_OUT = "left_out", "Left out"
        HELD_BACK = "held_back", "Not to be posted"
        NOT_POSTED = "not_posted", "Not posted"
        FREED = "freed", "Batch given up"

    batch = TenantForeignKey(PrintBatch, related_name="lines", db_index=False)
    delivery = TenantForeignKey(Delivery, related_name="batch_lines", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    number = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    address_sheet = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "batch", "delivery"], name="batch_line_once"
            ),
            models.UniqueConstraint(
                fields=["partnership", "delivery"],
                name="batch_line_open_once",
                condition=Q(state="open"),
            ),
            models.CheckConstraint(
                name="batch_line_state",
                condition=Q(
                    state__in=["open", "posted", "left_out", "held_back", "not_posted", "freed"]
                ),
            ),
            models.CheckConstraint(
                name="batch_line_not_posted_has_reason",
                condition=~Q(state__in=["left_out", "held_back", "not_posted"]) | ~Q(why=""),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "delivery"], name="batch_line_of_delivery")]

    def __str__(self):
        return f"{self.delivery_id} in {self.batch_id}: {self.state}"
