"""An application that is not finished: kept for its writer, brought back, reminded of, erased.

Nobody at the partnership reads it (ADR 35). Who may is whoever has its secret; that is asked where
it is looked up, by the database.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Application, ApplicationDraft, Event
from cases.once import lock_key, submission_key
from cases.references import digest_of, secret_from
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting

MOST_CHARACTERS = 400_000
"""Of all that was typed together, names of fields included; the longest form that can be sent has
about 160,000."""

LINK_AGAIN_AFTER = dt.timedelta(minutes=10)

Content = dict[str, list[str]]


class TooLong(ValueError):
    """More was typed than is kept."""


class AlreadySent(LookupError):
    """The page's application has been sent meanwhile; there is nothing left to keep."""


class WhyErased(StrEnum):
    """What ended a draft; stands in the event's payload."""

    SENT = "sent"
    ASKED = "asked"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The draft as it stands. parted: it was changed elsewhere since the page was opened, so that
    what the page had is kept as a draft of its own."""

    draft: ApplicationDraft
    parted: bool


def secret_of_draft(key: uuid.UUID) -> str:
    """The code that opens a draft: sixteen characters, made from the server's key.

    The database holds its hash only.
    """
    return secret_from(salted_hmac("cases.draft.secret", str(key), algorithm="sha256").digest())


def link_of_draft(draft: ApplicationDraft) -> str:
    """What the next e-mail's link carries: another one after each that was opened."""
    text = f"{draft.key}:{draft.links_used}"
    return secret_from(salted_hmac("cases.draft.link", text, algorithm="sha256").digest())


def _everything(partnership_id: int) -> Scope:
    """The scope of the commands below: the events of the partnership, and drafts."""
    return Scope.staff(partnership_id).with_draft()


def keep_draft(
    *,
    partnership: Partnership,
    page_key: uuid.UUID,
    content: Content,
    seen: Collection[int],
    by: Actor,
    at: dt.datetime,
) -> Kept:
    """Keep what was typed, valid or not, for `drafts_kept` days from now.

    page_key: of which the key of the submission is made that may come of it. seen: the versions
    that the page, or whoever has it open, knows; where the draft has another one, it is left alone
    and this one is kept beside it, under a key of its own. Raises TooLong, AlreadySent.
    """
    if sum(len(name) + sum(map(len, typed)) for name, typed in content.items()) > MOST_CHARACTERS:
        raise TooLong
    key = submission_key(page_key, slug=partnership.slug)
    with visiting(_everything(partnership.pk)):
        lock_key(key)
        if Application.objects.filter(partnership_id=partnership.pk, submission_key=key).exists():
            raise AlreadySent
        found = ApplicationDraft.objects.filter(partnership_id=partnership.pk, key=key).first()
        if found is None:
            return Kept(draft=_begin(partnership, page_key, content, by=by, at=at), parted=False)
        if found.version in seen:
            same = _with_key(content, page_key)
            return Kept(draft=_save_again(found, partnership, same, at=at), parted=False)
        if found.content == _with_key(content, page_key):
            return Kept(draft=found, parted=False)
        beside = _begin(partnership, uuid.uuid4(), content, by=by, at=at)
        return Kept(draft=beside, parted=True)


def _with_key(content: Content, page_key: uuid.UUID) -> Content:
    """The content of the page that goes on from here."""
    return content | {"key": [str(page_key)]}


def _begin(partnership, page_key, content: Content, *, by: Actor, at: dt.datetime):
    key = submission_key(page_key, slug=partnership.slug)
    draft = ApplicationDraft(
        partnership=partnership,
        key=key,
        digest=digest_of(secret_of_draft(key)),
        content=_with_key(content, page_key),
        begun_at=at,
        saved_at=at,
        keep_until=_last_day(partnership, at),
    )
    draft.link_digest = digest_of(link_of_draft(draft))
    draft.save(force_insert=True)
    _record(EventKind.DRAFT_KEPT, draft, by=by, at=at, tell=False)
    return draft


def _save_again(draft, partnership, content: Content, *, at: dt.datetime) -> ApplicationDraft:
    draft.content, draft.saved_at = content, at
    draft.keep_until = _last_day(partnership, at)
    draft.version += 1
    draft.save(update_fields=["content", "saved_at", "keep_until", "version"])
    return draft


def _last_day(partnership: Partnership, at: dt.datetime) -> dt.date:
    return date_of(at) + dt.timedelta(days=partnership.drafts_kept)


def send_link(*, partnership_id: int, digest: str, email: str, by: Actor, at: dt.datetime) -> bool:
    """Send its writer a link to the draft, and one reminder later; whether the draft is there.

    email: theirs, and safe, as they say; it takes the place of one given before.
    """
    with visiting(_everything(partnership_id)):
        draft = _locked(partnership_id, digest=digest)
        if draft is None:
            return False
        changed = draft.email != email.lower()
        draft.email = email.lower()
        draft.save(update_fields=["email"])
        if changed or not _asked_just_now(draft, at=at):
            _record(EventKind.DRAFT_LINK_ASKED, draft, by=by, at=at)
    return True


def send_links_to(*, partnership_id: int, email: str, by: Actor, at: dt.datetime) -> None:
    """Send a link to each draft for which this address was given; nothing says whether there is
    one."""
    with visiting(_everything(partnership_id)):
        there = ApplicationDraft.objects.filter(
            partnership_id=partnership_id, email=email.lower(), keep_until__gte=date_of(at)
        )
        for draft in there.order_by("pk"):
            if not _asked_just_now(draft, at=at):
                _record(EventKind.DRAFT_LINK_ASKED, draft, by=by, at=at)


def _asked_just_now(draft: ApplicationDraft, *, at: dt.datetime) -> bool:
    """Whether such a mail is on its way, so that another would only be noise."""
    return Event.objects.filter(
        partnership_id=draft.partnership_id,
        stream=Event.Stream.DRAFT,
        stream_id=draft.pk,
        kind=EventKind.DRAFT_LINK_ASKED,
        happened_at__gt=at - LINK_AGAIN_AFTER,
    ).exists()


def open_by_link(
    *, partnership_id: int, link: str, by: Actor, at: dt.datetime
) -> ApplicationDraft | None:
    """The draft to which the link of an e-mail leads, once; None where it leads nowhere now."""
    with visiting(_everything(partnership_id)):
        draft = _locked(partnership_id, link_digest=digest_of(link))
        if draft is None or draft.keep_until < date_of(at):
            return None
        draft.links_used += 1
        draft.link_digest = digest_of(link_of_draft(draft))
        draft.save(update_fields=["links_used", "link_digest"])
        _record(EventKind.DRAFT_OPENED, draft, by=by, at=at, tell=False)
    return draft


def remind_of_draft(*, partnership_id: int, draft_id: int, by: Actor, at: dt.datetime) -> bool:
    """Write once to whoever asked for it that the draft is not sent; whether it was still due."""
    with visiting(_everything(partnership_id)):
        draft = _locked(partnership_id, pk=draft_id)
        if draft is None or not draft.email or draft.reminded_at is not None:
            return False
        draft.reminded_at = at
        draft.save(update_fields=["reminded_at"])
        _record(EventKind.DRAFT_REMINDED, draft, by=by, at=at)
    return True


def erase_draft(
    *, partnership_id: int, why: WhyErased, by: Actor, at: dt.datetime, **which
) -> bool:
    """Erase a draft for good; whether it was there. which: `pk`, `key` or `digest`.

    Its events stay: they say that there was one, and when, and nothing of what it said.
    """
    with visiting(_everything(partnership_id)):
        draft = _locked(partnership_id, **which)
        if draft is None:
            return False
        _record(EventKind.DRAFT_ERASED, draft, by=by, at=at, tell=False, why=why.value)
        draft.delete()
    return True


def drafts_to_remind(partnership: Partnership, *, at: dt.datetime) -> QuerySet[ApplicationDraft]:
    """Those that were left alone long enough, and are there tomorrow; in a scope with drafts."""
    if partnership.draft_reminder_after is None:
        return ApplicationDraft.objects.none()
    return ApplicationDraft.objects.filter(
        partnership_id=partnership.pk,
        reminded_at__isnull=True,
        saved_at__lte=at - dt.timedelta(days=partnership.draft_reminder_after),
        keep_until__gt=date_of(at),
    ).exclude(email="")


def drafts_to_erase(partnership_id: int, *, at: dt.datetime) -> QuerySet[ApplicationDraft]:
    """Those whose last day is over; in a scope with drafts."""
    return ApplicationDraft.objects.filter(
        partnership_id=partnership_id, keep_until__lt=date_of(at)
    )


def _locked(partnership_id: int, **which) -> ApplicationDraft | None:
    return (
        ApplicationDraft.objects.select_for_update(no_key=True)
        .filter(partnership_id=partnership_id, **which)
        .first()
    )


def _record(
    kind: EventKind, draft: ApplicationDraft, *, by: Actor, at, tell: bool = True, **payload
) -> None:
    record(
        kind=kind,
        partnership_id=draft.partnership_id,
        by=by,
        at=at,
        stream=Event.Stream.DRAFT,
        stream_id=draft.pk,
        payload=payload,
        tell=tell,
    )
