"""By what a case is found (ADR 17)."""

from django.db import models

from cases.models.base import CaseRow
from organisations.rls import STAFF, Protection


class CaseToken(CaseRow):
    """One word of a name or postcode in a case; written by `cases.commands.indexing` alone.

    Collated by code point, so that words with one beginning are a range of the index.
    """

    protection = Protection(level=STAFF)

    token = models.TextField(db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "token", "case"], name="case_token_once")
        ]
        indexes = [models.Index(fields=["partnership", "case", "token"], name="case_token_of_case")]

    def __str__(self):
        return f"Token {self.pk}"
