"""One part of a draft, edited by a form that is made from the procedure's own types."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.commands import procedures
from cases.commands.procedures import StaleVersion
from cases.policies import NotNow
from cases.selectors.versions import concerns_in, problems_of, version_row
from organisations.clock import date_of
from organisations.tenancy import forget
from portals.acts import STALE
from portals.partnership.editing.forms import PartForm
from portals.partnership.editing.parts import Part, part_of
from portals.partnership.editing.values import changed, posted
from portals.partnership.views.administration import administrator_page
from portals.partnership.views.versions import opened_draft
from thresholds.models import Procedure as StoredProcedure
from thresholds.procedure import Procedure


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def edit_part(request, procedure_id, key):
    """The form of a part; its buttons add, move and remove, and only saving looks for errors."""
    stored, part = opened_draft(request, procedure_id), part_of(key)
    if part is None:
        raise Http404
    if request.method != "POST":
        return _page(request, stored, part, _form(stored.content, stored, part))
    values = posted(Procedure, part.names, request.POST)
    if act := request.POST.get("do", ""):
        values, new = changed(Procedure, values, act)
        form = _form(values, stored, part, new=new)
        return _page(request, stored, part, form, revision=request.POST.get("revision", ""))
    return _saved(request, stored, part, values)


def _form(content: dict, stored: StoredProcedure, part: Part, **more) -> PartForm:
    """The form of a part, with what the guard says of it as it would be saved."""
    concerns = concerns_in(stored.content | content)
    return PartForm(content, names=part.names, concerns=concerns, **more)


def _saved(request, stored: StoredProcedure, part: Part, values: dict) -> HttpResponse:
    """Keep the part where nothing in it is wrong; what is wrong elsewhere is for the next page."""
    form = _form(values, stored, part, problems=problems_of(stored.content | values))
    revision = request.POST.get("revision", "")
    if form.is_valid() and _kept(request, stored, form, values, revision):
        messages.success(request, f"“{part.title}” is saved.")
        return redirect("partnership:version", request.partnership.slug, stored.pk)
    return _page(request, stored, part, form, revision=revision)


def _kept(request, stored: StoredProcedure, form: PartForm, values: dict, revision: str) -> bool:
    try:
        procedures.edit_draft(
            partnership_id=request.partnership.pk,
            procedure_id=stored.pk,
            revision=int(revision) if revision.isascii() and revision.isdigit() else 0,
            parts=values,
            by=request.actor,
            at=request.at,
        )
    except StaleVersion:
        form.add_error(None, STALE)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    form.status = 409
    forget(request)
    return False


def _page(
    request, stored: StoredProcedure, part: Part, form: PartForm, *, revision: str = ""
) -> HttpResponse:
    fresh = form.status == 409 or not revision
    context = {
        "row": version_row(stored, on=date_of(request.at)),
        "part": part,
        "form": form,
        "revision": stored.revision if fresh else revision,
    }
    return render(request, "partnership/edit_part.html", context, status=form.status)
