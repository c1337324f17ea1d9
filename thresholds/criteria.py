"""Criteria of a route beside its numbers, each in plain English ready for a letter.

As in `thresholds.wording`, no name, place or date of another person comes into a
sentence. `facts_used` is for the record and for staff: it may hold dates.
"""

from datetime import date

from thresholds.conditions import Condition, Reason
from thresholds.findings import CriterionFinding, Finding, answer_of
from thresholds.periods import Period, day_in_words
from thresholds.routes import Dated, Factor, Recency

_FACTORS = {
    Factor.HARM: (
        "Harm or possible harm",
        {
            Finding.MET: "The harm, or the harm that may follow, is a reason to review the case.",
            Finding.NOT_MET: "The harm that we know of is not by itself a reason for a review.",
            Finding.NOT_KNOWN: "We have not yet decided about the harm.",
        },
    ),
    Factor.VULNERABILITY: (
        "Vulnerability",
        {
            Finding.MET: "You, or somebody in your household, may be vulnerable.",
            Finding.NOT_MET: "We know of nothing that makes you or your household vulnerable.",
            Finding.NOT_KNOWN: "We have not yet decided whether you may be vulnerable.",
        },
    ),
    Factor.PERSISTENCE: (
        "How long it has gone on",
        {
            Finding.MET: "The problem goes on.",
            Finding.NOT_MET: "The problem has stopped.",
            Finding.NOT_KNOWN: "We do not know yet whether the problem goes on.",
        },
    ),
    Factor.ADEQUACY_OF_RESPONSE: (
        "What has been done so far",
        {
            Finding.MET: "What has been done so far was not enough.",
            Finding.NOT_MET: "What has been done so far was enough.",
            Finding.NOT_KNOWN: "We have not yet decided whether what has been done was enough.",
        },
    ),
}
_FACTOR_CURES = {
    Factor.HARM: "Tell us how this affects you or your household.",
    Factor.VULNERABILITY: "Tell us about anything that makes it harder for you to cope.",
    Factor.PERSISTENCE: "Tell us if it goes on, or starts again.",
    Factor.ADEQUACY_OF_RESPONSE: "Tell us what was done, and what was not.",
}
_IS_IT_SO = {
    Finding.MET: "We found that this is so.",
    Finding.NOT_MET: "We found that this is not so.",
    Finding.NOT_KNOWN: "We do not know yet whether this is so.",
}


def persists(finding: Finding) -> CriterionFinding:
    """Whether the problem goes on."""
    _, sentences = _FACTORS[Factor.PERSISTENCE]
    cures = {
        Finding.MET: None,
        Finding.NOT_MET: "If it starts again, tell us.",
        Finding.NOT_KNOWN: "Tell us whether the problem goes on.",
    }
    return CriterionFinding(
        code="persists",
        title="The problem goes on",
        finding=finding,
        facts_used=(f"persists: {answer_of(finding)}",),
        wording=sentences[finding],
        cure=cures[finding],
    )


def recent(recency: Recency, finding: Finding, latest: date | None) -> CriterionFinding:
    """Whether the latest incident or report lies close enough to the application."""
    a, what = ("An", "incident") if recency.of is Dated.INCIDENT else ("A", "report")
    asked = f"The latest {what} must be no more than {recency.within.text} before you applied."
    said = {
        Finding.MET: "It is.",
        Finding.NOT_MET: "It is not.",
        Finding.NOT_KNOWN: "We do not know yet whether it is.",
    }
    cures = {
        Finding.MET: None,
        Finding.NOT_MET: f"If there is a newer {what}, tell us.",
        Finding.NOT_KNOWN: f"Tell us the day of the latest {what}.",
    }
    return CriterionFinding(
        code=f"recent_{recency.of}",
        title=f"{a} {what} within {recency.within.text} before the application",
        finding=finding,
        facts_used=(f"latest {what}: {_known(latest)}",),
        wording=f"{asked} {said[finding]}",
        cure=cures[finding],
    )


def first_complaint(within: Period, finding: Finding, first: date | None) -> CriterionFinding:
    """Whether the application came soon enough after the first report."""
    said = {
        Finding.MET: "You did.",
        Finding.NOT_MET: "You did not.",
        Finding.NOT_KNOWN: "We do not know yet whether you did.",
    }
    cures = {
        Finding.MET: None,
        Finding.NOT_MET: "If the problem goes on, report it again and apply again.",
        Finding.NOT_KNOWN: "Tell us the day of the first report.",
    }
    return CriterionFinding(
        code="first_complaint",
        title=f"The application within {within.text} of the first report",
        finding=finding,
        facts_used=(f"first report: {_known(first)}",),
        wording=f"You must apply within {within.text} of the first report. {said[finding]}",
        cure=cures[finding],
    )


def condition(condition: Condition, finding: Finding) -> CriterionFinding:
    """Something that a route asks for beyond numbers and dates."""
    cure = condition.cure or ("Tell us what you know about this." if _open(finding) else None)
    return CriterionFinding(
        code=condition.code,
        title=condition.title,
        finding=finding,
        facts_used=(f"{condition.code}: {answer_of(finding)}",),
        wording=f"{condition.wording} {_IS_IT_SO[finding]}",
        cure=None if finding is Finding.MET else cure,
        clause=condition.clause,
    )


def reason(reason: Reason, finding: Finding) -> CriterionFinding:
    """A published reason for discretion beyond the factors of the Act."""
    return CriterionFinding(
        code=reason.code,
        title=reason.title,
        finding=finding,
        facts_used=(f"{reason.code}: {answer_of(finding)}",),
        wording=f"{reason.wording} {_IS_IT_SO[finding]}",
        cure=None if finding is Finding.MET else "Tell us what you know about this.",
    )


def risk(bands: str, found: str | None, finding: Finding) -> CriterionFinding:
    """A risk assessed in one of the bands that the procedure names."""
    said = {
        Finding.MET: "It was found so.",
        Finding.NOT_MET: "It was found lower; that by itself is no reason to refuse.",
        Finding.NOT_KNOWN: "It has not been assessed yet.",
    }
    return CriterionFinding(
        code="risk_band",
        title=f"Risk assessed as {bands}",
        finding=finding,
        facts_used=(f"risk_band: {found or 'unknown'}",),
        wording=f"A risk assessed as {bands} is a reason for a review. {said[finding]}",
        cure=None if finding is Finding.MET else _FACTOR_CURES[Factor.HARM],
    )


def factor(factor: Factor, finding: Finding) -> CriterionFinding:
    """One factor of a discretion."""
    title, sentences = _FACTORS[factor]
    return CriterionFinding(
        code=factor.value,
        title=title,
        finding=finding,
        facts_used=(f"{factor}: {answer_of(finding)}",),
        wording=sentences[finding],
        cure=None if finding is Finding.MET else _FACTOR_CURES[factor],
    )


def senior(role: str, finding: Finding) -> CriterionFinding:
    """The agreement of a named senior person."""
    said = {Finding.MET: "has agreed", Finding.NOT_MET: "has not agreed"}
    return CriterionFinding(
        code="senior",
        title=f"Agreement of the {role}",
        finding=finding,
        facts_used=(f"senior_agreed: {answer_of(finding)}",),
        wording=f"The {role} {said.get(finding, 'has not yet been asked')}.",
        cure=None if finding is Finding.MET else f"The {role} would have to agree.",
    )


def _open(finding: Finding) -> bool:
    return finding is Finding.NOT_KNOWN


def _known(day: date | None) -> str:
    return day_in_words(day) if day else "not known"
