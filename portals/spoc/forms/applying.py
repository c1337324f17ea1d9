"""An application keyed in for somebody who rang, wrote or came in.

Short on purpose: what the person said, in one page, with the same limits as the online form.
"""

import datetime as dt
import uuid

from django import forms

from cases.commands.applying import (
    ContactGiven,
    IncidentGiven,
    PersonGiven,
    Submission,
)
from cases.models import Application, SafeContact
from cases.models.applications import Answer
from organisations.clock import LONDON
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Radios

BY_STAFF = [choice for choice in Application.Via.choices if choice[0] != Application.Via.WEB]
SAFE = [("yes", "Safe"), ("no", "Not safe"), ("", "Not asked")]
CHANNELS = (
    SafeContact.Channel.EMAIL,
    SafeContact.Channel.PHONE,
    SafeContact.Channel.TEXT,
    SafeContact.Channel.POST,
)


def _question(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Answer.choices,
        initial=Answer.UNKNOWN,
        widget=Radios(inline=True),
    )


def lines(label: str, *, required=True, rows="4", missing="") -> LongTextField:
    """A question answered in a few lines; `missing` is said where it has to be answered."""
    return LongTextField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )


class ApplicationForm(forms.Form):
    """Who, how and when; what they want; what they agreed to. Incidents are a formset beside it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    received_on = DateField(
        label="Received on",
        subject="The date it was received",
        help_text="The day on which it reached us, not today if that was earlier. The dates owed"
        " are counted from it.",
    )
    received_time = forms.TimeField(
        label="At what time?",
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        help_text="If it is known. For example, 10:30.",
        error_messages={"invalid": "Enter the time like 10:30"},
    )
    via = forms.ChoiceField(label="How did it come?", choices=BY_STAFF, widget=Radios())
    district = forms.TypedChoiceField(
        label="District", coerce=int, error_messages={"required": "Select the district"}
    )
    route = forms.ChoiceField(
        label="Who is it for?",
        choices=[
            (Application.Route.SELF, "For the caller or writer"),
            (Application.Route.SOMEONE, "For somebody else"),
            (Application.Route.GROUP, "For a group of people"),
        ],
        initial=Application.Route.SELF,
        widget=Radios(),
    )
    full_name = forms.CharField(
        label="Name of the applicant",
        max_length=150,
        error_messages={"required": "Enter the name of the applicant"},
    )
    address = forms.CharField(
        label="Address", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": "3"})
    )
    postcode = forms.CharField(
        label="Postcode",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    phone = forms.CharField(
        label="Phone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "inputmode": "tel"}),
    )
    email = forms.EmailField(label="E-mail", required=False)
    victim_name = forms.CharField(
        label="Name of the victim, if it is for somebody else", max_length=150, required=False
    )
    relationship = forms.CharField(
        label="What is the applicant to the victim?",
        max_length=100,
        required=False,
        help_text="For example: daughter, councillor, support worker.",
    )
    preferred = forms.ChoiceField(
        label="How do they want to be reached?",
        choices=[("", "No wish"), *((channel.value, channel.label) for channel in CHANNELS)],
        required=False,
    )
    full_text = forms.BooleanField(
        label="They want the whole letter in the e-mail",
        help_text="Only if they ask for it. Tell them first: anybody who can open their e-mail can"
        " then read why they asked for help and what was decided. Otherwise it only says that there"
        " is a message.",
        required=False,
    )
    summary = lines("What is happening?", missing="Enter what is happening")
    impact = lines("How does it affect them?", required=False)
    desired_outcome = lines("What do they want to happen?", required=False)
    adjustments = lines("What do they need, to take part?", required=False, rows="2")
    large_print = forms.BooleanField(
        label="They would like their letters in large print", required=False
    )
    persists = _question("Does it go on?")
    others_affected = _question("Are others affected?")
    timeframe_unexpired = _question("Has an agency set a time for action that has not run out?")
    conduct_of_one_agency = _question("Is it only about the conduct of one agency?")
    consent_to_share = forms.BooleanField(
        label="They agree that what they told us is shared with the agencies concerned",
        error_messages={
            "required": "Tick the box when they agree. Without it, agencies cannot be asked:"
            " explain this to them, and take advice before you go on"
        },
    )
    declared_true = forms.BooleanField(
        label="They said that it is true as far as they know",
        error_messages={"required": "Tick the box when they have said that it is true"},
    )

    def __init__(self, data=None, *, districts: list[tuple[int, str]], at: dt.datetime, **kwargs):
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(data, **kwargs)
        self.at = at
        self.fields["district"].choices = [("", "Choose"), *districts]
        if len(districts) == 1:
            self.fields["district"].initial = districts[0][0]
        for channel in CHANNELS:
            self.fields[f"safe_{channel}"] = forms.ChoiceField(
                label=f"{channel.label}: is it safe?",
                choices=SAFE,
                required=False,
                widget=Radios(inline=True),
            )

    def safety(self):
        """The questions about safe contact, and the wishes."""
        return [
            *(self[f"safe_{channel}"] for channel in CHANNELS),
            self["preferred"],
            self["full_text"],
        ]

    @property
    def received_at(self) -> dt.datetime | None:
        """When it was received; noon where only the day is known, and not later than now."""
        given = self.cleaned_data
        if not given.get("received_on"):
            return None
        time = given.get("received_time") or dt.time(12)
        moment = dt.datetime.combine(given["received_on"], time, tzinfo=LONDON)
        known = given.get("received_time") is not None
        return moment if known else min(moment, self.at)

    def clean(self):
        """The receipt lies in the past; who it is for is named; there is a safe way to answer."""
        given = super().clean()
        today = self.at.astimezone(LONDON).date()
        if given.get("received_on") and given["received_on"] > today:
            self.add_error("received_on", "The date it was received must be today or in the past")
        elif (received := self.received_at) and received > self.at:
            self.add_error("received_time", "The time it was received must be in the past")
        if given.get("route") == Application.Route.SOMEONE and not given.get("victim_name"):
            self.add_error("victim_name", "Enter the name of the victim")
        self._clean_contact(given)
        return given

    def _clean_contact(self, given: dict) -> None:
        owned = {"email": "email", "phone": "phone", "text": "phone", "post": "address"}
        wish = given.get("preferred")
        if wish and given.get(f"safe_{wish}") == "no":
            self.add_error("preferred", "Select a way that is safe")
        if given.get("full_text") and given.get("safe_email") != "yes":
            self.add_error("full_text", "Select that e-mail is safe, or leave this empty")
        for channel, field in owned.items():
            missing = not given.get(field) and field not in self.errors
            if missing and given.get(f"safe_{channel}") == "yes":
                what = self.fields[field].label.lower()
                self.add_error(field, f"Enter the {what}: it was said to be safe to use")

    def submission(self, incidents: tuple[IncidentGiven, ...]) -> Submission:
        """The whole application, as the command wants it."""
        given = self.cleaned_data
        for_other = given["route"] == Application.Route.SOMEONE
        return Submission(
            key=given["key"],
            district_id=given["district"],
            route=given["route"],
            applicant=PersonGiven(
                **{
                    name: given[name]
                    for name in ("full_name", "email", "phone", "address", "postcode")
                }
            ),
            victim=PersonGiven(full_name=given["victim_name"]) if for_other else None,
            relationship=given["relationship"] if for_other else "",
            contacts=tuple(self._contacts()),
            incidents=incidents,
            via=given["via"],
            received_at=self.received_at,
            **{name: given[name] for name in _AS_GIVEN},
        )

    def _contacts(self):
        for channel in CHANNELS:
            answer = self.cleaned_data[f"safe_{channel}"]
            if answer:
                yield ContactGiven(
                    channel=channel,
                    safe=answer == "yes",
                    preferred=self.cleaned_data["preferred"] == channel,
                    full_text=self.cleaned_data["full_text"]
                    and channel == SafeContact.Channel.EMAIL,
                )


_AS_GIVEN = (
    "summary",
    "impact",
    "desired_outcome",
    "adjustments",
    "large_print",
    "persists",
    "others_affected",
    "timeframe_unexpired",
    "conduct_of_one_agency",
    "consent_to_share",
    "declared_true",
)
