"""Peer review, meetings, and requests to agencies."""

import datetime as dt

from django import forms

from cases.commands.inviting import InvitationGiven
from organisations.clock import LONDON
from portals.acts import ActForm
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Checkboxes, Radios
from portals.spoc.forms.inviting import check_told, reason_field, ways_field


class PeerReviewForm(ActForm):
    """Considered in every case; wanted or not, with the reason."""

    wanted = forms.ChoiceField(
        label="Should a neighbouring partnership look at the case?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(inline=True),
        error_messages={"required": "Select whether a peer review is wanted"},
    )
    reason = LongTextField(
        label="Why?", max_length=2000, error_messages={"required": "Enter why, or why not"}
    )
    neighbour = forms.TypedChoiceField(
        label="Which partnership, if yes?",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="It gets access to this case, and to no other.",
    )

    def __init__(self, *args, neighbours: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["neighbour"].choices = [("", "Choose"), *neighbours]

    def clean(self):
        """A peer review needs somebody to do it."""
        given = super().clean()
        unnamed = not given.get("neighbour") and "neighbour" not in self.errors
        if unnamed and given.get("wanted") == "yes":
            self.add_error("neighbour", "Select the partnership that will do the peer review")
        return given

    def given(self) -> dict:
        """The command's arguments."""
        wanted = self.cleaned_data["wanted"] == "yes"
        return {
            "wanted": wanted,
            "reason": self.cleaned_data["reason"],
            "neighbour_id": self.cleaned_data["neighbour"] if wanted else None,
        }


class ReferForm(ActForm):
    """Which meeting takes the case, and who is not invited to it."""

    mark_optional = False
    meeting = forms.TypedChoiceField(
        label="Which meeting?",
        widget=Radios(),
        coerce=int,
        error_messages={"required": "Select a meeting"},
    )
    note = LongTextField(
        label="Note for the chair",
        max_length=2000,
        required=False,
        help_text="Optional. Not shown to the applicant.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    left_out = forms.TypedMultipleChoiceField(
        label="Who is not invited to the meeting?",
        help_text="Everybody is invited, unless you select them here. They get a letter with the"
        " reason instead.",
        coerce=int,
        required=False,
        widget=Checkboxes(),
    )
    reason = reason_field("Why are they not invited?")
    other_ways = ways_field("How else can they be heard?")
    heard_by = DateField(
        label="Until when?",
        subject="The date until which they can be heard",
        required=False,
    )

    def __init__(
        self,
        *args,
        meetings: list[tuple[int, str]],
        applications: list[tuple[int, str]],
        today: dt.date,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["meeting"].choices = meetings
        self.fields["left_out"].choices = applications

    def clean(self):
        """Somebody who is not invited is owed the reason and another way."""
        given = super().clean()
        if given.get("left_out"):
            check_told(self, given, today=self.today)
        elif given.get("reason") and "left_out" not in self.errors:
            self.add_error("left_out", "Select who is not invited, or delete the reason")
        return given

    def given(self) -> dict:
        """The command's arguments."""
        told = {name: self.cleaned_data[name] for name in ("reason", "other_ways", "heard_by")}
        return {
            "meeting_id": self.cleaned_data["meeting"],
            "note": self.cleaned_data["note"],
            "not_invited": tuple(
                InvitationGiven(application_id=pk, invited=False, **told)
                for pk in self.cleaned_data["left_out"]
            ),
        }


class MeetingForm(forms.Form):
    """A meeting for the diary."""

    locality = forms.TypedChoiceField(label="Locality", coerce=int)
    on = DateField(
        label="Date", subject="The date of the meeting", help_text="For example, 27 3 2027."
    )
    time = forms.TimeField(
        label="Starts at",
        input_formats=["%H:%M", "%H.%M"],
        help_text="For example, 10:30 or 14:00.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={
            "required": "Enter the time at which it starts",
            "invalid": "Enter the time like 10:30",
        },
    )
    place = forms.CharField(
        label="Place, or how to join online",
        max_length=200,
        help_text="The applicant reads this in their letter.",
    )
    chair = forms.TypedChoiceField(label="Chair", coerce=int)
    chair_independent = forms.BooleanField(
        label="The chair has had no part in how these cases were handled", required=False
    )

    def __init__(self, data=None, *, localities, chairs, at: dt.datetime, **kwargs):
        super().__init__(data, **kwargs)
        self.at = at
        self.fields["locality"].choices = [("", "Choose"), *localities]
        self.fields["chair"].choices = [("", "Choose"), *chairs]

    def clean(self):
        """A meeting lies ahead."""
        given = super().clean()
        if given.get("on") and given.get("time") and self._starts_at(given) <= self.at:
            self.add_error("on", "The date of the meeting must be in the future")
        return given

    def _starts_at(self, given: dict) -> dt.datetime:
        return dt.datetime.combine(given["on"], given["time"], tzinfo=LONDON)

    def given(self) -> dict:
        """The command's arguments."""
        return {
            "locality_id": self.cleaned_data["locality"],
            "starts_at": self._starts_at(self.cleaned_data),
            "place": self.cleaned_data["place"],
            "chair_id": self.cleaned_data["chair"],
            "chair_independent": self.cleaned_data["chair_independent"],
        }


class RequestInformationForm(ActForm):
    """What an agency is asked, and by when."""

    agency = forms.TypedChoiceField(
        label="Which agency?",
        coerce=int,
        help_text="It gets access to its own part of this case.",
        error_messages={"required": "Select the agency to ask"},
    )
    question = LongTextField(
        label="What do you need to know?",
        max_length=4000,
        help_text="For example: every report since January, what was done, and any risk known.",
        error_messages={"required": "Enter what you need to know"},
    )
    about_from = DateField(
        label="From which day on?",
        subject="The first day that you ask about",
        help_text="Until today. Leave it empty for the first day on which anything here happened.",
        required=False,
    )
    due_on = DateField(label="Answer by", subject="The date for the answer")

    def __init__(self, *args, agencies, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["agency"].choices = [("", "Choose"), *agencies]

    def clean_about_from(self):
        """Nobody knows of days to come."""
        about_from = self.cleaned_data["about_from"]
        if about_from and about_from > self.today:
            raise forms.ValidationError("The first day that you ask about must be today or earlier")
        return about_from

    def clean_due_on(self):
        """Nobody can answer by yesterday."""
        due_on = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError("The date for the answer must be today or later")
        return due_on

    def given(self) -> dict:
        """The command's arguments."""
        return {
            "agency_id": self.cleaned_data["agency"],
            "question": self.cleaned_data["question"],
            "about_from": self.cleaned_data["about_from"],
            "due_on": self.cleaned_data["due_on"],
        }
