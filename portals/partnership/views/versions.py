"""The versions of the procedure: begin, read, ask about, compare, publish, take away as a file."""

from collections.abc import Callable
from itertools import pairwise

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.commands import procedures
from cases.commands.procedures import StaleVersion, check_dates, gap_before
from cases.policies import NotNow
from cases.selectors.versions import (
    NoSuchVersion,
    VersionFile,
    compared,
    get_version,
    in_gap,
    problems_of,
    published_versions,
    version_file,
    versions_of,
)
from cases.selectors.what_if import MOST_CASES
from cases.selectors.what_if import replay as replay_cases
from organisations.clock import date_of
from organisations.tenancy import forget
from portals.acts import STALE
from portals.partnership.editing.parts import part_with, parts
from portals.partnership.version_forms import (
    FROM_FILE,
    ConsultForm,
    PublishForm,
    RevisionForm,
    StartDraftForm,
)
from portals.partnership.views.administration import administrator_page
from thresholds.labels import place_in_words
from thresholds.models import Procedure as StoredProcedure
from thresholds.periods import day_in_words
from thresholds.shipped import shipped, shipped_names

NOT_WHOLE = "This is not a whole procedure: see what is wrong in the table on this page"


def opened(request, procedure_id: int) -> StoredProcedure:
    """The version of the address; 404 where the partnership has none such."""
    try:
        return get_version(partnership_id=request.partnership.pk, procedure_id=procedure_id)
    except NoSuchVersion:
        raise Http404 from None


def opened_draft(request, procedure_id: int) -> StoredProcedure:
    """The same for pages that change it; 404 for what is published."""
    stored = opened(request, procedure_id)
    if stored.is_final:
        raise Http404
    return stored


def done(request, form, command: Callable, **arguments):
    """What the command gives, or None with the refusal on the form and all that was typed."""
    try:
        return command(
            partnership_id=request.partnership.pk, by=request.actor, at=request.at, **arguments
        )
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    except StaleVersion:
        form.add_error(None, STALE)
        revision = opened(request, arguments["procedure_id"]).revision
        form.data = form.data.copy()
        form.data["revision"] = revision
    form.status = 409
    forget(request)
    return None


def file_of(request, stored: StoredProcedure) -> VersionFile:
    """The version with all about it, as of today."""
    return version_file(stored, on=date_of(request.at))


@require_safe
@administrator_page
def versions(request):
    """Every version, and what can be begun."""
    rows = versions_of(partnership_id=request.partnership.pk, on=date_of(request.at))
    pairs = list(pairwise(rows))
    context = {
        "versions": rows,
        "pairs": pairs,
        "in_gap": in_gap(rows),
    }
    return render(request, "partnership/versions.html", context)


def _sources(request) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a draft can begin from, in groups."""
    rows = versions_of(partnership_id=request.partnership.pk, on=date_of(request.at))
    own = [(f"version:{row.id}", f"Version {row.number}, {row.state.lower()}") for row in rows]
    others = [(f"shipped:{name}", who) for name, who in shipped_names().items()]
    groups = [("Your own versions", own), ("As published by", others)]
    return [(title, choices) for title, choices in groups if choices]


def _content(request, chosen: dict):
    kind, _, name = chosen["source"].partition(":")
    if kind == "version":
        return opened(request, int(name)).content
    return chosen["content"] if kind == FROM_FILE else shipped(name)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def start_draft(request):
    """Begin a draft from a version, from a procedure that is shipped, or from a file."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StartDraftForm(*sent, sources=_sources(request))
    problems: list[tuple[str, str]] = []
    if form.is_valid():
        content = _content(request, form.cleaned_data)
        problems = [(one.path or "the file", one.message) for one in problems_of(content)]
        if problems:
            field = "file" if form.cleaned_data["source"] == FROM_FILE else "source"
            form.add_error(field, NOT_WHOLE)
        elif stored := done(request, form, procedures.start_draft, content=content):
            messages.success(request, f"Version {stored.version} is begun as a draft.")
            return redirect("partnership:version", request.partnership.slug, stored.pk)
    context = {"form": form, "problems": problems}
    return render(request, "partnership/start_draft.html", context, status=form.status)


@require_safe
@administrator_page
def version(request, procedure_id):
    """One version: where it stands, what is missing, what the guard warns of, what can be done."""
    file = file_of(request, opened(request, procedure_id))
    rows = versions_of(partnership_id=request.partnership.pk, on=date_of(request.at))
    context = {
        "file": file,
        "parts": parts(),
        "problems": placed(file.problems, file),
        "concerns": placed(file.concerns, file),
        "others": [row for row in rows if row.id != file.row.id],
    }
    return render(request, "partnership/version.html", context)


def placed(found, file: VersionFile) -> list[dict]:
    """Each problem or concern with its place in words and the page on which it is edited."""
    return [
        {
            "what": one,
            "place": place_in_words(one.path, file.content) or "The procedure",
            "part": part_with(one.path),
        }
        for one in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def consult(request, procedure_id):
    """Record who was asked about a draft."""
    stored = opened_draft(request, procedure_id)
    form = ConsultForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        request,
        form,
        procedures.record_consultation,
        procedure_id=stored.pk,
        given=form.given(),
    ):
        messages.success(request, "Recorded. It stays with this version.")
        return redirect("partnership:version", request.partnership.slug, stored.pk)
    context = {"form": form, "file": file_of(request, stored)}
    return render(request, "partnership/consult.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def discard_draft(request, procedure_id):
    """Give a draft up, after saying what that means."""
    stored = opened_draft(request, procedure_id)
    data = request.POST if request.method == "POST" else None
    form = RevisionForm(data, initial={"revision": stored.revision})
    if form.is_valid():
        pk, number = stored.pk, stored.version
        done(
            request,
            form,
            procedures.discard_draft,
            procedure_id=pk,
            revision=form.cleaned_data["revision"],
        )
        if form.status == 200:
            messages.success(request, f"The draft of version {number} is given up.")
            return redirect("partnership:versions", request.partnership.slug)
    context = {"form": form, "file": file_of(request, stored)}
    return render(request, "partnership/discard_draft.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def publish(request, procedure_id):
    """The warnings of the statute guard, then the day from which the version binds."""
    stored = opened_draft(request, procedure_id)
    file = file_of(request, stored)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": stored.revision},
        concerns=len(file.concerns),
    )
    gap = None
    if form.is_valid():
        gap = _unconfirmed_gap(request, form)
        if gap is None and form.is_valid() and _published(request, form, stored):
            first = day_in_words(form.cleaned_data["effective_from"])
            messages.success(
                request, f"Version {stored.version} is published. It binds from {first}."
            )
            return redirect("partnership:version", request.partnership.slug, stored.pk)
    context = {
        "form": form,
        "file": file,
        "gap": gap,
        "concerns": placed(file.concerns, file),
        "problems": placed(file.problems, file),
    }
    return render(request, "partnership/publish.html", context, status=form.status)


def _published(request, form: PublishForm, stored: StoredProcedure):
    return done(
        request,
        form,
        procedures.publish,
        procedure_id=stored.pk,
        revision=form.cleaned_data["revision"],
        given=form.given(),
    )


def _unconfirmed_gap(request, form: PublishForm) -> tuple[str, str] | None:
    """The days without a published version, in words, until the person says that they are meant.

    Dates that cannot be are said at their field.
    """
    published, given = published_versions(partnership_id=request.partnership.pk), form.given()
    try:
        check_dates(given, published, today=date_of(request.at))
    except NotNow as refusal:
        ends_early = given.last_day is not None and given.last_day < given.effective_from
        form.add_error("last_day" if ends_early else "effective_from", str(refusal))
        form.status = 409
        return None
    gap = gap_before(form.cleaned_data["effective_from"], published)
    if gap is None or "gap" in request.POST:
        return None
    return day_in_words(gap[0]), day_in_words(gap[1])


@require_safe
@administrator_page
def what_if(request, procedure_id):
    """What a version would have suggested in the past year's decided cases."""
    file = file_of(request, opened(request, procedure_id))
    found = None
    if file.procedure is not None:
        found = replay_cases(
            file.procedure, partnership_id=request.partnership.pk, on=date_of(request.at)
        )
    context = {"file": file, "replay": found, "most": MOST_CASES}
    return render(request, "partnership/what_if.html", context)


@require_safe
@administrator_page
def compare(request, procedure_id, other_id):
    """Two versions side by side: only where they differ, the earlier number first."""
    pair = sorted(
        (opened(request, procedure_id), opened(request, other_id)), key=lambda one: one.version
    )
    before, after = (file_of(request, one) for one in pair)
    rows = compared(before.content, after.content)
    context = {"before": before.row, "after": after.row, "rows": rows}
    return render(request, "partnership/compare.html", context)


@require_safe
@administrator_page
def export_version(request, procedure_id):
    """The version as a JSON file, which can be imported again."""
    stored = opened(request, procedure_id)
    name = f"{request.partnership.slug}-version-{stored.version}.json"
    return JsonResponse(
        stored.content,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
