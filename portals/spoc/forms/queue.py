"""What of the queue is shown."""

from django import forms

from cases.selectors.spoc import all_groups


class QueueForm(forms.Form):
    """Search and filters; all of them optional, and part of the page's address."""

    mark_optional = False

    q = forms.CharField(
        label="Reference, name or postcode",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    district = forms.TypedChoiceField(
        label="District", required=False, coerce=int, empty_value=None
    )
    group = forms.ChoiceField(label="Status", required=False)
    overdue = forms.BooleanField(label="Overdue only", required=False)

    def __init__(self, data, *, districts: list[tuple[int, str]]):
        super().__init__(data)
        self.fields["district"].choices = [("", "All my districts"), *districts]
        self.fields["group"].choices = [("", "All open cases"), *all_groups()]
