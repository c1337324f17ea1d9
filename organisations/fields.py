"""Fields that keep a row inside its tenant."""

from django.db import models


class TenantForeignKey(models.ForeignKey):
    """A foreign key whose constraint is (partnership_id, id): see `organisations.rls.SameTenant`.

    Django's own single-column constraint would let a row point into another partnership, so it is
    left out and the migration adds the composite one. Always PROTECT: disposal is a command.
    """

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class TenantOneToOneField(TenantForeignKey, models.OneToOneField):
    """The same for a row of which there is one."""

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs.pop("unique", None)
        super().__init__(to, on_delete, **kwargs)
