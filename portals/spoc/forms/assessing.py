"""Assessment and risk."""

from django import forms

from cases.asked import Asked
from cases.commands.assessing import AssessmentGiven, PartyView, ReportStanding, RiskGiven
from cases.models import Application, AssessmentParty, Report
from cases.models.applications import Answer
from cases.pseudonyms import LONGEST
from cases.selectors.spoc_people import IncidentShown
from portals.acts import ActForm
from portals.components.fields import LongTextField
from portals.components.widgets import Radios
from portals.pseudonyms import not_a_contact
from portals.spoc.forms.asked import AskedFields
from thresholds.procedure import Procedure
from thresholds.risk import RiskMatrix

LONG = 4000
REPORT_FIELDS = ("standing", "source", "rebutted", "person", "apart")
PARTIES = AssessmentParty.Party
VIEWS = AssessmentParty.View


def _question(label: str, *, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Answer.choices, widget=Radios(inline=True), help_text=help_text
    )


class AssessForm(ActForm):
    """The assessors' answers, the views of the three parties, and what is known of each report.

    procedure: what it asks beside the questions that every procedure has is asked as well. before:
    what was answered to that at the last assessment.
    """

    persists = _question("Does the problem go on?")
    timeframe_unexpired = _question(
        "Has an agency said what it will do by when, and has that time not run out?",
        help_text="Advisory: it can never outweigh three qualifying complaints (section 104(4)).",
    )
    conduct_of_one_agency = _question(
        "Is it about the conduct of one agency that has acted?",
        help_text="Advisory: that is for the agency’s complaints procedure.",
    )
    response_adequate = _question("Has the response so far been adequate?")
    harm_view = _question(
        "Does harm or potential harm make a review the right response?",
        help_text="A case below the numbers can be taken because of harm. Answer “no” only with a"
        " reason: without it the application cannot be rejected.",
    )
    harm_reason = LongTextField(
        label="Why?",
        max_length=LONG,
        error_messages={"required": "Enter why harm does or does not make a review right"},
    )

    mark_optional = False

    def __init__(
        self,
        *args,
        ledger: list[IncidentShown],
        procedure: Procedure,
        before: Asked,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.ledger = ledger
        self.asked = AskedFields(procedure, ledger, before)
        self.asked.add_to(self.fields)
        for party in PARTIES:
            self.fields[f"{party}_view"] = forms.ChoiceField(
                label="View",
                choices=[("", "Choose"), *VIEWS.choices],
                error_messages={"required": f"Select the view of the {party.label.lower()}"},
            )
            self.fields[f"{party}_name"] = forms.CharField(
                label="Name of who spoke for them", max_length=150, required=False
            )
            self.fields[f"{party}_comment"] = LongTextField(
                label="Comment",
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": "2"}),
            )
        for report in self._reports():
            self._add_report(report)

    def _reports(self):
        return [report for incident in self.ledger for report in incident.reports]

    def _add_report(self, report) -> None:
        self.fields[f"report_{report.id}_standing"] = forms.ChoiceField(
            label="What is known of this report?",
            choices=Report.Standing.choices,
            initial=report.standing,
        )
        self.fields[f"report_{report.id}_rebutted"] = forms.CharField(
            label="It does not count, because",
            help_text="Leave it empty if the report counts.",
            max_length=500,
            required=False,
            initial=report.rebutted_reason,
        )
        if report.pseudonym:
            self.fields[f"report_{report.id}_person"] = forms.CharField(
                label="Code for this person, if agencies call them by different names",
                max_length=LONGEST,
                required=False,
                initial=report.person_code,
                validators=[not_a_contact],
            )

    def report_rows(self):
        """Each incident with its own fields and its reports with theirs, for the template."""
        for incident in self.ledger:
            yield (
                incident,
                [self[name] for name in self.asked.names_of(incident)],
                [(report, self._fields_of(report)) for report in incident.reports],
            )

    def _fields_of(self, report) -> list:
        names = (f"report_{report.id}_{what}" for what in REPORT_FIELDS)
        return [self[name] for name in names if name in self.fields]

    @property
    def asks_for_codes(self) -> bool:
        """Whether an agency told of reports by people whom only it knows by name."""
        return any(report.pseudonym for incident in self.ledger for report in incident.reports)

    def asked_rows(self):
        """The questions that only this procedure asks."""
        return [self[f"asked_{code}"] for code in self.asked.questions]

    def party_rows(self):
        """The three parties, each with view, name and comment."""
        for party in PARTIES:
            yield party.label, [self[f"{party}_{part}"] for part in ("view", "name", "comment")]

    def clean(self):
        """A party that took part has a name; at least one took part; answers fit each other."""
        given = super().clean()
        spoke = 0
        for party in PARTIES:
            if given.get(f"{party}_view") not in {VIEWS.TAKE, VIEWS.NOT_TAKE}:
                continue
            spoke += 1
            if not given.get(f"{party}_name", "").strip():
                self.add_error(f"{party}_name", f"Enter who spoke for the {party.label.lower()}")
        if not spoke and not self.errors:
            self.add_error(
                f"{PARTIES.COMMUNITY_SAFETY}_view",
                "Record the view of at least one of the three parties",
            )
        for name, message in self.asked.problems(given):
            self.add_error(name, message)
        return given

    def given(self) -> AssessmentGiven:
        """What was answered, as the command wants it."""
        answers = self.cleaned_data
        return AssessmentGiven(
            persists=answers["persists"],
            harm_view=answers["harm_view"],
            harm_reason=answers["harm_reason"],
            response_adequate=answers["response_adequate"],
            timeframe_unexpired=answers["timeframe_unexpired"],
            conduct_of_one_agency=answers["conduct_of_one_agency"],
            parties=tuple(
                PartyView(
                    party=party,
                    view=answers[f"{party}_view"],
                    name=answers[f"{party}_name"].strip(),
                    comment=answers[f"{party}_comment"].strip(),
                )
                for party in PARTIES
            ),
            reports=tuple(
                ReportStanding(
                    report_id=report.id,
                    standing=answers[f"report_{report.id}_standing"],
                    rebutted_reason=answers[f"report_{report.id}_rebutted"].strip(),
                    person_code=answers.get(f"report_{report.id}_person", "").strip(),
                )
                for report in self._reports()
            ),
            asked=self.asked.given(answers),
        )


class RiskForm(ActForm):
    """The questions of the published matrix for one application; none has to be answered."""

    mark_optional = False

    vulnerable = forms.ChoiceField(
        label="Is the victim, or somebody in the household, vulnerable?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(inline=True),
        help_text="Your judgement, whatever the score. Turning away somebody vulnerable takes two"
        " people.",
    )
    overridden_band = forms.ChoiceField(
        label="Band, if the score does not show the risk", required=False
    )
    override_reason = LongTextField(
        label="Why does the score not show the risk? (only if you chose a band)",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    notes = LongTextField(
        label="Notes (optional)",
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(self, *args, application: Application, matrix: RiskMatrix, **kwargs):
        super().__init__(*args, **kwargs)
        self.application, self.matrix = application, matrix
        for question in matrix.questions:
            self.fields[_name(question.code)] = forms.ChoiceField(
                label=question.title,
                choices=[(answer.code, answer.title) for answer in question.answers],
                widget=Radios(inline=True),
                required=False,
            )
        bands = [(band.code, band.title) for band in matrix.bands]
        self.fields["overridden_band"].choices = [("", "As the score says"), *bands]

    def questions(self):
        """The fields of the matrix, in its order."""
        return [self[_name(question.code)] for question in self.matrix.questions]

    def judgement(self):
        """The fields that stand beside the score."""
        return [
            self[name] for name in ("vulnerable", "overridden_band", "override_reason", "notes")
        ]

    def clean(self):
        """A band of one's own needs its reason."""
        given = super().clean()
        if given.get("overridden_band") and not given.get("override_reason", "").strip():
            self.add_error("override_reason", "Enter why the score does not show the risk")
        return given

    def given(self) -> RiskGiven:
        """What was answered, as the command wants it."""
        answers = self.cleaned_data
        chosen = {
            question.code: answers[_name(question.code)]
            for question in self.matrix.questions
            if answers[_name(question.code)]
        }
        band = answers["overridden_band"]
        return RiskGiven(
            application_id=self.application.pk,
            answers=chosen,
            vulnerable=answers["vulnerable"] == "yes",
            overridden_band=band,
            override_reason=answers["override_reason"].strip() if band else "",
            notes=answers["notes"].strip(),
        )


def _name(code: str) -> str:
    return f"question_{code}"
