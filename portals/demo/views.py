"""Signing in as anybody, the mail that went out, and the clock: in the demonstration only."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.selectors.due import moment_in_words
from notifications.models import MailboxEntry
from notifications.nudge import nudge_chasers
from organisations import clock as domain_clock
from organisations.models import Partnership, User
from portals.components.views import gallery
from portals.demo.door import demo_page
from portals.demo.forms import BACK, MoveForm
from portals.demo.moving import MOVES, offset_after
from portals.demo.people import people_by_role
from portals.demo.post import mail_page, row_of
from portals.demo.stories.catalogue import NoDemonstration, demo_victim
from portals.paging import id_from

FURTHEST = dt.timedelta(days=3 * 365)


@require_safe
@never_cache
@demo_page
def index(request):
    """Who signs in as whom, and where each door is."""
    context = {
        "roles": people_by_role(on=domain_clock.date_of(domain_clock.now())),
        "partnerships": Partnership.objects.all(),
        "password": settings.DEMO_PASSWORD,
        "victim": _victim(),
    }
    return render(request, "demo/index.html", context)


def _victim() -> dict[str, str] | None:
    """The applicant whose case anybody may follow; None where the stories are not loaded."""
    try:
        slug, reference, secret = demo_victim()
    except NoDemonstration:
        return None
    return {"slug": slug, "reference": reference, "secret": secret}


@require_POST
@demo_page
def sign_in(request, user_id):
    """Become one of the demonstration's people."""
    user = get_object_or_404(User, pk=user_id, is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("staff_home")


@require_safe
@never_cache
@demo_page
def mailbox(request):
    """All mail that went out, newest first."""
    rows, before = mail_page(before=id_from(request.GET.get("before")))
    return render(request, "demo/mailbox.html", {"rows": rows, "before": before})


@require_safe
@never_cache
@demo_page
def mail(request, mail_id):
    """One mail as its reader would see it."""
    entry = get_object_or_404(MailboxEntry, pk=mail_id)
    return render(request, "demo/mail.html", {"mail": entry, "row": row_of(entry)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@demo_page
def clock(request):
    """What time it is for the cases, and the buttons that move it."""
    form = MoveForm(request.POST or None)
    if form.is_valid():
        _move(request, form.cleaned_data["move"])
        return redirect("demo:clock")
    real, now = timezone.now(), domain_clock.now()
    context = {
        "now": moment_in_words(now),
        "real": moment_in_words(real),
        "days": round((now - real) / dt.timedelta(days=1)),
        "moves": MOVES.items(),
        "form": form,
    }
    return render(request, "demo/clock.html", context)


def _move(request, name: str) -> None:
    """Move the clock, but not so far that calendars and tokens have no answer."""
    real = timezone.now()
    seconds = 0
    if name != BACK:
        seconds = offset_after(MOVES[name], now=domain_clock.now(), real=real)
    if dt.timedelta(seconds=seconds) > FURTHEST:
        messages.error(request, "The clock does not go further than three years ahead.")
        return
    domain_clock.move(seconds=seconds)
    transaction.on_commit(nudge_chasers)
    messages.success(request, f"It is now {moment_in_words(domain_clock.now())}.")


@require_safe
@demo_page
def components(request):
    """Every component of the pages, once."""
    return gallery(request)
