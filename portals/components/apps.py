from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """Template tags and form parts; it has no models."""

    name = "portals.components"
    label = "components"
    verbose_name = "Page components"
