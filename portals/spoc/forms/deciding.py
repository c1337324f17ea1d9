"""The decision on the threshold."""

import datetime as dt

from django import forms

from cases.commands.deciding import DecisionGiven
from cases.policies import Room
from cases.status import Outcome
from portals.acts import ActForm
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Radios

AGAINST = frozenset({Outcome.REJECTED, Outcome.REDIRECTED, Outcome.INVALID})


class DecideForm(ActForm):
    """Outcome, ground and reasons. Only what the law leaves open can be chosen."""

    outcome = forms.ChoiceField(
        label="What do you decide?",
        widget=Radios(),
        error_messages={"required": "Select what you decide"},
    )
    ground = forms.ChoiceField(label="Why is it accepted?", widget=Radios(), required=False)
    reasons = LongTextField(
        label="Reasons",
        max_length=6000,
        help_text="They go into the letter, word for word. Write to the applicant, in plain words.",
        widget=forms.Textarea(attrs={"rows": "8"}),
        error_messages={"required": "Enter the reasons: no decision letter goes out without them"},
    )
    advice = LongTextField(
        label="What will still be done, and advice",
        max_length=4000,
        required=False,
        help_text="Also in the letter: what agencies will do, and where help is to be had.",
    )
    deferred_until = DateField(
        label="When will it be looked at again?",
        subject="The date on which it is looked at again",
        required=False,
        help_text="The dates owed to the applicant run on meanwhile. For example, 27 3 2027.",
    )
    redirected_to = forms.CharField(
        label="Where should the applicant turn instead?",
        max_length=200,
        required=False,
    )
    second_person = forms.TypedChoiceField(
        label="Who agrees as second person?", required=False, coerce=int, empty_value=None
    )

    mark_optional = False

    def __init__(self, *args, law: Room, people: list[tuple[int, str]], today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.law, self.today = law, today
        shut = {Outcome.REJECTED} if law.cannot_reject else set()
        shut |= set() if law.grounds else {Outcome.ACCEPTED}
        self.fields["outcome"].choices = [
            (outcome.value, outcome.label) for outcome in Outcome if outcome not in shut
        ]
        self.fields["ground"].choices = [(ground.value, ground.label) for ground in law.grounds]
        self.fields["second_person"].choices = [("", "Nobody"), *people]

    def clean(self):
        """Each outcome brings what its letter needs."""
        given = super().clean()
        outcome = given.get("outcome")
        if outcome == Outcome.ACCEPTED and not given.get("ground"):
            self._ask("ground", "Select why it is accepted")
        if outcome == Outcome.DEFERRED:
            self._clean_date(given.get("deferred_until"))
        if outcome == Outcome.REDIRECTED and not given.get("redirected_to", "").strip():
            self._ask("redirected_to", "Enter where the applicant should turn instead")
        if outcome in AGAINST and self.law.two_people and not given.get("second_person"):
            self._ask("second_person", f"Select the second person. {self.law.two_people}")
        return given

    def _clean_date(self, until: dt.date | None) -> None:
        if until is None:
            self._ask("deferred_until", "Enter the date on which it is looked at again")
        elif until <= self.today:
            self._ask(
                "deferred_until", "The date on which it is looked at again must be after today"
            )

    def _ask(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def given(self) -> DecisionGiven:
        """What was decided; only what belongs to the outcome."""
        answers = self.cleaned_data
        outcome = answers["outcome"]
        return DecisionGiven(
            outcome=outcome,
            reasons=answers["reasons"],
            ground=answers["ground"] if outcome == Outcome.ACCEPTED else "",
            advice=answers["advice"].strip(),
            deferred_until=answers["deferred_until"] if outcome == Outcome.DEFERRED else None,
            redirected_to=(
                answers["redirected_to"].strip() if outcome == Outcome.REDIRECTED else ""
            ),
            second_person_id=answers["second_person"] if outcome in AGAINST else None,
        )
