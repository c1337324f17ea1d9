"""Letters for pages: one seen before it goes, and one that was written, byte for byte.

Writing them is for the workers: `notifications/telling.py`.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString

from cases.letter_facts import partnership_facts, procedure_facts, spoc_facts
from cases.procedures import NoProcedureInForce, in_force, parsed
from notifications import rendering
from notifications.invented_facts import plain_facts
from notifications.letter_context import context
from notifications.letter_forms import ENDINGS, MEDIA_TYPES, LetterForm
from notifications.looks import Dress, dressed, given_of, look_of_slug
from notifications.models import Letter, LetterTwin, PrintBatch
from organisations.models import District, Partnership

logger = logging.getLogger(__name__)

PREVIEW_HEADING = 2


class LetterNotFound(LookupError):
    """There is no such letter for whoever asks."""


class LetterDamaged(LetterNotFound):
    """The stored bytes are gone or are not those that were written."""


def preview_html(
    kind: str,
    facts: Mapping,
    application_id: int,
    *,
    wording: Mapping[str, str] | None = None,
    wears: Dress | None = None,
) -> SafeString:
    """A letter as an article for a page: the same words as the PDF, headings from h2 down.

    facts: as frozen with the event, or of a rehearsal (`cases.rehearsal.rehearse`). wording: the
    partnership's own texts (`notifications.wordings.wording_of`). wears: a look that is tried on,
    with its logo; else the partnership's own, whose logo only paper shows.
    Raises NotAddressed where they do not name the application, EmptyPlace.
    """
    values = context(kind=kind, facts=facts, application_id=application_id, wording=wording)
    own = wears or Dress(
        look=replace(given_of(look_of_slug(facts["partnership"]["slug"])), logo_path=""),
        code="",
        site=settings.BASE_URL,
    )
    values = dressed(values, facts, own, on_page=True)
    return rendering.fragment(kind=kind, values=values, heading_level=PREVIEW_HEADING)


def sample_html(
    *, partnership: Partnership, kind: str, wording: Mapping[str, str], on: dt.date
) -> SafeString:
    """A letter as this partnership would send it to somebody invented, as an article for a page.

    wording: the texts to try. on: whose procedure it speaks of; its dates are invented. Raises
    EmptyPlace.
    """
    facts = plain_facts() | {"partnership": partnership_facts(partnership)}
    district = District.objects.filter(partnership=partnership).order_by("name").first()
    if district is not None:
        facts["spoc"] = spoc_facts(district)
    with suppress(NoProcedureInForce):
        procedure = parsed(in_force(partnership_id=partnership.pk, on=on))
        for application in facts["applications"]:
            application["procedure"] = procedure_facts(procedure)
    return preview_html(kind, facts, facts["applications"][0]["id"], wording=wording)


@dataclass(frozen=True, kw_only=True)
class LetterFile:
    """One form of a letter as a file; its name gives nothing away."""

    content: bytes
    name: str
    media_type: str
    pages: int


def open_form(*, letter_id: int, partnership_id: int, form: str) -> LetterFile:
    """The stored bytes of one form, in the current scope. Raises LetterNotFound, LetterDamaged.

    Letters from before there were twins have none.
    """
    if form not in LetterForm.values:
        raise LetterNotFound(letter_id)
    letter = _letter(letter_id, partnership_id)
    kept = letter
    if form != LetterForm.STANDARD:
        kept = letter.twins.filter(partnership_id=partnership_id, form=form).first()
    if kept is None:
        raise LetterNotFound(letter_id)
    return LetterFile(
        content=read_stored(kept, what="letter" if kept is letter else "twin"),
        name=f"{letter.application.reference}-{letter.pk}{ENDINGS[form]}",
        media_type=MEDIA_TYPES[form],
        pages=kept.pages,
    )


def open_posted(*, letter_id: int, partnership_id: int) -> LetterFile:
    """The form that goes by post. Raises as `open_form` does."""
    form = _letter(letter_id, partnership_id).posted_form
    return open_form(letter_id=letter_id, partnership_id=partnership_id, form=form)


def _letter(letter_id: int, partnership_id: int) -> Letter:
    letter = (
        Letter.objects.filter(partnership_id=partnership_id, pk=letter_id)
        .select_related("application")
        .first()
    )
    if letter is None:
        raise LetterNotFound(letter_id)
    return letter


def posted_bytes(letter: Letter) -> bytes:
    """The bytes of the form that goes by post. Raises LetterDamaged, LetterNotFound."""
    here = {"letter_id": letter.pk, "partnership_id": letter.partnership_id}
    return open_form(form=letter.posted_form, **here).content


def read_stored(row: Letter | LetterTwin | PrintBatch, *, what: str) -> bytes:
    """The bytes that a row names by path and hash. Raises LetterDamaged.

    what: for the log.
    """
    try:
        with default_storage.open(row.path) as file:
            content = file.read()
    except OSError as error:
        logger.error("%s %s cannot be read: %s", what, row.pk, type(error).__name__)
        raise LetterDamaged(row.pk) from error
    if hashlib.sha256(content).hexdigest() != row.sha256:
        logger.error("%s %s is not what was stored", what, row.pk)
        raise LetterDamaged(row.pk)
    return content
