"""As little of Django as serves a template over one query: no middleware, no session, no policy."""

import os
from pathlib import Path

import dj_database_url

SECRET_KEY = "for-the-bench-only"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
INSTALLED_APPS = ["bench.limit_site"]
MIDDLEWARE = []
ROOT_URLCONF = "bench.limit_site.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
# A role above row-level security: the limit pays for no policy. The connection is kept for good.
DATABASES = {
    "default": dj_database_url.parse(os.environ["BENCH_SUPERUSER_URL"])
    | {"CONN_MAX_AGE": None, "DISABLE_SERVER_SIDE_CURSORS": True}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
