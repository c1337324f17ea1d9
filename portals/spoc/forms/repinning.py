"""An application is judged by another version of the procedure."""

from django import forms

from portals.acts import ActForm
from portals.components.fields import LongTextField
from portals.components.widgets import Radios


class RepinForm(ActForm):
    """Which application, by which version, and why. choices: (`application:version`, words)."""

    move = forms.ChoiceField(
        label="Which version applies?",
        widget=Radios(),
        error_messages={"required": "Select the version that applies"},
    )
    reason = LongTextField(
        label="Why?",
        max_length=2000,
        help_text="For example, that the law has changed. It stays on the record of the case.",
        error_messages={"required": "Enter why another version applies"},
    )

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = choices

    def given(self) -> dict:
        """The command's arguments."""
        application_id, _, procedure_id = self.cleaned_data["move"].partition(":")
        return {
            "application_id": int(application_id),
            "procedure_id": int(procedure_id),
            "reason": self.cleaned_data["reason"],
        }
