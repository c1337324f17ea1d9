"""One log line a request: which page, how it ended, how long it took; ids, never what was typed."""

import re
import sys
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.signals import got_request_exception

from ct_portal.health import PAGES
from organisations.actors import STAFF

HEADER = "X-Request-ID"
# What proxies make: a UUID or plain hexadecimal. Anything freer could spell a name.
WELL_FORMED = re.compile(r"[0-9a-fA-F-]{16,64}")
REFERENCE = re.compile(r"[A-Z]{2,4}-[0-9A-Z]{4}-[0-9A-Z]{4}")

log = structlog.get_logger(__name__)


class RequestLog:
    """Outermost middleware: gives the request its id, and writes its line when it is answered.

    The id is the proxy's where that is well formed. It goes back in the answer's header, stands in
    every line written meanwhile, and travels with the tasks that the request starts (task_log).
    """

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get(HEADER, "")
        request.id = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        with structlog.contextvars.bound_contextvars(request_id=request.id):
            response = self.get_response(request)
            milliseconds = round((time.perf_counter() - started) * 1000)
            _write(request, response.status_code, milliseconds)
        response.headers[HEADER] = request.id
        return response


def _write(request, status: int, milliseconds: int) -> None:
    error = getattr(request, "raised", None)
    if request.path_info.startswith(settings.STATIC_URL) and error is None:
        return
    usual = log.debug if request.path_info in PAGES else log.info
    write = log.error if status >= 500 else usual
    write(
        "request",
        method=request.method,
        status=status,
        duration_ms=milliseconds,
        **about(request),
        **({"exc_info": error} if error else {}),
    )


def about(request) -> dict:
    """Which page and whose: names of our own addresses, and ids; nothing that was typed."""
    match = getattr(request, "resolver_match", None)
    given = match.kwargs if match else {}
    found = {
        "view": match.view_name if match else _health_page(request),
        "user_id": _user_id(request),
        "partnership": getattr(getattr(request, "partnership", None), "slug", None),
        "area": getattr(getattr(request, "area", None), "slug", None),
        "reference": _reference(request, given),
    }
    found |= {name: value for name, value in given.items() if isinstance(value, int)}
    return {name: value for name, value in found.items() if value is not None}


def _health_page(request) -> str:
    """Those answer before an address is looked up."""
    return request.path_info if request.path_info in PAGES else ""


def _user_id(request) -> int | None:
    """Whoever is known already; asking now would open the database after the transaction ended."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        return actor.id if actor.kind == STAFF else None
    return getattr(request.__dict__.get("_cached_user"), "pk", None)


def _reference(request, given: dict) -> str | None:
    """The case's reference: from the address, else from what the page says it is about.

    Pages without a reference in their address set `request.case` or `request.application`.
    """
    about_what = getattr(request, "application", None) or getattr(request, "case", None)
    reference = given.get("reference") or getattr(about_what, "reference", "")
    return reference if REFERENCE.fullmatch(reference) else None


def note_exception(sender, request=None, **kwargs) -> None:
    """Keep what was raised for the request's line; Django has made its answer of it by then."""
    if request is not None:
        request.raised = sys.exc_info()[1]


got_request_exception.connect(note_exception, dispatch_uid="ct_portal.request_log")
