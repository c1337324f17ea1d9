"""Letters as stored bytes (ADR 7)."""

from django.db import models
from django.db.models import Q

from cases.models.base import ApplicationRow
from notifications.letter_forms import LetterForm
from notifications.letter_kinds import LetterKind
from notifications.models.messages import Message
from notifications.windows import WindowKind
from organisations.fields import TenantOneToOneField
from organisations.rls import APPLICATION, Protection


class Letter(ApplicationRow):
    """The exact bytes of a letter, stored once under their SHA-256 and never rewritten.

    template_version: the hash of the template files that it was made from. look_version: of the
    partnership's `LetterLook`, 0 where it had set none; window: of the envelope that it was laid
    out for. check_code: printed on it, with the service's address `site`; empty on letters from
    before there was one. posted_form: the form that goes by post and is offered first. wording: by
    free paragraph that is not the standard text, the version of the partnership's own wording, or
    `edited` where it was worded for this one letter: then its text stands in the event's facts.
    All of it together makes the letter anew, byte for byte (`notifications/proving.py`).
    """

    protection = Protection(level=APPLICATION)

    message = TenantOneToOneField(Message, related_name="letter")
    kind = models.CharField(max_length=20, choices=LetterKind)
    title = models.CharField(max_length=100)
    written_on = models.DateField()
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    template_version = models.CharField(max_length=64)
    look_version = models.PositiveIntegerField(default=0, db_default=0)
    window = models.CharField(
        max_length=3,
        choices=WindowKind,
        default=WindowKind.DL,
        db_default=WindowKind.DL.value,
    )
    check_code = models.CharField(max_length=11, blank=True, db_default="")
    site = models.CharField(max_length=200, blank=True, db_default="")
    posted_form = models.CharField(
        max_length=11,
        choices=LetterForm,
        default=LetterForm.STANDARD,
        db_default=LetterForm.STANDARD.value,
    )
    wording = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="letter_is_whole", condition=Q(sha256__regex="^[0-9a-f]{64}$", size__gt=0)
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "case"], name="letter_of_case"),
            models.Index(fields=["partnership", "application"], name="letter_of_application"),
            models.Index(fields=["partnership", "written_on"], name="letter_written"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
