"""Stages of dates that are owed, and the mails that tell of them (ADR 10)."""

from django.db import models
from django.db.models import Q

from cases.models.base import TenantRow
from notifications.models.messages import Message
from organisations.fields import TenantForeignKey
from organisations.rls import STAFF, Protection
from thresholds.chasing import Stage


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
