"""Requests to agencies for what they know (Schedule 4, paragraph 7)."""

from django.conf import settings
from django.db import models

from cases.models.base import CaseRow, index_of_case
from organisations.models import Agency
from organisations.rls import CASE_STAFF, Protection


class InformationRequest(CaseRow):
    """What an agency was asked, by when, and what it answered."""

    protection = Protection(level=CASE_STAFF)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [index_of_case("request")]
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="return_has_answer",
                condition=models.Q(returned_at__isnull=True) | ~models.Q(answer=""),
            )
        ]

    def __str__(self):
        return f"Request {self.pk}"
