"""Forms about a draft of an application: how to come back to it, and to be rid of it."""

from django import forms

from portals.components.widgets import Radios, SecretInput

NO_DRAFT = "There is nothing saved under this code. Check it and try again"
_EMAIL_ERRORS = {
    "required": "Enter your e-mail address",
    "invalid": "Enter an e-mail address like name@example.com",
}


class CodeForm(forms.Form):
    """The code that was shown when the draft was saved."""

    code = forms.CharField(
        label="Code",
        help_text="Four groups of four letters and numbers. Capitals, spaces and dashes do not"
        " matter.",
        max_length=60,
        error_messages={"required": "Enter your code"},
        widget=SecretInput(),
    )


class LinkForm(forms.Form):
    """Where a link to the draft goes, if that is safe."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages=_EMAIL_ERRORS,
    )
    safe = forms.BooleanField(
        label="Nobody who could harm me reads these e-mails",
        error_messages={"required": "Tick the box if the address is safe. If not, use the code"},
    )


class LinkAgainForm(forms.Form):
    """The address to which a link was sent before."""

    link_email = forms.EmailField(
        label="Your e-mail address",
        help_text="The one that you gave when you saved it.",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages=_EMAIL_ERRORS,
    )


class EraseForm(forms.Form):
    """A plain yes or no, neither chosen beforehand."""

    sure = forms.ChoiceField(
        label="Do you want to delete what you have written?",
        choices=[("yes", "Yes, delete it"), ("no", "No, keep it")],
        widget=Radios(),
        error_messages={"required": "Select yes if you want to delete what you have written"},
    )
