"""What an applicant is asked, and what they answer (DOMAIN section 7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.applications import Consent
from cases.models.base import ApplicationRow, index_of_case
from organisations.rls import APPLICATION, Protection


class ApplicantRequest(ApplicationRow):
    """One thing that an applicant is asked, by when, and the answer; answered once or withdrawn.

    consent_kind: what they are asked to agree to; empty where they are asked for information.
    answered_by: who keyed the answer in; None where the applicant gave it on their own page.
    """

    protection = Protection(level=APPLICATION)

    class Kind(models.TextChoices):
        INFORMATION = "information", "Information"
        CONSENT = "consent", "Consent"

    class How(models.TextChoices):
        ONLINE = "online", "Online"
        PHONE = "phone", "By phone"
        PAPER = "paper", "On paper or by e-mail"
        IN_PERSON = "in_person", "In person"

    kind = models.CharField(max_length=12, choices=Kind)
    consent_kind = models.CharField(max_length=10, choices=Consent.Kind, blank=True)
    question = models.TextField()
    reason = models.TextField()
    help_offered = models.TextField(blank=True)
    due_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    agreed = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=10, choices=How, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            index_of_case("applicant_request"),
            models.Index(fields=["partnership", "application"], name="request_of_application"),
            models.Index(
                fields=["partnership", "due_on"],
                name="reply_owed",
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="applicant_request_has_words", condition=~Q(question="") & ~Q(reason="")
            ),
            models.CheckConstraint(
                name="applicant_request_consent_to_what",
                condition=Q(kind="information", consent_kind="")
                | (Q(kind="consent") & ~Q(consent_kind="")),
            ),
            models.CheckConstraint(
                name="applicant_request_answer",
                condition=Q(answered_at__isnull=True, answer="", agreed__isnull=True)
                | (Q(kind="information", answered_at__isnull=False) & ~Q(answer=""))
                | Q(kind="consent", answered_at__isnull=False, agreed__isnull=False),
            ),
            models.CheckConstraint(
                name="applicant_request_ends_once",
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Request {self.pk} to an applicant"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_at is None and self.withdrawn_at is None
