"""What the PCC office fills in. Forms validate; the commands do."""

import datetime as dt

from django import forms

from cases.models import PccNote, PccReview
from organisations.actors import Actor
from portals.acts import ActForm
from portals.components.fields import LongTextField
from portals.components.widgets import Radios

LONG = 6000


class ReviewForm(ActForm):
    """One act on a review. `sends_letter`: whether the applicant is written to at once."""

    sends_letter = False

    def arguments(self) -> dict:
        """What the command is given, apart from the frame; ask only when valid."""
        return {}


class EligibilityForm(ReviewForm):
    """Whether grounds and window allow the review."""

    eligible = forms.ChoiceField(
        label="Can the office review this?",
        choices=[("yes", "Yes, it is eligible"), ("no", "No, it is not eligible")],
        widget=Radios(
            hints={
                "yes": "The review goes on. The applicant has been told that it was received.",
                "no": "The applicant gets a letter with your reason.",
            }
        ),
        error_messages={"required": "Select whether the request is eligible"},
    )
    reason = LongTextField(
        label="Why?",
        help_text="In plain words: if the request is not eligible, this goes into the letter.",
        max_length=LONG,
        error_messages={"required": "Give the reason"},
    )

    @property
    def sends_letter(self) -> bool:
        """A refusal is told; that the request is eligible is not. Ask only when valid."""
        return self.cleaned_data["eligible"] == "no"

    def arguments(self) -> dict:
        """For `assess_eligibility`."""
        return {
            "eligible": self.cleaned_data["eligible"] == "yes",
            "reason": self.cleaned_data["reason"],
        }


class AskForm(ReviewForm):
    """What the office needs from the partnership."""

    question = LongTextField(
        label="What do you need from the partnership?",
        help_text="Name the document or the fact, and by when you would like it.",
        max_length=LONG,
        error_messages={"required": "Write what you need from the partnership"},
    )

    def arguments(self) -> dict:
        """For `ask_partnership`."""
        return {"question": self.cleaned_data["question"]}


class ConfirmForm(ReviewForm):
    """Nothing to fill in: only that the page was not stale."""


class OutcomeForm(ReviewForm):
    """Upheld, and where the case goes back to, or not; with reasons."""

    upheld = forms.ChoiceField(
        label="What is the outcome?",
        choices=[("yes", "Upheld: the partnership must look again"), ("no", "Not upheld")],
        widget=Radios(
            hints={
                "yes": "The case opens again at the place you choose below.",
                "no": "The decision and the review were proper. The case stays as it is.",
            }
        ),
        error_messages={"required": "Select the outcome"},
    )
    returned_to = forms.ChoiceField(
        label="Where does the case go back to?",
        help_text="Only if you uphold it.",
        choices=PccReview.ReturnTo.choices,
        widget=Radios(
            hints={
                "assessment": "The threshold is assessed and decided again.",
                "lmaps": "The acceptance stands; a new meeting and a new plan.",
            }
        ),
        required=False,
    )
    reasons = LongTextField(
        label="Reasons",
        help_text="Write to the applicant in plain words: the letter has them as they are.",
        max_length=LONG,
        error_messages={"required": "Give the reasons: they go into the letter"},
    )
    recommendations = LongTextField(
        label="Recommendations to the partnership (optional)",
        help_text="They go into the letter too.",
        max_length=LONG,
        required=False,
    )
    sends_letter = True
    mark_optional = False

    def clean_returned_to(self):
        """Where it goes back to is asked only of an upheld request."""
        returned_to = self.cleaned_data["returned_to"]
        if self.cleaned_data.get("upheld") == "yes" and not returned_to:
            raise forms.ValidationError("Select where the case goes back to")
        return returned_to

    def arguments(self) -> dict:
        """For `record_outcome`."""
        upheld = self.cleaned_data["upheld"] == "yes"
        return {
            "upheld": upheld,
            "returned_to": self.cleaned_data["returned_to"] if upheld else "",
            "reasons": self.cleaned_data["reasons"],
            "recommendations": self.cleaned_data["recommendations"],
        }


class NoteForm(forms.ModelForm):
    """A note for the office alone."""

    text = LongTextField(
        label="Note",
        help_text="Only your office sees this: never the partnership or the applicant.",
        max_length=LONG,
        error_messages={"required": "Write the note"},
    )

    class Meta:
        model = PccNote
        fields = ["text"]

    def write(self, review: PccReview, *, by: Actor, at: dt.datetime) -> PccNote:
        """Store it with the review; area scope."""
        self.instance.partnership_id = review.partnership_id
        self.instance.policing_area_id = review.policing_area_id
        self.instance.review = review
        self.instance.written_by_id = by.id
        self.instance.written_at = at
        return self.save()
