"""What an administrator fills in about the look of the letters."""

from django import forms

from notifications.logos import NotALogo, is_kept, keep_logo
from notifications.looks import LookGiven
from notifications.windows import WindowKind
from portals.components.widgets import Radios

MOST_LINES, LONGEST_LINE = 6, 40

WINDOW_HINTS = {
    WindowKind.DL: "220 by 110 mm. The window is 90 by 35 mm, 20 mm from the left edge.",
    WindowKind.C5: "229 by 162 mm, with the window where GOV.UK Notify’s envelopes have it.",
}


def _line(label: str, help_text: str, *, longest: int = 150) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class LetterLookForm(forms.Form):
    """Letterhead, signatory, logo, window and furniture; all may be left as they come."""

    status = 200

    letterhead = forms.CharField(
        label="Lines of the letterhead",
        help_text=f"Below the partnership’s name, at most {MOST_LINES} lines. Leave it empty for"
        " your contact address.",
        required=False,
        max_length=400,
        strip=True,
        widget=forms.Textarea({"rows": 5}),
    )
    signatory_name = _line(
        "Who signs", "Leave it empty where each contact signs their own letters."
    )
    signatory_title = _line("Job title of who signs", "For example, Head of Community Safety.")
    logo = forms.FileField(
        label="Logo",
        help_text="A PNG or JPEG of at most 1 MB. It is printed up to 60 mm wide and 20 mm high.",
        required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
        error_messages={"empty": "The logo is an empty file"},
    )
    remove_logo = forms.BooleanField(label="Print no logo", required=False)
    logo_alt = _line(
        "What the logo says, for people who do not see it",
        "Leave it empty where it is a decoration and says no more than the name beside it.",
    )
    window = forms.ChoiceField(
        label="Envelope with a window",
        choices=WindowKind.choices,
        widget=Radios(hints=WINDOW_HINTS),
        error_messages={"required": "Select the envelope"},
    )
    furniture = forms.CharField(
        label="How somebody gets a letter in another form",
        help_text="For example: You can have this letter in large print, in Braille or in another"
        " language: phone 01632 960100. Leave it empty for our own sentence.",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
    logo_path = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput())

    def __init__(self, data=None, files=None, *, partnership_id: int, look: LookGiven):
        initial = {name: getattr(look, name) for name in vars(look)}
        super().__init__(data.copy() if data is not None else None, files, initial=initial)
        self.partnership_id = partnership_id
        self.fields["furniture"].widget.attrs.pop("maxlength", None)

    def clean_letterhead(self):
        """As many lines, and as long ones, as stand beside the address."""
        lines = [line.strip() for line in self.cleaned_data["letterhead"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"The letterhead must have at most {MOST_LINES} lines")
        if any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(
                f"Each line of the letterhead must have at most {LONGEST_LINE} characters"
            )
        return "\n".join(lines)

    def clean_furniture(self):
        """One paragraph."""
        return " ".join(self.cleaned_data["furniture"].split())

    def clean_logo_path(self):
        """What the page gave back of a logo that is kept already."""
        path = self.cleaned_data["logo_path"]
        return path if is_kept(path, partnership_id=self.partnership_id) else ""

    def clean(self):
        """A title needs a name. A new logo is kept at once, so that a preview does not lose it."""
        data = super().clean()
        if data.get("signatory_title") and not data.get("signatory_name"):
            self.add_error("signatory_name", "Enter who signs, or leave the job title empty")
        file = self.cleaned_data.get("logo")
        if file:
            self._keep(file)
        elif data.get("remove_logo"):
            self._logo_is("")
        return data

    def _keep(self, file) -> None:
        try:
            self._logo_is(keep_logo(partnership_id=self.partnership_id, content=file.read()))
        except NotALogo as wrong:
            self.add_error("logo", str(wrong))

    def _logo_is(self, path: str) -> None:
        self.cleaned_data["logo_path"] = path
        self.data["logo_path"] = path

    def given(self) -> LookGiven:
        """For `change_look`."""
        data = self.cleaned_data
        given = {name: data[name] for name in vars(LookGiven())}
        if not given["logo_path"]:
            given["logo_alt"] = ""
        return LookGiven(**given)
