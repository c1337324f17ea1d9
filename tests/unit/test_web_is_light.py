"""What makes and joins PDFs is for the workers: a web process never loads it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import sys
from ct_portal.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
from ct_portal.urls import urlpatterns
import portals.spoc.urls, portals.partnership.urls, portals.public.urls
print(*sorted({"weasyprint", "pikepdf", "notifications.printing"} & set(sys.modules)))
"""


def test_a_web_process_loads_neither_weasyprint_nor_pikepdf():
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "ct_portal.settings"}
    done = subprocess.run(  # noqa: S603  our own interpreter on our own words
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
