"""What an administrator fills in: people, when reminders go out, and days off."""

import datetime as dt

from django import forms

from cases.commands.days_off import DayGiven
from cases.commands.people import DISTRICT_ROLES, MembershipGiven
from notifications.choices import Way
from notifications.digests import Wish
from organisations.roles import PARTNERSHIP_ROLES, Role
from portals.components.fields import DateField
from portals.components.widgets import Radios, WholeNumberInput
from thresholds.chasing import (
    FEWEST_DRAFT_DAYS,
    FEWEST_SURVEY_DAYS,
    MOST_DAYS,
    MOST_DRAFT_DAYS,
    MOST_SURVEY_DAYS,
    ReminderTimes,
)
from thresholds.models import CalendarDay

HINTS = {
    Role.SPOC: "Takes every application of a district, decides and writes to the applicant.",
    Role.ASSESSOR: "Community safety manager, neighbourhood inspector or landlord.",
    Role.LMAPS_CHAIR: "Leads the meeting and records the action plan.",
    Role.ADMINISTRATOR: "People, procedure and statistics of the partnership; no cases.",
    Role.ACCOUNTABLE_OFFICER: "Sees cases and the audit; hears of what is overdue.",
    Role.AUDITOR: "Sees what happened and who looked; no cases.",
}
ROLES = [(role.value, role.label) for role in Role if role in PARTNERSHIP_ROLES]


class GiveMembershipForm(forms.Form):
    """Who gets which role, and where."""

    status = 200

    email = forms.EmailField(
        label="E-mail address",
        help_text="The person signs in with it.",
        widget=forms.EmailInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={
            "required": "Enter the person’s e-mail address",
            "invalid": "Enter an e-mail address like name@example.com",
        },
    )
    full_name = forms.CharField(
        label="Full name",
        help_text="Needed for somebody who has never worked with this service.",
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    title = forms.CharField(
        label="Job title",
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    role = forms.ChoiceField(
        label="Role",
        choices=ROLES,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Select a role"},
    )
    district_id = forms.TypedChoiceField(
        label="District",
        help_text="For a contact, an assessor, an accountable officer or an auditor.",
        coerce=int,
        empty_value=None,
        required=False,
    )
    locality_id = forms.TypedChoiceField(
        label="Locality",
        help_text="For an LMAPS chair.",
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, data=None, *, districts, localities):
        super().__init__(data)
        self.fields["district_id"].choices = [("", "All districts"), *districts]
        self.fields["locality_id"].choices = [("", "All localities"), *localities]

    def clean(self):
        """A role is narrowed only by what it can be narrowed by."""
        data = super().clean()
        role = data.get("role")
        if role and data.get("district_id") and role not in DISTRICT_ROLES:
            self.add_error("district_id", "This role cannot be narrowed to a district: select all")
        if role and data.get("locality_id") and role != Role.LMAPS_CHAIR:
            self.add_error("locality_id", "Only an LMAPS chair has a locality: select all")
        return data

    def given(self) -> MembershipGiven:
        """For `give_membership`."""
        return MembershipGiven(**self.cleaned_data)


class MailboxForm(forms.Form):
    """Where an agency is written to whose people have no account here."""

    status = 200

    email = forms.EmailField(
        label="E-mail address",
        help_text="A mailbox that several people read. Leave it empty if the agency has none.",
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={"invalid": "Enter an e-mail address like name@example.com"},
    )


class OwnRemindersForm(forms.Form):
    """How somebody wants their own reminders (docs/adr/0032)."""

    status = 200

    way = forms.ChoiceField(
        label="How do you want to be reminded?",
        choices=Way.choices,
        widget=Radios(
            hints={
                Way.EACH: "Within a quarter of an hour of each date’s turn. This is how it starts.",
                Way.DAILY: "What is owed, new and stuck, as it stands then; none if nothing is.",
            }
        ),
        error_messages={"required": "Select how you want to be reminded"},
    )
    hour = forms.TypedChoiceField(
        label="At which hour, for one e-mail a day?",
        coerce=int,
        error_messages={"required": "Select an hour"},
    )

    def __init__(self, data=None, *, wish: Wish, hours: range):
        hour = min(max(wish.hour, hours[0]), hours[-1])
        super().__init__(data, initial={"way": wish.way, "hour": hour})
        self.fields["hour"].choices = [(hour, f"{hour:02}:00") for hour in hours]

    def given(self) -> Wish:
        """For `choose_reminders`."""
        return Wish(**self.cleaned_data)


class EndMembershipForm(forms.Form):
    """Nothing to fill in: only sent or not."""

    status = 200


def _working_days(label: str, help_text: str, what: str) -> forms.IntegerField:
    between = f"{what} must be a whole number from 1 to {MOST_DAYS}"
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=1,
        max_value=MOST_DAYS,
        widget=WholeNumberInput(),
        error_messages={
            "required": f"Enter {label[0].lower()}{label[1:]}",
            "invalid": between,
            "min_value": between,
            "max_value": between,
        },
    )


def _time_of_day(label: str, help_text: str, what: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput({"class": "govuk-input--width-5"}, format="%H:%M"),
        error_messages={
            "required": f"Enter the {what} time",
            "invalid": f"Enter the {what} time like 08:00 or 17:30",
        },
    )


SURVEY_BETWEEN = (
    "The days after a closure must be a whole number from"
    f" {FEWEST_SURVEY_DAYS} to {MOST_SURVEY_DAYS}, or empty"
)


def _whole_number(what: str, least: int, most: int) -> dict[str, str]:
    between = f"{what} must be a whole number from {least} to {most}"
    return dict.fromkeys(("invalid", "min_value", "max_value"), between)


class RemindersForm(forms.Form):
    """When staff are reminded of dates that are owed (docs/adr/0010)."""

    status = 200

    long_before = _working_days(
        "Working days before a date, for long limits",
        "For limits of more than ten working days, such as the full response.",
        "The days before a date, for long limits,",
    )
    short_before = _working_days(
        "Working days before a date, for short limits",
        "For all others, such as the acknowledgement.",
        "The days before a date, for short limits,",
    )
    escalate_after = _working_days(
        "Working days after a missed date until it is escalated",
        "Then the accountable officer is told, and the contact once more.",
        "The days until a missed date is escalated",
    )
    opens = _time_of_day(
        "Earliest time of day", "For example, 08:00. Nobody is written to before it.", "earliest"
    )
    closes = _time_of_day(
        "Latest time of day",
        "For example, 18:00. Nor from then on, nor on weekends, bank holidays and closure days.",
        "latest",
    )

    survey_after = forms.IntegerField(
        label="Working days after a closure until applicants are asked how the review was",
        help_text=f"From {FEWEST_SURVEY_DAYS} to {MOST_SURVEY_DAYS}. Leave it empty to ask nobody."
        " They get one letter, and their answers are kept without a name.",
        min_value=FEWEST_SURVEY_DAYS,
        max_value=MOST_SURVEY_DAYS,
        required=False,
        widget=WholeNumberInput(),
        error_messages={
            "invalid": SURVEY_BETWEEN,
            "min_value": SURVEY_BETWEEN,
            "max_value": SURVEY_BETWEEN,
        },
    )

    draft_reminder_after = forms.IntegerField(
        label="Days until somebody is reminded that their application is saved, not sent",
        help_text="Once, and only who asked for it. Counted from when they saved it last. Leave it"
        " empty to remind nobody.",
        min_value=1,
        max_value=MOST_DRAFT_DAYS - 1,
        required=False,
        widget=WholeNumberInput(),
        error_messages=_whole_number("The days until the reminder", 1, MOST_DRAFT_DAYS - 1),
    )
    drafts_kept = forms.IntegerField(
        label="Days for which a saved application is kept",
        help_text=f"From {FEWEST_DRAFT_DAYS} to {MOST_DRAFT_DAYS}. Then it is deleted. It is"
        " promised on the page, so that a change binds only what is saved afterwards.",
        min_value=FEWEST_DRAFT_DAYS,
        max_value=MOST_DRAFT_DAYS,
        widget=WholeNumberInput(),
        error_messages=_whole_number(
            "The days for which it is kept", FEWEST_DRAFT_DAYS, MOST_DRAFT_DAYS
        )
        | {"required": "Enter for how many days a saved application is kept"},
    )

    @classmethod
    def of(cls, times: ReminderTimes, data=None):
        """The form as the partnership has it set, or its POST."""
        return cls(data, initial={name: getattr(times, name) for name in cls.base_fields})

    def clean(self):
        """Long limits are not reminded of later than short ones; beat needs an hour to come by."""
        data = super().clean()
        leads = data.get("long_before"), data.get("short_before")
        if None not in leads and leads[0] < leads[1]:
            self.add_error(
                "long_before", "Long limits must be reminded of as early as short ones, or earlier"
            )
        reminder, kept = data.get("draft_reminder_after"), data.get("drafts_kept")
        if None not in (reminder, kept) and reminder >= kept:
            self.add_error(
                "draft_reminder_after", "The reminder must come before the application is deleted"
            )
        opens, closes = data.get("opens"), data.get("closes")
        if opens is not None and closes is not None and _minutes(closes) - _minutes(opens) < 60:
            self.add_error(
                "closes", "The latest time must be at least an hour after the earliest time"
            )
        return data

    def given(self) -> ReminderTimes:
        """For `change_reminders`."""
        return ReminderTimes(**self.cleaned_data)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


DAY_HINTS = {
    CalendarDay.Kind.HOLIDAY: "For everybody in England and Wales, for one year only.",
    CalendarDay.Kind.CLOSURE: "Only where your published procedure says that it is not counted.",
    CalendarDay.Kind.WORKING: "A weekend or bank holiday on which you work, so that it is counted.",
}


def _reason(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="Reason",
        help_text=help_text,
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Enter the reason"},
    )


class DayOffForm(forms.Form):
    """One day that differs from the usual calendar."""

    status = 200

    on = DateField(label="Day", subject="The day")
    kind = forms.ChoiceField(
        label="What it is",
        choices=CalendarDay.Kind.choices,
        widget=Radios(hints=DAY_HINTS),
        error_messages={"required": "Select what the day is"},
    )
    name = forms.CharField(
        label="Name",
        help_text="Applicants read it where a date is worked out. For example, King’s Jubilee.",
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
        error_messages={"required": "Enter a name for the day"},
    )
    reason = _reason("Why you enter it, for your own record. For example, the proclamation’s date.")

    def given(self) -> DayGiven:
        """For `add_day`."""
        return DayGiven(**self.cleaned_data)


class RemoveDayOffForm(forms.Form):
    """Why a day is taken out again."""

    status = 200

    reason = _reason("For your own record.")
