"""The four figures of s.104, counted when they happen and never recounted."""

from django.db import models

from cases.models.base import TenantRow
from organisations.fields import TenantForeignKey
from organisations.models import District, PolicingArea
from organisations.rls import SHARED, Protection


class StatisticsEntry(TenantRow):
    """One count, append-only, so that disposal never changes a published number."""

    protection = Protection(
        level=SHARED, case_column="NULL::bigint", application_column="NULL::bigint"
    )

    class Figure(models.TextChoices):
        APPLICATION_RECEIVED = "application_received", "Applications received"
        THRESHOLD_NOT_MET = "threshold_not_met", "Times the threshold was not met"
        REVIEW_CARRIED_OUT = "review_carried_out", "Reviews carried out"
        REVIEW_WITH_RECOMMENDATIONS = (
            "review_with_recommendations",
            "Reviews that resulted in recommendations",
        )

    policing_area = models.ForeignKey(PolicingArea, models.PROTECT, related_name="+")
    district = TenantForeignKey(District, related_name="+")
    figure = models.CharField(max_length=30, choices=Figure)
    happened_on = models.DateField()
    event_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "figure"], name="statistics_counted_once")
        ]
        indexes = [
            models.Index(fields=["partnership", "figure", "happened_on"], name="statistics_year")
        ]

    def __str__(self):
        return f"{self.figure} {self.happened_on}"
