"""Form fields that go with the widgets: a date in three boxes, whole or half known; long text."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from portals.components.widgets import DateInput

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class DateField(forms.DateField):
    """A date typed as day, month and year.

    ``subject`` begins the error messages: ``DateField(subject="The date it happened")`` says
    "The date it happened must include a month". Months may be words. Whether a date may lie in
    the future is for the form's ``clean_...`` to say, which is given today's date.
    """

    widget = DateInput

    def __init__(self, *, subject: str = "The date", **kwargs):
        self.subject = subject
        messages = {"required": f"Enter {subject[:1].lower()}{subject[1:]}"}
        messages |= kwargs.pop("error_messages", None) or {}
        super().__init__(error_messages=messages, **kwargs)

    def to_python(self, value: Sequence[str] | date | None) -> date | None:
        """Return the date. Raises ValidationError naming the parts that are wrong."""
        if value is None or isinstance(value, date):
            return super().to_python(value)
        day, month, year = ((part or "").strip() for part in value)
        parts = {"day": day, "month": month, "year": year}
        missing = [name for name, text in parts.items() if not text]
        if len(missing) == len(parts):
            return None
        if missing:
            raise self._error(f"must include a {' and '.join(missing)}", missing)
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise self._error("must have a year of four numbers, like 2026", ["year"])
        number = _month_number(month)
        if not number:
            raise self._error("must have a month from 1 to 12", ["month"])
        if not (day.isascii() and day.isdigit() and 1 <= int(day) <= 31):
            raise self._error("must have a day from 1 to 31", ["day"])
        try:
            return date(int(year), number, int(day))
        except ValueError:
            raise self._error("must be a real date", list(DateInput.PARTS)) from None

    def _error(self, message: str, parts: list[str]) -> ValidationError:
        return ValidationError(f"{self.subject} {message}", "invalid", {"parts": parts})


@dataclass(frozen=True)
class Days:
    """The first and the last day that a date may be: the same day where it is known."""

    first: date
    last: date

    @property
    def until(self) -> date | None:
        """The last day of a range; None where the day is known."""
        return self.last if self.last != self.first else None


class RoughDateField(DateField):
    """A date of which the year, or the month and the year, may be all that somebody knows.

    Gives `Days`, or None where nothing was typed: "3 2026" is 1 to 31 March 2026.
    """

    def to_python(self, value: Sequence[str] | None) -> Days | None:  # type: ignore[override]
        """Return the days it may be. Raises ValidationError naming the parts that are wrong."""
        if value is None:
            return None
        day, month, year = ((part or "").strip() for part in value)
        if not (day or month or year):
            return None
        needed = {"month": month or not day, "year": year}
        if missing := [name for name, given in needed.items() if not given]:
            raise self._error(f"must include a {' and '.join(missing)}", missing)
        first = super().to_python((day or "1", month or "1", year))
        if day:
            return Days(first, first)
        last_month = first.month if month else 12
        length = calendar.monthrange(first.year, last_month)[1]
        return Days(first, date(first.year, last_month, length))


class LongTextField(forms.CharField):
    """Several lines of text whose length is counted as the page's counter counts it.

    Browsers post a line break as two characters; it is one here.
    """

    widget = forms.Textarea

    def to_python(self, value):
        """Return the text with single line breaks."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


def _month_number(text: str) -> int:
    """Return 1 to 12 for a number or an English month name of three letters or more, else 0."""
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else 0
    name = text.lower().rstrip(".")
    if len(name) < 3:
        return 0
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)
