"""The one choice of the clock page."""

from django import forms

from portals.demo.moving import MOVES

BACK = "now"


class MoveForm(forms.Form):
    """Which of the buttons was pressed."""

    move = forms.ChoiceField(choices=[(BACK, "Back to now"), *((name, name) for name in MOVES)])
