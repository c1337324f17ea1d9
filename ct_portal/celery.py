"""The Celery application and the beat schedule, in code so that it is reviewed with the rest."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ct_portal.settings")

app = Celery("ct_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "tell-what-the-nudge-lost": {"task": "notifications.tasks.sweep_outbox", "schedule": 15.0},
    "deliver-what-is-queued": {"task": "notifications.tasks.sweep_deliveries", "schedule": 15.0},
    "beat-was-here": {"task": "notifications.tasks.record_heartbeat", "schedule": 10.0},
}
