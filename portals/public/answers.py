"""Questions that may stay unanswered: yes, no or not sure."""

from django import forms

from cases.models.applications import Answer
from portals.components.widgets import Radios


def optional(label: str, *, help_text: str = "") -> forms.ChoiceField:
    """A question of which nobody has to know the answer."""
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=Answer, required=False, widget=Radios()
    )
