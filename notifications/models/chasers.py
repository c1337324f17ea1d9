"""Stages of dates that are owed, and the mails that tell of them (ADR 10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import TenantRow
from notifications.models.messages import Message
from organisations.fields import TenantForeignKey
from organisations.rls import STAFF, Protection
from thresholds.chasing import Stage


class StageOfDate(TenantRow):
    """One stage of one date that is owed, told once however often the sweep runs (ADR 10).

    due_on: the date that bound when it was written; a moved date starts anew. stage: its order is
    the rule that a later one makes the earlier moot. written_at, queued_at: real time; queued: put
    into mails; empty again where a person has them sent again. told_at: domain time, when the
    first mail to whom it is meant for was accepted.
    """

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

    due_on = models.DateField()
    stage = models.PositiveSmallIntegerField(choices=Stage)
    written_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=10, choices=Stopped, blank=True, db_default="")

    class Meta:
        abstract = True


def _sound(table: str) -> list[models.CheckConstraint]:
    """What holds of every stage: it is one of the four, and stopped with a reason or told."""
    return [
        models.CheckConstraint(name=f"{table}_stage", condition=Q(stage__gte=1, stage__lte=4)),
        models.CheckConstraint(
            name=f"{table}_stopped_has_reason",
            condition=Q(stopped_at__isnull=True, stopped_because="")
            | Q(
                stopped_at__isnull=False,
                stopped_because__in=["met", "lapsed", "moved", "overtaken"],
            ),
        ),
        models.CheckConstraint(
            name=f"{table}_told_or_stopped",
            condition=Q(told_at__isnull=True) | Q(stopped_at__isnull=True),
        ),
    ]


def _waiting(table: str) -> models.Index:
    return models.Index(
        fields=["partnership", "id"],
        name=f"{table}_waiting",
        condition=Q(queued_at__isnull=True, stopped_at__isnull=True),
    )


class Chaser(StageOfDate):
    """One stage of one date of the clock, which the partnership owes to an applicant."""

    protection = Protection(level=STAFF)

    # The unique constraint's index serves the look-up and the foreign key; a second one only costs.
    deadline = TenantForeignKey("cases.Deadline", related_name="chasers", db_index=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "deadline", "due_on", "stage"], name="chaser_once"
            ),
            *_sound("chaser"),
        ]
        indexes = [_waiting("chaser")]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.deadline_id} by {self.due_on}"


OWED = ("request", "action", "meeting", "reply")


def _only_one_of(names: tuple[str, ...]) -> Q:
    found = Q()
    for one in names:
        found |= Q(**{f"{name}__isnull": name != one for name in names})
    return found


class OwedChaser(StageOfDate):
    """One stage of one date that others keep: a return, an action, a meeting, an applicant's reply.

    Exactly one of them (ADR 32). By the same rules as dates of the clock, in a table of its own, so
    that theirs stays as lean as its sweep needs it.
    """

    protection = Protection(level=STAFF)

    request = TenantForeignKey(
        "cases.InformationRequest", related_name="+", null=True, blank=True, db_index=False
    )
    action = TenantForeignKey(
        "cases.Action", related_name="+", null=True, blank=True, db_index=False
    )
    meeting = TenantForeignKey(
        "cases.Meeting", related_name="+", null=True, blank=True, db_index=False
    )
    reply = TenantForeignKey(
        "cases.ApplicantRequest", related_name="+", null=True, blank=True, db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["partnership", what, "due_on", "stage"], name=f"owed_{what}_once"
                )
                for what in OWED
            ),
            models.CheckConstraint(
                name="owed_is_one_thing",
                condition=_only_one_of(OWED),
            ),
            *_sound("owed"),
        ]
        indexes = [_waiting("owed")]

    def __str__(self):
        return f"{self.get_stage_display()}: by {self.due_on}"


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


class OwedLine(TenantRow):
    """One such stage in one mail; the flags mean what they mean in a ChaserLine."""

    protection = Protection(level=STAFF)

    chaser = TenantForeignKey(OwedChaser, related_name="lines")
    message = TenantForeignKey(Message, related_name="owed_lines", db_index=False)
    for_information = models.BooleanField()
    left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "message", "chaser"], name="owed_line_once"
            )
        ]

    def __str__(self):
        return f"{self.chaser_id} in {self.message_id}"


class ReminderChoice(TenantRow):
    """How one member of staff wants reminders; without a row, each as it falls due.

    hour: of the day in London, at which the digest is composed. digest_on: the last day whose
    digest has been seen to, so that a day has one at most.
    """

    protection = Protection(level=STAFF)

    class Way(models.TextChoices):
        EACH = "each", "Each reminder as it falls due"
        DAILY = "daily", "One e-mail a day"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    way = models.CharField(max_length=5, choices=Way, default=Way.EACH)
    hour = models.PositiveSmallIntegerField(default=9)
    digest_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "user"], name="reminder_choice_once"),
            models.CheckConstraint(name="reminder_choice_hour", condition=Q(hour__lte=23)),
            models.CheckConstraint(
                name="reminder_choice_way", condition=Q(way__in=["each", "daily"])
            ),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.way}"
