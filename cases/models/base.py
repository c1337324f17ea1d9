"""What every row of a case or an application carries."""

from django.db import models

from organisations.fields import TenantForeignKey
from organisations.models import Partnership


class TenantRow(models.Model):
    """A row that belongs to one partnership."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class CaseRow(TenantRow):
    """A row below a case."""

    case = TenantForeignKey("cases.Case", related_name="%(class)ss")

    class Meta:
        abstract = True


class ApplicationRow(TenantRow):
    """A row below an application; it knows the application's case, once there is one."""

    application = TenantForeignKey("cases.Application", related_name="%(class)ss")
    case = TenantForeignKey("cases.Case", related_name="+", null=True, blank=True)

    class Meta:
        abstract = True
