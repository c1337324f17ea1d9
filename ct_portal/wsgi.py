"""WSGI entry point for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

import ct_portal.celery  # noqa: F401  the application that shared tasks belong to

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ct_portal.settings")

application = get_wsgi_application()

# What has been loaded stays; collecting it again and again cost a page a sixth of its time
# (docs/PERFORMANCE.md). Before the workers are forked, so that they share it.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
