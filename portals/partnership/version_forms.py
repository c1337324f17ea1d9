"""What an administrator fills in about a version: where it begins, who was asked, from when."""

import json
from typing import Any

from django import forms

from cases.commands.procedures import ConsultationGiven, PublicationGiven
from portals.components.fields import DateField, LongTextField
from portals.components.widgets import Radios
from thresholds.models import Consultation

FROM_FILE = "file"
LARGEST_FILE = 1_000_000
"""Bytes; the largest procedure that is shipped has under 20,000."""


class StartDraftForm(forms.Form):
    """What a draft begins from. `content`: the JSON that was chosen or sent, once it is valid."""

    mark_optional = False
    status = 200

    source = forms.ChoiceField(
        label="What does the draft begin from?",
        widget=Radios(),
        error_messages={"required": "Select what the draft begins from"},
    )
    file = forms.FileField(
        label="The file, if it begins from one",
        help_text="A procedure as JSON, such as one that was taken away from here.",
        required=False,
    )

    def __init__(self, data=None, files=None, *, sources: list[tuple[str, list]], **kwargs):
        super().__init__(data, files, **kwargs)
        self.fields["source"].choices = [*sources, ("Something else", [(FROM_FILE, "A file")])]

    def clean(self):
        """The file must be there, and JSON, where it is chosen."""
        data = super().clean()
        if data.get("source") != FROM_FILE:
            return data
        file = data.get("file")
        if file is None:
            if "file" not in self.errors:
                self.add_error("file", "Choose a file")
        elif file.size > LARGEST_FILE:
            self.add_error("file", "The file must be smaller than 1 MB")
        else:
            data["content"] = self._read(file)
        return data

    def _read(self, file) -> Any:
        """The file's JSON; None, and the field says why, where it is none that can be stored."""
        try:
            text = file.read().decode("utf-8-sig")
            content = json.loads(text)
            json.dumps(content, ensure_ascii=False).encode()
        except json.JSONDecodeError as wrong:
            where = f"line {wrong.lineno}, column {wrong.colno}"
            self.add_error("file", f"The file must be JSON: {wrong.msg}, {where}")
        except UnicodeError:
            self.add_error("file", "The file must be text in UTF-8")
        except (RecursionError, ValueError):
            self.add_error("file", "The file is nested too deeply, or a number in it is too long")
        else:
            if "\\u0000" not in text:
                return content
            self.add_error("file", "The file must be without the character U+0000")
        return None


class ConsultForm(forms.Form):
    """Who was asked about a version, and when (Sch.4 paras 1-4)."""

    status = 200

    body = forms.ChoiceField(
        label="Who was asked?",
        choices=Consultation.Body.choices,
        widget=Radios(
            hints={
                Consultation.Body.LANDLORD: "Those whom the partnership considers appropriate."
                " Where there is none, record that here with the reason.",
            }
        ),
        error_messages={"required": "Select who was asked"},
    )
    name = forms.CharField(
        label="Name of the office, landlord or group",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Enter the name of who was asked"},
    )
    asked_on = DateField(label="When were they asked?", subject="The day on which they were asked")
    note = LongTextField(
        label="What did they say?",
        help_text="Also what became of it, or that no answer came.",
        max_length=4000,
        required=False,
    )

    def given(self) -> ConsultationGiven:
        """For `record_consultation`."""
        return ConsultationGiven(**self.cleaned_data)


class RevisionForm(forms.Form):
    """Nothing but what the page showed of the draft."""

    status = 200

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PublishForm(RevisionForm):
    """From when the version binds. concerns: how many warnings of the guard the page shows."""

    effective_from = DateField(
        label="First day in force",
        subject="The first day in force",
        help_text="After today, once a version has been published. The version before it ends on"
        " the day before.",
    )
    last_day = DateField(
        label="Last day in force (optional)",
        subject="The last day in force",
        help_text="Only where its end is known already.",
        required=False,
    )
    read = forms.BooleanField(
        label="I have read the warnings about the Act on this page",
        error_messages={"required": "Tick the box once you have read the warnings"},
    )

    def __init__(self, *args, concerns: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.concerns = concerns
        if not concerns:
            del self.fields["read"]

    def given(self) -> PublicationGiven:
        """For `publish`."""
        return PublicationGiven(
            effective_from=self.cleaned_data["effective_from"],
            last_day=self.cleaned_data["last_day"],
            concerns=self.concerns,
        )
