"""Formsets with "add another" and "remove" that work without JavaScript.

The two buttons post the whole form; the page comes back with one block more or less and all
that was typed, and nothing is validated until the person continues. A third button, "resume", opens
the page with what was typed on an earlier one, in the same way.
"""

import re
from collections.abc import Sequence

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict
from django.http import QueryDict


class AddAnotherFormSet(BaseFormSet):
    """Pass as ``formset=`` to ``formset_factory``. ``noun`` names one block: "incident"."""

    noun = "item"
    template_name = "components/formset.html"
    held = False
    """Whether another list of the same page is being changed, so that this one waits."""

    def __init__(self, data=None, *args, prefix=None, **kwargs):
        prefix = prefix or self.get_default_prefix()
        self.is_adding = data is not None and f"{prefix}-add" in data
        self.is_removing = data is not None and f"{prefix}-remove" in data
        self.is_resuming = data is not None and f"{prefix}-resume" in data
        if self.is_adding:
            data = with_one_more(data=data, prefix=prefix)
        elif self.is_removing:
            data = without_one(data=data, prefix=prefix)
        super().__init__(data, *args, prefix=prefix, **kwargs)

    @property
    def is_changing(self) -> bool:
        """True when the person asked for the page itself, changed or filled in, not to go on."""
        return self.held or self.is_adding or self.is_removing or self.is_resuming

    @property
    def can_add(self) -> bool:
        """True while the formset may grow."""
        return self.total_form_count() < self.max_num

    @property
    def can_remove(self) -> bool:
        """True while more blocks are shown than are needed."""
        return self.total_form_count() > max(self.min_num, 1)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if self.is_changing:
            hold_errors(form)
        return form

    def full_clean(self):
        """Validate, unless the person only asked for another block."""
        if not self.is_changing:
            super().full_clean()
            return
        self._errors = []
        self._non_form_errors = self.error_class(renderer=self.renderer)

    def is_valid(self) -> bool:
        """Return False while blocks are added or removed, so that the page is shown again."""
        return not self.is_changing and super().is_valid()


class FormsOfOnePage:
    """Forms and lists that one page shows together: valid together, or not yet.

    While one of the lists is changed nothing is validated, and nothing is lost.
    """

    def __init__(self, *, forms: Sequence[BaseForm], lists: Sequence[AddAnotherFormSet]):
        self._forms, self._lists = forms, lists
        self.is_changing = any(one.is_changing for one in lists)
        if self.is_changing:
            for form in forms:
                hold_errors(form)
            for one in lists:
                one.held = True

    def is_valid(self) -> bool:
        """Whether all are; each is looked at, so that every error is shown at once."""
        if self.is_changing:
            return False
        found = [part.is_valid() for part in (*self._forms, *self._lists)]
        return all(found)

    @property
    def has_errors(self) -> bool:
        """Whether the page comes back because of something typed."""
        alone = any(form.errors for form in self._forms)
        return alone or any(one.total_error_count() for one in self._lists)


def hold_errors(form: BaseForm) -> BaseForm:
    """Keep a bound form's typed values but show no errors: its page is not finished yet."""
    form._errors = ErrorDict(renderer=form.renderer)  # type: ignore[attr-defined]
    form.cleaned_data = {}
    return form


def with_one_more(*, data: QueryDict, prefix: str) -> QueryDict:
    """Return the posted data with one empty block at the end."""
    changed = data.copy()
    changed[f"{prefix}-TOTAL_FORMS"] = str(_total(data, prefix) + 1)
    return changed


def without_one(*, data: QueryDict, prefix: str) -> QueryDict:
    """Return the posted data without the block whose number the remove button sent."""
    total = _total(data, prefix)
    chosen = data.get(f"{prefix}-remove", "")
    if not (chosen.isascii() and chosen.isdigit()) or int(chosen) >= total:
        return data.copy()
    changed = QueryDict(mutable=True)
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)", re.DOTALL)
    for key, values in data.lists():
        match = pattern.fullmatch(key)
        if not match:
            changed.setlist(key, values)
        elif (number := int(match[1])) != int(chosen):
            number -= number > int(chosen)
            changed.setlist(f"{prefix}-{number}-{match[2]}", values)
    changed[f"{prefix}-TOTAL_FORMS"] = str(total - 1)
    initial = data.get(f"{prefix}-INITIAL_FORMS", "0")
    if initial.isascii() and initial.isdigit() and int(chosen) < int(initial):
        changed[f"{prefix}-INITIAL_FORMS"] = str(int(initial) - 1)
    return changed


def _total(data: QueryDict, prefix: str) -> int:
    """Return the number of blocks the page said it had; a forged number counts as none."""
    text = data.get(f"{prefix}-TOTAL_FORMS", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
