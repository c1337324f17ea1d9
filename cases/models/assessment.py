"""Initial assessment, risk and decision (DOMAIN section 0, steps 3 and 4)."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import CaseRow, index_of_case
from cases.status import Ground, Outcome
from organisations.fields import TenantForeignKey
from organisations.models import Agency
from organisations.rls import CASE_STAFF, Protection
from thresholds.findings import Outcome as Found


class Assessment(CaseRow):
    """The threshold evaluated on what was known at one moment; stored whole as evidence."""

    protection = Protection(level=CASE_STAFF)

    round = models.PositiveSmallIntegerField()
    procedure = TenantForeignKey("thresholds.Procedure", related_name="+")
    facts = models.JSONField()
    outcome = models.JSONField()
    suggestion = models.CharField(max_length=20)
    statutory_met = models.BooleanField()
    response_adequate = models.CharField(max_length=7)
    harm_view = models.CharField(max_length=7)
    harm_reason = models.TextField()
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Meta:
        indexes = [index_of_case("assessment")]
        ordering = ["-id"]

    def __str__(self):
        return f"{self.case_id} round {self.round}"

    @cached_property
    def found(self) -> Found:
        """The outcome as it was recorded; read from its JSON once, for it is long."""
        return Found.from_json(self.outcome)


class AssessmentParty(CaseRow):
    """One of the parties that assess together, and what they thought."""

    protection = Protection(level=CASE_STAFF)

    class Party(models.TextChoices):
        COMMUNITY_SAFETY = "community_safety", "Community safety manager"
        POLICE = "police", "Neighbourhood inspector"
        LANDLORD = "landlord", "Social landlord"

    class View(models.TextChoices):
        TAKE = "take", "Take the case"
        NOT_TAKE = "not_take", "Do not take the case"
        NOT_APPLICABLE = "not_applicable", "No such party in this case"
        NO_VIEW = "no_view", "Asked, no view yet"

    assessment = TenantForeignKey(Assessment, related_name="parties")
    party = models.CharField(max_length=20, choices=Party)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    view = models.CharField(max_length=15, choices=View)
    comment = models.TextField(blank=True)

    class Meta:
        indexes = [index_of_case("assessment_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "assessment", "party"], name="assessment_party_once"
            )
        ]

    def __str__(self):
        return f"{self.party}: {self.view}"


class RiskAssessment(CaseRow):
    """The risk matrix answered for one applicant; by itself never a reason to refuse."""

    protection = Protection(level=CASE_STAFF)

    application = TenantForeignKey("cases.Application", related_name="risk_assessments")
    round = models.PositiveSmallIntegerField()
    matrix_version = models.CharField(max_length=40)
    answers = models.JSONField()
    points = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=20)
    overridden_band = models.CharField(max_length=20, blank=True)
    override_reason = models.TextField(blank=True)
    vulnerable = models.BooleanField()
    notes = models.TextField(blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Meta:
        indexes = [index_of_case("risk")]
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="risk_override_has_reason",
                condition=Q(overridden_band="") | ~Q(override_reason=""),
            )
        ]

    def __str__(self):
        return f"{self.case_id}: {self.band}"

    @property
    def effective_band(self) -> str:
        """The band that counts: the person's, where they overrode the score."""
        return self.overridden_band or self.band


class Decision(CaseRow):
    """Whether the threshold is met, and why, criterion by criterion."""

    protection = Protection(level=CASE_STAFF)

    round = models.PositiveSmallIntegerField()
    assessment = TenantForeignKey(Assessment, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    ground = models.CharField(max_length=10, choices=Ground, blank=True)
    reasons = models.TextField()
    advice = models.TextField(blank=True)
    deferred_until = models.DateField(null=True, blank=True)
    redirected_to = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [index_of_case("decision")]
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="decision_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="decision_acceptance_has_ground",
                condition=~Q(outcome="accepted") | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="decision_deferral_has_date",
                condition=~Q(outcome="deferred") | Q(deferred_until__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["partnership", "case", "round"],
                condition=~Q(outcome="deferred"),
                name="one_decision_a_round",
            ),
        ]

    def __str__(self):
        return f"{self.case_id} round {self.round}: {self.outcome}"
