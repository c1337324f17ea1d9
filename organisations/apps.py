from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Who and when: areas, partnerships, districts, agencies, people, roles, tenancy, the clock."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "organisations"

    def ready(self):
        from organisations import checks  # noqa: F401  registers the system checks
