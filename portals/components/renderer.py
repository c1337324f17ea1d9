"""Renders forms, fields and widgets with GOV.UK Design System markup."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.forms import (
    BoundField,
    CheckboxInput,
    Field,
    FileInput,
    PasswordInput,
    Select,
    Textarea,
)
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import (
    CheckboxSelectMultiple,
    ChoiceWidget,
    EmailInput,
    Input,
    MultiWidget,
    RadioSelect,
    Widget,
)

from portals.components.widgets import DateInput

_CSS_CLASSES: tuple[tuple[type[Widget], str], ...] = (
    # The first match wins: subclasses stand before the classes they extend.
    (CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (RadioSelect, "govuk-radios__input"),
    (CheckboxInput, "govuk-checkboxes__input"),
    (FileInput, "govuk-file-upload"),
    (MultiWidget, "govuk-input"),
    (Textarea, "govuk-textarea"),
    (Select, "govuk-select"),
    (Input, "govuk-input"),
)
_TICKED = ("govuk-radios__input", "govuk-checkboxes__input")


class GovukBoundField(BoundField):
    """A field that knows its GOV.UK classes and where its error message points.

    The ``required`` attribute is never written: the server answers with a message that
    says what to do, which the browser's own bubble does not.
    """

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        if widget.is_hidden:
            return attrs
        css_class = self._widget_class(widget)
        attrs["class"] = " ".join(self._classes(widget, css_class))
        # A placeholder vanishes as soon as it is needed; hints stand above the box instead.
        attrs["placeholder"] = False
        if self.use_fieldset and not isinstance(widget, DateInput):
            # Radio buttons may not carry it; the group is described by its error instead.
            attrs.pop("aria-invalid", None)
        if isinstance(widget, EmailInput):
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        if isinstance(widget, Textarea):
            # Browsers would cut pasted text without a word; the counter and the server speak.
            attrs |= {"maxlength": False, "rows": widget.attrs.get("rows", "5"), "cols": False}
        if isinstance(widget, DateInput):
            attrs["error_parts"] = self.wrong_parts
        return attrs

    @property
    def aria_describedby(self):
        """The ids of hint, error and character counter."""
        ids = super().aria_describedby
        if self.counts_characters and self.auto_id:
            return f"{ids or ''} {self.auto_id}-info".strip()
        return ids

    def css_classes(self, extra_classes=None):
        """Return the classes of the form group around the field."""
        classes = ["govuk-form-group", super().css_classes(extra_classes)]
        if self.errors:
            classes.append("govuk-form-group--error")
        classes.append(self.module)
        return " ".join(name for name in classes if name)

    @property
    def messages(self) -> list[str]:
        """The field's errors; Django's own about nothing and too much say what to do instead."""
        return [self._message(error) for error in self.errors.as_data()]

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """The parts of a date that its errors are about; all of them where no error says."""
        if not self.errors:
            return ()
        names = [
            part
            for error in self.errors.as_data()
            for part in ((error.params or {}).get("parts") or ())
        ]
        return tuple(names) or DateInput.PARTS

    @property
    def error_target(self) -> str:
        """The id that the error summary links to: the first control that needs a change."""
        if isinstance(self.field.widget, DateInput):
            return f"{self.auto_id}_{DateInput.PARTS.index(self.wrong_parts[0])}"
        if self.use_fieldset:
            return f"{self.auto_id}_0"
        return self.auto_id

    @property
    def use_fieldset(self) -> bool:
        """True for groups of controls; a lone file input is labelled, not grouped."""
        if isinstance(self.field.widget, FileInput):
            return False
        return super().use_fieldset

    @property
    def is_checkbox(self) -> bool:
        """True for one box to tick, whose label stands beside it."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def is_password(self) -> bool:
        """True for a password, which gets a button that shows it."""
        return isinstance(self.field.widget, PasswordInput)

    @property
    def module(self) -> str:
        """The script that enhances the field, named as its class is; empty for most."""
        if self.is_password:
            return "govuk-password-input"
        return "govuk-character-count" if self.counts_characters else ""

    @property
    def counts_characters(self) -> int | None:
        """The number of characters a long answer may have, or None where it is not limited."""
        if isinstance(self.field.widget, Textarea):
            return getattr(self.field, "max_length", None)
        return None

    @property
    def shows_optional(self) -> bool:
        """True where the label should say that an answer is not needed."""
        return (
            not self.field.required
            and not self.is_checkbox
            and getattr(self.form, "mark_optional", True)
            and "optional" not in str(self.label).lower()
        )

    def _message(self, error: ValidationError) -> str:
        if error.message is MaxLengthValidator.message:
            return f"Use {error.params['limit_value']:,} characters or fewer: {self.label}"
        if error.message is EmailValidator.message:
            return "Enter an e-mail address like name@example.com"
        [text] = error.messages
        missing = text == str(Field.default_error_messages["required"])
        return self._missing_message() if missing else text

    def _missing_message(self) -> str:
        label = str(self.label)
        verb = "Select" if isinstance(self.field.widget, ChoiceWidget) else "Enter"
        if self.is_checkbox:
            return f"Tick the box: {label}"
        if label.endswith("?"):
            return f"{verb} an answer: {label}"
        return f"{verb} {label[:1].lower()}{label[1:]}"

    def _widget_class(self, widget: Widget) -> str:
        return next((name for kind, name in _CSS_CLASSES if isinstance(widget, kind)), "")

    def _classes(self, widget: Widget, css_class: str) -> list[str]:
        classes = [css_class, *widget.attrs.get("class", "").split()]
        if self.errors and css_class not in _TICKED:
            classes.append(f"{css_class}--error")
        if self.counts_characters:
            classes.append("govuk-js-character-count")
        if self.is_password:
            classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
        return [name for name in classes if name]


class GovukRenderer(TemplatesSetting):
    """The project's FORM_RENDERER; needs ``django.forms`` in INSTALLED_APPS."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = GovukBoundField
