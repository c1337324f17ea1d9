"""What somebody who had a review says of it; see `cases.models.SurveyAnswer`."""

import datetime as dt

from django import forms
from django.utils.dateformat import format as formatted

from cases.commands.surveying import SurveyGiven
from cases.models import SurveyAnswer
from portals.components.fields import LongTextField
from portals.components.widgets import Radios


def _question(name: str) -> forms.ChoiceField:
    field = SurveyAnswer._meta.get_field(name)
    return forms.ChoiceField(
        label=field.verbose_name,
        choices=field.choices,
        required=False,
        widget=Radios(),
        error_messages={"invalid_choice": "Select one of the answers, or none"},
    )


class SurveyForm(forms.Form):
    """Every question may be left out, but not all of them."""

    status = 200
    mark_optional = False  # The page says so once, for all of them.

    knew_next = _question("knew_next")
    kept_informed = _question("kept_informed")
    listened_to = _question("listened_to")
    got_better = _question("got_better")
    how_hard = _question("how_hard")
    words = LongTextField(
        label=SurveyAnswer.question("words"),
        help_text="Please do not write names, addresses or dates. Nobody should be able to tell"
        " who you are, or whom you write about.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
    )

    def clean(self):
        """At least one answer; spaces are none."""
        data = super().clean()
        if not self.errors and not any(data.values()):
            self.add_error("knew_next", "Answer at least one question, whichever you like")
        return data

    def hold(self, until: dt.datetime) -> None:
        """Too many answers came from one place: nothing is kept, and nothing typed is lost."""
        self.status = 429
        when = formatted(until, "g:i") + formatted(until, "A").lower()
        self.add_error(
            None,
            "Too many answers have come from your internet connection. Yours are still on this"
            f" page: send them again from {when}",
        )

    def given(self) -> SurveyGiven:
        """For `answer_survey`."""
        return SurveyGiven(**self.cleaned_data)
