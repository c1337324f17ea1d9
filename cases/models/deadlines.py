"""The stored projection of the statutory clock (ADR 6)."""

from django.db import models
from django.db.models import Q

from cases.models.base import TenantRow, index_of_case
from organisations.fields import TenantForeignKey
from organisations.rls import APPLICATION, Protection


class Deadline(TenantRow):
    """One limit of the pinned procedure, for one application, in one round.

    Written by `cases.deadlines` and, when the calendar changes, by `cases.moving` only. `due_on` is
    what the pure function says; an extension sets `revised_on`. Met and lapsed rows are frozen.
    """

    protection = Protection(level=APPLICATION)

    case = TenantForeignKey("cases.Case", related_name="deadlines", db_index=False)
    application = TenantForeignKey("cases.Application", related_name="deadlines")
    limit = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=40)
    anchor_at = models.DateTimeField()
    due_on = models.DateField()
    told_on = models.DateField(null=True, blank=True)
    revised_on = models.DateField(null=True, blank=True)
    revision_reason = models.TextField(blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.CharField(max_length=60, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    calendar_version = models.CharField(max_length=64)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "application", "limit", "round"], name="deadline_once"
            ),
            models.CheckConstraint(
                name="deadline_revision_has_reason",
                condition=Q(revised_on__isnull=True) | ~Q(revision_reason=""),
            ),
            models.CheckConstraint(
                name="deadline_met_or_lapsed",
                condition=Q(met_at__isnull=True) | Q(lapsed_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "case"], name="deadline_of_case"),
            models.Index(
                fields=["partnership", "due_on"],
                name="deadline_open",
                condition=Q(met_at__isnull=True, lapsed_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.limit} by {self.due_on}"

    @property
    def is_open(self) -> bool:
        """Whether the act is still owed."""
        return self.met_at is None and self.lapsed_at is None

    @property
    def binding_on(self):
        """The date that holds: the revised one where there is one."""
        return self.revised_on or self.due_on


class PccWindow(TenantRow):
    """Until when one applicant can ask the PCC office about the result of one round (ADR 25).

    Not a deadline: the applicant owes nothing, so no queue and no reminder knows it. Written by
    `cases.pcc_window` only. Once told, `due_on` moves to a later day only.
    """

    protection = Protection(level=APPLICATION)

    case = TenantForeignKey("cases.Case", related_name="pccwindows", db_index=False)
    application = TenantForeignKey("cases.Application", related_name="pccwindows")
    limit = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField()
    anchor_at = models.DateTimeField()
    due_on = models.DateField()
    told_on = models.DateField(null=True, blank=True)
    calendar_version = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "application", "round"], name="pcc_window_once"
            )
        ]
        indexes = [
            models.Index(fields=["partnership", "due_on"], name="pcc_window_by_date"),
            index_of_case("pcc_window"),
        ]

    def __str__(self):
        return f"until {self.due_on}"
