"""What in a letter that was written is not the standard text: by whom, and what differs."""

from dataclasses import dataclass

from cases.models import EventFacts
from notifications.letter_files import design_of
from notifications.models import Letter, LetterWording
from notifications.text_differences import Piece, differences
from notifications.wordings import EDITED
from organisations.clock import date_of
from organisations.models import User
from thresholds.periods import weekday_in_words


@dataclass(frozen=True, kw_only=True)
class ParagraphWorded:
    """One free paragraph of a letter. version: of the partnership's wording; None where it was
    worded for this letter. by: the name of who did, empty where it is not known. on: the day."""

    purpose: str
    version: int | None
    by: str
    on: str
    pieces: list[Piece]


@dataclass(frozen=True, kw_only=True)
class LetterWorded:
    """A letter with its paragraphs that are not the standard text. erased: the words are gone."""

    title: str
    paragraphs: list[ParagraphWorded]
    erased: bool


def wording_of_letter(*, partnership_id: int, letter_id: int) -> LetterWorded | None:
    """What was worded in a letter; None where there is no such letter. Staff scope."""
    letter = (
        Letter.objects.filter(partnership_id=partnership_id, pk=letter_id)
        .select_related("message__event")
        .first()
    )
    if letter is None:
        return None
    shown = _by_hand(letter) + _by_the_partnership(letter)
    return LetterWorded(
        title=letter.title, paragraphs=shown, erased=len(shown) < len(letter.wording)
    )


def _purpose(letter: Letter, name: str) -> str:
    """What the paragraph is for; its name where this release has no such paragraph any more."""
    paragraph = design_of(letter.kind).paragraph(name)
    return paragraph.purpose if paragraph else name


def _by_hand(letter: Letter) -> list[ParagraphWorded]:
    names = [name for name, used in letter.wording.items() if used == EDITED]
    event = letter.message.event
    facts = EventFacts.objects.filter(
        partnership_id=letter.partnership_id, event_id=event.pk
    ).first()
    if not names or facts is None:
        return []
    who = User.objects.filter(pk=event.actor_id).values_list("full_name", flat=True).first()
    worded = facts.content.get("free", {})
    return [
        ParagraphWorded(
            purpose=_purpose(letter, name),
            version=None,
            by=who or "",
            on=weekday_in_words(date_of(event.happened_at)),
            pieces=differences(before=worded[name]["instead_of"], after=worded[name]["text"]),
        )
        for name in names
        if name in worded
    ]


def _by_the_partnership(letter: Letter) -> list[ParagraphWorded]:
    rows = {
        (row.paragraph, row.version): row
        for row in LetterWording.objects.filter(
            partnership_id=letter.partnership_id, kind=letter.kind
        ).select_related("made_by")
    }
    used = [rows.get(one) for one in letter.wording.items()]
    return [
        ParagraphWorded(
            purpose=_purpose(letter, row.paragraph),
            version=row.version,
            by=row.made_by.full_name,
            on=weekday_in_words(date_of(row.made_at)),
            pieces=differences(before=row.instead_of, after=row.text),
        )
        for row in used
        if row is not None
    ]
