from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The post: reads events, renders letters, e-mail and text messages, delivers, records."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "notifications"
