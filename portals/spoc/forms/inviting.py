"""Whether an applicant is invited to the meeting."""

import datetime as dt

from django import forms

from cases.commands.inviting import InvitationGiven
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Radios
from portals.spoc.forms.asking import ForApplicant, application_field

OTHER_WAYS = (
    "Somebody whom you trust can speak for you at the meeting.\n\n"
    "You can write down what you want to say, or tell your contact on the phone. It is read out at"
    " the meeting."
)
NEEDED = {
    "reason": "Enter why they are not invited: they are told",
    "other_ways": "Enter how else they can be heard",
    "heard_by": "Enter the date until which they can be heard",
}


def reason_field(label: str) -> LongTextField:
    """Why somebody is not invited."""
    return LongTextField(
        label=label,
        max_length=2000,
        required=False,
        help_text="It goes into the letter, word for word. Name no other private person.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


def ways_field(label: str) -> LongTextField:
    """How somebody who is not invited can be heard."""
    return LongTextField(
        label=label,
        max_length=2000,
        required=False,
        initial=OTHER_WAYS,
        help_text="It goes into the letter, word for word.",
        widget=forms.Textarea(attrs={"rows": "5"}),
    )


def check_told(form: forms.Form, given: dict, *, today: dt.date) -> None:
    """Add the errors of a form in which somebody is not invited."""
    for name, error in NEEDED.items():
        if not given.get(name) and name not in form.errors:
            form.add_error(name, error)
    if given.get("heard_by") and given["heard_by"] < today:
        form.add_error("heard_by", "The date until which they can be heard must be today or later")


class InvitationForm(ForApplicant):
    """Invited after all, or not, with what they are told."""

    mark_optional = False
    application = application_field("Which applicant?")
    invited = forms.ChoiceField(
        label="Are they invited to the meeting?",
        choices=[
            ("no", "No: tell them why, and how else they can be heard"),
            ("yes", "Yes, after all: tell them when and where the meeting is"),
        ],
        widget=Radios(),
        error_messages={"required": "Select whether they are invited"},
    )
    reason = reason_field("If not: why not?")
    other_ways = ways_field("If not: how else can they be heard?")
    heard_by = DateField(
        label="If not: until when can they be heard?",
        subject="The date until which they can be heard",
        required=False,
    )

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        """Somebody who is not invited is owed the reason and another way."""
        given = super().clean()
        if given.get("invited") == "no":
            check_told(self, given, today=self.today)
        return given

    def given(self) -> dict:
        """The command's arguments."""
        return {
            "given": InvitationGiven(
                application_id=self.cleaned_data["application"],
                invited=self.cleaned_data["invited"] == "yes",
                reason=self.cleaned_data["reason"],
                other_ways=self.cleaned_data["other_ways"],
                heard_by=self.cleaned_data["heard_by"],
            )
        }
