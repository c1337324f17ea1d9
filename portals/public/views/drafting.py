"""An application that is saved and not sent: its code, the way back to it, and its end."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.commands.application_drafts import (
    WhyErased,
    erase_draft,
    open_by_link,
    secret_of_draft,
    send_link,
    send_links_to,
)
from cases.references import digest_of
from cases.selectors.application_drafts import draft_with
from portals.access import public_page
from portals.public.attempts import locked_until
from portals.public.draft_forms import NO_DRAFT, CodeForm, EraseForm, LinkAgainForm, LinkForm
from portals.public.drafting import SOMEBODY, close_draft, draft_open, open_draft
from portals.public.views.following import posted

CODES = 60
LINKS = 3
TOO_MANY_LINKS = "We have sent links there just now. Look into your e-mail, also among the spam"


def draft_page(view):
    """A page of the draft that the session has open; without one, the way back to a draft.

    Gives `request.draft`.
    """

    @public_page
    @wraps(view)
    def page(request, *args, **kwargs):
        request.draft = draft_open(request)
        if request.draft is None:
            return redirect("public:draft_back", slug=request.partnership.slug)
        return view(request, *args, **kwargs)

    return page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@draft_page
def saved(request):
    """The code, until when it is kept, and whether a link may be sent."""
    draft, partnership = request.draft, request.partnership
    form = LinkForm(posted(request), initial={"email": draft.email})
    if form.is_valid() and not _too_many(form, "email"):
        email = form.cleaned_data["email"]
        below = {"partnership_id": partnership.pk, "digest": draft.digest}
        send_link(**below, email=email, by=SOMEBODY, at=request.at)
        messages.success(request, f"We are sending a link to {email.lower()}")
        return redirect("public:draft_saved", slug=partnership.slug)
    context = {"draft": draft, "code": secret_of_draft(draft.key), "form": form}
    return render(request, "public/draft_saved.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public_page
def back(request):
    """Come back to a draft by its code, or have a link sent to the address given before."""
    by_link = "link_email" in request.POST
    form = CodeForm(None if by_link else posted(request))
    again = LinkAgainForm(request.POST if by_link else None)
    if again.is_valid() and not _too_many(again, "link_email"):
        email = again.cleaned_data["link_email"]
        send_links_to(
            partnership_id=request.partnership.pk, email=email, by=SOMEBODY, at=request.at
        )
        return render(request, "public/draft_link_sent.html", {"email": email.lower()})
    if form.is_valid():
        until = _locked(request.META.get("REMOTE_ADDR", ""), "code of a draft", CODES)
        if until:
            return render(request, "public/too_many_tries.html", {"until": until}, status=429)
        draft = draft_with(
            partnership_id=request.partnership.pk,
            digest=digest_of(form.cleaned_data["code"]),
            at=request.at,
        )
        if draft is not None:
            open_draft(request, draft)
            return redirect("public:apply", slug=request.partnership.slug)
        form.add_error("code", NO_DRAFT)
    return render(request, "public/draft_back.html", {"form": form, "again": again})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public_page
def link(request, token):
    """Where the link of an e-mail leads: opened by a button, so that no mail scanner uses it up."""
    if request.method != "POST":
        return render(request, "public/draft_link.html")
    draft = open_by_link(
        partnership_id=request.partnership.pk, link=token, by=SOMEBODY, at=request.at
    )
    if draft is None:
        context = {"form": CodeForm(), "again": LinkAgainForm(), "used_up": True}
        return render(request, "public/draft_back.html", context, status=410)
    open_draft(request, draft)
    return redirect("public:apply", slug=request.partnership.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@draft_page
def erase(request):
    """Delete what was written, after a clear yes."""
    slug = request.partnership.slug
    form = EraseForm(posted(request))
    if form.is_valid():
        if form.cleaned_data["sure"] == "no":
            return redirect("public:draft_saved", slug=slug)
        erase_draft(
            partnership_id=request.partnership.pk,
            digest=request.draft.digest,
            why=WhyErased.ASKED,
            by=SOMEBODY,
            at=request.at,
        )
        close_draft(request)
        return redirect("public:draft_erased", slug=slug)
    return render(request, "public/draft_erase.html", {"draft": request.draft, "form": form})


@require_safe
@public_page
def erased(request):
    """Nothing of it is here any more."""
    return render(request, "public/draft_erased.html")


def _locked(address: str, what: str, tries: int):
    return locked_until(address=address, reference=what, at=timezone.now(), allowed=tries)


def _too_many(form, name: str) -> bool:
    """Whether that mailbox has had links enough; the form says so."""
    found = _locked("", f"link {form.cleaned_data[name].lower()}", LINKS) is not None
    if found:
        form.add_error(name, TOO_MANY_LINKS)
    return found
