from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """The doors: one package per audience. They own no models."""

    name = "portals"
