"""A partnership's own wording of the free paragraphs of its letters: what holds, and publishing it.

The letters of a policing body are not a partnership's to word.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from cases.commands.people import check_administrator
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from cases.policies import NotNow
from notifications.free_text import normal
from notifications.letter_files import FreeParagraph, design_of
from notifications.letter_kinds import LetterKind
from notifications.models import Letter, LetterWording
from notifications.releasing import faults_of_wording
from organisations.actors import Actor
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting

EDITED = "edited"
"""What a letter keeps of a paragraph that was worded for this one letter."""


class NoSuchParagraph(LookupError):
    """There is no such free paragraph, or it is not the partnership's to word."""


class BadWording(ValueError):
    """A text that cannot stand in every letter; `faults` say why, each with its line."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__(" ".join(faults))


@dataclass(frozen=True, kw_only=True)
class Worded:
    """A partnership's text of a free paragraph, and its version."""

    text: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ParagraphNow:
    """A free paragraph as a partnership has it. version: of the newest row, 0 where there is none;
    a later row may have gone back to the standard text."""

    paragraph: FreeParagraph
    text: str
    version: int
    changed_at: dt.datetime | None

    @property
    def is_own(self) -> bool:
        """Whether it differs from the standard text."""
        return self.text != self.paragraph.standard


def paragraph_of(*, kind: str, name: str) -> FreeParagraph:
    """A free paragraph that a partnership may word. Raises NoSuchParagraph."""
    if kind not in LetterKind.values or design_of(kind).from_policing_body:
        raise NoSuchParagraph(kind)
    paragraph = design_of(kind).paragraph(name)
    if paragraph is None:
        raise NoSuchParagraph(f"{kind}, {name}")
    return paragraph


def kinds_to_word() -> list[LetterKind]:
    """The letters with a free paragraph that are the partnership's own, in their order."""
    return [
        kind
        for kind in LetterKind
        if design_of(kind).free and not design_of(kind).from_policing_body
    ]


def wording_of(
    *, partnership_id: int, kind: str, until: dt.datetime | None = None
) -> dict[str, Worded]:
    """By free paragraph, the partnership's own text that held at a moment of real time, or now.

    Standard texts are not in it. One query, none for a policing body's letters. Staff scope.
    """
    design = design_of(kind)
    if design.from_policing_body or not design.free:
        return {}
    rows = LetterWording.objects.filter(partnership_id=partnership_id, kind=kind)
    if until is not None:
        rows = rows.filter(recorded_at__lte=until)
    newest = rows.order_by("paragraph", "-version").distinct("paragraph")
    return {
        row.paragraph: Worded(text=row.text, version=row.version)
        for row in newest
        if row.text and design.paragraph(row.paragraph)
    }


def texts_of(worded: Mapping[str, Worded]) -> dict[str, str]:
    """The texts alone, as letters are made from them."""
    return {name: one.text for name, one in worded.items()}


def texts_of_letter(letter: Letter) -> dict[str, str]:
    """The partnership's own texts that a written letter has, to say it again in the same words.

    Staff scope; no query where there are none.
    """
    versions = {name: used for name, used in letter.wording.items() if used != EDITED}
    if not versions:
        return {}
    rows = LetterWording.objects.filter(
        partnership_id=letter.partnership_id, kind=letter.kind, paragraph__in=sorted(versions)
    )
    return {row.paragraph: row.text for row in rows if versions[row.paragraph] == row.version}


def paragraphs_now(*, partnership_id: int) -> dict[LetterKind, list[ParagraphNow]]:
    """Every paragraph that the partnership may word, by letter, as it is now. One query."""
    newest = {
        (row.kind, row.paragraph): row
        for row in LetterWording.objects.filter(partnership_id=partnership_id)
        .order_by("kind", "paragraph", "-version")
        .distinct("kind", "paragraph")
    }
    return {
        kind: [_now(one, newest.get((kind.value, one.name))) for one in design_of(kind).free]
        for kind in kinds_to_word()
    }


def _now(paragraph: FreeParagraph, row: LetterWording | None) -> ParagraphNow:
    return ParagraphNow(
        paragraph=paragraph,
        text=(row.text if row else "") or paragraph.standard,
        version=row.version if row else 0,
        changed_at=row.made_at if row else None,
    )


def paragraph_now(*, partnership_id: int, kind: str, name: str) -> ParagraphNow:
    """One paragraph as it is now. Raises NoSuchParagraph."""
    paragraph = paragraph_of(kind=kind, name=name)
    rows = LetterWording.objects.filter(partnership_id=partnership_id, kind=kind, paragraph=name)
    return _now(paragraph, rows.order_by("-version").first())


def history_of(*, partnership_id: int, kind: str, name: str) -> list[LetterWording]:
    """Every version of a paragraph, the newest first, with who made it."""
    return list(
        LetterWording.objects.filter(partnership_id=partnership_id, kind=kind, paragraph=name)
        .select_related("made_by")
        .order_by("-version")
    )


def publish_wording(
    *,
    partnership_id: int,
    kind: str,
    paragraph: str,
    text: str,
    version: int,
    by: Actor,
    at: dt.datetime,
) -> LetterWording:
    """From now on the partnership's letters of this kind say this in a free paragraph.

    text: the standard text goes back to it. version: of the newest row that the page showed.
    Raises NotPermitted, NoSuchParagraph, BadWording, and NotNow where somebody published another
    wording meanwhile or the text is the one that holds.
    """
    check_administrator(by, partnership_id=partnership_id)
    place = paragraph_of(kind=kind, name=paragraph)
    text = normal(text)
    if faults := faults_of_wording(kind=kind, paragraph=paragraph, text=text):
        raise BadWording(faults)
    with visiting(Scope.staff(partnership_id)):
        Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
        now = paragraph_now(partnership_id=partnership_id, kind=kind, name=paragraph)
        if now.version != version:
            raise NotNow("Somebody else changed this wording while you had the page open.")
        if text == now.text:
            raise NotNow("This is what the letter says already.")
        back = text == place.standard
        row = LetterWording.objects.create(
            partnership_id=partnership_id,
            kind=kind,
            paragraph=paragraph,
            version=version + 1,
            text="" if back else text,
            instead_of=place.standard,
            made_at=at,
            recorded_at=timezone.now(),
            made_by_id=by.id,
        )
        record(
            kind=EventKind.WORDING_CHANGED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            stream=Event.Stream.SETTINGS,
            stream_id=partnership_id,
            payload={
                "letter": kind,
                "paragraph": paragraph,
                "version": row.version,
                "standard": back,
            },
            tell=False,
        )
    return row
