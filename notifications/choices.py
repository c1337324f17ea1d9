"""Who has chosen one mail a day; read by the sweeps of reminders, which leave their mail to it."""

from notifications.models import ReminderChoice

Way = ReminderChoice.Way


def daily_readers(partnership_id: int) -> frozenset[int]:
    """The users whose reminders wait for their digest; in the partnership's scope."""
    rows = ReminderChoice.objects.filter(partnership_id=partnership_id, way=Way.DAILY)
    return frozenset(rows.values_list("user_id", flat=True))
