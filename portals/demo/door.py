"""The lock of the demonstration's pages: outside demo mode there is nothing here."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404


def demo_page(view: Callable) -> Callable:
    """A page that exists in demo mode only, even if an address should lead to it."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return page
