"""Incidents in the application form, each with up to two reports of it."""

import datetime as dt

from django import forms
from django.forms import formset_factory

from cases.models import Report
from portals.components.fields import DateField, LongTextField
from portals.components.formsets import AddAnotherFormSet

OTHER = "other"
REPORTS = ("first", "second")
_DETAILS = ("method", "reference", "response")


class IncidentForm(forms.Form):
    """One thing that happened and whom the person told of it; left empty, it does not count."""

    mark_optional = False

    occurred_on = DateField(
        label="When did it happen?",
        subject="The day it happened",
        help_text="For example 27 3 2026. If you do not know the exact day, give the nearest.",
    )
    description = LongTextField(
        label="What happened?",
        max_length=4000,
        error_messages={"required": "Enter what happened"},
        widget=forms.Textarea({"rows": 4}),
    )
    place = forms.CharField(label="Where did it happen?", required=False, max_length=200)

    def __init__(self, *args, agencies: list[tuple[int, str]], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        told = [
            ("", "Nobody yet"),
            *((str(pk), name) for pk, name in agencies),
            (OTHER, "Somebody else"),
        ]
        for report in REPORTS:
            self.fields |= _report_fields(report, told)

    def clean_occurred_on(self):
        """It cannot lie ahead."""
        return self._not_ahead(self.cleaned_data["occurred_on"], "The day it happened")

    def clean(self):
        """Each report that was begun is whole, and does not come before the incident."""
        cleaned = super().clean()
        for report in REPORTS:
            self._check_report(report, cleaned)
        return cleaned

    def reports_told(self) -> list[dict]:
        """The reports that were given, each as its cleaned values without the prefix."""
        names = ("told", "other", "on", *_DETAILS)
        found = [
            {name: self.cleaned_data[f"{report}_{name}"] for name in names} for report in REPORTS
        ]
        return [report for report in found if report["told"]]

    @property
    def details_open(self) -> bool:
        """Whether the first report's further questions hold something to show."""
        return self._holds("first", _DETAILS)

    @property
    def second_open(self) -> bool:
        """Whether a second report was begun."""
        return self._holds("second", ("told", "other", "on", *_DETAILS))

    def _holds(self, report: str, names: tuple[str, ...]) -> bool:
        if not self.is_bound:
            return False
        fields = [self[f"{report}_{name}"] for name in names]
        return any(field.errors or field.field.has_changed(None, field.data) for field in fields)

    def _check_report(self, report: str, cleaned: dict) -> None:
        told, on = cleaned.get(f"{report}_told"), cleaned.get(f"{report}_on")
        begun = [cleaned.get(f"{report}_{name}") for name in ("other", "on", *_DETAILS)]
        if not told:
            if any(begun) and f"{report}_told" not in self.errors:
                self.add_error(f"{report}_told", "Select who you told")
            return
        if told == OTHER and not cleaned.get(f"{report}_other"):
            self.add_error(f"{report}_other", "Enter who you told")
        if on is None:
            if f"{report}_on" not in self.errors:
                self.add_error(
                    f"{report}_on", "Enter the day you told them. The nearest you know is enough"
                )
            return
        self._check_day(report, on, cleaned.get("occurred_on"))

    def _check_day(self, report: str, on: dt.date, occurred_on: dt.date | None) -> None:
        try:
            self._not_ahead(on, "The day you told them")
        except forms.ValidationError as error:
            self.add_error(f"{report}_on", error)
            return
        if occurred_on and on < occurred_on:
            self.add_error(
                f"{report}_on", "The day you told them must not be before the day it happened"
            )

    def _not_ahead(self, day: dt.date, subject: str) -> dt.date:
        if day > self.today:
            raise forms.ValidationError(f"{subject} must be today or in the past")
        return day


class IncidentFormSetBase(AddAnotherFormSet):
    """At least one incident; blocks that were left empty are passed over."""

    noun = "incident"
    template_name = "public/incidents.html"

    def clean(self):
        """Ask for one incident, beside the first block's question."""
        super().clean()
        if self.forms and not any(form.has_changed() for form in self.forms):
            self.forms[0].add_error("description", "Enter at least one thing that happened")

    def told(self) -> list[IncidentForm]:
        """The blocks that were filled in."""
        return [form for form in self.forms if form.has_changed()]


IncidentFormSet = formset_factory(
    IncidentForm, formset=IncidentFormSetBase, extra=3, max_num=20, validate_max=True
)


def _report_fields(report: str, told: list[tuple[str, str]]) -> dict[str, forms.Field]:
    """The questions about one report, named `first_told` and so on."""
    fields = {
        "told": forms.ChoiceField(
            label="Who did you tell about it?" if report == "first" else "Who else did you tell?",
            choices=told,
            required=False,
            widget=forms.Select(),
        ),
        "other": forms.CharField(
            label="If it was somebody else, who?", required=False, max_length=150
        ),
        "on": DateField(
            label="When did you tell them?", subject="The day you told them", required=False
        ),
        "method": forms.ChoiceField(
            label="How did you tell them?",
            choices=[("", "I do not remember"), *Report.Method.choices],
            required=False,
            widget=forms.Select(),
        ),
        "reference": forms.CharField(
            label="Did they give you a number or reference?",
            required=False,
            max_length=50,
            widget=forms.TextInput({"class": "govuk-input--width-10"}),
        ),
        "response": LongTextField(
            label="What did they do?",
            required=False,
            max_length=1000,
            widget=forms.Textarea({"rows": 3}),
        ),
    }
    return {f"{report}_{name}": field for name, field in fields.items()}
