"""The roles a membership can give, and where each of them applies (docs/GLOSSARY.md)."""

from django.db import models


class Role(models.TextChoices):
    SPOC = "spoc", "Single point of contact"
    ASSESSOR = "assessor", "Assessor"
    LMAPS_CHAIR = "lmaps_chair", "LMAPS chair"
    AGENCY_MEMBER = "agency_member", "Agency member"
    PCC_OFFICER = "pcc_officer", "PCC officer"
    ADMINISTRATOR = "administrator", "Partnership administrator"
    ACCOUNTABLE_OFFICER = "accountable_officer", "Accountable officer"
    AUDITOR = "auditor", "Auditor"


PARTNERSHIP_ROLES = frozenset(
    {
        Role.SPOC,
        Role.ASSESSOR,
        Role.LMAPS_CHAIR,
        Role.ADMINISTRATOR,
        Role.ACCOUNTABLE_OFFICER,
        Role.AUDITOR,
    }
)
