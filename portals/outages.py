"""When the database does not answer: a page that says so, and keeps what was typed."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views import defaults

RETRY_AFTER_SECONDS = 30
# What makes a repeated POST harmless: the page's own key, or the version that it showed.
HARMLESS_WITH = ("key", "version")


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for whatever nobody caught: 503 while the database is away, else 500.

    Called while the exception is being handled.
    """
    return _away(request) if _of_an_outage(sys.exception()) else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that makes no sense; a session that could not be stored is no such."""
    if _of_an_outage(exception):
        return _away(request)
    return defaults.bad_request(request, exception)


def _of_an_outage(error: BaseException | None) -> bool:
    """Whether the error, or one that led to it, says that the database does not answer."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _away(request: HttpRequest) -> HttpResponse:
    """A form that may be sent again is kept in the page, its token included, with a button for it.

    Rendered without the request: a context processor would ask the database.
    """
    sent = request.method == "POST"
    harmless = sent and any(name in request.POST for name in HARMLESS_WITH)
    typed = [(name, value) for name, values in request.POST.lists() for value in values if harmless]
    context = {"sent": sent, "harmless": harmless, "typed": typed, "path": request.get_full_path()}
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    add_never_cache_headers(response)
    return response
