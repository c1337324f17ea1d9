"""The draft of the plan, for every door through which it goes to the applicants."""

import datetime as dt

from django import forms

from portals.acts import ActForm
from portals.components.fields import DateField, LongTextField


class DraftPlanForm(ActForm):
    """The actions as drafted, in the words that the victim reads, and by when to comment."""

    actions = LongTextField(
        label="What is drafted, one action on each line",
        max_length=8000,
        help_text=(
            "The victim reads this, word for word. Leave out internal notes, and name no other"
            " private person."
        ),
        widget=forms.Textarea(attrs={"rows": "8"}),
        error_messages={"required": "Enter at least one action as it is drafted"},
    )
    comment_by = DateField(label="Comments by", subject="The date for comments")

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_comment_by(self):
        """A letter needs a day to arrive."""
        comment_by = self.cleaned_data["comment_by"]
        if comment_by <= self.today:
            raise forms.ValidationError("The date for comments must be after today")
        return comment_by

    def given(self) -> dict:
        """The command's arguments."""
        lines = self.cleaned_data["actions"].splitlines()
        return {
            "actions": tuple(line.strip() for line in lines if line.strip()),
            "comment_by": self.cleaned_data["comment_by"],
        }
