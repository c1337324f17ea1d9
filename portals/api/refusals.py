"""A command's refusals as JSON: the same statuses as the pages, with the reason in `detail`."""

from collections.abc import Callable
from functools import wraps

from rest_framework.response import Response

from cases.commands.frame import NoSuchCase, StaleCase
from cases.permissions import NotPermitted
from cases.policies import NotNow
from organisations.tenancy import forget

GONE = "Not found."
STALE = "The case has changed since you read it. Read it again and send its present version."


# What the request's log line tells (ct_portal/request_log.py).
LOGGED = ("partnership", "actor", "case")


def _tell_the_log(request) -> None:
    """What the locks found stands on DRF's request; the log line knows Django's."""
    for name in LOGGED:
        if name in vars(request):
            setattr(request._request, name, vars(request)[name])


def answering(view: Callable) -> Callable:
    """Not visible: 404. Not yours to do: 403. Stale, or not possible now: 409; nothing is kept."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except NoSuchCase:
            status, detail = 404, GONE
        except NotPermitted as refusal:
            status, detail = 403, str(refusal)
        except StaleCase:
            status, detail = 409, STALE
        except NotNow as refusal:
            status, detail = 409, str(refusal)
        finally:
            _tell_the_log(request)
        # DRF wraps Django's request; the middleware that owns the transaction knows that one only.
        forget(request._request)
        return Response({"detail": detail}, status=status)

    return answer
