"""What beat asks for, and what becomes of it while no worker runs."""

from celery.schedules import crontab

from ct_portal.celery import app
from notifications import tasks

A_MINUTE = 60
AN_HOUR = 60 * A_MINUTE


def seconds_between(schedule) -> float:
    """How often an entry comes round."""
    if isinstance(schedule, crontab):
        assert len(schedule.hour) == 24, "at the same minutes of every hour"
        return AN_HOUR / len(schedule.minute)
    return schedule


def test_rounds_that_nobody_took_do_not_pile_up():
    """A worker that was away for a night finds one minute of them, not a night's."""
    for entry in app.conf.beat_schedule.values():
        assert entry["options"]["expires"] <= max(A_MINUTE, seconds_between(entry["schedule"]))
        assert getattr(tasks, entry["task"].rpartition(".")[2]).name == entry["task"]
