"""Receipts: posted by a machine that shows a token, about one message each."""

import hmac
import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notifications.receipts import NotAReceipt, receive
from organisations import clock

LARGEST = 20_000


@csrf_exempt
@require_POST
def receipts(request: HttpRequest) -> HttpResponse:
    """One receipt. What it concerns is told to nobody: known or not, the answer is the same."""
    if not settings.NOTIFY_CALLBACK_TOKEN:
        raise Http404
    if not _shows_token(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    try:
        receive(json.loads(body, parse_constant=_no_number), at=clock.now())
    except (NotAReceipt, ValueError, RecursionError):
        return HttpResponse(status=400)
    return HttpResponse(status=200)


def _shows_token(request: HttpRequest) -> bool:
    """Compared in constant time."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    right = hmac.compare_digest(token.encode(), settings.NOTIFY_CALLBACK_TOKEN.encode())
    return right and kind.lower() == "bearer"


def _no_number(name: str):
    raise NotAReceipt(name)
