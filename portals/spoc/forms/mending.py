"""What a person says of a letter that the post could not bring."""

from django import forms

from notifications.channels import Way
from notifications.mending import HOW_AT_MOST
from notifications.models import Delivery
from notifications.returns import WORDS_AT_MOST
from portals.acts import ActForm
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Radios

_WAYS = {
    Delivery.Channel.EMAIL: "E-mail",
    Delivery.Channel.TEXT: "Text message",
    Delivery.Channel.POST: "Letter by post",
}


class MendingForm(ActForm):
    """`seen` takes the place of the case's version: the letter's latest attempt on the page."""

    version = None


class SendAgainForm(MendingForm):
    """By which way; and that it is meant, where the applicant has been told."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    channel = forms.ChoiceField(
        label="How is it sent?",
        widget=Radios(),
        error_messages={"required": "Select how it is sent"},
    )
    though_told = forms.BooleanField(
        label="The applicant has been told already. Send it once more all the same.", required=False
    )

    def __init__(self, *args, ways: list[tuple[Way, str]], told: bool, **kwargs):
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        channel.choices = [(way.channel, _way_in_words(way, where)) for way, where in ways]
        channel.widget.hints = {
            way.channel: f"Not possible: {way.refused}" for way, _ in ways if way.refused
        }
        channel.initial = next((way.channel for way, _ in ways if not way.refused), None)
        if not told:
            del self.fields["though_told"]

    def given(self) -> dict:
        """The command's arguments."""
        return {
            "channel": self.cleaned_data["channel"],
            "seen": self.cleaned_data["seen"],
            "though_told": self.cleaned_data.get("though_told", False),
        }


def _way_in_words(way: Way, where: str) -> str:
    return f"{_WAYS[way.channel]} to {where}" if where else _WAYS[way.channel]


class MarkSentForm(MendingForm):
    """When it went."""

    sent_on = DateField(
        label="When was it sent?",
        subject="The day it was sent",
        help_text="As the mail server's log says.",
    )

    def given(self) -> dict:
        """The command's arguments."""
        return {"sent_on": self.cleaned_data["sent_on"]}


class ToldAnotherWayForm(MendingForm):
    """How and when."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    how = LongTextField(
        label="How was the applicant told?",
        max_length=HOW_AT_MOST,
        widget=forms.Textarea({"rows": 3}),
        help_text="For example, “Read to her by phone; she wrote down the date.”",
        error_messages={"required": "Enter how the applicant was told"},
    )
    told_on = DateField(label="When?", subject="The day they were told")

    def given(self) -> dict:
        """The command's arguments."""
        return {name: self.cleaned_data[name] for name in ("how", "told_on", "seen")}


class ReturnedForm(MendingForm):
    """When and why the post brought a letter back."""

    came_back_on = DateField(label="When did it come back?", subject="The day it came back")
    why = forms.ChoiceField(
        label="Why did it come back?",
        choices=Delivery.CameBack.choices,
        widget=Radios(),
        error_messages={"required": "Select why it came back"},
    )
    words = forms.CharField(
        label="If it was another reason: which?", max_length=WORDS_AT_MOST, required=False
    )

    def clean(self) -> dict:
        """Another reason is said."""
        data = self.cleaned_data
        if data.get("why") == Delivery.CameBack.OTHER and not data.get("words", "").strip():
            self.add_error("words", "Enter why it came back")
        return data

    def given(self) -> dict:
        """The command's arguments."""
        return {name: self.cleaned_data[name] for name in ("came_back_on", "why", "words")}
