"""LMAPS meetings, what is on their agenda, and how the victim takes part (DOMAIN section 0.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import CaseRow, TenantRow, index_of_case
from organisations.fields import TenantForeignKey
from organisations.models import Locality
from organisations.rls import APPLICATION, CASE_STAFF, STAFF, Protection


class Meeting(TenantRow):
    """One sitting of a locality's LMAPS."""

    protection = Protection(level=STAFF)

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    locality = TenantForeignKey(Locality, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chair_independent = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["partnership", "starts_at"], name="meeting_by_date")]

    def __str__(self):
        return f"Meeting {self.pk}"


class AgendaItem(CaseRow):
    """A case on the agenda of a meeting, in one round of the review."""

    protection = Protection(level=CASE_STAFF)

    meeting = TenantForeignKey(Meeting, related_name="items")
    round = models.PositiveSmallIntegerField()
    meets_at = models.DateTimeField()
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "case", "meeting", "round"], name="agenda_item_once"
            )
        ]

    def __str__(self):
        return f"{self.case_id} at {self.meeting_id}"


class VictimInvolvement(CaseRow):
    """Invited, represented, statement, declined, or not invited with the reason: a gate."""

    protection = Protection(level=APPLICATION)

    class Choice(models.TextChoices):
        ATTENDED = "attended", "Attended in person or online"
        REPRESENTED = "represented", "Was represented"
        STATEMENT = "statement", "Sent a statement"
        DECLINED = "declined", "Was invited and declined"
        NOT_INVITED = "not_invited", "Was not invited"

    application = TenantForeignKey("cases.Application", related_name="victiminvolvements")
    item = TenantForeignKey(AgendaItem, related_name="involvements")
    choice = models.CharField(max_length=12, choices=Choice)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [index_of_case("victim_involvement")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "application", "item"], name="victim_involvement_once"
            ),
            models.CheckConstraint(
                name="not_invited_has_reason",
                condition=~Q(choice="not_invited") | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.application_id}: {self.choice}"


class Invitation(CaseRow):
    """Whether an applicant is invited to a meeting; the latest row holds. Nobody else's to change.

    No row: invited, as the letter about the meeting says. not invited: the reason and the other
    ways to be heard are told before the meeting (DOMAIN section 7).
    """

    protection = Protection(level=APPLICATION)

    application = TenantForeignKey("cases.Application", related_name="invitations")
    item = TenantForeignKey(AgendaItem, related_name="invitations")
    invited = models.BooleanField()
    reason = models.TextField(blank=True)
    other_ways = models.TextField(blank=True)
    heard_by = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [index_of_case("invitation")]
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_refused_has_words",
                condition=Q(invited=True)
                | (~Q(reason="") & ~Q(other_ways="") & Q(heard_by__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.application_id}: {'invited' if self.invited else 'not invited'}"
