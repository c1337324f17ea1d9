"""The queue: what is due next, over all the districts that the person looks after."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.commands.frame import PERMISSION
from cases.permissions import may_in_partnership
from cases.selectors.spoc import (
    Wanted,
    case_by_reference,
    districts_in_reach,
    districts_of,
    queue_counts,
    queue_page,
)
from organisations.clock import date_of
from portals.spoc.acts import url_of
from portals.spoc.forms.queue import QueueForm
from portals.spoc.pages import show, spoc_page


@require_safe
@spoc_page
def queue(request):
    """Open cases by next legal date, with what to do next in each."""
    here = request.partnership.pk
    reach = districts_in_reach(request.actor, partnership_id=here)
    districts = districts_of(partnership_id=here, reach=reach)
    form = QueueForm(request.GET, districts=districts)
    wanted = _wanted(form, reach, request.GET.get("after", ""))
    if wanted.search and (found := case_by_reference(partnership_id=here, wanted=wanted)):
        return redirect("spoc:case", request.partnership.slug, found)
    today = date_of(request.at)
    page = queue_page(partnership_id=here, wanted=wanted, today=today)
    return show(
        request,
        "spoc/queue.html",
        form=form,
        wanted=wanted,
        counts=queue_counts(partnership_id=here, districts=wanted.districts, today=today),
        rows=[_with_links(request, row) for row in page.rows],
        several_districts=len(districts) > 1,
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


def _with_links(request, row) -> dict:
    """A row with its address, and its next step's where this person may take it."""
    place = {"slug": request.partnership.slug, "reference": row.reference}
    act = row.step.act
    may = act is not None and may_in_partnership(
        request.actor,
        PERMISSION[act],
        partnership_id=request.partnership.pk,
        district_id=row.district_id,
    )
    return {
        "row": row,
        "url": reverse("spoc:case", kwargs=place),
        "step_url": url_of(act, **place) if may else "",
    }


def _page_url(request, **more: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    query = urlencode(kept | more)
    return f"?{query}" if query else request.path
