from django.apps import AppConfig


class ThresholdsConfig(AppConfig):
    """The published procedure as versioned data, and the pure rules that read it."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "thresholds"
