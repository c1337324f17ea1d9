"""The queue: what is due next, over all the districts that the person looks after."""

from functools import lru_cache
from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from cases.selectors.districts import districts_in_reach
from cases.selectors.spoc import (
    Wanted,
    case_by_reference,
    desk_of,
    queue_counts,
    queue_page,
)
from organisations.clock import date_of
from portals.spoc import queue_rows
from portals.spoc.forms.queue import QueueForm
from portals.spoc.pages import show, spoc_page


@require_safe
@spoc_page
def queue(request):
    """Open cases by next legal date, with what to do next in each."""
    here = request.partnership.pk
    reach = districts_in_reach(request.actor, partnership_id=here)
    desk = desk_of(here, today=date_of(request.at))
    districts = [one for one in desk.rules.districts.items() if reach is None or one[0] in reach]
    form = QueueForm(request.GET, districts=districts)
    wanted = _wanted(form, reach, request.GET.get("after", ""))
    if wanted.search and (found := case_by_reference(partnership_id=here, wanted=wanted)):
        return redirect("spoc:case", request.partnership.slug, found)
    page = queue_page(desk, wanted=wanted)
    return show(
        request,
        "spoc/queue.html",
        form=form,
        filter=_filter(request, form, districts),
        wanted=wanted,
        counts=queue_counts(desk, districts=wanted.districts),
        rows=queue_rows.shown(request, page.rows, several_districts=len(districts) > 1),
        next_url=_page_url(request, after=page.next_after) if page.next_after else "",
        first_url=_page_url(request) if wanted.after else "",
        queue_url=reverse("spoc:queue", args=[request.partnership.slug]),
    )


def _wanted(form: QueueForm, reach: frozenset[int] | None, after: str) -> Wanted:
    """What the filters ask for; a filter that cannot be read is left out."""
    form.is_valid()
    chosen = form.cleaned_data.get("district")
    return Wanted(
        districts=frozenset({chosen}) if chosen else reach,
        group=form.cleaned_data.get("group", ""),
        overdue=form.cleaned_data.get("overdue", False),
        search=form.cleaned_data.get("q", ""),
        after=after,
    )


def _filter(request, form: QueueForm, districts: list[tuple[int, str]]) -> SafeString:
    """The form as it stands. Without a search it has few shapes, each drawn once in a process."""
    if form.errors or request.GET.get("q"):
        return str(form)
    given = ((name, request.GET.get(name, "")) for name in ("district", "group", "overdue"))
    return _drawn(tuple(districts), tuple(given))


@lru_cache(maxsize=512)
def _drawn(
    districts: tuple[tuple[int, str], ...], given: tuple[tuple[str, str], ...]
) -> SafeString:
    return str(QueueForm(dict(given), districts=list(districts)))


def _page_url(request, **more: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    query = urlencode(kept | more)
    return f"?{query}" if query else request.path
