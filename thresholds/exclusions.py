"""Published exclusions, and those among them that the dates of an application show.

Every exclusion is advisory: s.104(4) knows none, and the statutory test never
looks here. Whether one applies is a person's answer. Where a procedure says how
it can be seen from the reports (`seen_from`) that is found first, and a person's
answer replaces it.
"""

from dataclasses import dataclass
from typing import ClassVar

from thresholds.facts import Answer, Facts
from thresholds.findings import ExclusionFinding
from thresholds.ledger import days_of, within
from thresholds.periods import Period
from thresholds.reading import code, words


@dataclass(frozen=True, kw_only=True)
class OneAgency:
    """Every report went to the same agency."""

    kind: ClassVar[str] = "one_agency"

    def find(self, facts: Facts) -> tuple[Answer, str]:
        """Unknown while no report is known, or not where each went."""
        reports = [one for incident in facts.incidents for one in incident.reports]
        agencies = {report.agency_key for report in reports if not report.rebutted}
        known = agencies - {None}
        if len(known) > 1:
            return Answer.NO, "the reports went to different agencies"
        if None in agencies or not known:
            return Answer.UNKNOWN, "it is not known where every report went"
        return Answer.YES, "every report went to the same agency"


@dataclass(frozen=True, kw_only=True)
class TooRecent:
    """The latest report lies so close to the application that there was no time to act."""

    kind: ClassVar[str] = "too_recent"
    within: Period

    def find(self, facts: Facts) -> tuple[Answer, str]:
        """Yes where a report was certainly made that close to the application."""
        return _latest(facts, self.within)


@dataclass(frozen=True, kw_only=True)
class Historic:
    """No report lies close enough to the application to be about a problem of today."""

    kind: ClassVar[str] = "historic"
    within: Period

    def find(self, facts: Facts) -> tuple[Answer, str]:
        """Yes where no report can have been made that close to the application."""
        recent, because = _latest(facts, self.within)
        opposite = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}
        return opposite[recent], because


def _latest(facts: Facts, period: Period) -> tuple[Answer, str]:
    """Whether any report lies within `period` before the application."""
    applied = (facts.application_on, facts.application_on)
    found = [
        within(period, days_of(report.reported_on, report.reported_until), applied)
        for incident in facts.incidents
        for report in incident.reports
        if not report.rebutted
    ]
    if Answer.YES in found:
        return Answer.YES, f"a report was made within {period.text} before the application"
    if Answer.UNKNOWN in found or not found:
        return Answer.UNKNOWN, "it is not known when every report was made"
    return Answer.NO, f"no report was made within {period.text} before the application"


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """A published circumstance in which an application "should not be submitted".

    Always advisory: s.104(4) knows no exclusions. `wording` is for the public
    page, `advice` says where to go instead.
    """

    code: str = code()
    title: str = words()
    wording: str = words()
    advice: str = words()
    seen_from: OneAgency | TooRecent | Historic | None = None


def find_exclusion(exclusion: Exclusion, facts: Facts) -> ExclusionFinding:
    """Whether an exclusion applies: what a person answered, else what the reports show."""
    applies, because = facts.answer(exclusion.code), None
    if applies is Answer.UNKNOWN and exclusion.seen_from:
        applies, because = exclusion.seen_from.find(facts)
    return ExclusionFinding(
        code=exclusion.code,
        title=exclusion.title,
        applies=applies,
        wording=exclusion.wording,
        advice=exclusion.advice,
        because=because,
    )
