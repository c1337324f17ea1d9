"""The project: settings, URLs, Celery, WSGI, health, embedded services. Imported by no application.

Nothing is imported here, so that `ct_portal.embedded` runs before anything is installed.
"""
