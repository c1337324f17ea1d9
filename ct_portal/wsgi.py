"""WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

import ct_portal.celery  # noqa: F401  the application that shared tasks belong to

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ct_portal.settings")

application = get_wsgi_application()
