"""What an administrator fills in about people."""

from django import forms

from cases.commands.people import DISTRICT_ROLES, MembershipGiven
from organisations.roles import PARTNERSHIP_ROLES, Role
from portals.components.widgets import Radios

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


class EndMembershipForm(forms.Form):
    """Nothing to fill in: only sent or not."""

    status = 200
