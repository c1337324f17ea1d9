"""Action plans, their actions and the recommendations of a review (s.104(6) to (8))."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import CaseRow, index_of_case
from cases.models.meetings import Meeting
from organisations.fields import TenantForeignKey
from organisations.models import Agency
from organisations.rls import APPLICATION, CASE, CASE_STAFF, Protection


class ActionPlan(CaseRow):
    """What LMAPS agreed in one round."""

    protection = Protection(level=CASE)

    round = models.PositiveSmallIntegerField()
    meeting = TenantForeignKey(Meeting, related_name="plans")
    findings = models.TextField()
    response_adequate = models.CharField(max_length=7)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "case", "round"], name="plan_a_round"),
            models.CheckConstraint(name="plan_has_findings", condition=~Q(findings="")),
        ]

    def __str__(self):
        return f"{self.case_id} round {self.round}"


class Action(CaseRow):
    """One thing an agency will do, by a date. The victim reads `wording`, never `internal_note`."""

    protection = Protection(level=CASE)

    class Status(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    plan = TenantForeignKey(ActionPlan, related_name="actions")
    position = models.PositiveSmallIntegerField()
    wording = models.TextField()
    internal_note = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=150)
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    finished_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            index_of_case("action"),
            models.Index(
                fields=["partnership", "due_on"], name="action_owed", condition=Q(status="open")
            ),
        ]
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "plan", "position"], name="action_position"
            ),
            models.CheckConstraint(
                name="action_finished_has_date",
                condition=Q(status="open") | Q(finished_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Action {self.pk}"


class ActionUpdate(CaseRow):
    """What was done on an action, when, and by whom."""

    protection = Protection(level=CASE_STAFF)

    action = TenantForeignKey(Action, related_name="updates")
    status = models.CharField(max_length=10, choices=Action.Status)
    note = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [index_of_case("action_update")]
        ordering = ["-id"]

    def __str__(self):
        return f"{self.action_id}: {self.status}"


class Recommendation(CaseRow):
    """A recommendation to a body with public functions, which must have regard to it."""

    protection = Protection(level=CASE)

    plan = TenantForeignKey(ActionPlan, related_name="recommendations")
    body_name = models.CharField(max_length=150)
    wording = models.TextField()

    class Meta:
        indexes = [index_of_case("recommendation")]

    def __str__(self):
        return f"Recommendation {self.pk}"


class ActionChange(CaseRow):
    """What changed of an action after it was agreed, and why, in words that the victim reads."""

    protection = Protection(level=CASE)

    action = TenantForeignKey(Action, related_name="changes")
    was_due_on = models.DateField()
    due_on = models.DateField()
    was_owner_name = models.CharField(max_length=150)
    owner_name = models.CharField(max_length=150)
    dropped = models.BooleanField(default=False)
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [index_of_case("action_change")]
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="action_change_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"Change {self.pk} of {self.action_id}"


class DraftPlan(CaseRow):
    """The actions as drafted, sent to the applicants for comment before they are agreed.

    actions: the wordings alone, in their order; nothing internal is ever in it.
    """

    protection = Protection(level=CASE)

    round = models.PositiveSmallIntegerField()
    actions = models.JSONField()
    comment_by = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [index_of_case("draft_plan")]
        ordering = ["id"]

    def __str__(self):
        return f"Draft {self.pk}"


class DraftComment(CaseRow):
    """What an applicant says of a draft. keyed_by: None where they wrote it on their own page."""

    protection = Protection(level=APPLICATION)

    application = TenantForeignKey("cases.Application", related_name="draftcomments")
    draft = TenantForeignKey(DraftPlan, related_name="comments")
    text = models.TextField()
    given_at = models.DateTimeField()
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        indexes = [index_of_case("draft_comment")]
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="draft_comment_has_words", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"Comment {self.pk}"
