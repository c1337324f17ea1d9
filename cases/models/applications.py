"""One person's or group's request for a review, and all that they told us (ADR 2)."""

from django.db import models
from django.db.models import F, Q

from cases.models.base import ApplicationRow, TenantRow, index_of_case
from organisations.fields import TenantForeignKey
from organisations.models import Agency, District
from organisations.rls import APPLICATION, Protection
from thresholds.models import Procedure


class Answer(models.TextChoices):
    """A question that may also not be known; never a silent no."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not sure"


class Application(TenantRow):
    """Own reference and secret, receipt, pinned procedure, deadlines, consent, letters, tracker."""

    protection = Protection(level=APPLICATION, application_column="id")

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "Submitted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Via(models.TextChoices):
        WEB = "web", "Online"
        PHONE = "phone", "By phone"
        PAPER = "paper", "On paper"
        IN_PERSON = "in_person", "In person"
        POLICE = "police", "Through the police (101)"
        POLICING_BODY = "policing_body", "Through the PCC office"

    class Route(models.TextChoices):
        SELF = "self", "For me"
        SOMEONE = "someone", "For someone else"
        GROUP = "group", "For a group of people"

    case = TenantForeignKey(
        "cases.Case", related_name="applications", null=True, blank=True, db_index=False
    )
    district = TenantForeignKey(District, related_name="applications")
    procedure = TenantForeignKey(Procedure, related_name="applications", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    reference = models.CharField(max_length=20)
    submission_key = models.UUIDField()
    route = models.CharField(max_length=10, choices=Route, default=Route.SELF)
    received_via = models.CharField(max_length=15, choices=Via, default=Via.WEB)
    received_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    desired_outcome = models.TextField(blank=True)
    adjustments = models.TextField(blank=True)
    # The letters that go by post, and are offered first, are in large print.
    large_print = models.BooleanField(default=False, db_default=False)
    persists = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    others_affected = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    timeframe_unexpired = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    timeframe_until = models.DateField(null=True, blank=True)
    conduct_of_one_agency = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # The last round after whose closure the applicant was asked how it was; 0 for none.
    surveyed_round = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="application_ref"),
            models.UniqueConstraint(fields=["submission_key"], name="application_submitted_once"),
            models.CheckConstraint(
                name="application_submitted_is_whole",
                condition=Q(received_at__isnull=False, procedure__isnull=False, case__isnull=False),
            ),
            models.CheckConstraint(
                name="application_status",
                condition=Q(status__in=["submitted", "withdrawn"]),
            ),
        ]
        indexes = [models.Index(fields=["partnership", "case"], name="application_of_case")]

    def __str__(self):
        return self.reference


class Person(ApplicationRow):
    """Somebody in an application: victim, applicant, representative, group member or witness."""

    protection = Protection(level=APPLICATION)

    full_name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    landlord = TenantForeignKey(
        "organisations.PartnerAgency", related_name="+", null=True, blank=True
    )

    class Meta:
        indexes = [
            index_of_case("person"),
            models.Index(fields=["partnership", "application"], name="person_of_application"),
        ]

    def __str__(self):
        return f"Person {self.pk}"


class Involvement(ApplicationRow):
    """A person's role in an application; one person may have several."""

    protection = Protection(level=APPLICATION)

    class Role(models.TextChoices):
        VICTIM = "victim", "Victim"
        APPLICANT = "applicant", "Applicant"
        REPRESENTATIVE = "representative", "Representative"
        GROUP_MEMBER = "group_member", "Member of the group"
        WITNESS = "witness", "Witness"

    person = TenantForeignKey(Person, related_name="involvements")
    role = models.CharField(max_length=15, choices=Role)
    relationship = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [index_of_case("involvement")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "application", "person", "role"], name="involvement_once"
            )
        ]

    def __str__(self):
        return f"{self.person_id} {self.role}"


class SafeContact(ApplicationRow):
    """Whether one way of reaching a person is safe. No row means: not asked, so not used.

    full_text: of an e-mail, that the person chose to have the whole letter in it.
    """

    protection = Protection(level=APPLICATION)

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone call"
        VOICEMAIL = "voicemail", "Voice message"
        TEXT = "text", "Text message"
        POST = "post", "Letter by post"

    person = TenantForeignKey(Person, related_name="safe_contacts")
    channel = models.CharField(max_length=10, choices=Channel)
    safe = models.BooleanField()
    preferred = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    full_text = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [index_of_case("safe_contact")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "person", "channel"], name="safe_contact_once"
            )
        ]

    def __str__(self):
        return f"{self.channel}: {self.safe}"


class Consent(ApplicationRow):
    """What a person agreed to, when and how; withdrawn by date, never deleted."""

    protection = Protection(level=APPLICATION)

    class Kind(models.TextChoices):
        SHARE = "share", "Share what I told you with the agencies concerned"
        REPRESENT = "represent", "This person may act for me"
        TRUTH = "truth", "What I have written is true as far as I know"

    person = TenantForeignKey(Person, related_name="consents")
    kind = models.CharField(max_length=10, choices=Kind)
    given = models.BooleanField()
    given_at = models.DateTimeField()
    how = models.CharField(max_length=50)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [index_of_case("consent")]

    def __str__(self):
        return f"{self.kind}: {self.given}"


class Incident(ApplicationRow):
    """One occasion of the behaviour.

    occurred_until: the last day it can have been, where only a range is known (`occurred_on` is
    then its first). named_by: the agency whose return named it (ADR 23); None where the applicant
    told of it.
    related: not used; whether it is part of the problem stands in the facts of each assessment.
    """

    protection = Protection(level=APPLICATION, applicant_sees="named_by_id IS NULL")

    occurred_on = models.DateField()
    occurred_until = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    related = models.BooleanField(default=True)
    named_by = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["occurred_on", "id"]
        indexes = [
            index_of_case("incident"),
            models.Index(fields=["partnership", "application"], name="incident_of_application"),
        ]
        constraints = [
            models.CheckConstraint(
                name="incident_range_has_order",
                condition=Q(occurred_until__isnull=True) | Q(occurred_until__gte=F("occurred_on")),
            ),
        ]

    def __str__(self):
        return f"Incident {self.pk}"


class Report(ApplicationRow):
    """One telling of an incident to an agency: a line of the report ledger (s.104(11)).

    An applicant's has its day, or a range of which `reported_until` is the last. One by somebody
    else, whom `agency` calls by a pseudonym in its return, may also have no day. person_code: given
    by the assessors to two pseudonyms of one person. found_to_be: what the SPOC found of somebody
    under a pseudonym; `reporter` is then the applicant they are (ADR 24).
    """

    protection = Protection(level=APPLICATION, applicant_sees="reporter_pseudonym = ''")

    class Method(models.TextChoices):
        PHONE = "phone", "Phone"
        ONLINE = "online", "Online or e-mail"
        WRITTEN = "written", "Letter"
        IN_PERSON = "in_person", "In person"

    class Standing(models.TextChoices):
        CLAIMED = "claimed", "Claimed"
        CONFIRMED = "confirmed", "Confirmed by the agency"
        NOT_FOUND = "not_found", "Not found in the agency's log"

    class Found(models.TextChoices):
        APPLICANT = "applicant", "One of those who applied"
        SOMEBODY_ELSE = "somebody_else", "Somebody else"

    incident = TenantForeignKey(Incident, related_name="reports")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    agency_said = models.CharField(max_length=150, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    reported_until = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=10, choices=Method, blank=True)
    agency_reference = models.CharField(max_length=50, blank=True)
    response = models.TextField(blank=True)
    reporter = TenantForeignKey(Person, related_name="reports", null=True, blank=True)
    reporter_pseudonym = models.CharField(max_length=50, blank=True)
    person_code = models.CharField(max_length=50, blank=True)
    found_to_be = models.CharField(max_length=15, choices=Found, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.CLAIMED)
    rebutted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["reported_on", "id"]
        indexes = [
            index_of_case("report"),
            models.Index(fields=["partnership", "application"], name="report_of_application"),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_has_agency",
                condition=Q(agency__isnull=False) | ~Q(agency_said=""),
            ),
            models.CheckConstraint(
                name="report_by_applicant_has_day",
                condition=Q(reported_on__isnull=False) | ~Q(reporter_pseudonym=""),
            ),
            models.CheckConstraint(
                name="report_by_other_has_agency",
                condition=Q(reporter_pseudonym="", found_to_be="")
                | Q(
                    agency__isnull=False,
                    reporter__isnull=True,
                    found_to_be__in=["", "somebody_else"],
                )
                | Q(agency__isnull=False, reporter__isnull=False, found_to_be="applicant"),
            ),
            models.CheckConstraint(
                name="report_range_has_order",
                condition=Q(reported_until__isnull=True)
                | Q(reported_on__isnull=False, reported_until__gte=F("reported_on")),
            ),
        ]

    def __str__(self):
        return f"Report {self.pk}"
