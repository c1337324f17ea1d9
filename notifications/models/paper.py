"""What a letter looks like, its other forms, and what proves that it is real (docs/adr/0028)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.base import ApplicationRow, TenantRow
from notifications.letter_forms import LetterForm
from notifications.models.letters import Letter
from notifications.windows import WindowKind
from organisations.fields import TenantForeignKey
from organisations.rls import APPLICATION, PARTNERSHIP, STAFF, Protection

HASH = "^[0-9a-f]{64}$"


class LetterLook(TenantRow):
    """One version of how a partnership's letters look. Never changed: a letter names its own.

    letterhead: lines beside the address; the partnership's contact address where there are none.
    signatory_name, signatory_title: who signs; the contact of the district where there is none.
    logo_path: of its `LetterLogo`, empty for none. logo_alt: what it says, empty
    where it is a decoration. furniture: how to get another form of the letter.
    """

    protection = Protection(level=STAFF)

    version = models.PositiveIntegerField()
    letterhead = models.TextField(blank=True)
    signatory_name = models.CharField(max_length=150, blank=True)
    signatory_title = models.CharField(max_length=150, blank=True)
    logo_path = models.CharField(max_length=200, blank=True)
    logo_alt = models.CharField(max_length=150, blank=True)
    window = models.CharField(max_length=3, choices=WindowKind, default=WindowKind.DL)
    furniture = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "version"], name="letter_look_version"),
            models.CheckConstraint(
                name="letter_look_window", condition=Q(window__in=WindowKind.values)
            ),
        ]

    def __str__(self):
        return f"look {self.version} of {self.partnership_id}"


class LetterLogo(TenantRow):
    """A logo as it was drawn again, stored once under its SHA-256; also one only tried on."""

    protection = Protection(level=STAFF)

    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sha256"], name="letter_logo_once"),
            models.CheckConstraint(
                name="letter_logo_is_whole", condition=Q(sha256__regex=HASH, size__gt=0)
            ),
        ]

    def __str__(self):
        return f"logo {self.pk}"


class LetterTwin(ApplicationRow):
    """A letter in another form: the exact bytes, stored once under their SHA-256."""

    protection = Protection(level=APPLICATION)

    letter = TenantForeignKey(Letter, related_name="twins", db_index=False)
    form = models.CharField(max_length=11, choices=LetterForm)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "letter", "form"], name="letter_twin_once"
            ),
            models.CheckConstraint(
                name="letter_twin_is_whole", condition=Q(sha256__regex=HASH, size__gt=0)
            ),
            models.CheckConstraint(
                name="letter_twin_form", condition=Q(form__in=["large_print", "plain_text"])
            ),
        ]
        indexes = [models.Index(fields=["partnership", "case"], name="letter_twin_of_case")]

    def __str__(self):
        return f"{self.form} of {self.letter_id}"


class LetterSeal(TenantRow):
    """That a file is one of the partnership's letters, for anybody to ask.

    It says nothing of anybody: no name, no application, no reference. `proof` is the hash of the
    letter's check code with its reference, so that both must be known to find it.
    """

    protection = Protection(level=PARTNERSHIP)

    proof = models.CharField(max_length=64)
    form = models.CharField(max_length=11, choices=LetterForm)
    sha256 = models.CharField(max_length=64)
    words = models.CharField(max_length=100)
    written_on = models.DateField()
    pages = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sha256"], name="letter_seal_once"),
            models.CheckConstraint(
                name="letter_seal_is_whole", condition=Q(sha256__regex=HASH, proof__regex=HASH)
            ),
        ]
        indexes = [models.Index(fields=["partnership", "proof"], name="letter_seal_proof")]

    def __str__(self):
        return f"{self.form} of {self.written_on}"
