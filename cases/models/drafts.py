"""What somebody has begun to write and not sent yet (ADR 35)."""

from django.db import models
from django.db.models import Q

from cases.models.base import TenantRow
from organisations.rls import DRAFT, Protection


class ApplicationDraft(TenantRow):
    """An application form as it was typed, kept for its writer alone until it is sent or erased.

    Reachable by its own secret only: PostgreSQL compares the hash, and no staff scope opens it.

    key: the page's own, of which the secret is made. content: what was typed, field by field, valid
    or not. version: how often it was saved. email: where to write about it; empty where nobody
    asked. link_digest: the hash of what the next e-mail's link carries. links_used: how many links
    were opened; each opens once. keep_until: the last day. Times are domain time.
    """

    protection = Protection(level=DRAFT)

    key = models.UUIDField()
    digest = models.CharField(max_length=64, unique=True)
    link_digest = models.CharField(max_length=64, unique=True)
    links_used = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    email = models.EmailField(blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    keep_until = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="draft_key"),
            models.CheckConstraint(
                name="draft_has_secrets", condition=~Q(digest="") & ~Q(link_digest="")
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "keep_until"], name="draft_to_erase"),
            models.Index(
                fields=["partnership", "saved_at"],
                name="draft_to_remind",
                condition=~Q(email="") & Q(reminded_at__isnull=True),
            ),
            models.Index(
                fields=["partnership", "email"], name="draft_by_email", condition=~Q(email="")
            ),
        ]

    def __str__(self):
        return f"Draft {self.pk}"
