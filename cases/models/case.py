"""The review: one or more applications, one district, one guarded status (ADR 2, ADR 3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from cases.models.base import CaseRow, TenantRow, index_of_case
from cases.status import ALLOWED, Command, Ground, Status
from organisations.fields import TenantForeignKey
from organisations.models import District, Partnership
from organisations.rls import CASE, CASE_STAFF, Protection


def _from(command: Command) -> list[str]:
    return sorted(ALLOWED[command])


class Case(FSMModelMixin, TenantRow):
    """Status moves by the transitions below only, and those are called by commands only."""

    protection = Protection(level=CASE, case_column="id")

    district = TenantForeignKey(District, related_name="cases")
    reference = models.CharField(max_length=20)
    status = FSMField(default=Status.RECEIVED, choices=Status, protected=True)
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    applicant_name = models.CharField(max_length=150, blank=True)
    received_at = models.DateTimeField()
    round_began_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted_ground = models.CharField(max_length=10, choices=Ground, blank=True)
    deferred_until = models.DateField(null=True, blank=True)
    risk_band = models.CharField(max_length=20, blank=True)
    vulnerable = models.BooleanField(default=False)
    needs_adjustments = models.BooleanField(default=False)
    responded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.TextField(blank=True)
    merged_into = TenantForeignKey("self", related_name="merged_cases", null=True, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    next_due_limit = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="case_reference"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="case_status_is_known"
            ),
            models.CheckConstraint(
                name="case_accepted_has_ground",
                condition=~Q(status="accepted") | ~Q(accepted_ground=""),
            ),
            models.CheckConstraint(
                name="case_merged_has_lead",
                condition=~Q(status="merged") | Q(merged_into__isnull=False),
            ),
        ]
        indexes = [
            # The district is in it for the counts, which need nothing else of the rows.
            models.Index(
                fields=["partnership", "next_due_on", "id"],
                include=["district"],
                name="case_queue",
                condition=~Q(status__in=["closed", "withdrawn", "merged"]),
            ),
            models.Index(
                fields=["partnership", "status", "next_due_on", "id"],
                name="case_queue_of_status",
                condition=~Q(status__in=["closed", "withdrawn", "merged"]),
            ),
            models.Index(fields=["partnership", "status", "id"], name="case_by_status"),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether the case is still being worked on."""
        return self.status not in {Status.CLOSED, Status.WITHDRAWN, Status.MERGED}

    @transition(status, source=_from(Command.ACKNOWLEDGE), target=Status.ACKNOWLEDGED)
    def acknowledge(self, *, at):
        """Receipt has been acknowledged to every applicant."""
        self.acknowledged_at = at

    @transition(status, source=_from(Command.RECORD_ASSESSMENT), target=Status.ASSESSMENT)
    def assess(self):
        """An assessment has been recorded, or a further one."""

    @transition(status, source=_from(Command.DECIDE), target=Status.ACCEPTED)
    def accept(self, *, ground, at):
        """The review goes ahead."""
        self.accepted_ground = ground
        self.decided_at = at

    @transition(status, source=_from(Command.DECIDE), target=Status.REJECTED)
    def reject(self, *, at):
        """The threshold is not met."""
        self.decided_at = at

    @transition(status, source=_from(Command.DECIDE), target=Status.DEFERRED)
    def defer(self, *, until):
        """The decision waits for a date; the clock does not."""
        self.deferred_until = until

    @transition(status, source=_from(Command.DECIDE), target=Status.REDIRECTED)
    def redirect(self, *, at):
        """Another route or area is the right one."""
        self.decided_at = at

    @transition(status, source=_from(Command.DECIDE), target=Status.INVALID)
    def find_invalid(self, *, at):
        """Not an application that the procedure can take."""
        self.decided_at = at

    @transition(status, source=_from(Command.RESUME), target=Status.ASSESSMENT)
    def resume(self):
        """A deferred case is looked at again."""
        self.deferred_until = None

    @transition(status, source=_from(Command.REFER), target=Status.REFERRED)
    def refer(self):
        """On the agenda of an LMAPS meeting; in a later round it may already be LMAPS's."""

    @transition(status, source=_from(Command.RECORD_PLAN), target=Status.PLAN_AGREED)
    def agree_plan(self):
        """The meeting agreed an action plan."""

    @transition(status, source=_from(Command.SEND_RESPONSE), target=Status.RESPONDED)
    def respond(self, *, at):
        """The response with the plan goes to each applicant."""
        self.responded_at = at

    @transition(status, source=Status.RESPONDED, target=Status.MONITORING)
    def monitor(self):
        """The first action has moved after the response."""

    @transition(status, source=_from(Command.CLOSE), target=Status.CLOSED)
    def close(self, *, reason, at):
        """The review has ended."""
        self.closing_reason = reason
        self.closed_at = at

    @transition(status, source=_from(Command.WITHDRAW), target=Status.WITHDRAWN)
    def withdraw(self, *, at):
        """The last applicant has withdrawn."""
        self.closed_at = at

    @transition(status, source=_from(Command.MERGE), target=Status.MERGED)
    def merge(self, *, into, at):
        """Its applications go on in another case."""
        self.merged_into = into
        self.closed_at = at

    @transition(status, source=_from(Command.REOPEN), target=Status.ASSESSMENT)
    def reopen_at_assessment(self, *, at):
        """Round n + 1 starts with a new assessment; nothing is decided in it yet."""
        self.accepted_ground = ""
        self.decided_at = None
        self.responded_at = None
        self._begin_round(at)

    @transition(status, source=_from(Command.REOPEN), target=Status.REFERRED)
    def reopen_at_lmaps(self, *, at):
        """Round n + 1 starts with a new meeting; the acceptance stands."""
        self.responded_at = None
        self._begin_round(at)

    def _begin_round(self, at):
        self.round += 1
        self.round_began_at = at
        self.closed_at = None
        self.closing_reason = ""


class PeerReviewConsideration(CaseRow):
    """Whether a neighbouring partnership should look at the case: considered in every case."""

    protection = Protection(level=CASE_STAFF)

    round = models.PositiveSmallIntegerField()
    wanted = models.BooleanField()
    reason = models.TextField()
    neighbour = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    considered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    considered_at = models.DateTimeField()

    class Meta:
        indexes = [index_of_case("peer_review")]
        constraints = [
            models.CheckConstraint(
                name="peer_review_names_neighbour",
                condition=Q(wanted=False) | Q(neighbour__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.case_id} round {self.round}: {self.wanted}"
