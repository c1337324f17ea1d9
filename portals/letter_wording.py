"""Wording the free paragraphs of letters: of one letter before it goes, or of all of a kind.

The doors that write to people share it. A paragraph that is left as it stands is not worded.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from cases.letter_facts import FreeText
from notifications.free_text import PLACEHOLDERS, BlankPlaceholder, faults, normal
from notifications.letter_files import FreeParagraph, design_of
from notifications.releasing import faults_of_wording
from notifications.strict_engine import EmptyPlace
from notifications.text_differences import Piece, differences
from notifications.wordings import ParagraphNow
from portals.components.fields import LongTextField

LONGEST = 3000
SEEN = "wording_seen"
BESIDE = frozenset({"word", "reword", "unword"})
"""The buttons of wording: open it, see the letter with it, take it all back."""


def text_area(*, label: str, text: str, help_text: str = "") -> LongTextField:
    """A field for a free paragraph, as high as its text."""
    rows = min(14, max(4, len(text) // 60 + text.count("\n") + 2))
    return LongTextField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        initial=text,
        widget=forms.Textarea({"rows": rows}),
        required=False,
    )


class WordParagraphForm(forms.Form):
    """A partnership's own text of one free paragraph, for every letter of a kind.

    `standard` in the POST stands for the standard text. version: of the row that the page showed.
    """

    status = 200
    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def of(cls, now: ParagraphNow, data: QueryDict | None, *, kind: str):
        """The form as the paragraph is now, or its POST."""
        if data is not None and "standard" in data:
            data = data.copy()
            data["text"] = now.paragraph.standard
        form = cls(data, initial={"version": now.version})
        form.fields["text"] = text_area(label=now.paragraph.purpose, text=now.text)
        form.kind, form.paragraph = kind, now.paragraph.name
        return form

    def clean_text(self) -> str:
        """The text as it is kept; each fault at the field, with its line or the case."""
        text = normal(self.cleaned_data["text"])
        given = {"kind": self.kind, "paragraph": self.paragraph}
        if found := faults_of_wording(text=text, **given):
            raise forms.ValidationError(found)
        return text

    @property
    def placeholders(self) -> list[str]:
        """What the text may name, as it is written."""
        return [f"{{{name}}}" for name in PLACEHOLDERS]


@dataclass(frozen=True, kw_only=True)
class ChangedParagraph:
    """A paragraph that was worded for this letter, beside what stood there."""

    purpose: str
    pieces: list[Piece]


class WordingForm(forms.Form):
    """The free paragraphs of a letter of one kind, in whatever wording holds.

    in_force: the partnership's own texts; the others are the standard ones. Bound where the POST
    has any of its fields, so that what was worded for a letter of another kind is not this one's;
    paragraphs that it does not have stand as they are.
    """

    status = 200
    mark_optional = False

    def __init__(self, data: QueryDict, *, kind: str, in_force: Mapping[str, str]):
        self.design = design_of(kind)
        self.texts = {one.name: in_force.get(one.name, one.standard) for one in self.design.free}
        stands = {f"free-{kind}-{name}": text for name, text in self.texts.items()}
        posted = "unword" not in data and not stands.keys().isdisjoint(data)
        if posted:
            data = data.copy()
            for name, text in stands.items():
                data.setdefault(name, text)
        super().__init__(data if posted else None, prefix=f"free-{kind}")
        for one in self.design.free:
            self.fields[one.name] = text_area(label=one.purpose, text=self.texts[one.name])

    def clean(self):
        """Each fault at its field, with its line."""
        data = super().clean()
        for name, text in list(data.items()):
            if text != self.texts[name]:
                for fault in faults(text):
                    self.add_error(name, self._at(name, fault))
        return data

    @property
    def seen(self) -> str:
        """What stands for the wording that holds now; a page sends back which one it showed."""
        return hashlib.sha256(json.dumps(self.texts).encode()).hexdigest()[:16]

    def changed_since(self, data: QueryDict) -> bool:
        """Whether the partnership's wording is another than the one that the page showed."""
        return data.get(SEEN, self.seen) != self.seen

    def stands(self) -> bool:
        """Whether nothing was worded, or all that was can be used."""
        return not self.is_bound or self.is_valid()

    def free(self) -> dict[str, FreeText]:
        """What was worded otherwise, for the command; ask only where it stands."""
        if not self.is_bound:
            return {}
        return {
            name: FreeText(text=normal(text), instead_of=self.texts[name])
            for name, text in self.cleaned_data.items()
            if normal(text) != normal(self.texts[name])
        }

    def refuse(self, error: EmptyPlace) -> bool:
        """Say at its paragraph which placeholder this letter leaves blank; whether it is one."""
        blank = error.__cause__
        name = getattr(blank, "paragraph", "")
        if not isinstance(blank, BlankPlaceholder) or name not in self.fields or not self.is_bound:
            return False
        fault = f"Line {blank.line}: {{{blank.name}}} is blank in this letter."
        self.add_error(name, self._at(name, fault))
        return True

    def _at(self, name: str, fault: str) -> str:
        """The fault with its paragraph, since the summary lists those of several."""
        return f"{self.design.paragraph(name).purpose}. {fault}"

    def changed(self) -> list[ChangedParagraph]:
        """What was worded otherwise, for showing; ask only where it stands."""
        return [
            ChangedParagraph(
                purpose=self.design.paragraph(name).purpose,
                pieces=differences(before=one.instead_of, after=one.text),
            )
            for name, one in self.free().items()
        ]

    def carried(self) -> list[tuple[str, str]]:
        """What was worded, to be carried along unseen while the letter is read."""
        return [(self.add_prefix(name), one.text) for name, one in self.free().items()]

    def rows(self) -> list[tuple[forms.BoundField, FreeParagraph, str]]:
        """Each field with its paragraph and the text that stands there otherwise."""
        return [(self[one.name], one, self.texts[one.name]) for one in self.design.free]

    def total_error_count(self) -> int:
        """How many errors there are, as the page's title asks of what stands beside its form."""
        return len(self.errors)

    @property
    def placeholders(self) -> list[str]:
        """What a text may name, as it is written."""
        return [f"{{{name}}}" for name in PLACEHOLDERS]
