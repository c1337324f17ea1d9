"""The form of the check: incidents with a report each, and the few answers the procedure needs.

Nothing has to be answered; what is left empty is not known. Names of fields are those of the
application form where the question is the same, so that what was typed can go on there.
"""

import datetime as dt
from collections.abc import Iterator

from django import forms
from django.forms import formset_factory

from cases.models.applications import Answer
from portals.components.fields import Days, RoughDateField
from portals.components.formsets import FormsOfOnePage
from portals.components.widgets import Checkboxes, Radios, WholeNumberInput
from portals.public.answers import optional
from portals.public.check_questions import Questions
from portals.public.incident_forms import OTHER, IncidentBlocks, whom_told
from portals.public.threshold_words import characteristic_in_words
from thresholds.facts import COMPLAINT

ME, ELSE, UNKNOWN = "me", "else", "unknown"
DANGER = "danger"
NONE = "none"
MOST_INCIDENTS = 20
NOT_HATE, HATE, OTHER_HATE = "no", "hate", "another"
_NUMBER_MESSAGES = {
    "invalid": "Enter a number, like 4, or leave it empty",
    "min_value": "Enter a number that is not so low, or leave it empty",
    "max_value": "Enter a lower number, or leave it empty",
}
_MONTH_WILL_DO = "The month and the year will do."


class CheckIncidentForm(forms.Form):
    """One thing that happened, and the report of it; left empty, it does not count."""

    mark_optional = False

    occurred_on = RoughDateField(
        label="When did it happen?",
        subject="The day it happened",
        help_text=f"For example 27 3 2026. {_MONTH_WILL_DO} Leave it empty if you do not know.",
        required=False,
    )
    place = forms.CharField(
        label="Where did it happen?",
        help_text="Use the same word for the same place.",
        required=False,
        max_length=200,
    )
    first_told = forms.ChoiceField(
        label="Who was told about it?", required=False, widget=forms.Select()
    )
    first_on = RoughDateField(
        label="When were they told?",
        subject="The day they were told",
        help_text=_MONTH_WILL_DO,
        required=False,
    )
    reporter = forms.ChoiceField(
        label="Who told them?",
        choices=[(ME, "I did"), (ELSE, "Somebody else"), (UNKNOWN, "I do not know")],
        initial=ME,
        required=False,
        widget=forms.Select(),
    )
    source = forms.ChoiceField(
        label="How were they told?", initial=COMPLAINT, required=False, widget=forms.Select()
    )
    times = forms.IntegerField(
        label="How often was this one incident reported in all, by you or by others?",
        help_text="Leave it empty if it was once, or if you do not know.",
        min_value=1,
        max_value=99,
        required=False,
        widget=WholeNumberInput(),
        error_messages=_NUMBER_MESSAGES,
    )
    hate = forms.ChoiceField(
        label="Was it hate?",
        help_text="That is: because of who you are, or who they think you are.",
        required=False,
        widget=forms.Select(),
    )
    recorded = forms.ChoiceField(
        label="Did they write it down as hate?",
        choices=[("", "I do not know"), ("yes", "Yes"), ("no", "No")],
        required=False,
        widget=forms.Select(),
    )

    def __init__(
        self,
        *args,
        questions: Questions,
        agencies: list[tuple[int, str]],
        today: dt.date,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.today = today
        self.agencies = {str(pk): name for pk, name in agencies}
        self.fields["first_told"].choices = whom_told(agencies)
        self.fields["source"].choices = [
            (COMPLAINT, "By phone, in writing, online or in person"),
            *((code, f"Only in a {code.replace('_', ' ')}") for code in questions.sources),
        ]
        self.fields["hate"].choices = list(_hate_choices(questions.characteristics))
        needed = {
            "source": questions.sources,
            "place": questions.place,
            "times": questions.one_incident,
            "hate": questions.hate,
            "recorded": questions.recorded,
        }
        for name, wanted in needed.items():
            if not wanted:
                del self.fields[name]

    def clean_occurred_on(self) -> Days | None:
        """It cannot lie ahead; of a month that has begun, only the days until today."""
        return self._until_today(self.cleaned_data["occurred_on"], "The day it happened")

    def clean_first_on(self) -> Days | None:
        """Nor can the report."""
        return self._until_today(self.cleaned_data["first_on"], "The day they were told")

    def clean(self):
        """A report is to somebody, and does not come before what it is about."""
        cleaned = super().clean()
        happened, told = cleaned.get("occurred_on"), cleaned.get("first_on")
        if told and not cleaned.get("first_told") and "first_told" not in self.errors:
            self.add_error("first_told", "Select who was told, or take away the day")
        if happened and told and told.last < happened.first:
            self.add_error(
                "first_on", "The day they were told must not be before the day it happened"
            )
        return cleaned

    @property
    def told(self) -> str:
        """Who was told, by name; empty where nobody was."""
        told = self.cleaned_data["first_told"]
        return "somebody else" if told == OTHER else self.agencies.get(told, "")

    def _until_today(self, days: Days | None, subject: str) -> Days | None:
        if days and days.first > self.today:
            raise forms.ValidationError(f"{subject} must be today or in the past")
        return days and Days(days.first, min(days.last, self.today))


class CheckIncidentFormSetBase(IncidentBlocks):
    missing = ("occurred_on", "Enter when it happened, or who was told about it")


CheckIncidentFormSet = formset_factory(
    CheckIncidentForm,
    formset=CheckIncidentFormSetBase,
    extra=3,
    max_num=MOST_INCIDENTS,
    absolute_max=MOST_INCIDENTS,
    validate_max=True,
)


class CheckNowForm(forms.Form):
    """How it stands now. Questions that the procedure does not need are taken out."""

    mark_optional = False

    related = optional(
        "Is it all part of the same problem?",
        help_text="For example the same neighbour, or the same place.",
    )
    persists = optional("Is it still going on?")
    others = forms.IntegerField(
        label="How many other people have reported it?",
        help_text="As far as you know. Put 0 if nobody else has. Leave it empty if you do not"
        " know.",
        min_value=0,
        max_value=999,
        required=False,
        widget=WholeNumberInput(),
        error_messages=_NUMBER_MESSAGES,
    )
    harm = forms.ChoiceField(
        label="Does it harm somebody, or could it?",
        help_text="Harm to body or mind: to you, or to somebody else.",
        choices=[(DANGER, "Yes, and somebody is in danger now"), *Answer.choices],
        required=False,
        widget=Radios(),
    )
    vulnerability = optional(
        "Is somebody in your home more at risk than others?",
        help_text="For example because of age, illness or disability.",
    )
    response = optional("Has enough been done about it?")
    exclusions = forms.MultipleChoiceField(
        label="Does one of these fit?",
        help_text="It does not stop you from applying. Something else may help sooner.",
        required=False,
        widget=Checkboxes(),
    )

    def __init__(self, *args, questions: Questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = {f"asked-{one.code}": one for one in questions.asked}
        exclusions = self.fields.pop("exclusions")
        self.fields |= {name: _statement(one.wording) for name, one in self.asked.items()}
        self.fields["exclusions"] = exclusions
        exclusions.choices = [
            *((one.code, one.wording) for one in questions.exclusions),
            (NONE, "None of these"),
        ]
        for name in ("related", "persists", "harm", "vulnerability", "response", "exclusions"):
            if not getattr(questions, name):
                del self.fields[name]

    def answer(self, name: str) -> str:
        """What was answered; unknown where it was not asked or not answered."""
        return self.cleaned_data.get(name) or Answer.UNKNOWN


class CheckForms(FormsOfOnePage):
    """Both parts of the page, bound to one POST or to none."""

    def __init__(
        self,
        data=None,
        *,
        questions: Questions,
        agencies: list[tuple[int, str]],
        today: dt.date,
    ):
        self.questions = questions
        self.today = today
        self.incidents = CheckIncidentFormSet(
            data,
            prefix="incidents",
            form_kwargs={"questions": questions, "agencies": agencies, "today": today},
        )
        self.now = CheckNowForm(data, questions=questions)
        super().__init__(forms=[self.now], lists=[self.incidents])

    def typed(self) -> Iterator[tuple[str, str]]:
        """What was typed, as names and values of hidden fields."""
        yield f"{self.incidents.prefix}-TOTAL_FORMS", str(len(self.incidents.forms))
        yield f"{self.incidents.prefix}-INITIAL_FORMS", "0"
        for form in (*self.incidents.forms, self.now):
            yield from _typed(form)


def _hate_choices(characteristics: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from (("", "I do not know"), (NOT_HATE, "No"))
    for code in characteristics:
        yield code, f"Yes: because of {characteristic_in_words(code)}"
    if characteristics:
        yield OTHER_HATE, "Yes: because of something else"
    yield HATE, "Yes, and I do not know why" if characteristics else "Yes"


def _statement(wording: str) -> forms.ChoiceField:
    """A question of the procedure's own, put as what would have to hold."""
    return optional(wording, help_text="Is that so?")


def _typed(form: forms.Form) -> Iterator[tuple[str, str]]:
    for field in form:
        if isinstance(field.field, RoughDateField):
            names = [f"{field.html_name}_{part}" for part in field.field.widget.PARTS]
        else:
            names = [field.html_name]
        for name in names:
            yield from ((name, value) for value in form.data.getlist(name) if value)
