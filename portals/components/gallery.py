"""Sample data for the gallery: a made-up case in a made-up street."""

from datetime import date

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from portals.components.fields import DateField, LongTextField
from portals.components.formsets import AddAnotherFormSet
from portals.components.themes import THEMES
from portals.components.widgets import Checkboxes, Radios, WholeNumberInput
from thresholds.time_limits import Day, Explanation


class SampleForm(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(label="Your name", max_length=100, help_text="As you want us to use it.")
    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput({"autocomplete": "email", "class": "govuk-input--width-20"}),
        error_messages={"invalid": "Enter an e-mail address like name@example.com"},
    )
    happened_on = DateField(
        label="When did it happen?",
        subject="The date it happened",
        help_text="For example, 27 3 2026. If you are not sure, give the day you think it was.",
    )
    told = forms.ChoiceField(
        label="Did you tell anyone?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(inline=True),
        error_messages={"required": "Select yes if you told someone"},
    )
    safe = forms.ChoiceField(
        label="How may we reach you safely?",
        choices=[("email", "E-mail"), ("phone", "Phone"), ("post", "Letter")],
        widget=Radios(hints={"post": "In a plain envelope"}),
    )
    agencies = forms.MultipleChoiceField(
        label="Who did you tell?",
        choices=[("council", "The council"), ("police", "The police"), ("landlord", "My landlord")],
        widget=Checkboxes(hints={"landlord": "For example, a housing association"}),
        required=False,
    )
    district = forms.ChoiceField(
        label="District",
        choices=[("", "Choose one"), ("north", "North district"), ("south", "South district")],
        error_messages={"required": "Choose the district you live in"},
    )
    times = forms.IntegerField(
        label="How many times?",
        widget=WholeNumberInput(),
        error_messages={"required": "Enter how many times it happened, like 3"},
    )
    account = LongTextField(
        label="What happened?",
        max_length=200,
        help_text="In your own words. Nothing is too small.",
        error_messages={"max_length": "What happened must be 200 characters or fewer"},
    )
    evidence = forms.FileField(label="A photograph or recording", required=False)
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    consent = forms.BooleanField(
        label="You may share this with the agencies that I told",
        help_text="Without it we can look at far less.",
        error_messages={"required": "Tick the box, or ask us what else we can do"},
    )


class ReportForm(forms.Form):
    """One block of the "add another" sample."""

    reported_on = DateField(label="When did you report it?", subject="The date you reported it")
    reference = forms.CharField(label="Their reference", required=False)


class ReportFormSetBase(AddAnotherFormSet):
    noun = "report"


ReportFormSet = formset_factory(
    ReportForm, formset=ReportFormSetBase, extra=0, min_num=1, validate_min=True, max_num=5
)


def filled_form() -> SampleForm:
    """Return the form as somebody left it half done."""
    data = QueryDict(mutable=True)
    data.update({"name": "Sam Example", "email": "sam at example", "told": "yes"})
    data.update({"happened_on_day": "31", "happened_on_month": "June", "happened_on_year": "26"})
    data.update({"account": "They played music until three in the morning. " * 6})
    return SampleForm(data)


def filled_formset() -> BaseFormSet:
    """Return two report blocks, the second one just added."""
    data = QueryDict(mutable=True)
    data.update({"reports-TOTAL_FORMS": "1", "reports-INITIAL_FORMS": "0", "reports-add": "1"})
    data.update({"reports-0-reported_on_day": "3", "reports-0-reported_on_month": "11"})
    return ReportFormSet(data, prefix="reports")


SAMPLES: dict[str, object] = {
    "due_rows": [
        {
            "reference": "EX-2026-0042",
            "street": "Example Street",
            "text": "Friday 20 November 2026 (1 working day late)",
            "state": "overdue",
            "step": "Acknowledge",
            "reports": 3,
        },
        {
            "reference": "EX-2026-0040",
            "street": "Sample Road",
            "text": "Monday 23 November 2026",
            "state": "today",
            "step": "Decide",
            "reports": 12,
        },
        {
            "reference": "EX-2026-0039",
            "street": "Specimen Close",
            "text": "Thursday 26 November 2026 (3 working days left)",
            "state": "soon",
            "step": "Respond",
            "reports": 5,
        },
        {
            "reference": "EX-2026-0031",
            "street": "Pattern Way",
            "text": "Wednesday 30 December 2026 (25 working days left)",
            "state": "later",
            "step": "Respond",
            "reports": 4,
        },
        {
            "reference": "EX-2026-0028",
            "street": "Model Avenue",
            "text": "20 working days after the panel meets",
            "state": "waiting",
            "step": "Panel",
            "reports": 104,
        },
    ],
    "explanation": Explanation(
        limit="acknowledge",
        anchor_on=date(2026, 12, 24),
        counted_from=date(2026, 12, 24),
        due_on=date(2026, 12, 31),
        summary="3 working days after Thursday 24 December 2026 is Thursday 31 December 2026.",
        calendar_version="",
        days=tuple(
            Day(on=date(2026, 12, day), counted=bool(number), number=number, reason=reason)
            for day, number, reason in (
                (25, None, "bank holiday (Christmas Day)"),
                (26, None, "weekend"),
                (27, None, "weekend"),
                (28, None, "bank holiday (Boxing Day)"),
                (29, 1, "working day 1"),
                (30, 2, "working day 2"),
                (31, 3, "working day 3"),
            )
        ),
    ),
    "entries": [
        {
            "title": "Accepted: three reports in six months",
            "at": "Monday 23 November 2026 at 9:12 am",
            "iso": "2026-11-23T09:12:00+00:00",
            "by": "Alex Sample",
            "text": "The reports of 4 June, 9 July and 2 October count.",
            "links": [{"href": "#letter", "text": "Letter: our decision (PDF)"}],
        },
        {
            "title": "Receipt sent by e-mail",
            "at": "Friday 20 November 2026 at 4:40 pm",
            "iso": "2026-11-20T16:40:00+00:00",
        },
        {
            "title": "Request received",
            "at": "Friday 20 November 2026 at 4:31 pm",
            "iso": "2026-11-20T16:31:00+00:00",
            "by": "Sam Example",
        },
    ],
    "tasks": [
        {"text": "About you", "href": "#about", "status": "Completed", "done": True},
        {
            "text": "What happened",
            "href": "#what",
            "hint": "At least one incident",
            "status": "In progress",
            "colour": "blue",
        },
        {"text": "Check and send", "status": "Cannot start yet"},
    ],
    "crumbs": [{"text": "Queue", "href": "#queue"}, {"text": "EX-2026-0042"}],
    "items": [
        {"text": "Overview", "href": "/demo/components/", "exact": True},
        {"text": "Assessment", "href": "#assessment"},
        {"text": "Letters", "href": "#letters", "count": 2},
        {"text": "History", "href": "#history"},
    ],
    "risk": {"level": "high", "text": "high (27 of 40), Friday 20 November 2026"},
    "flags": [
        {"label": "Unsafe", "text": "do not phone the landline", "level": "high"},
        {"label": "Adjustment", "text": "large print"},
        {"label": "Hate", "text": "disability", "level": "medium"},
    ],
    "themes": THEMES,
}
