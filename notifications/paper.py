"""A letter on paper: what it says with the look of its partnership, in every form (ADR 28).

Pure but for WeasyPrint: the same facts, look, code and site give the same bytes as long as the
templates are the same. Imported by the workers only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from notifications import pdf, rendering, twins
from notifications.letter_context import context
from notifications.letter_forms import LetterForm
from notifications.looks import Dress, dressed


@dataclass(frozen=True, kw_only=True)
class Made:
    """The bytes of one form, and how many sheets it prints on; none for plain text."""

    content: bytes
    pages: int


def make(*, kind: str, facts: Mapping, application_id: int, dress: Dress) -> dict[LetterForm, Made]:
    """Every form of a letter. Raises EmptyPlace, NotAddressed, IncompleteFacts."""
    values = context(kind=kind, facts=facts, application_id=application_id)
    document = rendering.document(kind=kind, values=dressed(values, facts, dress))
    window = dress.look.window
    standard = pdf.render(document, form=LetterForm.STANDARD, window=window)
    large = pdf.render(twins.large_print(document), form=LetterForm.LARGE_PRINT, window=window)
    text = twins.plain_text(document).encode()
    return {
        LetterForm.STANDARD: Made(content=standard.content, pages=standard.pages),
        LetterForm.LARGE_PRINT: Made(content=large.content, pages=large.pages),
        LetterForm.PLAIN_TEXT: Made(content=text, pages=0),
    }
