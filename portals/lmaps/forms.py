"""What a chair writes: who took part, and what the meeting agreed."""

import datetime as dt

from django import forms
from django.forms import formset_factory

from cases.commands.planning import ActionGiven, PlanGiven
from cases.commands.reviewing import InvolvementGiven
from cases.models import Case, VictimInvolvement
from cases.selectors.lmaps_case import Applicant
from portals.acts import ActForm
from portals.components.fields import DateField, LongTextField
from portals.components.formsets import AddAnotherFormSet, FormsOfOnePage
from portals.components.widgets import Radios

NOT_INVITED = VictimInvolvement.Choice.NOT_INVITED


class InvolvementForm(ActForm):
    """One question for each applicant of the case; who was not invited has been told why."""

    def __init__(self, *args, applicants: tuple[Applicant, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.applicants = applicants
        for one in applicants:
            self.fields[f"choice_{one.application_id}"] = self._choice(one)

    @staticmethod
    def _choice(one: Applicant) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=f"How did {one.victim} take part in the meeting?",
            help_text=f"Application {one.reference}",
            choices=[
                choice
                for choice in VictimInvolvement.Choice.choices
                if one.left_out or choice[0] != NOT_INVITED
            ],
            widget=Radios(),
            initial=one.choice or (NOT_INVITED if one.left_out else ""),
            error_messages={"required": f"Select how {one.victim} took part"},
        )

    def given(self) -> tuple[InvolvementGiven, ...]:
        """What the command takes."""
        return tuple(
            InvolvementGiven(
                application_id=one.application_id,
                choice=self.cleaned_data[f"choice_{one.application_id}"],
            )
            for one in self.applicants
        )


class PlanForm(ActForm):
    """What the meeting found."""

    findings = LongTextField(
        label="What did the meeting find?",
        help_text=(
            "The victim reads this in the response. Say which options were considered, what was"
            " decided and why. Name no other private person."
        ),
        max_length=8000,
        error_messages={"required": "Enter what the meeting found"},
    )
    response_adequate = forms.ChoiceField(
        label="Was the agencies’ response to the reports adequate?",
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "The meeting could not tell")],
        widget=Radios(inline=True),
        error_messages={"required": "Select whether the agencies’ response was adequate"},
    )


class ActionForm(forms.Form):
    """One action of the plan."""

    wording = LongTextField(
        label="What will be done (the victim reads this)",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what will be done"},
    )
    agency = forms.TypedChoiceField(
        label="Agency that will do it",
        coerce=int,
        error_messages={"required": "Select the agency that will do it"},
    )
    owner_name = forms.CharField(
        label="Person who will see to it",
        help_text="The victim reads this name. Use a team’s name if the person must not be named.",
        max_length=150,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Enter the name of the person who will see to it"},
    )
    due_on = DateField(label="Done by", subject="The date it will be done by")
    internal_note = LongTextField(
        label="Internal note: never shown to the victim",
        help_text="For the agency and the partnership’s staff only.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, agencies: list[tuple[int, str]], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose an agency"), *agencies]
        self.today = today

    def clean_due_on(self) -> dt.date:
        """An action cannot be promised for a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(
                "The date it will be done by must be today or later",
                params={"parts": ["day", "month", "year"]},
            )
        return day


class RecommendationForm(forms.Form):
    """A recommendation to a body with public functions, which must have regard to it."""

    body_name = forms.CharField(
        label="Body that it is made to",
        max_length=150,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Enter the body that the recommendation is made to"},
    )
    wording = LongTextField(
        label="What is recommended (the victim reads this)",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what is recommended"},
    )


class PlanFormSet(AddAnotherFormSet):
    """A list of a plan; it says how long one may be."""

    default_error_messages = AddAnotherFormSet.default_error_messages | {
        "too_many_forms": "There are too many for one plan: at most %(num)d can be recorded",
    }


class ActionFormSetBase(PlanFormSet):
    noun = "action"


class RecommendationFormSetBase(PlanFormSet):
    noun = "recommendation"


ActionFormSet = formset_factory(
    ActionForm,
    formset=ActionFormSetBase,
    extra=0,
    min_num=1,
    max_num=30,
    validate_max=True,
)
RecommendationFormSet = formset_factory(
    RecommendationForm,
    formset=RecommendationFormSetBase,
    extra=1,
    max_num=20,
    validate_max=True,
)


class PlanForms(FormsOfOnePage):
    """The findings with their two lists as one page: valid together, or not yet."""

    def __init__(self, case: Case, data, *, agencies: list[tuple[int, str]], today: dt.date):
        self.form = PlanForm.on(case, data)
        self.actions = ActionFormSet(
            data, prefix="actions", form_kwargs={"agencies": agencies, "today": today}
        )
        self.recommendations = RecommendationFormSet(data, prefix="recommendations")
        super().__init__(forms=[self.form], lists=[self.actions, self.recommendations])

    def given(self) -> PlanGiven:
        """What the command takes; blocks left empty are left out."""
        actions = [form.cleaned_data for form in self.actions if form.has_changed()]
        advice = [form.cleaned_data for form in self.recommendations if form.has_changed()]
        return PlanGiven(
            findings=self.form.cleaned_data["findings"],
            response_adequate=self.form.cleaned_data["response_adequate"],
            actions=tuple(
                ActionGiven(
                    wording=one["wording"],
                    agency_id=one["agency"],
                    owner_name=one["owner_name"],
                    due_on=one["due_on"],
                    internal_note=one["internal_note"],
                )
                for one in actions
            ),
            recommendations=tuple((one["body_name"], one["wording"]) for one in advice),
        )
