"""How a partnership's letters look: its versions, and what a letter takes from one (ADR 28)."""

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage

from cases.commands.people import check_administrator
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from notifications.letter_files import design_of
from notifications.models import Delivery, LetterLook
from notifications.transports.choice import transport_of
from notifications.windows import WindowKind, address_size
from notifications.wording import lines
from organisations.actors import STAFF, Actor
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.periods import day_in_words

LONG_SENDER, LONGEST_SENDER = 66, 100
"""Characters of a sender's name above which it is set smaller, to stay above the window."""

_MEDIA = {".png": "image/png", ".jpg": "image/jpeg"}


@dataclass(frozen=True, kw_only=True)
class LookGiven:
    """What an administrator sets. logo_path: of a picture that `logos.keep_logo` stored."""

    letterhead: str = ""
    signatory_name: str = ""
    signatory_title: str = ""
    logo_path: str = ""
    logo_alt: str = ""
    window: str = WindowKind.DL.value
    furniture: str = ""


@dataclass(frozen=True, kw_only=True)
class Dress:
    """What a letter has besides its words.

    code: what the check page asks for. site: the service's address that the letter prints. logo:
    the picture's bytes, of `look.logo_path`.
    """

    look: LookGiven
    code: str
    site: str
    logo: bytes = b""


def look_of(partnership_id: int) -> LetterLook | None:
    """The version in use, in the current scope; None where nothing was ever set."""
    return LetterLook.objects.filter(partnership_id=partnership_id).order_by("-version").first()


def look_of_slug(slug: str) -> LetterLook | None:
    """The version in use of the partnership with that slug, in the current scope."""
    return LetterLook.objects.filter(partnership__slug=slug).order_by("-version").first()


def given_of(look: LetterLook | None) -> LookGiven:
    """A version as values; what letters have where nothing was ever set."""
    if look is None:
        return LookGiven()
    return LookGiven(**{name: getattr(look, name) for name in asdict(LookGiven())})


def dress(look: LetterLook | None, *, code: str, site: str = "", window: str = "") -> Dress:
    """What a letter wears that is written now. site: where not this service's own address.

    window: of a letter that was written before; else as `window_for` says.
    """
    return dress_given(given_of(look), code=code, site=site, window=window)


def dress_given(look: LookGiven, *, code: str, site: str = "", window: str = "") -> Dress:
    """The same of a look that may not be kept yet."""
    return Dress(
        look=replace(look, window=window or window_for(look)),
        code=code,
        site=site or settings.BASE_URL,
        logo=logo_bytes(look.logo_path),
    )


def window_for(look: LookGiven) -> str:
    """The partnership's window; where GOV.UK Notify posts, the one place that it takes (ADR 30)."""
    posted_by_service = transport_of(Delivery.Channel.POST) is not None
    return WindowKind.C5.value if posted_by_service else look.window


@dataclass(frozen=True, kw_only=True)
class LookSet:
    """One version, for the list of them."""

    version: int
    set_on: str
    set_by: str
    window: str


def looks_of(partnership_id: int) -> list[LookSet]:
    """Every version, the newest first. One query."""
    rows = LetterLook.objects.filter(partnership_id=partnership_id).select_related("made_by")
    return [
        LookSet(
            version=row.version,
            set_on=day_in_words(date_of(row.made_at)),
            set_by=row.made_by.full_name if row.made_by else "The system",
            window=row.get_window_display(),
        )
        for row in rows.order_by("-version")
    ]


def logo_bytes(path: str) -> bytes:
    """The stored picture; none where there is no path. Raises OSError."""
    if not path:
        return b""
    with default_storage.open(path) as file:
        return file.read()


def dressed(values: Mapping, facts: Mapping, dress: Dress, *, on_page: bool = False) -> dict:
    """The values of a letter with the look of its partnership.

    A letter on the letterhead of another body keeps that: its own lines, its own signature, no
    logo. on_page: for a page of the service, which shows a decoration too.
    """
    partnership, look = facts["partnership"], dress.look
    own = not design_of(values["kind"]).from_policing_body
    place = f"{dress.site}/p/{partnership['slug']}"
    more = {
        "tracker": f"{place}/track/",
        "privacy": f"{place}/privacy/",
        "created": facts["written_on"],
        "address_size": address_size(values["address"], look.window),
        "sender_length": _length(values["letterhead"]["name"]),
        "furniture": _furniture(values, look, own=own),
    }
    if dress.code:
        more["check"] = {"code": dress.code, "address": f"{place}/letters/check/"}
    more["letterhead"] = {**values["letterhead"], "lines": _place(facts, look, own=own)}
    if own:
        if look.signatory_name:
            title = [look.signatory_title] if look.signatory_title else []
            more["signature"] = [look.signatory_name, *title, values["partnership"]]
        if dress.logo:
            more["logo"] = {
                "src": data_address(dress.logo, look.logo_path),
                "alt": look.logo_alt,
                "on_page": on_page,
            }
    return {**values, **more}


def _length(name: str) -> str:
    if len(name) > LONGEST_SENDER:
        return "longest"
    return "long" if len(name) > LONG_SENDER else ""


def data_address(logo: bytes, path: str) -> str:
    """The picture as an address that holds it."""
    kind = _MEDIA[PurePosixPath(path).suffix]
    return f"data:{kind};base64,{base64.b64encode(logo).decode()}"


def _place(facts: Mapping, look: LookGiven, *, own: bool) -> list[str]:
    """The lines of the letterhead below the sender's name."""
    partnership = facts["partnership"]
    if not own:
        return lines(partnership["policing_body"]["address"])
    usual = f"{partnership['contact_name']}\n{partnership['contact_address']}"
    return lines(look.letterhead) or lines(usual)


def _furniture(values: Mapping, look: LookGiven, *, own: bool) -> str:
    if own and look.furniture:
        return look.furniture
    return (
        "You can have this letter in large print or as plain text: online, where you follow your"
        f" application, or from {values['contact']['name']}."
    )


def change_look(
    *, partnership_id: int, given: LookGiven, by: Actor, at: dt.datetime
) -> LetterLook | None:
    """Set how letters look that are written from now on: a next version, and an event.

    What is set already makes none. The event names what changed, never its text.
    Raises NotPermitted; IntegrityError for what no form lets through.
    """
    check_administrator(by, partnership_id=partnership_id)
    with visiting(Scope.staff(partnership_id)):
        Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
        before = look_of(partnership_id)
        old, new = asdict(given_of(before)), asdict(given)
        changed = sorted(name for name in new if new[name] != old[name])
        if not changed:
            return before
        look = LetterLook.objects.create(
            partnership_id=partnership_id,
            version=before.version + 1 if before else 1,
            made_at=at,
            made_by_id=by.id if by.kind == STAFF else None,
            **new,
        )
        record(
            kind=EventKind.LETTER_LOOK_CHANGED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            stream=Event.Stream.SETTINGS,
            stream_id=partnership_id,
            payload={"version": look.version, "changed": changed},
        )
    return look
