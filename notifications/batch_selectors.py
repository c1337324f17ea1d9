"""Print batches as pages show them: plain rows with ready text."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.models import Case
from cases.selectors.due import moment_in_words
from notifications.batches import OPEN
from notifications.channels import refusals
from notifications.letters import read_stored
from notifications.models import BatchLine, Delivery, PrintBatch
from thresholds.periods import day_in_words

LATEST = 10

State, Line = PrintBatch.State, BatchLine.State


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """One letter of a batch. warning: why it must not be posted any more; empty where it may."""

    delivery_id: int
    letter_id: int
    number: int
    pages: int
    title: str
    reference: str
    recipient_name: str
    state: str
    state_text: str
    why: str
    address_sheet: bool
    warning: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is in the batch still."""
        return self.state == Line.OPEN


@dataclass(frozen=True, kw_only=True)
class BatchShown:
    """A batch with its letters; first_day: before which none of them can have been posted."""

    id: int
    state: str
    state_text: str
    asked_text: str
    asked_by_name: str
    both_sides: bool
    letters: int
    sheets: int
    sha256: str
    posted_on_text: str
    first_day: dt.date | None
    lines: list[LineShown]

    @property
    def is_open(self) -> bool:
        """Whether its letters are held by it."""
        return self.state in OPEN

    @property
    def in_print(self) -> list[LineShown]:
        """The letters that are in the PDF."""
        return [line for line in self.lines if line.number]

    @property
    def left_out(self) -> list[LineShown]:
        """The letters that could not be printed, or, where it has been dealt with, not posted."""
        return [line for line in self.lines if line.why]

    @property
    def to_take_out(self) -> list[LineShown]:
        """The letters that were printed and must not be posted any more."""
        return [line for line in self.lines if line.warning]


def batch_shown(
    *, partnership_id: int, batch_id: int, district_ids: Iterable[int] | None
) -> BatchShown | None:
    """A batch; None where there is none whose letters are all in these districts. Four queries."""
    batch = _in_reach(partnership_id, district_ids).filter(pk=batch_id).first()
    if batch is None:
        return None
    lines = list(
        batch.lines.filter(partnership_id=partnership_id)
        .select_related("delivery__message__person", "delivery__message__letter__application")
        .order_by("number", "id")
    )
    refused = refusals(
        [line.delivery.message.person for line in lines],
        partnership_id=partnership_id,
        channel=Delivery.Channel.POST,
    )
    shown = [_line(line, refused) for line in lines]
    written = [line.delivery.message.letter.written_on for line in lines if line.number]
    return BatchShown(
        id=batch.pk,
        state=batch.state,
        state_text=batch.get_state_display(),
        asked_text=moment_in_words(batch.asked_at),
        asked_by_name=batch.asked_by.get_full_name() if batch.asked_by else "",
        both_sides=batch.both_sides,
        letters=batch.letters,
        sheets=batch.sheets,
        sha256=batch.sha256,
        posted_on_text=day_in_words(batch.posted_on) if batch.posted_on else "",
        first_day=max(written, default=None),
        lines=shown,
    )


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """A batch in a list. letters: in the print, or asked for where it is not made yet."""

    id: int
    state: str
    state_text: str
    asked_text: str
    asked_by_name: str
    letters: int


def batches_of(*, partnership_id: int, district_ids: Iterable[int] | None) -> list[BatchRow]:
    """Those that are open, the newest first; then the latest that were dealt with. Two queries."""
    rows = _in_reach(partnership_id, district_ids).annotate(asked_for=Count("lines"))
    open_ones = rows.filter(state__in=OPEN).order_by("-id")
    closed = rows.exclude(state__in=OPEN).order_by("-id")[:LATEST]
    return [
        BatchRow(
            id=batch.pk,
            state=batch.state,
            state_text=batch.get_state_display(),
            asked_text=moment_in_words(batch.asked_at),
            asked_by_name=batch.asked_by.get_full_name() if batch.asked_by else "",
            letters=batch.letters if batch.made_at else batch.asked_for,
        )
        for batch in [*open_ones, *closed]
    ]


def batch_pdf(*, partnership_id: int, batch_id: int) -> tuple[bytes, str]:
    """The stored bytes of a batch that is ready, and a file name that gives nothing away.

    Raises LetterDamaged where they are not what was stored.
    """
    batch = PrintBatch.objects.get(partnership_id=partnership_id, pk=batch_id)
    return read_stored(batch, what="batch"), f"batch-{batch.pk}.pdf"


def cases_in(*, partnership_id: int, batch_id: int) -> list[Case]:
    """The cases whose letters are in the print, each once, by id."""
    printed = BatchLine.objects.filter(
        partnership_id=partnership_id, batch_id=batch_id, number__gt=0
    )
    return list(
        Case.objects.filter(
            partnership_id=partnership_id, pk__in=printed.values("delivery__case_id")
        ).order_by("id")
    )


def _in_reach(partnership_id: int, district_ids: Iterable[int] | None) -> QuerySet[PrintBatch]:
    """Whoever may not post every letter of a batch does not see it: it is one pile of paper."""
    rows = PrintBatch.objects.filter(partnership_id=partnership_id).select_related("asked_by")
    if district_ids is None:
        return rows
    elsewhere = BatchLine.objects.filter(
        ~Q(delivery__case__district_id__in=sorted(district_ids)),
        partnership_id=partnership_id,
        batch_id=OuterRef("pk"),
    )
    return rows.filter(~Exists(elsewhere))


def _line(line: BatchLine, refused: dict[int, str]) -> LineShown:
    delivery = line.delivery
    letter = delivery.message.letter
    warning = ""
    if line.state == Line.OPEN and line.number:
        waits = delivery.state == Delivery.State.QUEUED
        warning = refused[delivery.message.person_id] if waits else delivery.reason
    return LineShown(
        delivery_id=delivery.pk,
        letter_id=letter.pk,
        number=line.number,
        pages=line.pages or letter.pages,
        title=letter.title,
        reference=letter.application.reference,
        recipient_name=delivery.message.person.full_name,
        state=line.state,
        state_text=line.get_state_display(),
        why=line.why,
        address_sheet=line.address_sheet,
        warning=warning,
    )
