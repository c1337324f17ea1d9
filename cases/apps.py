from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The review itself: applications, lifecycle, decision, meetings, plans, PCC review, events."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "cases"
