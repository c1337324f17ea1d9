"""One answer for each way of saying no, so that all pages refuse alike and change nothing."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from cases.commands.frame import NoSuchCase, StaleCase
from cases.commands.pcc import NoSuchReview, StaleReview
from cases.permissions import NotPermitted
from cases.policies import NotNow
from organisations.tenancy import forget


class RefusalPages:
    """Middleware: turns a command's refusal into its page.

    Not yours to see: 404. Yours to see but not to do: 403 with the reason. Changed by somebody
    else since you looked, or not possible in this state: 409, with the reason.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The page for a refusal; anything else goes its own way."""
        if isinstance(exception, (NoSuchCase, NoSuchReview, Http404)):
            return _page(request, "404.html", status=404)
        if isinstance(exception, (NotPermitted, PermissionDenied)):
            return _page(request, "403.html", status=403, reason=str(exception))
        if isinstance(exception, (StaleCase, StaleReview)):
            return _page(request, "409.html", status=409)
        if isinstance(exception, NotNow):
            heading = "This cannot be done now"
            return _page(request, "409.html", status=409, heading=heading, reason=str(exception))
        return None


def _page(request, template: str, *, status: int, **context):
    forget(request)
    context.setdefault("back_url", _page_before(request))
    return render(request, template, context, status=status)


def _page_before(request) -> str:
    """The page of ours that led here, if it was another one."""
    before = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    path = urlsplit(before).path if ours else ""
    return path if path != request.path else ""


def csrf_failure(request, reason=""):
    """The form is too old or came from elsewhere; nothing was done."""
    return render(request, "403_csrf.html", status=403)
