"""What an applicant is asked, their answer keyed in, and their comment on a draft."""

import datetime as dt

from django import forms

from cases.commands.asking import AnswerGiven, RequestGiven
from cases.models import ApplicantRequest, Consent
from portals.acts import ActForm
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Radios

INFORMATION = ApplicantRequest.Kind.INFORMATION
KEYED_IN = [
    choice for choice in ApplicantRequest.How.choices if choice[0] != ApplicantRequest.How.ONLINE
]


class ForApplicant(ActForm):
    """An act about one of the applications in the review; one that is alone is not asked for."""

    def __init__(self, *args, applications: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["application"]
        field.choices = applications
        if len(applications) == 1:
            field.initial, field.widget = applications[0][0], forms.HiddenInput()


def application_field(label: str) -> forms.TypedChoiceField:
    """The question which application it is about, for a form `ForApplicant`."""
    return forms.TypedChoiceField(
        label=label,
        widget=Radios(),
        coerce=int,
        error_messages={"required": "Select the application"},
    )


class AskForm(ForApplicant):
    """What is asked, why, by when, and what help there is."""

    application = application_field("Whom do you ask?")
    need = forms.ChoiceField(
        label="What do you need?",
        choices=[
            (INFORMATION, "Information: something that only they can tell us"),
            (Consent.Kind.SHARE, "Their yes or no to sharing what they told us with agencies"),
            (Consent.Kind.REPRESENT, "A yes or no to somebody acting for the victim"),
        ],
        widget=Radios(),
        error_messages={"required": "Select what you need"},
    )
    question = LongTextField(
        label="What do you ask?",
        max_length=4000,
        help_text="It goes into the letter, word for word. Name no other private person.",
        error_messages={"required": "Enter what you ask"},
    )
    reason = LongTextField(
        label="Why do you ask it?",
        max_length=2000,
        help_text="It goes into the letter, word for word.",
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": "Enter why you ask it: the applicant is told"},
    )
    help_offered = LongTextField(
        label="What help do you offer this applicant?",
        max_length=2000,
        required=False,
        help_text="For example, that you ring them on a day. The letter offers the usual help.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    due_on = DateField(
        label="Answer by",
        subject="The date for the answer",
        help_text="The dates that are owed to the applicant do not wait for it.",
    )

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self):
        """A letter needs a day to arrive."""
        due_on = self.cleaned_data["due_on"]
        if due_on <= self.today:
            raise forms.ValidationError("The date for the answer must be after today")
        return due_on

    def given(self) -> dict:
        """The command's arguments."""
        need = self.cleaned_data["need"]
        return {
            "given": RequestGiven(
                application_id=self.cleaned_data["application"],
                consent_kind="" if need == INFORMATION else need,
                question=self.cleaned_data["question"],
                reason=self.cleaned_data["reason"],
                help_offered=self.cleaned_data["help_offered"],
                due_on=self.cleaned_data["due_on"],
            )
        }


class KeyedAnswerForm(ActForm):
    """An answer that came by phone, on paper or in person."""

    agreed = forms.ChoiceField(
        label="What did they say?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(inline=True),
        error_messages={"required": "Select whether they said yes or no"},
    )
    text = LongTextField(
        label="Their answer, in their words",
        max_length=6000,
        error_messages={"required": "Enter what they answered"},
    )
    how = forms.ChoiceField(
        label="How did they answer?",
        choices=KEYED_IN,
        widget=Radios(),
        error_messages={"required": "Select how they answered"},
    )

    def __init__(self, *args, asked: ApplicantRequest, **kwargs):
        super().__init__(*args, **kwargs)
        if asked.kind == INFORMATION:
            del self.fields["agreed"]
        else:
            self.fields["text"].required = False
            self.fields["text"].label = "Anything that they said beside it"

    def given(self) -> dict:
        """The command's arguments."""
        agreed = self.cleaned_data.get("agreed")
        return {
            "given": AnswerGiven(
                text=self.cleaned_data["text"],
                agreed=None if agreed is None else agreed == "yes",
                how=self.cleaned_data["how"],
            )
        }


class KeyedCommentForm(ForApplicant):
    """A comment on the draft of the plan that came by phone, on paper or in person."""

    application = application_field("Whose comment is it?")
    text = LongTextField(
        label="Their comment, in their words",
        max_length=6000,
        help_text="The chair reads it beside the form of the action plan.",
        error_messages={"required": "Enter what they said"},
    )

    def given(self) -> dict:
        """The command's arguments."""
        return {
            "application_id": self.cleaned_data["application"],
            "text": self.cleaned_data["text"],
        }
