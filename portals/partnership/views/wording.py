"""The partnership's own wording of its letters: what there is, and wording one paragraph."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from notifications.letter_files import design_of
from notifications.letters import sample_html
from notifications.text_differences import differences
from notifications.wordings import (
    NoSuchParagraph,
    ParagraphNow,
    history_of,
    paragraph_now,
    paragraphs_now,
    publish_wording,
    texts_of,
    wording_of,
)
from organisations.clock import date_of
from portals.letter_wording import WordParagraphForm
from portals.partnership.views.administration import administrator_page, carry_out


@require_safe
@administrator_page
def letters(request):
    """Every letter with its free paragraphs, and which of them the partnership words itself."""
    found = paragraphs_now(partnership_id=request.partnership.pk)
    return render(request, "partnership/letters.html", {"letters": found.items()})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_page
def word_letter(request, kind, paragraph):
    """Word one free paragraph: write it, see the letter with it, publish it."""
    now = _paragraph(request, kind, paragraph)
    form = WordParagraphForm.of(now, request.POST or None, kind=kind)
    if form.is_valid() and "change" not in request.POST:
        if "publish" not in request.POST:
            return _check(request, kind, now, form)
        given = {"kind": kind, "paragraph": paragraph, **form.cleaned_data}
        if carry_out(request, form, publish_wording, **given):
            messages.success(request, "The wording is published. Letters from now on have it.")
            return redirect("partnership:letters", request.partnership.slug)
    context = {
        "design": design_of(kind),
        "now": now,
        "form": form,
        "history": _history(request, kind, paragraph),
        "pieces": differences(before=now.paragraph.standard, after=now.text),
    }
    return render(request, "partnership/word_letter.html", context, status=form.status)


def _paragraph(request, kind: str, name: str) -> ParagraphNow:
    try:
        return paragraph_now(partnership_id=request.partnership.pk, kind=kind, name=name)
    except NoSuchParagraph:
        raise Http404 from None


def _check(request, kind: str, now: ParagraphNow, form: WordParagraphForm):
    """The page between: the letter with the new text, and what differs; nothing is published."""
    here, text = request.partnership, form.cleaned_data["text"]
    wording = texts_of(wording_of(partnership_id=here.pk, kind=kind)) | {now.paragraph.name: text}
    context = {
        "design": design_of(kind),
        "now": now,
        "form": form,
        "is_standard": text == now.paragraph.standard,
        "from_now": differences(before=now.text, after=text),
        "from_standard": differences(before=now.paragraph.standard, after=text),
        "letter": sample_html(partnership=here, kind=kind, wording=wording, on=date_of(request.at)),
    }
    return render(request, "partnership/wording_check.html", context)


def _history(request, kind: str, paragraph: str) -> list[dict]:
    """Every version, the newest first, with what it changed in the standard text of its day."""
    rows = history_of(partnership_id=request.partnership.pk, kind=kind, name=paragraph)
    return [
        {
            "version": row.version,
            "made_at": row.made_at,
            "by": row.made_by.full_name,
            "standard": not row.text,
            "pieces": differences(before=row.instead_of, after=row.text or row.instead_of),
        }
        for row in rows
    ]
