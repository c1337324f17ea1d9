"""Policing areas, partnerships (the tenants), districts, localities, agencies, people and roles."""

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.fields import TenantForeignKey
from organisations.rls import PARTNERSHIP, Protection
from organisations.roles import Role


class PolicingArea(models.Model):
    """A police force area; its local policing body (today the PCC) hears review requests."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100, unique=True)
    policing_body_name = models.CharField(max_length=150)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_address = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Partnership(models.Model):
    """A Community Safety Partnership: the tenant. Its slug stands in every address of its pages."""

    policing_area = models.ForeignKey(PolicingArea, models.PROTECT, related_name="partnerships")
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=150, unique=True)
    reference_prefix = models.CharField(max_length=4, unique=True)
    theme = models.CharField(max_length=20, default="teal")
    contact_name = models.CharField(max_length=150)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=30)
    contact_address = models.TextField()
    signatory = models.CharField(max_length=150)
    complaints_route = models.TextField(blank=True)
    # When dates that are owed are chased: `thresholds.chasing.ReminderTimes` says what they mean.
    remind_long_before = models.PositiveSmallIntegerField(default=5, db_default=5)
    remind_short_before = models.PositiveSmallIntegerField(default=1, db_default=1)
    escalate_after = models.PositiveSmallIntegerField(default=2, db_default=2)
    remind_from = models.TimeField(default=dt.time(8), db_default=dt.time(8))
    remind_until = models.TimeField(default=dt.time(18), db_default=dt.time(18))
    # Working days after a closure until applicants are asked how it was; empty: nobody is asked.
    survey_after = models.PositiveSmallIntegerField(null=True, blank=True)
    # Days after it was last saved until the draft of an application is erased, and until whoever
    # asked for that is reminded of it; empty: nobody is.
    drafts_kept = models.PositiveSmallIntegerField(default=28, db_default=28)
    draft_reminder_after = models.PositiveSmallIntegerField(
        null=True, blank=True, default=3, db_default=3
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference_prefix__regex=r"^[A-Z]{2,4}$"), name="partnership_prefix"
            ),
            models.CheckConstraint(
                name="partnership_reminder_days",
                condition=Q(
                    remind_short_before__gte=1,
                    remind_long_before__gte=models.F("remind_short_before"),
                    remind_long_before__lte=20,
                    escalate_after__gte=1,
                    escalate_after__lte=20,
                ),
            ),
            models.CheckConstraint(
                name="partnership_reminder_hours",
                condition=Q(remind_until__gt=models.F("remind_from")),
            ),
            models.CheckConstraint(
                name="partnership_survey_days",
                condition=Q(survey_after__isnull=True)
                | Q(survey_after__gte=5, survey_after__lte=40),
            ),
            models.CheckConstraint(
                name="partnership_draft_days",
                condition=Q(drafts_kept__gte=7, drafts_kept__lte=90)
                & (
                    Q(draft_reminder_after__isnull=True)
                    | Q(
                        draft_reminder_after__gte=1,
                        draft_reminder_after__lt=models.F("drafts_kept"),
                    )
                ),
            ),
        ]

    def __str__(self):
        return self.name


class District(models.Model):
    """A district or borough within a partnership; each has its single point of contact."""

    protection = Protection(level=PARTNERSHIP)

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="districts", db_index=False
    )
    slug = models.SlugField()
    name = models.CharField(max_length=100)
    spoc_name = models.CharField(max_length=150)
    spoc_email = models.EmailField()
    spoc_phone = models.CharField(max_length=30)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="district_slug")
        ]

    def __str__(self):
        return self.name


class Locality(models.Model):
    """The part of a district that one LMAPS meeting looks after."""

    protection = Protection(level=PARTNERSHIP)

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="localities", db_index=False
    )
    district = TenantForeignKey(District, related_name="localities")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "localities"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="locality_name")
        ]

    def __str__(self):
        return self.name


class Agency(models.Model):
    """A body that people report to or that acts; one landlord may serve several partnerships."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Council")
        POLICE = "police", _("Police")
        LANDLORD = "landlord", _("Landlord")
        HEALTH = "health", _("Health")
        OTHER = "other", _("Other")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["council", "police", "landlord", "health", "other"]),
                name="agency_kind",
            )
        ]

    def __str__(self):
        return self.name


class PartnerAgency(models.Model):
    """An agency takes part in a partnership.

    contact_email: its mailbox, written to where none of its people has an account here.
    """

    protection = Protection(level=PARTNERSHIP)

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="partner_agencies", db_index=False
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="partner_in")
    contact_email = models.EmailField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "agency"], name="partner_agency_once")
        ]

    def __str__(self):
        return f"{self.agency_id} in {self.partnership_id}"


class UserManager(BaseUserManager):
    """People sign in with their e-mail address; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields):
        """A person who may sign in; the address is stored in lower case."""
        if not email:
            raise ValueError("a person needs an e-mail address to sign in with")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """For `manage.py createsuperuser`; row-level security binds this person like any other."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff of some organisation. Victims have no account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    held: list["Membership"] | None = None
    """Every membership with its partnership, where signing in has read them; else None."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name", "id"]

    def __str__(self):
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]


class Membership(models.Model):
    """A person's role and how far it reaches. One person may hold several, in several places.

    partnership (whole) or one district of it; a policing area for PCC officers; an agency for
    agency members, wherever that agency holds a grant; a locality for LMAPS chairs.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True)
    district_id = models.BigIntegerField(null=True, blank=True)
    locality_id = models.BigIntegerField(null=True, blank=True)
    policing_area = models.ForeignKey(PolicingArea, models.PROTECT, null=True, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "role"], name="membership_role")]
        constraints = [
            models.CheckConstraint(
                name="membership_reach",
                condition=(
                    Q(role=Role.PCC_OFFICER, policing_area__isnull=False, partnership__isnull=True)
                    | Q(role=Role.AGENCY_MEMBER, agency__isnull=False, partnership__isnull=True)
                    | (
                        ~Q(role__in=[Role.PCC_OFFICER, Role.AGENCY_MEMBER])
                        & Q(partnership__isnull=False, policing_area__isnull=True)
                    )
                ),
            ),
            models.CheckConstraint(
                name="membership_dates",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.role}"

    def is_live(self, *, on: dt.date) -> bool:
        """Whether the person holds the role on a date; the last day counts."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class ClockOffset(models.Model):
    """How far the demonstration's clock is ahead of the real one: one row, demo mode only."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_clock")]

    def __str__(self):
        return f"{self.seconds} s"


class Heartbeat(models.Model):
    """When a periodic process last ran; read by the deep health check. Real time."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self):
        return self.name
