"""The application form: one page in five parts, so that nothing is kept before it is sent.

The parts are forms of their own only so that the page can show them apart; they are sent together.
"""

import datetime as dt
import uuid
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError

from cases.models import Application, SafeContact
from cases.models.applications import Answer
from organisations.models import District
from portals.components.fields import DateField, LongTextField
from portals.components.formsets import FormsOfOnePage
from portals.components.widgets import Checkboxes, Radios
from portals.public.answers import optional
from portals.public.incident_forms import IncidentFormSet

NO_CHANNEL = "none"
_LONG = {"class": "govuk-input--width-30"}
_SHORT = {"class": "govuk-input--width-10"}


class KeyField(forms.UUIDField):
    """The page's own key, which makes a repeated POST harmless; a spoilt one is made anew."""

    widget = forms.HiddenInput

    def clean(self, value):
        """Never an error: nobody could do anything about it."""
        try:
            return super().clean(value)
        except ValidationError:
            return uuid.uuid4()


class WhoForm(forms.Form):
    """Who it is for, and where."""

    mark_optional = False

    key = KeyField()
    route = forms.ChoiceField(
        label="Who are you applying for?",
        choices=Application.Route,
        widget=Radios(
            hints={
                "self": "It happens to you or your household",
                "someone": "You help somebody, for example as a relative, carer or councillor",
                "group": "Several people have the same problem and you speak for them",
            }
        ),
        error_messages={"required": "Select who you are applying for"},
    )
    victim_name = forms.CharField(
        label="Name of the person you help", max_length=150, required=False
    )
    relationship = forms.CharField(
        label="Who you are to them",
        help_text="For example: daughter, carer, councillor",
        max_length=100,
        required=False,
    )
    victim_agrees = forms.BooleanField(
        label="They have agreed that I apply for them", required=False
    )
    group_names = LongTextField(
        label="Names of the others in your group",
        help_text="One name on each line. Only people who have agreed.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    district = forms.TypedChoiceField(
        label="Which area does it happen in?",
        help_text="This is the council that the council tax for the address goes to.",
        coerce=int,
        widget=Radios(),
        error_messages={"required": "Select the area where it happens"},
    )

    def __init__(self, *args, districts: list[District], **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["district"].choices = [(row.pk, row.name) for row in districts]
        if len(districts) == 1:
            self.initial.setdefault("district", districts[0].pk)

    @property
    def someone_open(self) -> bool:
        """Whether the questions about somebody else are shown."""
        return self["route"].value() == Application.Route.SOMEONE

    @property
    def group_open(self) -> bool:
        """Whether the question about the group is shown."""
        return self["route"].value() == Application.Route.GROUP

    def clean(self):
        """Ask for what the kind of application needs."""
        cleaned = super().clean()
        if cleaned.get("route") == Application.Route.SOMEONE:
            if not cleaned.get("victim_name"):
                self.add_error("victim_name", "Enter the name of the person you help")
            if not cleaned.get("victim_agrees"):
                self.add_error(
                    "victim_agrees",
                    "Tick the box if they have agreed. If you cannot ask them, please ring us.",
                )
        return cleaned


class YouForm(forms.Form):
    """The applicant, and how to reach them without putting them in danger."""

    full_name = forms.CharField(
        label="Your full name",
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Enter an e-mail address like name@example.com"},
    )
    phone = forms.CharField(
        label="Phone number",
        required=False,
        max_length=30,
        widget=forms.TextInput(
            {"autocomplete": "tel", "inputmode": "tel", "class": "govuk-input--width-20"}
        ),
    )
    address = LongTextField(
        label="Address",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label="Postcode",
        required=False,
        max_length=10,
        widget=forms.TextInput({"autocomplete": "postal-code"} | _SHORT),
    )
    safe_channels = forms.MultipleChoiceField(
        label="Which ways of reaching you are safe?",
        help_text="Tick a way only if nobody who could harm you would hear or read it.",
        choices=[*SafeContact.Channel.choices, (NO_CHANNEL, "None of these")],
        widget=Checkboxes(
            hints={
                "email": "Our e-mails do not say what they are about",
                "text": "Our texts only say that there is a message",
                "voicemail": "We may leave a message when you do not answer",
                "post": "In a plain envelope",
                NO_CHANNEL: "You look at this website yourself, with a reference that we give you",
            }
        ),
        error_messages={"required": "Select the ways that are safe, or “None of these”"},
    )
    preferred = forms.ChoiceField(
        label="Which of them do you like best?",
        required=False,
        choices=[("", "I do not mind"), *SafeContact.Channel.choices],
        widget=forms.Select(),
    )
    full_text = forms.BooleanField(
        label="Put the whole letter into the e-mail",
        help_text="If you leave this empty, our e-mails only say that there is a message, and you"
        " read it on this website. With it, anybody who can open your e-mail can read everything:"
        " why you asked for help, and what we decided.",
        required=False,
    )
    contact_note = forms.CharField(
        label="Anything we should know before we get in touch",
        help_text="For example: only ring in the mornings.",
        required=False,
        max_length=300,
        widget=forms.TextInput(_LONG),
    )

    def clean(self):
        """A safe channel needs its address; the wish must be one of the safe ones."""
        cleaned = super().clean()
        safe = cleaned.get("safe_channels")
        if not safe:
            return cleaned
        if NO_CHANNEL in safe and len(safe) > 1:
            self.add_error(
                "safe_channels", "Select the ways that are safe, or only “None of these”"
            )
        for channels, name, message in _NEEDED:
            if channels & set(safe) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        if cleaned.get("full_text") and SafeContact.Channel.EMAIL not in safe:
            self.add_error("full_text", "Tick e-mail as safe too, or leave this empty")
        if (preferred := cleaned.get("preferred")) and preferred not in safe:
            self.add_error("preferred", "Select a way that you also ticked as safe")
        return cleaned


_NEEDED = (
    ({"email"}, "email", "Enter your e-mail address, or do not tick e-mail as safe"),
    (
        {"phone", "voicemail", "text"},
        "phone",
        "Enter your phone number, or do not tick calls and messages as safe",
    ),
    ({"post"}, "address", "Enter your address, or do not tick letters as safe"),
)


class NowForm(forms.Form):
    """How it stands now, what it does to the person, and what they want."""

    persists = forms.ChoiceField(
        label="Is it still going on?",
        choices=Answer,
        widget=Radios(),
        error_messages={"required": "Select whether it is still going on"},
    )
    others_affected = optional("Are other people affected as well?")
    timeframe_unexpired = optional(
        "Has an agency promised to do something by a date that has not come yet?"
    )
    timeframe_until = DateField(
        label="If yes, by when?", subject="The date they promised", required=False
    )
    conduct_of_one_agency = optional("Is this only about how the staff of one agency behaved?")
    impact = LongTextField(
        label="How does this affect you and the people you live with?",
        help_text="For example your sleep, your health, what you no longer do.",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )
    desired_outcome = LongTextField(
        label="What would you like to happen?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    adjustments = LongTextField(
        label="Is there anything that would make it easier for you to deal with us?",
        help_text="For example an interpreter, or somebody with you.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    large_print = forms.BooleanField(
        label="I would like my letters in large print",
        required=False,
    )


class AgreementForm(forms.Form):
    """Without consent nothing can be looked into; the page says what to do instead."""

    consent_to_share = forms.BooleanField(
        label="You may share what I have told you with the agencies concerned",
        error_messages={
            "required": "Tick the box so that we can ask the agencies. If you would rather not,"
            " ring us first."
        },
    )
    declared_true = forms.BooleanField(
        label="What I have written is true as far as I know",
        error_messages={"required": "Tick the box if what you have written is true"},
    )


class ApplicationForms(FormsOfOnePage):
    """All parts of the page, bound to one POST or to none."""

    def __init__(
        self,
        data=None,
        *,
        districts: list[District],
        agencies: list[tuple[int, str]],
        today: dt.date,
    ):
        self.who = WhoForm(data, districts=districts)
        self.you = YouForm(data)
        self.incidents = IncidentFormSet(
            data, prefix="incidents", form_kwargs={"agencies": agencies, "today": today}
        )
        self.now = NowForm(data)
        self.agreement = AgreementForm(data)
        alone = (self.who, self.you, self.now, self.agreement)
        super().__init__(forms=alone, lists=[self.incidents])

    def __iter__(self) -> Iterator:
        """The parts in the order of the page."""
        yield from (self.who, self.you, self.incidents, self.now, self.agreement)
