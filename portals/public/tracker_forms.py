"""Forms of a person who follows their application."""

from django import forms

from cases.commands.asking import AnswerGiven
from portals.acts import ActForm
from portals.components.fields import LongTextField
from portals.components.widgets import Checkboxes, CodeInput, Radios, SecretInput
from thresholds.procedure import PolicingBodyReview

NO_MATCH = "The reference and the secret do not belong together. Check both and try again"


class TrackForm(forms.Form):
    """Reference and secret; spaces, dashes and capitals do not matter."""

    reference = forms.CharField(
        label="Reference",
        help_text="It looks like BNS-4K7P-M2XQ.",
        max_length=40,
        error_messages={"required": "Enter your reference"},
        widget=CodeInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    secret = forms.CharField(
        label="Secret",
        help_text="Four groups of four letters and numbers, given to you when you applied. It is"
        " not the check code on a letter.",
        max_length=60,
        error_messages={"required": "Enter your secret"},
        widget=SecretInput(),
    )


class WithdrawForm(ActForm):
    """A plain yes or no, neither chosen beforehand."""

    sure = forms.ChoiceField(
        label="Do you want to withdraw your application?",
        choices=[("yes", "Yes, withdraw it"), ("no", "No, go on with it")],
        widget=Radios(),
        error_messages={"required": "Select yes if you want to withdraw your application"},
    )


class AnswerForm(ActForm):
    """An answer in own words, or yes or no. It stands, whoever else acts meanwhile."""

    version = None
    agreed = forms.ChoiceField(
        label="Do you agree?",
        choices=[("yes", "Yes, I agree"), ("no", "No, I do not agree")],
        widget=Radios(),
        error_messages={"required": "Select yes or no"},
    )
    text = LongTextField(
        label="Your answer",
        help_text="In your own words.",
        max_length=6000,
        error_messages={"required": "Enter your answer"},
    )

    def __init__(self, *args, yes_or_no: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if yes_or_no:
            self.fields["text"].required = False
            self.fields["text"].label = "Is there anything that you would like to add?"
        else:
            del self.fields["agreed"]

    def given(self) -> AnswerGiven:
        """What the command takes."""
        agreed = self.cleaned_data.get("agreed")
        return AnswerGiven(
            text=self.cleaned_data["text"], agreed=None if agreed is None else agreed == "yes"
        )


class CommentForm(ActForm):
    """What they think of the draft of the plan. Whoever else acts meanwhile: it stands."""

    version = None
    text = LongTextField(
        label="What do you think of it?",
        help_text="Would it help? Is something missing? Could something make it worse for you?",
        max_length=6000,
        error_messages={"required": "Enter what you think of it"},
    )


class AskPccForm(ActForm):
    """Why the policing body should look again: grounds of the pinned procedure, and own words."""

    grounds = forms.MultipleChoiceField(
        label="Why should they look at it again?",
        help_text="Select all that fit.",
        widget=Checkboxes(),
        error_messages={"required": "Select at least one reason"},
    )
    statement = LongTextField(
        label="What do you think went wrong?",
        help_text="In your own words. They also get the papers of your case from us.",
        max_length=4000,
        error_messages={"required": "Enter what you think went wrong"},
    )

    def __init__(self, *args, review: PolicingBodyReview, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grounds"].choices = [(ground.code, ground.title) for ground in review.grounds]
