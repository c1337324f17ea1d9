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


def documents(
    *,
    kind: str,
    facts: Mapping,
    application_id: int,
    dress: Dress,
    wording: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """A letter's document in each form that is printed. Raises as `make` does."""
    values = context(kind=kind, facts=facts, application_id=application_id, wording=wording)
    standard = rendering.document(kind=kind, values=dressed(values, facts, dress))
    return {
        LetterForm.STANDARD: standard,
        LetterForm.LARGE_PRINT: twins.large_print(standard),
    }


def make(
    *,
    kind: str,
    facts: Mapping,
    application_id: int,
    dress: Dress,
    wording: Mapping[str, str] | None = None,
) -> dict[LetterForm, Made]:
    """Every form of a letter. wording: the partnership's own texts for its free paragraphs.

    Raises EmptyPlace, NotAddressed, IncompleteFacts.
    """
    html = documents(
        kind=kind, facts=facts, application_id=application_id, dress=dress, wording=wording
    )
    made = {}
    for form, document in html.items():
        printed = pdf.render(document, form=form, window=dress.look.window)
        made[form] = Made(content=printed.content, pages=printed.pages)
    text = twins.plain_text(html[LetterForm.STANDARD])
    made[LetterForm.PLAIN_TEXT] = Made(content=text.encode(), pages=0)
    return made
