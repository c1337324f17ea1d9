"""The draft that a browser has open: what of a POST is kept, and how it comes back (ADR 35)."""

import uuid

from django.http import HttpRequest, QueryDict

from cases.commands.application_drafts import Content, Kept, keep_draft, secret_of_draft
from cases.models import ApplicationDraft
from cases.once import submission_key
from cases.references import digest_of
from cases.selectors.application_drafts import draft_with
from organisations.actors import APPLICANT, Actor
from portals.public.apply_forms import AgreementForm, NowForm, WhoForm, YouForm

DRAFT = "draft"
"""In the session: the partnership, the hash of the secret, and the version last seen."""

SAVED_VERSION = "saved_version"
SOMEBODY = Actor(kind=APPLICANT)
_LIST = "incidents-"
_BUTTONS = frozenset({f"{_LIST}add", f"{_LIST}remove", f"{_LIST}resume"})
_DATES = ("day", "month", "year")


def _names() -> frozenset[str]:
    """Every field of the page but those of its list; a date has three boxes."""
    fields = {
        name for form in (WhoForm, YouForm, NowForm, AgreementForm) for name in form.base_fields
    }
    return frozenset(fields | {f"{name}_{part}" for name in fields for part in _DATES})


_NAMES = _names()


def content_of(data: QueryDict) -> Content:
    """What was typed into the fields of the page; nothing else that came with it."""
    return {
        name: typed
        for name, typed in data.lists()
        if name in _NAMES or (name.startswith(_LIST) and name not in _BUTTONS)
    }


def as_typed(draft: ApplicationDraft) -> QueryDict:
    """The form's data as it was saved, to be opened unfinished."""
    data = QueryDict(mutable=True)
    for name, typed in draft.content.items():
        data.setlist(name, typed)
    return unfinished(data)


def unfinished(data: QueryDict) -> QueryDict:
    """The same, to be shown as it is, with nothing called wrong yet."""
    data = data.copy()
    data[f"{_LIST}resume"] = "1"
    return data


def open_draft(request: HttpRequest, draft: ApplicationDraft) -> None:
    """The session has this draft open from now on."""
    request.session.cycle_key()
    _note(request, draft)


def _note(request: HttpRequest, draft: ApplicationDraft) -> None:
    request.session[DRAFT] = [draft.partnership_id, draft.digest, draft.version]


def close_draft(request: HttpRequest) -> None:
    """The session has no draft open any more; the draft stays."""
    request.session.pop(DRAFT, None)


def draft_open(request: HttpRequest) -> ApplicationDraft | None:
    """The draft that the session has open in this partnership, as it is now; None without one."""
    partnership_id, digest, _version = request.session.get(DRAFT, (None, "", 0))
    if partnership_id != request.partnership.pk:
        return None
    draft = draft_with(partnership_id=partnership_id, digest=digest, at=request.at)
    if draft is None:
        close_draft(request)
    return draft


def keep(request: HttpRequest) -> Kept:
    """Keep what was posted, and have the session open what is kept. Raises TooLong, AlreadySent."""
    page_key = _page_key(request.POST.get("key", ""))
    kept = keep_draft(
        partnership=request.partnership,
        page_key=page_key,
        content=content_of(request.POST),
        seen=_seen(request, _digest_of(request, page_key)),
        by=SOMEBODY,
        at=request.at,
    )
    _note(request, kept.draft)
    return kept


def draft_of_page(request: HttpRequest) -> ApplicationDraft | None:
    """The draft of the page that was posted, whoever has it open; None where it was never saved."""
    return draft_with(
        partnership_id=request.partnership.pk,
        digest=_digest_of(request, _page_key(request.POST.get("key", ""))),
        at=request.at,
    )


def is_old(request: HttpRequest, draft: ApplicationDraft) -> bool:
    """Whether the page that was posted is older than its draft, and would take something back."""
    changed = draft.content | {"key": []} != content_of(request.POST) | {"key": []}
    return changed and draft.version not in _seen(request, draft.digest)


def _digest_of(request: HttpRequest, page_key: uuid.UUID) -> str:
    key = submission_key(page_key, slug=request.partnership.slug)
    return digest_of(secret_of_draft(key))


def _seen(request: HttpRequest, digest: str) -> set[int]:
    """The versions of this draft that the page and the session know."""
    _partnership, opened, version = request.session.get(DRAFT, (None, "", 0))
    known = {version} if opened == digest else set()
    return known | {_number(request.POST.get(SAVED_VERSION, ""))}


def _page_key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
