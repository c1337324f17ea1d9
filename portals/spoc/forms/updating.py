"""How far the plan is, and what changes in it."""

import datetime as dt

from django import forms

from cases.commands.updating import ChangeGiven
from cases.models import Action
from portals.acts import ActForm
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Radios

DATE_OR_OWNER, DROP = "date_or_owner", "drop"


class TellProgressForm(ActForm):
    """What was done, in words for the victim; the letter lists the actions by itself."""

    message = LongTextField(
        label="What has been done?",
        max_length=4000,
        help_text=(
            "It goes into the letter, word for word, above the list of all actions with their"
            " dates. Name no other private person."
        ),
        error_messages={"required": "Enter what has been done: the applicant is told"},
    )

    def given(self) -> dict:
        """The command's arguments."""
        return {"message": self.cleaned_data["message"]}


class ChangeActionForm(ActForm):
    """Another date or person, or that the action is dropped, and why."""

    mark_optional = False
    what = forms.ChoiceField(
        label="What changes?",
        choices=[
            (DATE_OR_OWNER, "The date, or the person who sees to it"),
            (DROP, "It will not be done"),
        ],
        widget=Radios(),
        error_messages={"required": "Select what changes"},
    )
    due_on = DateField(label="New date, if it changes", subject="The new date", required=False)
    owner_name = forms.CharField(
        label="Person who will see to it, if that changes",
        required=False,
        max_length=150,
        help_text="The victim reads this name.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    reason = LongTextField(
        label="Why?",
        max_length=2000,
        help_text="It goes into the letter, word for word. Name no other private person.",
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": "Enter why it changes: the applicant is told"},
    )

    def __init__(self, *args, action: Action, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.action, self.today = action, today
        if action.status != Action.Status.OPEN:
            self.fields["what"].initial = DROP

    def clean_due_on(self):
        """An action cannot be promised for a day that has passed."""
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < self.today:
            raise forms.ValidationError("The new date must be today or later")
        return due_on

    def clean(self):
        """Something must change."""
        given = super().clean()
        same_date = not given.get("due_on") or given["due_on"] == self.action.due_on
        same_owner = given.get("owner_name", "").strip() in ("", self.action.owner_name)
        nothing = same_date and same_owner and "due_on" not in self.errors
        if nothing and given.get("what") == DATE_OR_OWNER:
            self.add_error("due_on", "Enter a new date or another person")
        return given

    def given(self) -> dict:
        """The command's arguments."""
        drop = self.cleaned_data["what"] == DROP
        return {
            "given": ChangeGiven(
                action_id=self.action.pk,
                reason=self.cleaned_data["reason"],
                drop=drop,
                due_on=None if drop else self.cleaned_data["due_on"],
                owner_name="" if drop else self.cleaned_data["owner_name"],
            )
        }
