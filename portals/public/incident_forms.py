"""Incidents in the application form, each with up to two reports of it."""

import datetime as dt

from django import forms
from django.forms import formset_factory

from cases.models import Report
from portals.components.day_ranges import clean_days, last_day_field
from portals.components.fields import Days, LongTextField, RoughDateField
from portals.components.formsets import AddAnotherFormSet

OTHER = "other"
REPORTS = ("first", "second")
_DATED = ("occurred", *REPORTS)
_DETAILS = ("method", "reference", "response")
_MONTH_WILL_DO = "If you do not know the day, the month and the year will do."


class IncidentForm(forms.Form):
    """One thing that happened and whom the person told of it; left empty, it does not count."""

    mark_optional = False

    occurred_on = RoughDateField(
        label="When did it happen?",
        subject="The day it happened",
        help_text=f"For example 27 3 2026. {_MONTH_WILL_DO}",
    )
    occurred_until = last_day_field()
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
        for report in REPORTS:
            self.fields |= _report_fields(report, whom_told(agencies))

    def clean(self):
        """Nothing lies ahead; each report that was begun is whole, and not before the incident."""
        cleaned = super().clean()
        self.days = {name: clean_days(self, name, today=self.today) for name in _DATED}
        for report in REPORTS:
            self._check_report(report, cleaned)
        return cleaned

    def reports_told(self) -> list[dict]:
        """The reports that were given, each as its cleaned values without the prefix, with its
        `days`."""
        names = ("told", "other", *_DETAILS)
        found = [
            {name: self.cleaned_data[f"{report}_{name}"] for name in names}
            | {"days": self.days[report]}
            for report in REPORTS
        ]
        return [report for report in found if report["told"]]

    @property
    def range_open(self) -> bool:
        """Whether the last day that the incident can have been was begun."""
        return self._holds("occurred", ("until",))

    @property
    def details_open(self) -> bool:
        """Whether the first report's further questions hold something to show."""
        return self._holds("first", ("until", *_DETAILS))

    @property
    def second_open(self) -> bool:
        """Whether a second report was begun."""
        return self._holds("second", ("told", "other", "on", "until", *_DETAILS))

    def _holds(self, report: str, names: tuple[str, ...]) -> bool:
        if not self.is_bound:
            return False
        fields = [self[f"{report}_{name}"] for name in names]
        return any(field.errors or field.field.has_changed(None, field.data) for field in fields)

    def _check_report(self, report: str, cleaned: dict) -> None:
        told, days = cleaned.get(f"{report}_told"), self.days[report]
        begun = [cleaned.get(f"{report}_{name}") for name in ("other", "on", "until", *_DETAILS)]
        if not told:
            if any(begun) and f"{report}_told" not in self.errors:
                self.add_error(f"{report}_told", "Select who you told")
            return
        if told == OTHER and not cleaned.get(f"{report}_other"):
            self.add_error(f"{report}_other", "Enter who you told")
        if f"{report}_on" in self.errors or f"{report}_until" in self.errors:
            return
        if days is None:
            self.add_error(
                f"{report}_on", "Enter when you told them. The month and the year will do"
            )
        elif self._is_before_it_happened(days):
            self.add_error(
                f"{report}_on", "The day you told them must not be before the day it happened"
            )

    def _is_before_it_happened(self, told: Days) -> bool:
        happened = self.days["occurred"]
        return happened is not None and told.last < happened.first


class IncidentBlocks(AddAnotherFormSet):
    """At least one incident; blocks that were left empty are passed over.

    missing: the question beside which one is asked for, and how.
    """

    noun = "incident"
    missing: tuple[str, str]

    def clean(self):
        """Ask for one incident, beside the first block's question."""
        super().clean()
        if self.forms and not self.given():
            self.forms[0].add_error(*self.missing)

    def given(self) -> list[forms.Form]:
        """The blocks that were filled in."""
        return [form for form in self.forms if form.has_changed()]


class IncidentFormSetBase(IncidentBlocks):
    template_name = "public/incidents.html"
    missing = ("description", "Enter at least one thing that happened")


IncidentFormSet = formset_factory(
    IncidentForm, formset=IncidentFormSetBase, extra=3, max_num=20, validate_max=True
)


def whom_told(agencies: list[tuple[int, str]]) -> list[tuple[str, str]]:
    """The answers to whom somebody told of an incident."""
    named = [(str(pk), name) for pk, name in agencies]
    return [("", "Nobody yet"), *named, (OTHER, "Somebody else")]


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
        "on": RoughDateField(
            label="When did you tell them?",
            subject="The day you told them",
            help_text=_MONTH_WILL_DO,
            required=False,
        ),
        "until": last_day_field(),
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
