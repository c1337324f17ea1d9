"""Published procedures, and the days on which a partnership's clock stands still.

The rules that read them are pure and live beside this module; they never import it.
"""

from django.db import models
from django.db.models import Q

from organisations.models import Partnership
from organisations.rls import PARTNERSHIP, Protection


class Procedure(models.Model):
    """One immutable, effective-dated version of what a partnership publishes (s.104(2))."""

    protection = Protection(level=PARTNERSHIP)

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="procedures")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    content = models.JSONField(help_text="Parsed by thresholds.procedure.parse_procedure")

    class Meta:
        ordering = ["partnership", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "version"], name="procedure_version"),
            models.CheckConstraint(
                name="procedure_published_has_date",
                condition=Q(status="draft") | Q(effective_from__isnull=False),
            ),
            models.CheckConstraint(
                name="procedure_status",
                condition=Q(status__in=["draft", "published", "superseded"]),
            ),
        ]

    def __str__(self):
        return f"Version {self.version}"


class CalendarDay(models.Model):
    """A dated override of the calendar: a proclaimed holiday, a closure or a working day."""

    protection = Protection(level=PARTNERSHIP)

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Proclaimed bank holiday"
        CLOSURE = "closure", "Closure day"
        WORKING = "working", "Working day"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="calendar_days")
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
