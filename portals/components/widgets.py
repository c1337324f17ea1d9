"""Widgets that GOV.UK has a pattern for and Django has not."""

from collections.abc import Mapping
from datetime import date

from django import forms


class DateInput(forms.MultiWidget):
    """Day, month and year in three boxes; posts ``name_day``, ``name_month``, ``name_year``."""

    PARTS = ("day", "month", "year")
    template_name = "django/forms/widgets/date_input.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__(
            {part: forms.TextInput({"inputmode": "numeric"}) for part in self.PARTS}, attrs
        )

    def decompress(self, value: date | None) -> list[str]:
        """Return the three boxes' text for a date."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def get_context(self, name, value, attrs):
        """Give each box its label, width and error state."""
        attrs = dict(attrs or {})
        wrong_parts = attrs.pop("error_parts", ())
        invalid = attrs.pop("aria-invalid", None)
        attrs.pop("class", None)
        context = super().get_context(name, value, attrs)
        for part, subwidget in zip(self.PARTS, context["widget"]["subwidgets"], strict=True):
            width = "govuk-input--width-4" if part == "year" else "govuk-input--width-2"
            classes = ["govuk-input", "govuk-date-input__input", width]
            if part in wrong_parts:
                classes.append("govuk-input--error")
                if invalid:
                    subwidget["attrs"]["aria-invalid"] = invalid
            subwidget["attrs"]["class"] = " ".join(classes)
            subwidget["label"] = part.capitalize()
        return context


class _ChoiceHints(forms.widgets.ChoiceWidget):
    """Gives choices a hint line each: ``Radios(hints={value: text}, inline=True)``."""

    def __init__(self, attrs=None, choices=(), *, hints: Mapping | None = None, inline=False):
        super().__init__(attrs, choices)
        self.hints = {str(value): text for value, text in (hints or {}).items()}
        self.inline = inline

    def __deepcopy__(self, memo):
        # Forms copy their widgets; ChoiceWidget's own copy keeps only what it knows.
        clone = super().__deepcopy__(memo)
        clone.hints = self.hints
        clone.inline = self.inline
        return clone

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if hint := self.hints.get(str(value)):
            option["hint"] = hint
            if option_id := option["attrs"].get("id"):
                option["attrs"]["aria-describedby"] = f"{option_id}_hint"
        return option


class Radios(_ChoiceHints, forms.RadioSelect):
    """Radio buttons with an optional hint for each choice; ``inline`` for yes and no."""


class Checkboxes(_ChoiceHints, forms.CheckboxSelectMultiple):
    """Boxes to tick with an optional hint for each choice."""


class WholeNumberInput(forms.TextInput):
    """A box for a whole number: the number pad on a phone, no spin buttons, no lost digits."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "class": "govuk-input--width-3"} | (attrs or {}))


class CodeInput(forms.TextInput):
    """A box for a code that was sent to the person: phones offer it from the message."""

    def __init__(self, attrs=None):
        defaults = {
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
            "class": "govuk-input--width-10 govuk-input--extra-letter-spacing",
        }
        super().__init__(defaults | (attrs or {}))


class SecretInput(CodeInput):
    """A box for four groups of four characters that a person wrote down; phones offer nothing."""

    def __init__(self):
        super().__init__(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "class": "govuk-input--width-20 govuk-input--extra-letter-spacing",
            }
        )
