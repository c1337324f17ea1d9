"""What every row of a case or an application carries.

What a tenant's table is read by begins with the partnership and goes on. An index on the
partnership alone is refused (`organisations.checks`): a plan made once for all values takes it for
cheap beside another and reads everything that a partnership has.
"""

from django.db import models

from organisations.fields import TenantForeignKey
from organisations.models import Partnership


def index_of_case(table: str) -> models.Index:
    """What a table below a case is read by; for its Meta, unless a key begins like it already."""
    return models.Index(fields=["partnership", "case"], name=f"{table}_of_case")


class TenantRow(models.Model):
    """A row that belongs to one partnership."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class CaseRow(TenantRow):
    """A row below a case."""

    case = TenantForeignKey("cases.Case", related_name="%(class)ss", db_index=False)

    class Meta:
        abstract = True


class ApplicationRow(TenantRow):
    """A row below an application; it knows the application's case, once there is one."""

    application = TenantForeignKey("cases.Application", related_name="%(class)ss")
    case = TenantForeignKey("cases.Case", related_name="+", null=True, blank=True, db_index=False)

    class Meta:
        abstract = True
