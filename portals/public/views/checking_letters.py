"""Is this letter really from the partnership? Answered to anybody, and nothing else is said."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from notifications.seals import Genuine, by_code, by_hash
from portals.access import public_page
from portals.public.attempts import locked_until
from portals.public.hashing import HashingHandler
from portals.public.letter_check_forms import ByCodeForm, ByFileForm

# Counted for each place that asks, whatever it asks about.
ANY_LETTER = "any letter"


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def check_letter(request, slug):
    """Let nothing of a file be stored, and check the form's origin only then: that reads it."""
    request.upload_handlers = [HashingHandler(request)]
    return _check(request, slug)


@csrf_protect
@public_page
def _check(request):
    posted = request.method == "POST"
    by_file = posted and "by_file" in request.POST
    codes = ByCodeForm(request.POST if posted and not by_file else None)
    files = ByFileForm(*((request.POST, request.FILES) if by_file else ()))
    asked = files if by_file else codes
    if not asked.is_valid():
        response = render(request, "public/check_letter.html", {"codes": codes, "files": files})
    elif until := _locked(request):
        response = render(request, "public/too_many_checks.html", {"until": until}, status=429)
    else:
        found = _answer(request, asked)
        response = render(request, "public/letter_checked.html", {"found": found, "file": by_file})
    if posted:
        add_never_cache_headers(response)
    return response


def _locked(request):
    address = request.META.get("REMOTE_ADDR", "")
    return locked_until(address=address, reference=ANY_LETTER, at=timezone.now())


def _answer(request, asked: ByCodeForm | ByFileForm) -> Genuine | None:
    here = request.partnership.pk
    if isinstance(asked, ByFileForm):
        return by_hash(partnership_id=here, sha256=asked.asked())
    return by_code(partnership_id=here, **asked.cleaned_data)
