"""The application form, kept on the way where somebody wishes it, and its receipt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.commands.application_drafts import AlreadySent, TooLong
from cases.commands.applying import Submitted, secret_of, submit_application
from cases.models import AccessKey, ApplicationDraft
from cases.procedures import NoProcedureInForce, in_force, parsed
from cases.references import digest_of
from cases.selectors.due import moment_in_words
from cases.selectors.promises import Promises
from cases.selectors.public import agencies_of, districts_of
from notifications.selectors import letters_of_application
from organisations.clock import date_of
from portals.access import APPLICATION_KEY, applicant_page, public_page
from portals.public.apply_forms import ApplicationForms
from portals.public.attempts import locked_until
from portals.public.carrying import carried_over, comes_from_check
from portals.public.check_forms import CheckForms
from portals.public.check_questions import questions_of
from portals.public.drafting import (
    SAVED_VERSION,
    SOMEBODY,
    as_typed,
    close_draft,
    draft_of_page,
    draft_open,
    is_old,
    keep,
    unfinished,
)
from portals.public.submission import submission_from

JUST_APPLIED = "just_applied"
SAVE = "save"
NEW_DRAFTS = 200  # in a quarter of an hour from one address, behind which a library may stand

TOO_LONG = "This is too long to be saved. Shorten it, or send it now: nothing you typed is lost"
TOO_MANY_DRAFTS = (
    "We cannot save more from here for some minutes. Everything you typed is still on this page:"
    " send it, or try again in a quarter of an hour"
)
ALREADY_SENT = (
    "This application has been sent already, so there is nothing to save. You can follow it with"
    " the reference and the secret that we gave you"
)
PARTED = (
    "You changed this on another device since you opened it here. We have kept both: what was on"
    " this page has a new code, the other one keeps its own. Neither is sent"
)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def apply(request):
    """One page, kept by the browser and by nobody else until it is saved or sent.

    A POST from the check opens the page with what was typed there, and sends nothing. Once it was
    saved, whatever comes back unfinished is saved again.
    """
    partnership = request.partnership
    today = date_of(request.at)
    draft = draft_open(request)
    problem = _save(request, draft) if SAVE in request.POST else ""
    if SAVE in request.POST and not problem:
        return redirect("public:draft_saved", slug=partnership.slug)
    districts = districts_of(partnership_id=partnership.pk)
    try:
        procedure = parsed(in_force(partnership_id=partnership.pk, on=today))
    except NoProcedureInForce:
        return render(request, "public/not_open.html", {"districts": districts})
    agencies = agencies_of(partnership_id=partnership.pk)

    def forms_of(data) -> ApplicationForms:
        return ApplicationForms(data, districts=districts, agencies=agencies, today=today)

    if request.method != "POST":
        forms = forms_of(as_typed(draft) if draft else None)
    elif comes_from_check(request.POST):
        questions = questions_of(procedure)
        check = CheckForms(request.POST, questions=questions, agencies=agencies, today=today)
        forms, draft = forms_of(carried_over(check, districts=districts)), None
    elif problem:
        forms = forms_of(unfinished(request.POST))
        forms.who.add_error(None, problem)
    else:
        forms = forms_of(request.POST)
        answer, draft = _sent(request, forms, has_draft=draft is not None)
        if answer is not None:
            return answer
    return _form_page(request, forms, procedure, draft)


def _sent(request, forms: ApplicationForms, *, has_draft: bool):
    """What follows where it can be sent, or must not be; None where the page comes back, and the
    page's draft, saved as it is now."""
    may_be_saved = has_draft or SAVED_VERSION in request.POST
    draft = draft_of_page(request) if may_be_saved or forms.is_valid() else None
    if draft is not None and is_old(request, draft):
        return _keep_both(request), draft
    if forms.is_valid():
        return _send(request, forms), draft
    return None, _save_on_the_way(request, draft)


def _send(request, forms: ApplicationForms):
    submission = submission_from(forms, partnership_slug=request.partnership.slug)
    submitted = submit_application(
        partnership=request.partnership, submission=submission, by=SOMEBODY, at=request.at
    )
    _let_in(request, submitted)
    return redirect("public:applied", slug=request.partnership.slug)


def _save(request, draft: ApplicationDraft | None) -> str:
    """Keep what was posted; why it could not be, or nothing."""
    address = request.META.get("REMOTE_ADDR", "")
    if draft is None and locked_until(
        address=address, reference="new draft", at=timezone.now(), allowed=NEW_DRAFTS
    ):
        return TOO_MANY_DRAFTS
    try:
        kept = keep(request)
    except TooLong:
        return TOO_LONG
    except AlreadySent:
        return ALREADY_SENT
    if kept.parted:
        messages.warning(request, PARTED)
    return ""


def _keep_both(request):
    """An old page sends nothing and takes nothing back: it is kept beside, and looked at again."""
    problem = _save(request, draft=None)
    if problem:
        messages.error(request, problem)
    return redirect("public:apply", slug=request.partnership.slug)


def _save_on_the_way(request, draft: ApplicationDraft | None) -> ApplicationDraft | None:
    """A page that was saved once loses nothing of what comes after, whatever is wrong still."""
    if draft is None:
        return None
    try:
        return keep(request).draft
    except (TooLong, AlreadySent):
        return draft


def _form_page(request, forms: ApplicationForms, procedure, draft: ApplicationDraft | None):
    """Empty, the browser may keep it, so that going back loses nothing; filled in, it may not."""
    advice = {exclusion.code: exclusion.advice for exclusion in procedure.exclusions}
    context = {
        "forms": forms,
        "procedure": procedure,
        "advice": advice,
        "draft": draft,
        "saved": moment_in_words(draft.saved_at) if draft else "",
        "base": "public/base_draft.html" if draft else "public/base.html",
    }
    response = render(request, "public/apply.html", context)
    if request.method == "POST" or draft:
        add_never_cache_headers(response)
    return response


def _let_in(request, submitted: Submitted) -> None:
    """The session opens this application from now on, and shows its secret while it lives."""
    key = AccessKey.objects.get(digest=digest_of(submitted.secret))
    request.session.cycle_key()
    request.session[APPLICATION_KEY] = key.pk
    request.session[JUST_APPLIED] = submitted.application.pk
    close_draft(request)
    if submitted.repeated:
        messages.info(
            request,
            "We had already received this application, so it is here once only. If you changed"
            " something before you sent it again, please tell your contact.",
        )


@require_safe
@never_cache
@applicant_page
def applied(request):
    """Reference, secret, dates, and what happens next; later visits go to the tracker."""
    application = request.application
    if request.session.get(JUST_APPLIED) != application.pk:
        return redirect("public:tracker", slug=request.partnership.slug)
    letters = letters_of_application(
        partnership_id=application.partnership_id, application_id=application.pk
    )
    receipt = next((row for row in letters if row.kind == "receipt"), None)
    context = {
        "application": application,
        "secret": secret_of(application.submission_key),
        "promises": Promises(application, at=request.at).dated(),
        "receipt": receipt if receipt and receipt.state == "stored" else None,
    }
    return render(request, "public/applied.html", context)
