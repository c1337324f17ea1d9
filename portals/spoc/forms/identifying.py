"""Who is behind a code under which an agency told of somebody."""

from django import forms

from portals.acts import ActForm
from portals.components.fields import LongTextField
from portals.components.widgets import Radios

NOBODY = "nobody"


class IdentifyForm(ActForm):
    """Which code, who it is, and how that is known.

    codes: (a report under it, words). applications: (id, words) of those in the review.
    """

    code = forms.ChoiceField(
        label="Which code is it about?",
        widget=Radios(),
        error_messages={"required": "Select the code that it is about"},
    )
    who = forms.ChoiceField(
        label="Who is it?",
        widget=Radios(),
        error_messages={"required": "Select who it is"},
    )
    reason = LongTextField(
        label="How do you know?",
        max_length=2000,
        help_text="For example, that the agency compared the address. It stays on the record of the"
        " case.",
        error_messages={"required": "Enter how you know who it is"},
    )

    def __init__(
        self,
        *args,
        codes: list[tuple[int, str]],
        applications: list[tuple[int, str]],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = codes
        self.fields["who"].choices = [*applications, (NOBODY, "Somebody who has not applied")]

    def given(self) -> dict:
        """The command's arguments."""
        who = self.cleaned_data["who"]
        return {
            "report_id": int(self.cleaned_data["code"]),
            "application_id": None if who == NOBODY else int(who),
            "reason": self.cleaned_data["reason"],
        }
