"""The Celery application and the beat schedule, in code so that it is reviewed with the rest."""

import os

from celery import Celery, signals
from celery.schedules import crontab

from ct_portal import redis_transport, task_log  # noqa: F401  task_log registers its listeners

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ct_portal.settings")

redis_transport.use()

app = Celery("ct_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

MEASURE = "notifications.tasks.measure_post"
# What no worker took in time is not done late: the next round is on its way.
IN_TIME = {"expires": 60}

app.conf.beat_schedule = {
    "tell-what-the-nudge-lost": {
        "task": "notifications.tasks.sweep_outbox",
        "schedule": 15.0,
        "options": IN_TIME,
    },
    "deliver-what-is-queued": {
        "task": "notifications.tasks.sweep_deliveries",
        "schedule": 15.0,
        "options": IN_TIME,
    },
    "print-what-the-nudge-lost": {
        "task": "notifications.tasks.sweep_batches",
        "schedule": 15.0,
        "options": IN_TIME,
    },
    "chase-what-is-owed": {
        "task": "notifications.tasks.chase",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 10 * 60},
    },
    "chase-what-agencies-owe": {
        "task": "notifications.tasks.chase_owed",
        "schedule": crontab(minute="4-59/15"),
        "options": {"expires": 10 * 60},
    },
    "send-the-digests": {
        "task": "notifications.tasks.send_digests",
        "schedule": crontab(minute="2-59/15"),
        "options": {"expires": 10 * 60},
    },
    "follow-the-calendar": {
        "task": "notifications.tasks.follow_calendars",
        "schedule": crontab(minute="7-59/15"),
        "options": {"expires": 10 * 60},
    },
    "ask-after-closure": {
        "task": "notifications.tasks.ask_after_closure",
        # Once an hour: there is one in every partnership's times of reminders.
        "schedule": crontab(minute=11),
        "options": {"expires": 30 * 60},
    },
    "look-after-drafts": {
        "task": "notifications.tasks.look_after_drafts",
        "schedule": crontab(minute=21),
        "options": {"expires": 30 * 60},
    },
    "measure-the-post": {"task": MEASURE, "schedule": 60.0, "options": IN_TIME},
    "beat-was-here": {
        "task": "notifications.tasks.record_heartbeat",
        "schedule": 10.0,
        "options": IN_TIME,
    },
}


@signals.beat_init.connect
def _measure_at_once(**kwargs) -> None:
    """A system that has just started need not wait a minute for its health."""
    app.send_task(MEASURE, ignore_result=True)
