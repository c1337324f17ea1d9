"""The worker's part of a batch: its letters as one PDF for the printer, behind a cover sheet.

Each attempt is counted before it is made; then it is one transaction that holds the batch, so that
a worker which is killed leaves it to be made again. A letter that cannot be printed is left out,
said, and free again; it stops no other. Imported by the workers only, as `pdf` is.

Tags are not kept: the batch is for paper. Each letter itself stays tagged, as it was stored.
"""

import datetime as dt
import hashlib
import io
import logging
from contextlib import ExitStack
from dataclasses import dataclass

import pikepdf
from django.db.models import Q
from django.utils import timezone

from cases.event_kinds import EventKind
from cases.models import EventFacts, Person
from notifications import pdf, rendering
from notifications.batches import note_in_case
from notifications.channels import refusals
from notifications.letters import LetterDamaged, posted_bytes
from notifications.looks import given_of, look_of
from notifications.models import BatchLine, Delivery, PrintBatch
from notifications.turns import each_partnership, go_on_after
from notifications.windows import address_size
from notifications.wording import address_block
from notifications.writing import store
from organisations.actors import SYSTEM_ACTOR
from organisations.clock import date_of
from organisations.tenancy import Scope, transaction_in
from thresholds.periods import day_in_words

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 4
FIRST_WAIT = dt.timedelta(seconds=15)
INTERRUPTED = "Interrupted"
FOLDER = "batches"

State, Line = PrintBatch.State, BatchLine.State

DAMAGED = "The stored letter is damaged: report it with its reference. It was not printed."
DEALT_WITH = "It was dealt with while the batch was being made."


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is printed together: one letter, perhaps with the sheet before it."""

    line: BatchLine
    content: list[bytes]
    pages: list[int]


def make_batch(*, partnership_id: int, batch_id: int, at: dt.datetime) -> bool:
    """Make a batch that waits; whether this call did it. Two at once: one does it.

    at: domain time, the day on the cover. Never raises for a bad letter or a bad batch.
    """
    if not _begin(partnership_id, batch_id):
        return False
    try:
        with transaction_in(Scope.staff(partnership_id)):
            batch = _waiting(partnership_id, batch_id)
            if batch is None:
                return False
            _make(batch, at=at)
    except Exception as error:  # whatever is wrong with one batch is noted, and the others go on
        _note_failure(partnership_id, batch_id, error)
        return False
    return True


def make_waiting(*, at: dt.datetime) -> int:
    """Make what no nudge announced or what failed before; how many. Each partnership in turn."""

    def make_due(partnership_id: int) -> int:
        made = 0
        for batch_id in _due(partnership_id):
            try:
                made += make_batch(partnership_id=partnership_id, batch_id=batch_id, at=at)
            except Exception as error:  # not even its failure could be noted
                go_on_after(error, about=f"batch {batch_id} of partnership {partnership_id}")
        return made

    return each_partnership(make_due, doing="printing")


def _due(partnership_id: int) -> list[int]:
    """The least tried first; what was broken off at once, what failed 15 s, 1, 4 minutes on."""
    now = timezone.now()
    due = Q(attempts=0) | Q(error=INTERRUPTED)
    for attempts in range(1, MOST_ATTEMPTS):
        due |= Q(attempts=attempts, asked_at__lte=now - FIRST_WAIT * 4 ** (attempts - 1))
    with transaction_in(Scope.staff(partnership_id)):
        waiting = PrintBatch.objects.filter(due, partnership_id=partnership_id, state=State.WAITING)
        return list(waiting.order_by("attempts", "id").values_list("pk", flat=True))


def _waiting(partnership_id: int, batch_id: int) -> PrintBatch | None:
    """The batch, locked; None where it is made, given up, or in another worker's hands."""
    rows = PrintBatch.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    waiting = rows.filter(partnership_id=partnership_id, pk=batch_id, state=State.WAITING)
    return waiting.select_related("partnership").first()


def _begin(partnership_id: int, batch_id: int) -> bool:
    """Count an attempt before it is made; whether it may be made."""
    with transaction_in(Scope.staff(partnership_id)):
        batch = _waiting(partnership_id, batch_id)
        if batch is None:
            return False
        may = batch.attempts < MOST_ATTEMPTS
        if may:
            batch.attempts += 1
            batch.error = INTERRUPTED
        else:
            batch.state = State.FAILED
        batch.save(update_fields=["attempts", "error", "state"])
    return may


def _note_failure(partnership_id: int, batch_id: int, error: Exception) -> None:
    """Keep the kind of error: its text could hold personal data."""
    kind = type(error).__name__
    with transaction_in(Scope.staff(partnership_id)):
        batch = _waiting(partnership_id, batch_id)
        if batch is None:
            return
        batch.error = kind[:60]
        if batch.attempts >= MOST_ATTEMPTS:
            batch.state = State.FAILED
        batch.save(update_fields=["error", "state"])
    logger.error("batch %s of partnership %s could not be made: %s", batch_id, partnership_id, kind)


# --- Making ---------------------------------------------------------------------------------------


def _make(batch: PrintBatch, *, at: dt.datetime) -> None:
    parts = _parts(batch, at=at)
    batch.printed_on, batch.made_at = date_of(at), timezone.now()
    batch.letters = len(parts)
    batch.sheets = sum(_sheets(part, both_sides=batch.both_sides) for part in parts)
    if parts:
        content = _joined(batch, parts)
        digest = hashlib.sha256(content).hexdigest()
        batch.path = store(
            content, digest=digest, partnership_id=batch.partnership_id, folder=FOLDER
        )
        batch.sha256, batch.size = digest, len(content)
    batch.state, batch.error = State.READY if parts else State.GIVEN_UP, ""
    if not parts:
        batch.settled_at = timezone.now()
    batch.save()


def _parts(batch: PrintBatch, *, at: dt.datetime) -> list[Part]:
    """The letters that can be printed, numbered; the others are left out with the reason."""
    lines = list(
        batch.lines.filter(partnership_id=batch.partnership_id, state=Line.OPEN)
        .select_related(
            "delivery__message__person",
            "delivery__message__application",
            "delivery__message__letter__application",
        )
        .order_by("delivery__case_id", "delivery_id")
    )
    refused = refusals(
        [line.delivery.message.person for line in lines],
        partnership_id=batch.partnership_id,
        channel=Delivery.Channel.POST,
    )
    written = _addresses_as_written(batch, lines)
    parts: list[Part] = []
    for line in lines:
        why, content = _printable(line, refused)
        if why:
            line.state, line.why = Line.LEFT_OUT, why
            left = {"why": line.state, "by": SYSTEM_ACTOR, "at": at}
            note_in_case(EventKind.LETTER_UNBATCHED, line.delivery, batch.pk, **left)
        else:
            line.number, line.pages = len(parts) + 1, _pages_of(content)
            address = _address_of(line.delivery.message.person)
            line.address_sheet = address != written.get(line.delivery_id, address)
            parts.append(_part(line, content, address))
        line.save(update_fields=["state", "why", "number", "pages", "address_sheet"])
    return parts


def _printable(line: BatchLine, refused: dict[int, str]) -> tuple[str, bytes]:
    """Why a letter cannot be printed, or its bytes."""
    delivery = line.delivery
    if delivery.state != Delivery.State.QUEUED:
        return delivery.reason or DEALT_WITH, b""
    if why := refused[delivery.message.person_id]:
        return why, b""
    try:
        content = posted_bytes(delivery.message.letter)
        _pages_of(content)
    except (LetterDamaged, pikepdf.PdfError) as error:
        logger.error("letter of delivery %s not printed: %s", delivery.pk, type(error).__name__)
        return DAMAGED, b""
    return "", content


def _part(line: BatchLine, content: bytes, address: list[str]) -> Part:
    if not line.address_sheet:
        return Part(line=line, content=[content], pages=[line.pages])
    window = given_of(look_of(line.partnership_id)).window
    values = {"address": address, "size": address_size(address, window)}
    sheet = pdf.render(rendering.sheet(name="address", values=values), window=window)
    return Part(line=line, content=[sheet.content, content], pages=[sheet.pages, line.pages])


def _addresses_as_written(batch: PrintBatch, lines: list[BatchLine]) -> dict[int, list[str]]:
    """By delivery the address that stands on the letter, from the facts it was written from."""
    events = sorted({line.delivery.message.event_id for line in lines})
    facts = EventFacts.objects.filter(
        partnership_id=batch.partnership_id, event_id__in=events
    ).values_list("event_id", "content")
    content = dict(facts)
    found = {}
    for line in lines:
        message = line.delivery.message
        for application in content.get(message.event_id, {}).get("applications", ()):
            if application["id"] == message.application_id:
                found[line.delivery_id] = _address_in(application["person"])
    return found


def _address_in(facts: dict) -> list[str]:
    return list(
        address_block(name=facts["name"], address=facts["address"], postcode=facts["postcode"])
    )


def _address_of(person: Person) -> list[str]:
    """As letters have it, today."""
    name, address, postcode = person.full_name, person.address, person.postcode
    return list(address_block(name=name, address=address, postcode=postcode))


def _pages_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as letter:
        return len(letter.pages)


def _sheets(part: Part, *, both_sides: bool) -> int:
    return sum((pages + 1) // 2 if both_sides else pages for pages in part.pages)


def _joined(batch: PrintBatch, parts: list[Part]) -> bytes:
    """Cover and letters, one behind the other; on both sides each begins on a sheet of its own."""
    every = [_cover(batch, parts), *(content for part in parts for content in part.content)]
    with ExitStack() as opened:
        whole = opened.enter_context(pikepdf.new())
        for number, content in enumerate(every):
            if batch.both_sides and number and len(whole.pages) % 2:
                whole.add_blank_page(page_size=_size_of(whole))
            source = opened.enter_context(pikepdf.open(io.BytesIO(content)))
            whole.pages.extend(source.pages)
        for page in whole.pages:
            if "/StructParents" in page.obj:  # of a tree that is not taken over
                del page.obj["/StructParents"]
        whole.docinfo["/Title"] = _title(batch)
        whole.Root.Lang = pikepdf.String("en-GB")
        made = io.BytesIO()
        whole.save(made)
    return made.getvalue()


def _size_of(whole: pikepdf.Pdf) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in whole.pages[-1].mediabox)
    return right - left, top - bottom


def _title(batch: PrintBatch) -> str:
    return f"Letters to post, batch {batch.pk}"


def _cover(batch: PrintBatch, parts: list[Part]) -> bytes:
    """No name and no address: it lies on top in the printer's tray."""
    lines = [
        {
            "number": part.line.number,
            "reference": part.line.delivery.message.letter.application.reference,
            "pages": part.line.pages,
            "address_sheet": part.line.address_sheet,
        }
        for part in parts
    ]
    left_out = batch.lines.filter(partnership_id=batch.partnership_id, state=Line.LEFT_OUT)
    values = {
        "title": _title(batch),
        "partnership": batch.partnership.name,
        "printed_on": day_in_words(batch.printed_on),
        "letters": batch.letters,
        "sheets": batch.sheets,
        "lines": lines,
        "left_out": left_out.count(),
    }
    return pdf.render(rendering.sheet(name="cover", values=values)).content
