"""One screenful of the queue, by the same index as the application's."""

import datetime as dt

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.shortcuts import render

from bench.limit_site.models import Row

SHOWN = 25
ENDED = ["closed", "withdrawn", "merged"]
COLUMNS = ("reference", "applicant_name", "status", "risk_band", "received_at", "next_due_on")


def queue(request, partnership_id):
    """The first page, or the one after `?after=2026-01-31.17`."""
    rows = Row.objects.filter(partnership_id=partnership_id).exclude(status__in=ENDED)
    day, _, last = request.GET.get("after", "").partition(".")
    if day:
        place = (dt.date.fromisoformat(day), int(last))
        rows = rows.filter(TupleGreaterThan(Tuple(F("next_due_on"), F("id")), place))
    shown = rows.order_by("next_due_on", "id").only(*COLUMNS)[:SHOWN]
    return render(request, "limit.html", {"rows": shown})
