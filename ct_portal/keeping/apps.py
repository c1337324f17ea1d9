from django.apps import AppConfig


class KeepingConfig(AppConfig):
    """Backup, restore and verification. It owns no models."""

    name = "ct_portal.keeping"
