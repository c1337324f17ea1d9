"""How somebody outside the partnership's staff enters: read before there is a scope (ADR 5)."""

from django.db import models
from django.db.models import Q

from organisations.models import Agency, Partnership, PolicingArea


class CaseGrant(models.Model):
    """A dated permission for an agency, a neighbour or a PCC office to enter one case."""

    class Level(models.TextChoices):
        AGENCY = "agency", "An agency's own part"
        PEER = "peer", "Peer review"
        BUNDLE = "bundle", "The PCC office's bundle"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="case_grants", db_index=False
    )
    case_id = models.BigIntegerField()
    level = models.CharField(max_length=10, choices=Level)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    neighbour = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    policing_area = models.ForeignKey(
        PolicingArea, models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_has_one_holder",
                condition=(
                    Q(
                        level="agency",
                        agency__isnull=False,
                        neighbour__isnull=True,
                        policing_area__isnull=True,
                    )
                    | Q(
                        level="peer",
                        neighbour__isnull=False,
                        agency__isnull=True,
                        policing_area__isnull=True,
                    )
                    | Q(
                        level="bundle",
                        policing_area__isnull=False,
                        agency__isnull=True,
                        neighbour__isnull=True,
                    )
                ),
            )
        ]
        indexes = [
            models.Index(fields=["agency", "partnership"], name="grant_of_agency"),
            models.Index(fields=["partnership", "case_id"], name="grant_on_case"),
        ]

    def __str__(self):
        return f"{self.level} on {self.case_id}"


class AccessKey(models.Model):
    """The hash of a secret that opens one application; the secret itself is shown once."""

    class Purpose(models.TextChoices):
        TRACK = "track", "Follow the application"

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+", db_index=False)
    application_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "application_id"], name="key_of_application")
        ]

    def __str__(self):
        return f"Key {self.pk}"
