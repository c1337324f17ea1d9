"""What an agency writes: its answer to a request, what its log has, and reports by other people."""

import datetime as dt

from django import forms
from django.forms import formset_factory

from cases.commands.returning import OtherReport, ReportFound
from cases.models import Case, Report
from cases.pseudonyms import LONGEST
from cases.selectors.agency_case import Told
from cases.selectors.agency_log import AgencyLog, KnownIncident
from portals.acts import ActForm
from portals.components.fields import LongTextField, RoughDateField
from portals.components.formsets import AddAnotherFormSet, FormsOfOnePage
from portals.components.widgets import Radios
from portals.pseudonyms import not_a_contact

ANOTHER = "another"
FOUND, NOT_FOUND = Report.Standing.CONFIRMED, Report.Standing.NOT_FOUND


class AnswerForm(ActForm):
    """One answer, given once, and for each report claimed to the agency what its log has."""

    answer = LongTextField(
        label="What your agency knows",
        help_text=(
            "Reports received, what was done and when, and anything that bears on harm. If you have"
            " no record, say so and say where you looked. Refer to other people by initials or a"
            " pseudonym unless their name is needed."
        ),
        max_length=10000,
        error_messages={"required": "Enter what your agency knows, or that it has no record"},
    )

    def __init__(self, *args, told: tuple[Told, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.told = told
        for report in told:
            self.fields[f"report_{report.id}_standing"] = forms.ChoiceField(
                label="Is it in your log?",
                choices=[
                    (FOUND, "Found in our log"),
                    (NOT_FOUND, "Not found in our log"),
                    ("", "Not looked for"),
                ],
                widget=Radios(inline=True),
                required=False,
            )
            self.fields[f"report_{report.id}_reference"] = forms.CharField(
                label="Your reference",
                max_length=50,
                required=False,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
            )

    def report_rows(self):
        """Each report with its two fields, for the template."""
        for report in self.told:
            names = (f"report_{report.id}_{what}" for what in ("standing", "reference"))
            yield report, [self[name] for name in names]

    def clean(self):
        """A reference belongs to a report that was found."""
        given = super().clean()
        for report in self.told:
            name = f"report_{report.id}_standing"
            if given.get(f"report_{report.id}_reference") and given.get(name) != FOUND:
                self.add_error(name, "Select “Found in our log”, or take the reference away")
        return given

    def found(self) -> tuple[ReportFound, ...]:
        """What the log has; a report that nobody looked for is left as it is."""
        answers = self.cleaned_data
        return tuple(
            ReportFound(
                report_id=report.id,
                standing=answers[f"report_{report.id}_standing"],
                agency_reference=answers[f"report_{report.id}_reference"],
            )
            for report in self.told
            if answers[f"report_{report.id}_standing"]
        )


class OtherReportForm(forms.Form):
    """A report by somebody else about the same behaviour, under a code that the agency gives."""

    mark_optional = False

    pseudonym = forms.CharField(
        label="Code for the person who reported",
        help_text=(
            "For example, Neighbour A. Never a name, an address or a number. Use the same code for"
            " the same person, and leave out the person whose case this is."
        ),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        validators=[not_a_contact],
        error_messages={
            "required": "Enter a code for the person, such as Neighbour A",
            "max_length": f"The code must be {LONGEST} characters or fewer",
        },
    )
    reported = RoughDateField(
        label="When did they report it?",
        subject="The date they reported it",
        help_text="If you only know the month, leave the day empty. If you do not know, leave all"
        " three empty.",
        required=False,
    )
    incident = forms.ChoiceField(
        label="Which incident is it about?",
        widget=Radios(),
        error_messages={"required": "Select the incident that it is about"},
    )
    occurred_on = RoughDateField(
        label="If another incident: when did it happen?",
        subject="The date it happened",
        help_text="If you only know the month, leave the day empty.",
        required=False,
    )
    place = forms.CharField(
        label="If another incident: where?",
        help_text="The street or area. Not the house of the person who reported.",
        max_length=200,
        required=False,
    )
    agency_reference = forms.CharField(
        label="Your reference (optional)",
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def __init__(self, *args, incidents: tuple[KnownIncident, ...], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.days = {str(incident.id): incident.occurred_on for incident in incidents}
        self.today = today
        self.fields["incident"].choices = [
            *((str(incident.id), incident.text) for incident in incidents),
            (ANOTHER, "Another incident of the same behaviour"),
        ]

    def clean(self):
        """Another incident has its day and place; nothing is still to come or out of order."""
        given = super().clean()
        if given.get("incident") == ANOTHER:
            self._clean_another(given)
        elif given.get("incident") and (given.get("occurred_on") or given.get("place")):
            self.add_error("incident", "Select “Another incident”, or take its date and place away")
        self._clean_reported(given)
        return given

    def _clean_another(self, given: dict) -> None:
        if not given.get("place") and "place" not in self.errors:
            self.add_error("place", "Enter where it happened")
        if "occurred_on" in self.errors:
            return
        if given.get("occurred_on") is None:
            self.add_error("occurred_on", "Enter the date it happened")
        elif given["occurred_on"].first > self.today:
            self.add_error("occurred_on", "The date it happened must be today or in the past")

    def _clean_reported(self, given: dict) -> None:
        days = given.get("reported")
        another = given.get("occurred_on")
        happened = self.days.get(given.get("incident", ""), another and another.first)
        if days is None:
            return
        if days.first > self.today:
            self.add_error("reported", "The date they reported it must be today or in the past")
        elif happened and days.last < happened:
            self.add_error("reported", "The date they reported it must not be before it happened")

    def given(self) -> OtherReport:
        """The report, as the command wants it."""
        answers = self.cleaned_data
        days = answers["reported"]
        another = answers["incident"] == ANOTHER
        happened = answers["occurred_on"] if another else None
        return OtherReport(
            pseudonym=answers["pseudonym"],
            reported_on=days and days.first,
            reported_until=days and days.until,
            incident_id=None if another else int(answers["incident"]),
            occurred_on=happened and happened.first,
            occurred_until=happened and happened.until,
            place=answers["place"] if another else "",
            agency_reference=answers["agency_reference"],
        )


class _OtherReports(AddAnotherFormSet):
    noun = "report"
    default_error_messages = AddAnotherFormSet.default_error_messages | {
        "too_many_forms": "At most %(num)d reports by other people can be sent at once",
    }


OtherReportFormSet = formset_factory(
    OtherReportForm, formset=_OtherReports, extra=1, max_num=30, validate_max=True
)


class AnswerForms(FormsOfOnePage):
    """The answer and the reports by other people as one page: valid together, or not yet."""

    def __init__(self, case: Case, data, *, log: AgencyLog, today: dt.date):
        self.form = AnswerForm.on(case, data, told=log.told)
        self.others = OtherReportFormSet(
            data, prefix="others", form_kwargs={"incidents": log.incidents, "today": today}
        )
        super().__init__(forms=[self.form], lists=[self.others])

    def given(self) -> dict:
        """What the command takes; a block left empty is left out."""
        return {
            "answer": self.form.cleaned_data["answer"],
            "found": self.form.found(),
            "others": tuple(one.given() for one in self.others if one.has_changed()),
        }
