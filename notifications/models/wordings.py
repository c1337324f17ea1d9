"""A partnership's own words in the free paragraphs of letters (ADR 27)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import TenantRow
from organisations.rls import STAFF, Protection


class LetterWording(TenantRow):
    """One version of a free paragraph; the newest holds, and none is ever changed.

    kind: a LetterKind. text: in the markup of `notifications/free_text.py`; empty where the
    standard text holds again. instead_of: the standard text on that day, so that the difference
    can be shown for good.
    made_at: domain time. recorded_at: real time, by which an event's letter finds its version.
    """

    protection = Protection(level=STAFF)

    kind = models.CharField(max_length=20)
    paragraph = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    instead_of = models.TextField()
    made_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "paragraph", "version"], name="letter_wording_once"
            ),
            models.CheckConstraint(name="letter_wording_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self):
        return f"{self.kind}, {self.paragraph}: {self.version}"
