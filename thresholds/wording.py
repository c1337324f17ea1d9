"""Plain English for findings: said to the victim, ready for a letter.

No name, place or date of another person comes into these sentences, so that a
letter made of them tells nobody's story but the victim's.
"""

from dataclasses import replace
from typing import NamedTuple

from thresholds.counting import Tally
from thresholds.findings import CriterionFinding, Finding, Suggestion
from thresholds.periods import Counting, Period, number_in_words


class Noun(NamedTuple):
    """What is counted: in the singular and the plural, and how more of it would be
    made in time (`more_one`, `more_many`, `made`)."""

    one: str
    many: str
    more_one: str
    more_many: str
    made: str

    def counted(self, n: int) -> str:
        """`one complaint`, `two complaints`."""
        return f"{number_in_words(n)} {self.one if n == 1 else self.many}"

    def missing(self, n: int, within: Period | None) -> str:
        """`Two more complaints, each made within one month beginning with ..., would be enough.`"""
        what = f"{number_in_words(n)} more {self.more_one if n == 1 else self.more_many}"
        if within is None:
            return _capital(f"{what} would be enough.")
        each = "each " if n > 1 else ""
        when = f"within {within.text} {_FROM[within.counting]} the day it happened"
        return _capital(f"{what}, {each}{self.made} {when}, would be enough.")


_FROM = {Counting.BEGINNING_WITH: "beginning with", Counting.AFTER: "after"}

COMPLAINT = Noun("complaint", "complaints", "complaint", "complaints", "made")
PERSON = Noun("person who reported", "people who reported", "person", "people", "reporting")
REPORT = Noun("report", "reports", "report", "reports", "made")
INCIDENT = Noun(
    "separate incident that you reported",
    "separate incidents that you reported",
    "separate incident",
    "separate incidents",
    "reported",
)
REPORT_OF_ONE_INCIDENT = Noun(
    "report of the same incident",
    "reports of the same incident",
    "report of the same incident",
    "reports of the same incident",
    "made",
)
HATE_REPORT = Noun(
    "report about hate", "reports about hate", "report about hate", "reports about hate", "made"
)
HATE_INCIDENT = Noun(
    "incident of hate that you reported",
    "separate incidents of hate that you reported",
    "incident of hate",
    "separate incidents of hate",
    "reported",
)

SUMMARIES = {
    Suggestion.MET_STATUTORY: (
        "The test in the Act is met. The case must be reviewed, whatever the local routes say."
    ),
    Suggestion.MET_LOCAL: "The published threshold is met.",
    Suggestion.DISCRETION_OPEN: (
        "The numbers are not reached for certain. A person decides whether to take the case "
        "because of the harm, the vulnerability or another reason that the procedure names."
    ),
    Suggestion.NOT_MET: "Neither the test in the Act nor the published threshold is met.",
    Suggestion.NOT_KNOWN: "More must be known before the threshold can be decided.",
}

NARROWER_THAN_THE_ACT = (
    "The published routes are not met, but the test in the Act is. A local condition cannot be "
    "used to refuse this case (s.104(4))."
)

DISCRETION = {
    Finding.MET: (
        "We can review a case even where the numbers are not reached. We found a reason to do so."
    ),
    Finding.NOT_MET: (
        "We can review a case even where the numbers are not reached. We found no reason to do so."
    ),
    Finding.NOT_KNOWN: (
        "We can review a case even where the numbers are not reached. We have not yet decided "
        "whether there is a reason to do so."
    ),
}
DISCRETION_CURE = (
    "Tell us how this affects you or your household, and about anything that makes it harder "
    "for you to cope."
)


def statutory(finding: Finding, tally: Tally, needed: int) -> str:
    """The statutory test in one or two sentences."""
    asked = f"The law asks for {COMPLAINT.counted(needed)} made in time about the behaviour."
    return f"{asked} {_count_sentence(finding, tally)}"


def under(clause: str, criterion: CriterionFinding) -> CriterionFinding:
    """The criterion with the clause that it comes from, where it has none of its own."""
    return criterion if criterion.clause else replace(criterion, clause=clause)


def count_criterion(
    *, code: str, noun: Noun, finding: Finding, tally: Tally, needed: int, within: Period | None
) -> CriterionFinding:
    """A number that is asked for."""
    asked = f"This asks for {noun.counted(needed)}."
    return CriterionFinding(
        code=code,
        title=_capital(noun.counted(needed)),
        finding=finding,
        facts_used=(
            f"{tally.certain} counted",
            f"{tally.possible - tally.certain} more may count",
            f"{needed} needed",
        ),
        wording=f"{asked} {_count_sentence(finding, tally)}",
        cure=_count_cure(noun, finding, tally, needed, within),
    )


def route(finding: Finding, criteria: tuple[CriterionFinding, ...]) -> str:
    """The sentences of the criteria, and what they come to."""
    ending = {
        Finding.MET: "So this part of our threshold is met.",
        Finding.NOT_MET: "So this part of our threshold is not met.",
        Finding.NOT_KNOWN: "So we cannot say yet whether this part of our threshold is met.",
    }
    return " ".join([*(criterion.wording for criterion in criteria), ending[finding]])


def cure(criteria: tuple[CriterionFinding, ...]) -> str | None:
    """What would meet the criteria that are not met, together."""
    return " ".join(criterion.cure for criterion in criteria if criterion.cure) or None


def excluded_yet_met(title: str) -> str:
    """A local exclusion applies although the statutory test is met."""
    return (
        f"“{title}” applies, but the test in the Act is met. "
        "It cannot be used to refuse this case (s.104(4))."
    )


def counted_twice(what: str) -> str:
    """`what` is met only because somebody whom an agency names under a code counts as well."""
    return (
        f"{what} is met only because somebody whom an agency names under a code is counted beside "
        "those who applied. It may be one of them. Find out who it is and record the answer. Until "
        "then both count, in favour of those who applied."
    )


def _count_sentence(finding: Finding, tally: Tally) -> str:
    counted = f"We counted {number_in_words(tally.certain) if tally.certain else 'none'}"
    if finding is Finding.NOT_KNOWN:
        more = tally.possible - tally.certain
        return f"{counted}, and {number_in_words(more)} more may count once we know more."
    return f"{counted}."


def _count_cure(
    noun: Noun, finding: Finding, tally: Tally, needed: int, within: Period | None
) -> str | None:
    if finding is Finding.MET:
        return None
    if finding is Finding.NOT_KNOWN:
        return "Tell us the dates and answers that are missing."
    return noun.missing(needed - tally.certain, within)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
