"""A stored letter made anew from what is kept of it: whether it is the same, byte for byte.

For whoever has to prove what was written, to an ombudsman or a court. It needs the templates that
the letter was made from: those of another release give other bytes, and `prove` says so.
"""

import hashlib
from dataclasses import dataclass

from cases.models import EventFacts
from notifications import paper, rendering
from notifications.letter_forms import LetterForm
from notifications.looks import dress
from notifications.models import Letter, LetterLook
from notifications.wordings import texts_of_letter


class NoSuchLetter(LookupError):
    """The letter is not there in this scope."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What came of it. same_templates: whether this release has the files that it was made from.

    forms: for each form that was stored, whether it came out the same.
    """

    same_templates: bool
    forms: dict[str, bool]

    @property
    def holds(self) -> bool:
        """Whether every form is the same."""
        return all(self.forms.values())


def prove(*, partnership_id: int, letter_id: int) -> Proof:
    """Make a letter anew and compare the hashes, in staff scope. Raises NoSuchLetter."""
    here = {"partnership_id": partnership_id}
    letter = Letter.objects.filter(**here, pk=letter_id).select_related("message").first()
    if letter is None:
        raise NoSuchLetter(letter_id)
    made = made_anew(letter)
    stored = {LetterForm.STANDARD.value: letter.sha256}
    stored |= dict(letter.twins.filter(**here).values_list("form", "sha256"))
    return Proof(
        same_templates=letter.template_version == rendering.template_version(letter.kind),
        forms={
            form: hashlib.sha256(made[LetterForm(form)].content).hexdigest() == sha256
            for form, sha256 in stored.items()
        },
    )


def made_anew(letter: Letter) -> dict[LetterForm, paper.Made]:
    """Every form of a letter, from the facts of its event, its wording, its look and its codes."""
    here = {"partnership_id": letter.partnership_id}
    facts = EventFacts.objects.get(event_id=letter.message.event_id, **here).content
    look = LetterLook.objects.filter(version=letter.look_version, **here).first()
    wears = dress(look, code=letter.check_code, site=letter.site, window=letter.window)
    return paper.make(
        kind=letter.kind,
        facts=facts,
        application_id=letter.application_id,
        dress=wears,
        wording=texts_of_letter(letter),
    )
