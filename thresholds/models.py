"""Published procedures, and the days on which a partnership's clock stands still.

The rules that read them are pure and live beside this module; they never import it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organisations.fields import TenantForeignKey
from organisations.models import Partnership
from organisations.rls import PARTNERSHIP, PUBLISHED, STAFF, Protection


class Procedure(models.Model):
    """One effective-dated version of what a partnership publishes (s.104(2)).

    Published, it never changes, and no two are in force on one day: the database holds both
    (migration 0003, ADR 21). What may still happen to it is that its last day is set, once, and
    that another version supersedes it. A last day before its first means that it never held.
    `revision` grows with each change of a draft.
    """

    protection = Protection(level=PUBLISHED)

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        CONSULTED = "consulted", "Consulted on"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"

    FINAL = (Status.PUBLISHED, Status.SUPERSEDED)

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="procedures", db_index=False
    )
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    content = models.JSONField(help_text="Parsed by thresholds.procedure.parse_procedure")
    revision = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        ordering = ["partnership", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "version"], name="procedure_version"),
            models.CheckConstraint(
                name="procedure_published_has_date",
                condition=Q(status__in=["draft", "consulted"]) | Q(effective_from__isnull=False),
            ),
            models.CheckConstraint(
                name="procedure_status",
                condition=Q(status__in=["draft", "consulted", "published", "superseded"]),
            ),
        ]

    def __str__(self):
        return f"Version {self.version}"

    @property
    def is_final(self) -> bool:
        """Whether it has been published, so that it never changes again."""
        return self.status in self.FINAL


class Consultation(models.Model):
    """Who was asked about a version, when, and what they said (Sch.4 paras 1-4); never changed.

    `revision`: of the draft as it was when they were asked.
    """

    protection = Protection(level=STAFF)

    class Body(models.TextChoices):
        POLICING_BODY = "policing_body", "The local policing body"
        LANDLORD = "landlord", "Social landlords"
        OTHER = "other", "Somebody else"

    # Without these two no version has been consulted on.
    REQUIRED = (Body.POLICING_BODY, Body.LANDLORD)

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+", db_index=False)
    procedure = TenantForeignKey(Procedure, related_name="consultations")
    revision = models.PositiveIntegerField()
    body = models.CharField(max_length=15, choices=Body)
    name = models.CharField(max_length=200)
    asked_on = models.DateField()
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_on", "id"]
        indexes = [
            models.Index(fields=["partnership", "procedure"], name="consultation_of_version")
        ]
        constraints = [
            models.CheckConstraint(
                name="consultation_body",
                condition=Q(body__in=["policing_body", "landlord", "other"]),
            ),
            models.CheckConstraint(name="consultation_has_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return f"{self.body} on {self.asked_on}"


class CalendarDay(models.Model):
    """A dated override of the calendar: a proclaimed holiday, a closure or a working day."""

    protection = Protection(level=PARTNERSHIP)

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Proclaimed bank holiday"
        CLOSURE = "closure", "Closure day"
        WORKING = "working", "Working day"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="calendar_days", db_index=False
    )
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "day"], name="calendar_day_once")
        ]

    def __str__(self):
        return f"{self.day} {self.name}"
