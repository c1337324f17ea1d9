"""Requests to agencies for what they know (Schedule 4, paragraph 7)."""

from django.conf import settings
from django.db import models

from cases.models.base import CaseRow, index_of_case
from organisations.models import Agency
from organisations.rls import CASE_STAFF, Protection


class InformationRequest(CaseRow):
    """What an agency was asked, about which days, by when, and what it answered.

    about_from, about_until: the days that it was asked about; empty in requests of before they
    were kept.
    """

    protection = Protection(level=CASE_STAFF)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    about_from = models.DateField(null=True, blank=True)
    about_until = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            index_of_case("request"),
            models.Index(
                fields=["partnership", "due_on"],
                name="request_owed",
                condition=models.Q(returned_at__isnull=True),
            ),
        ]
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="return_has_answer",
                condition=models.Q(returned_at__isnull=True) | ~models.Q(answer=""),
            ),
            models.CheckConstraint(
                name="request_period_in_order",
                condition=models.Q(about_from__isnull=True, about_until__isnull=True)
                | models.Q(about_until__gte=models.F("about_from")),
            ),
        ]

    def __str__(self):
        return f"Request {self.pk}"
