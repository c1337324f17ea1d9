"""Incidents of an application that is keyed in, each with the agencies that were told of it."""

import datetime as dt

from django import forms
from django.forms import formset_factory

from cases.commands.applying import IncidentGiven, ReportGiven
from cases.models import Report
from portals.components.day_ranges import clean_days, last_day_field
from portals.components.fields import Days, RoughDateField
from portals.components.formsets import AddAnotherFormSet
from portals.spoc.forms.applying import lines

TOLD = ("first", "second")
OTHER = "other"
_DATED = ("occurred", *TOLD)
_MONTH_WILL_DO = "Without the day, it is the whole month."


class IncidentForm(forms.Form):
    """One incident and up to two agencies that were told of it."""

    occurred_on = RoughDateField(
        label="When did it happen?", subject="The date it happened", help_text=_MONTH_WILL_DO
    )
    occurred_until = last_day_field()
    place = forms.CharField(label="Where?", max_length=200, required=False)
    description = lines("What happened?", rows="3", missing="Enter what happened")

    def __init__(self, *args, agencies: list[tuple[int, str]], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [("", "Nobody"), *agencies, (OTHER, "Somebody else")]
        for which in TOLD:
            again = "Who else was told?" if which == "second" else "Who was told?"
            self.fields[f"{which}_agency"] = forms.ChoiceField(
                label=again, choices=choices, required=False
            )
            self.fields[f"{which}_said"] = forms.CharField(
                label="Name, if somebody else", max_length=150, required=False
            )
            self.fields[f"{which}_on"] = RoughDateField(
                label="When were they told?",
                subject="The date they were told",
                help_text=_MONTH_WILL_DO,
                required=False,
            )
            self.fields[f"{which}_until"] = last_day_field()
            self.fields[f"{which}_method"] = forms.ChoiceField(
                label="How?", choices=[("", "Not known"), *Report.Method.choices], required=False
            )
            self.fields[f"{which}_reference"] = forms.CharField(
                label="Their reference number", max_length=50, required=False
            )
            self.fields[f"{which}_response"] = forms.CharField(
                label="What did they do?", max_length=1000, required=False
            )

    def clean(self):
        """Nothing lies in the future, and nobody was told before it happened."""
        given = super().clean()
        self.days = {name: clean_days(self, name, today=self.today) for name in _DATED}
        for which in TOLD:
            self._clean_report(given, which, self.days["occurred"])
        return given

    def _clean_report(self, given: dict, which: str, happened: Days | None) -> None:
        if not given.get(f"{which}_agency"):
            return
        told = self.days[which]
        if given[f"{which}_agency"] == OTHER and not given.get(f"{which}_said"):
            self.add_error(f"{which}_said", "Enter who was told")
        if f"{which}_on" in self.errors or f"{which}_until" in self.errors:
            return
        if told is None:
            self.add_error(f"{which}_on", "Enter the date they were told, or the month")
        elif happened and told.last < happened.first:
            self.add_error(f"{which}_on", "The date they were told must not be before it happened")

    def given(self) -> IncidentGiven:
        """The incident with its reports, as the command wants it."""
        answers = self.cleaned_data
        return IncidentGiven(
            occurred_on=self.days["occurred"].first,
            occurred_until=self.days["occurred"].until,
            description=answers["description"],
            place=answers["place"],
            reports=tuple(self._report(which) for which in TOLD if answers[f"{which}_agency"]),
        )

    def _report(self, which: str) -> ReportGiven:
        answers = self.cleaned_data
        agency = answers[f"{which}_agency"]
        return ReportGiven(
            reported_on=self.days[which].first,
            reported_until=self.days[which].until,
            agency_id=None if agency == OTHER else int(agency),
            agency_said=answers[f"{which}_said"] if agency == OTHER else "",
            method=answers[f"{which}_method"],
            agency_reference=answers[f"{which}_reference"],
            response=answers[f"{which}_response"],
        )


class _Incidents(AddAnotherFormSet):
    noun = "incident"


IncidentFormSet = formset_factory(
    IncidentForm,
    formset=_Incidents,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=20,
    validate_max=True,
)
