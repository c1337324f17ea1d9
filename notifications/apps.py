from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The post: reads events, renders letters, e-mail and text messages, delivers, records."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "notifications"

    def ready(self):
        from cases import events
        from notifications import checks  # noqa: F401  registers the system checks
        from notifications.nudge import nudge_event

        events.listen(nudge_event)
