"""Closing, opening again, extending, withdrawing, joining, progress."""

import datetime as dt
from collections.abc import Callable

from django import forms

from cases.commands.frame import NoSuchCase
from cases.models import Case, PccReview
from portals.acts import ActForm
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Radios


class CloseForm(ActForm):
    """Why the case is closed."""

    reason = LongTextField(
        label="Why is the case closed, and what was achieved?",
        max_length=4000,
        help_text="It goes into the letter, word for word.",
        error_messages={"required": "Enter why the case is closed: the applicant is told"},
    )

    def given(self) -> dict:
        """The command's arguments."""
        return {"reason": self.cleaned_data["reason"]}


class ReopenForm(ActForm):
    """Where the next round begins, and why."""

    where = forms.ChoiceField(
        label="Where does it begin again?",
        choices=PccReview.ReturnTo.choices,
        widget=Radios(),
        error_messages={"required": "Select where it begins again"},
    )
    reason = LongTextField(
        label="Why is it opened again?",
        max_length=4000,
        error_messages={"required": "Enter why it is opened again"},
    )

    def given(self) -> dict:
        """The command's arguments."""
        return {"where": self.cleaned_data["where"], "reason": self.cleaned_data["reason"]}


class WithdrawForm(ActForm):
    """Which application leaves the review, and that its applicant wants it."""

    application = forms.TypedChoiceField(
        label="Which application is withdrawn?",
        widget=Radios(),
        coerce=int,
        error_messages={"required": "Select the application that is withdrawn"},
    )
    asked = forms.BooleanField(
        label="The applicant asked for this themselves",
        error_messages={"required": "Tick the box: only the applicant can withdraw"},
    )

    def __init__(self, *args, applications: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].choices = applications
        if len(applications) == 1:
            self.fields["application"].initial = applications[0][0]

    def given(self) -> dict:
        """The command's arguments."""
        return {"application_id": self.cleaned_data["application"]}


class LetterFormForm(ActForm):
    """In which form an applicant's letters go by post."""

    application = forms.TypedChoiceField(
        label="Whose letters?",
        widget=Radios(),
        coerce=int,
        error_messages={"required": "Select whose letters"},
    )
    large_print = forms.TypedChoiceField(
        label="How do they want them?",
        choices=[("yes", "In large print"), ("no", "As standard letters")],
        widget=Radios(),
        coerce=lambda value: value == "yes",
        error_messages={"required": "Select how they want their letters"},
    )

    def __init__(self, *args, applications: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].choices = applications
        if len(applications) == 1:
            self.fields["application"].initial = applications[0][0]

    def given(self) -> dict:
        """The command's arguments."""
        return {
            "application_id": self.cleaned_data["application"],
            "large_print": self.cleaned_data["large_print"],
        }


class MergeForm(ActForm):
    """The case that goes on with this one's applications."""

    lead = forms.CharField(
        label="Reference of the case that goes on",
        max_length=30,
        help_text="An open case of the same district that is not yet decided.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": "Enter the reference of the case that goes on"},
    )

    def __init__(self, *args, find: Callable[[str], Case], **kwargs):
        super().__init__(*args, **kwargs)
        self.find = find

    def clean_lead(self):
        """A case that this person can see."""
        try:
            return self.find(self.cleaned_data["lead"])
        except NoSuchCase:
            raise forms.ValidationError(
                "Check the reference: there is no such case that you can see"
            ) from None

    def given(self) -> dict:
        """The command's arguments."""
        return {"lead_id": self.cleaned_data["lead"].pk}


class ExtendForm(ActForm):
    """The new date, and why."""

    until = DateField(label="New date", subject="The new date")
    reason = LongTextField(
        label="Why is more time needed?",
        max_length=2000,
        help_text="It goes into the letter, word for word.",
        error_messages={"required": "Enter why more time is needed: the applicant is told"},
    )

    def __init__(self, *args, binding_on: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.binding_on = binding_on

    def clean_until(self):
        """Later than what holds now."""
        until = self.cleaned_data["until"]
        if until <= self.binding_on:
            raise forms.ValidationError("The new date must be after the date that holds now")
        return until

    def given(self) -> dict:
        """The command's arguments."""
        return {"until": self.cleaned_data["until"], "reason": self.cleaned_data["reason"]}


class AnswerForm(ActForm):
    """The answer to what the office that hears reviews asked."""

    answer = LongTextField(
        label="Your answer",
        max_length=6000,
        help_text="The office reads it beside the papers of the case.",
        error_messages={"required": "Enter what the office asked for, or that you do not have it"},
    )
