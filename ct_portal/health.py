"""Is it alive, is it ready, is it well? Answers hold no personal data."""

import datetime as dt
import tempfile

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from notifications.checks import harfbuzz_subset_state
from organisations.checks import role_bypasses_security
from organisations.models import Heartbeat
from thresholds.working_days import calendar_with

LATE = dt.timedelta(minutes=3)
HORIZON = dt.timedelta(days=365)


@require_GET
def live(request):
    """The process answers."""
    return JsonResponse({"live": True})


@require_GET
def ready(request):
    """Database and broker answer, and the role is bound by row-level security."""
    found = {"database": _database(), "broker": _broker()}
    return _answer(found)


@require_GET
def deep(request):
    """As `ready`, and: beat ran, storage can be written, holidays are known for a year ahead."""
    found = {
        "database": _database(),
        "broker": _broker(),
        "beat": _beat(),
        "storage": _storage(),
        "letters": harfbuzz_subset_state(),
        "holidays": _holidays(),
    }
    return _answer(found)


def _answer(found: dict[str, str]) -> JsonResponse:
    well = all(state == "ok" for state in found.values())
    return JsonResponse({"ok": well, **found}, status=200 if well else 503)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "the role bypasses row-level security" if role_bypasses_security() else "ok"


def _broker() -> str:
    try:
        cache.set("health", "1", 10)
        return "ok" if cache.get("health") == "1" else "does not keep what is written"
    except Exception as error:
        return type(error).__name__


def _beat() -> str:
    beat = Heartbeat.objects.filter(name="beat").first()
    if beat is None:
        return "has not run yet"
    return "ok" if timezone.now() - beat.beat_at < LATE else "is late"


def _storage() -> str:
    try:
        settings.STORAGE_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.STORAGE_DIR) as file:
            file.write(b"1")
    except OSError as error:
        return type(error).__name__
    return "ok"


def _holidays() -> str:
    known = calendar_with().horizon
    return "ok" if known >= (timezone.localdate() + HORIZON) else f"known until {known.isoformat()}"
