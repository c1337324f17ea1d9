"""What an agency writes: its answer to a request for information."""

from portals.acts import ActForm
from portals.components.fields import LongTextField


class AnswerForm(ActForm):
    """One answer, given once."""

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
