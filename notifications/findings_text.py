"""The findings of an assessment as one applicant's letter gives them.

An applicant reads about their own reports only; what other people reported is counted, never
described.
"""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext, gettext_lazy

from notifications.wording import in_words
from thresholds.facts import Answer
from thresholds.findings import Finding, Outcome, ReportLine, RouteFinding
from thresholds.periods import joined, when_in_words
from thresholds.routes import IndividualReports

RESULT = {
    Finding.MET: gettext_lazy("Met"),
    Finding.NOT_MET: gettext_lazy("Not met"),
    Finding.NOT_KNOWN: gettext_lazy("Not known yet"),
}
COUNTED = {
    Answer.YES: gettext_lazy("Counted"),
    Answer.NO: gettext_lazy("Not counted"),
    Answer.UNKNOWN: gettext_lazy("Not certain"),
}


def findings(decision: Mapping, *, application_id: int) -> dict:
    """Tests with their criteria, the applicant's reports line by line, and what may help.

    decision: `cases.letter_facts.decision_facts`. Raises OutcomeError where it cannot be read.
    """
    outcome = Outcome.from_json(decision["evaluation"])
    tests = (outcome.statutory, *outcome.routes)
    reports = decision["reports"]
    own = {
        key
        for key, report in reports.items()
        if report["own"] and report["application"] == application_id
    }
    together = len({report["application"] for report in reports.values()}) > 1
    return {
        "tests": [_test(test) for test in tests],
        "reports": _own_reports(_ledgers(tests, together=together), reports, own),
        "others_counted": sum(line.report not in own for line in outcome.statutory.lines_counted),
        "together": together,
        "exclusions": [
            {"wording": exclusion.wording, "advice": exclusion.advice}
            for exclusion in outcome.exclusions
            if exclusion.applies is Answer.YES
        ],
        "cures": list(dict.fromkeys(test.cure for test in tests if test.cure)),
    }


def _test(test: RouteFinding) -> dict:
    return {
        "title": test.title,
        "clause": test.clause,
        "result": str(RESULT[test.finding]),
        "criteria": [
            {
                "title": criterion.title,
                "wording": criterion.wording,
                "result": str(RESULT[criterion.finding]),
            }
            for criterion in test.criteria
        ],
    }


def _ledgers(tests: tuple[RouteFinding, ...], *, together: bool) -> list[RouteFinding]:
    """Whose lines are shown. A route for one person's reports is measured for one applicant of a
    joint review, and says of the others' reports that they are somebody else's."""
    return [test for test in tests if not (together and test.kind == IndividualReports.kind)]


def _own_reports(tests: list[RouteFinding], reports: Mapping, own: set[str]) -> list[dict]:
    """Each own report once; where tests treat it differently, what each of them says."""
    said: dict[str, dict[tuple[str, str], list[str]]] = {}
    dates: dict[str, ReportLine] = {}
    for test in tests:
        for line in test.lines:
            if line.report in own:
                dates.setdefault(line.report, line)
                verdict = (str(COUNTED[line.counts]), line.reason)
                said.setdefault(line.report, {}).setdefault(verdict, []).append(test.title)
    return [
        {
            "told": reports[key]["told"],
            "reported_on": _on(line.reported_on, line.reported_until),
            "occurred_on": _on(line.occurred_on, line.occurred_until),
            "verdicts": _verdicts(said[key]),
        }
        for key, line in dates.items()
    ]


def _on(first: dt.date | None, last: dt.date | None) -> str:
    """When it was, to follow what was done: “on Monday 11 May 2026”."""
    if first is None:
        return gettext("on a day that is not known")
    if last in (None, first):
        return gettext("on %(day)s") % {"day": in_words(first)}
    return gettext("some time %(when)s") % {"when": when_in_words(first, last)}


def _verdicts(said: dict[tuple[str, str], list[str]]) -> list[dict]:
    single = len(said) == 1
    return [
        {
            "counted": counted,
            "reason": reason.rstrip("."),
            "tests": "" if single else joined([f"“{title}”" for title in titles]),
        }
        for (counted, reason), titles in said.items()
    ]
