"""How far an action is: one form for every door through which somebody says so."""

from django import forms

from cases import policies
from cases.models import Action, Case
from cases.policies import NotNow
from cases.status import Command
from portals.acts import ActForm
from portals.components.fields import LongTextField
from portals.components.widgets import Radios


class ProgressForm(ActForm):
    """A note on an action, and whether it goes on, is done, or is dropped."""

    note = LongTextField(
        label="What has been done, or why it is dropped",
        help_text=(
            "Say what happened and when. Staff of the partnership read this; the victim is told"
            " by the single point of contact."
        ),
        max_length=4000,
        error_messages={"required": "Enter what has been done, or why the action is dropped"},
    )
    standing = forms.ChoiceField(
        label="Where does the action stand now?",
        choices=[
            (Action.Status.OPEN, "It goes on"),
            (Action.Status.DONE, "It is done"),
            (Action.Status.DROPPED, "It is dropped"),
        ],
        widget=Radios(
            hints={
                Action.Status.DONE: "No more notes can be added afterwards",
                Action.Status.DROPPED: "It will not be done; the note must say why",
            }
        ),
        error_messages={"required": "Select where the action stands"},
    )


def check_action_open(case: Case, *, is_open: bool) -> None:
    """Raise NotNow where the case or the action takes no more progress."""
    policies.check_status(Command.RECORD_PROGRESS, case)
    if not is_open:
        raise NotNow("This action has already been finished.")
