"""The application's own table, with the columns that the limit page shows."""

from django.db import models


class Row(models.Model):
    """One case."""

    partnership_id = models.BigIntegerField()
    reference = models.CharField(max_length=20)
    applicant_name = models.CharField(max_length=150)
    status = models.CharField(max_length=20)
    risk_band = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    next_due_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "cases_case"

    def __str__(self):
        return self.reference
