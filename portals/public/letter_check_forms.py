"""Asking whether a letter is real: by its code, or by its file."""

from django import forms

from notifications.seals import hash_typed
from portals.components.widgets import CodeInput


class ByCodeForm(forms.Form):
    """What is printed on the letter; spaces, dashes and capitals do not matter."""

    reference = forms.CharField(
        label="Reference on the letter",
        help_text="It looks like BNS-4K7P-M2XQ.",
        max_length=40,
        error_messages={"required": "Enter the reference on the letter"},
        widget=CodeInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label="Check code",
        help_text="Ten letters and numbers, like 4K7PM-2XQRT, at the foot of each page.",
        max_length=20,
        error_messages={"required": "Enter the check code"},
        widget=CodeInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ByFileForm(forms.Form):
    """The file as it was got, or its SHA-256 for those who can work it out."""

    file = forms.FileField(
        label="The letter’s file",
        help_text="The PDF or text file that you have. We look at it once and do not keep it.",
        required=False,
        error_messages={"empty": "The file that you chose is empty"},
    )
    sha256 = forms.CharField(
        label="Or its SHA-256",
        help_text="64 letters and numbers, if somebody gave them to you. Most people do not"
        " need this.",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self):
        """Letters are small."""
        file = self.cleaned_data["file"]
        if file and file.too_large:
            raise forms.ValidationError("The file must be smaller than 10 MB")
        return file

    def clean_sha256(self):
        """In the form in which it is kept."""
        text = self.cleaned_data["sha256"]
        if text and hash_typed(text) is None:
            raise forms.ValidationError("The SHA-256 must have 64 letters from a to f and numbers")
        return hash_typed(text) if text else ""

    def clean(self):
        """One of the two."""
        data = super().clean()
        if not self.errors and not data.get("file") and not data.get("sha256"):
            self.add_error("file", "Select the letter’s file, or enter its SHA-256")
        return data

    def asked(self) -> str:
        """The SHA-256 that is asked about."""
        file = self.cleaned_data["file"]
        return file.sha256 if file else self.cleaned_data["sha256"]
