"""Is it alive, is it ready, is it well? Answers hold states and numbers, no personal data (ADR 13).

Each state is `ok` or a few words; docs/manuals/operator.md says what to do about each.
"""

import datetime as dt
import tempfile
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from notifications import measuring
from notifications.checks import harfbuzz_subset_state
from notifications.transports import by_notify
from organisations.checks import role_bypasses_security, tables_not_secured
from organisations.models import Heartbeat
from thresholds.working_days import calendar_with

BEAT_LATE = dt.timedelta(minutes=3)
# A healthy system tells an event in seconds; failed ones are tried again for up to 16 minutes.
UNTOLD_LATE = dt.timedelta(minutes=20)
UNSENT_LATE = dt.timedelta(minutes=15)
UNMADE_LATE = dt.timedelta(minutes=15)
HORIZON = dt.timedelta(days=366)
# A database that hangs must not hang whoever asks about it.
STATEMENT_MILLISECONDS = 3000
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}
WITHOUT_DATABASE = "not known without the database"

States = dict[str, str]


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return _answer({"process": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """It can serve: the database answers and binds its role by its policies; the broker answers."""
    return _answer(_asking_database({"database": _role}) | {"broker": _broker()})


@require_safe
def deep(request: HttpRequest) -> JsonResponse:
    """All goes well: as `ready`, and everything that would otherwise fail unseen."""
    states = _asking_database({"database": _role, "tenancy": _tables, "beat": _beat})
    states["broker"] = _broker()
    figures = _figures() if states["broker"] == "ok" else None
    states |= {
        "events": _events(figures),
        "messages": _messages(figures),
        "batches": _batches(figures),
        "storage": _storage(),
        "letters": harfbuzz_subset_state(),
        "holidays": _holidays(),
    }
    return _answer(states, figures=_in_seconds(figures))


PAGES: dict[str, Callable[[HttpRequest], JsonResponse]] = {
    "/health/live": live,
    "/health/ready": ready,
    "/health/deep": deep,
}


class HealthFirst:
    """Middleware that answers the health pages before anything else can fail or redirect them.

    Behind it requests open a transaction, are checked for their host, and are sent to TLS; a probe
    asks the process itself, with any host name and without TLS.
    """

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        page = PAGES.get(request.path_info)
        return page(request) if page else self.get_response(request)


def _answer(states: States, **more) -> JsonResponse:
    well = all(state == "ok" for state in states.values())
    answer = JsonResponse({"ok": well, **states, **more}, status=200 if well else 503)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _asking_database(questions: dict[str, Callable[[], str]]) -> States:
    """Each question's state, in one short transaction; unknown where that cannot be had."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {STATEMENT_MILLISECONDS}")
            return {name: ask() for name, ask in questions.items()}
    except (DatabaseError, InterfaceError) as error:
        connection.close_if_unusable_or_obsolete()
        unknown = dict.fromkeys(questions, WITHOUT_DATABASE)
        return unknown | {"database": f"does not answer ({type(error).__name__})"}


def _role() -> str:
    return "the role may pass row-level security" if role_bypasses_security() else "ok"


def _tables() -> str:
    open_tables = tables_not_secured()
    return f"not secured: {', '.join(open_tables)}" if open_tables else "ok"


def _beat() -> str:
    beat = Heartbeat.objects.filter(name="beat").first()
    if beat is None:
        return "has not run yet"
    late = timezone.now() - beat.beat_at
    return "ok" if late < BEAT_LATE else f"last ran {_ago(late)} ago"


def _broker() -> str:
    """Asked itself: the cache in front of it counts as empty where it does not answer (ADR 12)."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **PATIENCE) as client:
            client.set("ct:health", "1", ex=10)
            kept = client.get("ct:health") == b"1"
        return "ok" if kept else "does not keep what is written"
    except Exception as error:  # the client raises many kinds, and all mean the same here
        return f"does not answer ({type(error).__name__})"


def _figures() -> dict | None:
    try:
        return measuring.measured()
    except Exception:  # lost between two look-ups: as if nobody had measured
        return None


def _events(figures: dict | None) -> str:
    if figures is None:
        return "not measured lately: no worker is at work"
    if figures["stuck"]:
        return f"{figures['stuck']} could not be told and need a person"
    return _oldest(figures["oldest_untold_at"], late=UNTOLD_LATE)


def _messages(figures: dict | None) -> str:
    if figures is None:
        return "not measured lately: no worker is at work"
    if status := by_notify.refuses():
        return f"GOV.UK Notify refuses this service's key or settings ({status})"
    if figures["half_sent"]:
        return f"{figures['half_sent']} were left half-sent"
    if figures["uncertain"]:
        return f"of {figures['uncertain']} in the last day nobody knows whether they were sent"
    return _oldest(figures["oldest_unsent_at"], late=UNSENT_LATE)


def _batches(figures: dict | None) -> str:
    if figures is None:
        return "not measured lately: no worker is at work"
    if figures["failed_batches"]:
        return f"{figures['failed_batches']} could not be made and need a person"
    return _oldest(figures["oldest_unmade_at"], late=UNMADE_LATE)


def _oldest(moment: dt.datetime | None, *, late: dt.timedelta) -> str:
    waited = timezone.now() - moment if moment else dt.timedelta()
    return f"the oldest has waited {_ago(waited)}" if waited > late else "ok"


def _ago(span: dt.timedelta) -> str:
    return f"{span.total_seconds() / 60:.0f} minutes"


def _in_seconds(figures: dict | None) -> dict[str, int | None]:
    """The figures with ages in seconds, for whoever draws curves."""
    now = timezone.now()
    return {
        name.removesuffix("_at") + "_seconds" if name.endswith("_at") else name: (
            round((now - value).total_seconds()) if isinstance(value, dt.datetime) else value
        )
        for name, value in (figures or {}).items()
    }


def _storage() -> str:
    written = b"as it was written"
    try:
        settings.STORAGE_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.STORAGE_DIR) as file:
            file.write(written)
            file.seek(0)
            return "ok" if file.read() == written else "does not keep what is written"
    except OSError as error:
        return f"cannot be written ({type(error).__name__})"


def _holidays() -> str:
    known = calendar_with().horizon
    return "ok" if known >= (timezone.localdate() + HORIZON) else f"known until {known.isoformat()}"
