"""Ways out that end the session and clear what the browser kept."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portals.access import public_page

ELSEWHERE = "https://www.bbc.co.uk/weather"


@require_POST
@never_cache
@public_page
def leave(request):
    """Sign out and go to a page that says nothing about a case."""
    request.session.flush()
    response = redirect("public:left", slug=request.partnership.slug)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@require_safe
@public_page
def left(request):
    """Signed out; what else can be done to hide the visit."""
    return render(request, "public/left.html", {"elsewhere": ELSEWHERE})


@require_safe
@never_cache
@public_page
def exit_now(request):
    """Where the exit button of a personal page leads: signed out, and on to somewhere harmless.

    A link, because somebody in danger must not wait for a form; all it can do is end a session.
    The cache is left alone: clearing it can take seconds, and personal pages are never stored.
    """
    request.session.flush()
    response = HttpResponseRedirect(ELSEWHERE)
    response["Clear-Site-Data"] = '"cookies", "storage"'
    return response
