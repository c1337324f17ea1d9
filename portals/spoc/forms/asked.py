"""Fields for what only the procedure of this case asks: conditions, exclusions, hate, whether it is
all one problem, how it was reported, and whether reports of the same incident count by themselves.
"""

from collections.abc import Iterator

from django import forms

from cases.asked import (
    Asked,
    asks_apart,
    asks_hate,
    asks_recorded,
    asks_related,
    asks_sources,
    characteristics_of,
    questions_of,
)
from cases.models.applications import Answer
from cases.selectors.spoc_people import IncidentShown
from portals.components.widgets import Radios
from thresholds.conditions import MONITORED_STRANDS
from thresholds.facts import COMPLAINT, HateMark
from thresholds.procedure import Procedure

NO_HATE, NOT_KNOWN, NOT_KNOWN_WHICH, ANOTHER = "no", "", "which", "another"


class AskedFields:
    """The fields, by name; made for one procedure and one case's ledger.

    before: what was answered at the last assessment; shown again, and asked again where it says
    that something is not part of the problem.
    """

    def __init__(self, procedure: Procedure, ledger: list[IncidentShown], before: Asked):
        self.questions = questions_of(procedure)
        self.ledger = ledger
        self.before = before
        self.related = asks_related(procedure) or bool(before.unrelated)
        self.sources = asks_sources(procedure)
        self.hate = asks_hate(procedure)
        self.recorded = asks_recorded(procedure)
        self.apart = asks_apart(procedure)
        self.characteristics = characteristics_of(procedure) or MONITORED_STRANDS

    def add_to(self, fields: dict[str, forms.Field]) -> None:
        """Put every field into a form's."""
        for code, (label, help_text) in self.questions.items():
            fields[f"asked_{code}"] = forms.ChoiceField(
                label=label,
                help_text=help_text,
                choices=Answer.choices,
                initial=self.before.answers.get(code),
                widget=Radios(inline=True),
                error_messages={"required": f"Answer this: {label}"},
            )
        for incident in self.ledger:
            if self.related:
                self._add_related(fields, incident)
            self._add_hate(fields, incident)
            self._add_reports(fields, incident)

    def _add_related(self, fields: dict[str, forms.Field], incident: IncidentShown) -> None:
        fields[f"incident_{incident.id}_related"] = forms.ChoiceField(
            label="Is it part of the same problem?",
            help_text="With “no”, reports of it do not count, not even under the Act.",
            choices=Answer.choices,
            initial=self._related_before(incident),
            required=False,
        )
        fields[f"incident_{incident.id}_unrelated"] = forms.CharField(
            label="It is not part of it, because",
            help_text="Only if you chose “no”. The applicant reads this in their letter.",
            max_length=500,
            required=False,
            initial=self.before.unrelated.get(incident.id) or "",
        )

    def _related_before(self, incident: IncidentShown) -> Answer:
        if incident.id not in self.before.unrelated:
            return Answer.YES
        return Answer.UNKNOWN if self.before.unrelated[incident.id] is None else Answer.NO

    def _add_hate(self, fields: dict[str, forms.Field], incident: IncidentShown) -> None:
        about, recorded = self._hate_before(incident)
        if self.hate:
            fields[f"incident_{incident.id}_hate"] = forms.ChoiceField(
                label="Was this hate?",
                choices=self._hate_choices(),
                initial=about,
                required=False,
            )
        if self.recorded:
            fields[f"incident_{incident.id}_recorded"] = forms.ChoiceField(
                label="Was it recorded as hate at the time?",
                choices=Answer.choices,
                initial=recorded,
                required=False,
            )

    def _hate_before(self, incident: IncidentShown) -> tuple[str, str]:
        """What it was about, and whether it was recorded, as the fields show it."""
        marks = self.before.hate.get(incident.id)
        if not marks:
            return (NOT_KNOWN if marks is None else NO_HATE), Answer.UNKNOWN
        about = marks[0].characteristic or NOT_KNOWN_WHICH
        choices = dict(self._hate_choices())
        return (about if about in choices else ANOTHER), marks[0].recorded.value

    def _add_reports(self, fields: dict[str, forms.Field], incident: IncidentShown) -> None:
        for report in incident.reports:
            if self.sources:
                fields[f"report_{report.id}_source"] = forms.ChoiceField(
                    label="How was it reported?",
                    help_text="What your procedure does not count still counts under the Act.",
                    choices=self._source_choices(),
                    initial=self.before.sources.get(report.id, COMPLAINT),
                    required=False,
                )
            if self.apart and len(incident.reports) > 1:
                fields[f"report_{report.id}_apart"] = forms.CharField(
                    label="It counts by itself, because",
                    help_text="Leave it empty if it is one of several reports of the same thing.",
                    max_length=500,
                    required=False,
                    initial=self.before.apart.get(report.id, ""),
                )

    def _source_choices(self) -> list[tuple[str, str]]:
        return [
            (COMPLAINT, "In a way that counts"),
            *((code, f"Only by {code.replace('_', ' ')}") for code in self.sources),
        ]

    def _hate_choices(self) -> list[tuple[str, str]]:
        named = [(code, f"Yes: {code.replace('_', ' ')}") for code in sorted(self.characteristics)]
        return [
            (NOT_KNOWN, "Not known"),
            (NO_HATE, "No"),
            *named,
            (ANOTHER, "Yes: another reason"),
            (NOT_KNOWN_WHICH, "Yes, but not known about what"),
        ]

    def names_of(self, incident: IncidentShown) -> list[str]:
        """The names of the fields about one incident as a whole."""
        asked = {
            "related": self.related,
            "unrelated": self.related,
            "hate": self.hate,
            "recorded": self.recorded,
        }
        return [f"incident_{incident.id}_{what}" for what, wanted in asked.items() if wanted]

    def problems(self, answers: dict) -> Iterator[tuple[str, str]]:
        """By the name of its field each answer that does not fit another one."""
        for incident in self.ledger if self.related else ():
            chosen, reason = self._related(incident, answers)
            if chosen == Answer.NO and not reason:
                yield (
                    f"incident_{incident.id}_unrelated",
                    f"Enter why incident {incident.number} is not part of the problem",
                )
            elif reason and chosen != Answer.NO:
                yield (
                    f"incident_{incident.id}_related",
                    f"Choose “no” for incident {incident.number}, or empty the reason below",
                )

    def given(self, answers: dict) -> Asked:
        """What was answered, as the command wants it."""
        reports = [report.id for incident in self.ledger for report in incident.reports]
        reasons = {one: answers.get(f"report_{one}_apart", "").strip() for one in reports}
        return Asked(
            answers={code: answers[f"asked_{code}"] for code in self.questions},
            hate={
                incident.id: marks
                for incident in self.ledger
                if (marks := self._marks(incident, answers)) is not None
            },
            apart={one: reason for one, reason in reasons.items() if reason},
            sources={
                one: source
                for one in reports
                if (source := answers.get(f"report_{one}_source") or COMPLAINT) != COMPLAINT
            },
            unrelated={
                incident.id: reason or None
                for incident in self.ledger
                for chosen, reason in [self._related(incident, answers)]
                if chosen != Answer.YES
            },
        )

    def _related(self, incident: IncidentShown, answers: dict) -> tuple[str, str]:
        """What was chosen, and the reason; as the applicant said where it was not asked."""
        chosen = answers.get(f"incident_{incident.id}_related") or Answer.YES
        return chosen, answers.get(f"incident_{incident.id}_unrelated", "").strip()

    def _marks(self, incident: IncidentShown, answers: dict) -> tuple[HateMark, ...] | None:
        about = answers.get(f"incident_{incident.id}_hate", NOT_KNOWN)
        if about in (NOT_KNOWN, NO_HATE):
            return None if about == NOT_KNOWN else ()
        recorded = answers.get(f"incident_{incident.id}_recorded") or Answer.UNKNOWN
        return (
            HateMark(
                characteristic=None if about == NOT_KNOWN_WHICH else about,
                recorded=str(recorded),
            ),
        )
