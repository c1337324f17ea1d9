"""Where a person is reached."""

from django import forms

from cases.commands.contacting import REACHED_BY, ContactDetails
from cases.models import Person, SafeContact
from portals.acts import ActForm
from portals.components.fields import LongTextField
from portals.components.widgets import Checkboxes

NAMES = ("address", "postcode", "email", "phone")


class ContactForm(ActForm):
    """The details as they are to stand, and which new ones are safe."""

    address = LongTextField(
        label="Address", max_length=400, required=False, widget=forms.Textarea({"rows": "3"})
    )
    postcode = forms.CharField(
        label="Postcode",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(
        label="Phone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "inputmode": "tel"}),
    )
    safe = forms.MultipleChoiceField(
        label="Which of the ways that you changed are safe?",
        help_text="Only what they told you is safe. What you change and do not tick is not used.",
        choices=[(channel, SafeContact.Channel(channel).label) for channel in REACHED_BY],
        widget=Checkboxes(),
        required=False,
    )
    checked = forms.BooleanField(
        label="I checked this with them by a way that is safe for them",
        error_messages={"required": "Check the details with them first, by a way that is safe"},
    )

    @classmethod
    def of(cls, case, person: Person, data=None):
        """The form with the details as they stand."""
        return cls.on(case, data, initial={name: getattr(person, name) for name in NAMES})

    def given(self) -> dict:
        """The command's arguments."""
        details = {name: self.cleaned_data[name].strip() for name in NAMES}
        return {
            "details": ContactDetails(**details),
            "safe": frozenset(self.cleaned_data["safe"]),
        }
