"""A date that somebody may know roughly: two fields of a form, `<name>_on` and `<name>_until`.

The first alone is a day, a month or a year; with the second it is the first day that it can have
been, and the second is the last.
"""

from datetime import date

from django import forms

from portals.components.fields import Days, RoughDateField


def last_day_field() -> RoughDateField:
    """The second field: asked for only where somebody knows two days between which it was."""
    return RoughDateField(
        label="If you are not sure: what is the last day it can have been?",
        subject="The last day it can have been",
        help_text="The day further up is then the first day it can have been.",
        required=False,
    )


def clean_days(form: forms.Form, name: str, *, today: date) -> Days | None:
    """The days it can have been; of a month that is not over, only those until today.

    None where nothing was typed, or where an error stands beside one of the two fields. Call it in
    the form's `clean`.
    """
    on, until = f"{name}_on", f"{name}_until"
    first, last = form.cleaned_data.get(on), form.cleaned_data.get(until)
    for field, days in ((on, first), (until, last)):
        if days and days.first > today:
            subject = form.fields[field].subject  # type: ignore[attr-defined]
            form.add_error(field, f"{subject} must be today or in the past")
    if on in form.errors or until in form.errors:
        return None
    if first is None:
        if last:
            form.add_error(on, "Enter the first day it can have been as well")
        return None
    if last and last.last < first.first:
        form.add_error(until, "The last day it can have been must not be before the first day")
        return None
    return Days(first.first, min((last or first).last, today))
