"""Which letters are printed, and what became of those that were."""

from django import forms

from notifications.batch_selectors import LineShown
from notifications.batches import WHY_AT_MOST
from notifications.selectors import LetterRow
from portals.acts import ActForm
from portals.components.fields import DateField


class PrintForm(ActForm):
    """Which letters, and how the printer prints. The button says whether it is all of them."""

    version = None

    letters = forms.TypedMultipleChoiceField(required=False, coerce=int)
    both_sides = forms.BooleanField(
        label="The printer prints on both sides: begin each letter on a new sheet",
        required=False,
        initial=True,
    )

    def __init__(self, *args, rows: list[LetterRow], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letters"].choices = [(row.delivery_id, row.title) for row in rows]
        self.fields["letters"].error_messages["invalid_choice"] = (
            "One of these letters has been dealt with meanwhile: look at the list again"
        )

    def clean(self) -> dict:
        """Something must be ticked, unless it is all of them."""
        if not self._all and "letters" not in self.errors and not self.cleaned_data["letters"]:
            self.add_error(None, "Tick the letters to print, or print all of them")
        return self.cleaned_data

    @property
    def _all(self) -> bool:
        return "all" in self.data

    @property
    def ticked(self) -> set[int]:
        """What was ticked when the page was sent."""
        if not self.is_bound:
            return set()
        sent = self.data.getlist("letters")
        return {int(value) for value in sent if value.isdecimal()}

    def given(self) -> dict:
        """The command's arguments."""
        return {
            "both_sides": self.cleaned_data["both_sides"],
            "delivery_ids": None if self._all else self.cleaned_data["letters"],
        }


class PostedForm(ActForm):
    """The day of posting, and why a letter was not posted after all; empty where it was."""

    version = None

    posted_on = DateField(label="When were they posted?", subject="The day they were posted")

    def __init__(self, *args, lines: list[LineShown], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if not line.warning]
        for line in self.lines:
            self.fields[self._name(line)] = forms.CharField(
                label=f"If letter {line.number} was not posted: why",
                max_length=WHY_AT_MOST,
                required=False,
            )

    @staticmethod
    def _name(line: LineShown) -> str:
        return f"why_{line.delivery_id}"

    @property
    def rows(self) -> list[tuple[LineShown, forms.BoundField]]:
        """Each letter with its field."""
        return [(line, self[self._name(line)]) for line in self.lines]

    def given(self) -> dict:
        """The command's arguments."""
        named = {line.delivery_id: self.cleaned_data[self._name(line)] for line in self.lines}
        return {
            "posted_on": self.cleaned_data["posted_on"],
            "not_posted": {pk: why for pk, why in named.items() if why.strip()},
        }
