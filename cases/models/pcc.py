"""Review by the local policing body's office: a row of its own beside the case (ADR 2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from cases.models.base import TenantRow, index_of_case
from cases.status import PCC_ALLOWED, PccCommand, PccStatus
from organisations.fields import TenantForeignKey
from organisations.models import PolicingArea
from organisations.rls import AREA, SHARED, Protection


def _from(command: PccCommand) -> list[str]:
    return sorted(PCC_ALLOWED[command])


class PccReview(FSMModelMixin, TenantRow):
    """One applicant's request to the PCC office, with its own lifecycle."""

    protection = Protection(level=SHARED)

    class ReturnTo(models.TextChoices):
        ASSESSMENT = "assessment", "The assessment and the threshold decision"
        LMAPS = "lmaps", "The LMAPS meeting and the action plan"

    policing_area = models.ForeignKey(PolicingArea, models.PROTECT, related_name="reviews")
    case = TenantForeignKey("cases.Case", related_name="pcc_reviews", db_index=False)
    application = TenantForeignKey("cases.Application", related_name="pcc_reviews")
    reference = models.CharField(max_length=20)
    round = models.PositiveSmallIntegerField()
    status = FSMField(default=PccStatus.REQUESTED, choices=PccStatus, protected=True)
    version = models.PositiveIntegerField(default=1)
    grounds = models.JSONField(default=list)
    statement = models.TextField()
    requested_at = models.DateTimeField()
    last_date_on = models.DateField()
    within_window = models.BooleanField()
    eligibility_reason = models.TextField(blank=True)
    partnership_asked = models.TextField(blank=True)
    partnership_answer = models.TextField(blank=True)
    outcome_reasons = models.TextField(blank=True)
    recommendations = models.TextField(blank=True)
    returned_to = models.CharField(max_length=10, choices=ReturnTo, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["requested_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PccStatus.values), name="pcc_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["partnership", "application", "round"], name="pcc_review_a_round"
            ),
            models.CheckConstraint(
                name="pcc_outcome_has_reasons",
                condition=~Q(status__in=["upheld", "not_upheld"]) | ~Q(outcome_reasons=""),
            ),
            models.CheckConstraint(
                name="pcc_upheld_says_where",
                condition=~Q(status="upheld") | ~Q(returned_to=""),
            ),
        ]
        indexes = [
            index_of_case("pcc_review"),
            models.Index(fields=["policing_area", "requested_at"], name="pcc_worklist"),
        ]

    def __str__(self):
        return f"PCC review {self.pk}"

    @transition(status, source=_from(PccCommand.FIND_ELIGIBLE), target=PccStatus.ELIGIBLE)
    def find_eligible(self, *, reason):
        """Grounds and window allow the review."""
        self.eligibility_reason = reason

    @transition(status, source=_from(PccCommand.FIND_NOT_ELIGIBLE), target=PccStatus.NOT_ELIGIBLE)
    def find_not_eligible(self, *, reason):
        """Grounds or window do not allow the review."""
        self.eligibility_reason = reason

    @transition(
        status, source=_from(PccCommand.ASK_PARTNERSHIP), target=PccStatus.AWAITING_PARTNERSHIP
    )
    def ask_partnership(self, *, question):
        """The office waits for the partnership's answer."""
        self.partnership_asked, self.partnership_answer = question, ""

    @transition(status, source=_from(PccCommand.ANSWER_OFFICE), target=PccStatus.UNDER_REVIEW)
    def answer_office(self, *, answer):
        """The partnership has answered; the office reads on."""
        self.partnership_answer = answer

    @transition(status, source=_from(PccCommand.BEGIN_REVIEW), target=PccStatus.UNDER_REVIEW)
    def begin_review(self):
        """The bundle is complete and being read."""

    @transition(status, source=_from(PccCommand.UPHOLD), target=PccStatus.UPHELD)
    def uphold(self, *, reasons, returned_to, at):
        """The partnership must look again."""
        self.outcome_reasons, self.returned_to, self.decided_at = reasons, returned_to, at

    @transition(status, source=_from(PccCommand.NOT_UPHOLD), target=PccStatus.NOT_UPHELD)
    def not_uphold(self, *, reasons, at):
        """The process was proper."""
        self.outcome_reasons, self.decided_at = reasons, at

    @transition(status, source=_from(PccCommand.MARK_ANSWERED), target=PccStatus.ANSWERED)
    def mark_answered(self):
        """The applicant has been told."""

    @transition(status, source=_from(PccCommand.CLOSE_REVIEW), target=PccStatus.CLOSED)
    def close_review(self):
        """Nothing is left to do."""


class PccNote(TenantRow):
    """A note of the PCC office, never visible to the partnership."""

    protection = Protection(level=AREA)

    policing_area = models.ForeignKey(PolicingArea, models.PROTECT, related_name="+")
    review = models.ForeignKey(PccReview, models.PROTECT, related_name="notes", db_constraint=False)
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"Note {self.pk}"
