"""What tests of the threshold share: procedures by name, and facts from a line of text.

A report reads: incident, day it happened, day of the report, who reported, and what else is known
of it; a question mark is a thing not known, `2026-03-01..2026-03-31` some day between. What else:
`unrelated`, `relation_unknown`; `claimed` (unless said), `confirmed`, `not_found`; `rebutted`,
`apart`; `diary_sheet`; `to=police`; `place=corner`; `hate=race`, `hate=?`, `not_hate`, `recorded`,
`not_recorded`; `linked=2026-05-20`, the day of the linked application that told of it, and is
theirs who reported; `code`, who reported is an agency's code that may stand for an applicant.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from thresholds.facts import Answer, Facts, HateMark, Incident, LinkedApplication, Report
from thresholds.procedure import Procedure, parse_procedure

PUBLISHED = Path(__file__).parents[1] / "thresholds" / "published"
APPLIED = date(2026, 5, 2)

# Rules of partnerships that are not shipped (DOMAIN section 3), as changes to Bassetlaw's.
MONTH = {"n": 1, "unit": "month"}
BY_REASON = {"kind": "discretion", "code": "discretion", "title": "t", "clause": "c", "factors": []}
CLOSED = {
    "code": "case_closed",
    "title": "The case is closed",
    "wording": "The agency's case about it is closed.",
    "cure": "Apply again when the agency has closed its case.",
    "routes": ["discretion"],
}
NOT_SHIPPED = {
    "sunderland": {"routes": {2: {**BY_REASON, "risk_bands": ["high"]}}},
    "lincolnshire": {
        "routes": {2: {"factors": ["vulnerability"], "senior_role": "head of community safety"}}
    },
    "senior-officer-alone": {"routes": {2: {**BY_REASON, "senior_role": "chief inspector"}}},
    "high-risk-and-harm": {
        "routes": {2: {"factors": ["harm"], "risk_bands": ["high"], "needs": "all"}}
    },
    "closed-before-discretion": {"conditions": [CLOSED]},
    "worcestershire": {"routes": {1: {"people": 3, "reports": 3}}},
    "ashford": {"routes": {1: {"same_place": True}}},
    "bromley": {"routes": {0: {"recency": {"of": "report", "within": MONTH}}}},
    "thirty-days": {"report_within": {"n": 30, "unit": "day"}},
    "calendar-month": {"report_within": MONTH | {"counting": "after"}},
    "first-complaint": {
        "report_within": None,
        "application_within": {"within": {"n": 3, "unit": "month"}, "anchor": "first_complaint"},
    },
    "latest-incident": {
        "application_within": {"within": {"n": 2, "unit": "week"}, "anchor": "latest_incident"}
    },
}


def content(name: str) -> dict:
    """What a shipped procedure's file holds."""
    return json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8"))


def procedure(name: str, *, route: int = 1, threshold: dict | None = None, **changes) -> Procedure:
    """A procedure by name, with `changes` made to one of its routes, or to its `threshold`."""
    unshipped = dict(NOT_SHIPPED.get(name, {}))
    data = content("bassetlaw-newark-sherwood" if unshipped else name)
    for number, settings in unshipped.pop("routes", {}).items():
        data["threshold"]["routes"][number].update(settings)
    data["threshold"].update(unshipped)
    data["threshold"].update(threshold or {})
    if changes:
        data["threshold"]["routes"][route].update(changes)
    return parse_procedure(data)


def facts_of(reports: str, *, applied: date = APPLIED, answers: str = "", places=None) -> Facts:
    """Facts from reports between semicolons and answers such as `persists=yes`."""
    incidents: dict[str, Incident] = {}
    linked: dict[str, LinkedApplication] = {}
    for number, line in enumerate(one for one in reports.split(";") if one.strip()):
        key, happened, reported, who, *more = line.split()
        said = dict(word.partition("=")[::2] for word in more)
        if "linked" in said:
            on = date.fromisoformat(said["linked"])
            own = LinkedApplication(key=said["linked"], application_on=on, applicant_key=who)
            linked.setdefault(said["linked"], own)
        incident = incidents.setdefault(key, _incident(key, happened, said, places or {}))
        report = _report(f"report-{number}", reported, who, said)
        incidents[key] = replace(incident, reports=(*incident.reports, report))
    given = dict(pair.split("=") for pair in answers.split())
    own = {name: given.pop(name) for name in list(given) if name in Facts.__dataclass_fields__}
    return Facts(
        application_on=applied,
        applicant_key="applicant",
        incidents=incidents.values(),
        linked_applications=linked.values(),
        answers=given,
        **own,
    )


def route(outcome, code: str):
    """The finding of one route."""
    (found,) = [one for one in outcome.routes if one.code == code]
    return found


THREE = "a 2026-03-10 2026-03-12 me; b 2026-03-20 2026-03-20 me; c 2026-04-25 2026-04-30 me"
FIVE_ONE_INCIDENT = "; ".join(f"a 2026-04-20 2026-04-2{n} p{n}" for n in range(5))
BASSETLAW = procedure("bassetlaw-newark-sherwood")
ASHFIELD = procedure("ashfield")


def _incident(key: str, happened: str, said: dict, places: dict) -> Incident:
    related = Answer.UNKNOWN if "relation_unknown" in said else Answer.YES
    first, last = _days(happened)
    return Incident(
        key=key,
        occurred_on=first,
        occurred_until=last,
        related=Answer.NO if "unrelated" in said else related,
        related_reason="another problem" if "unrelated" in said else None,
        place_key=said.get("place") or places.get(key),
        hate=_hate(said),
    )


def _hate(said: dict) -> tuple[HateMark, ...] | None:
    if "not_hate" in said:
        return ()
    if "hate" not in said:
        return None
    recorded = Answer.NO if "not_recorded" in said else Answer.UNKNOWN
    recorded = Answer.YES if "recorded" in said else recorded
    name = said["hate"]
    return (HateMark(characteristic=None if name == "?" else name, recorded=recorded),)


def _report(key: str, reported: str, who: str, said: dict) -> Report:
    first, last = _days(reported)
    standing = {"confirmed", "not_found"} & said.keys()
    return Report(
        key=key,
        reporter_key={"?": None, "me": "applicant"}.get(who, who),
        reported_on=first,
        reported_until=last,
        agency_kind=said.get("to"),
        agency_key=said.get("to"),
        standing=standing.pop() if standing else "claimed",
        rebutted_reason="it was about another address" if "rebutted" in said else None,
        apart_reason="another night" if "apart" in said else None,
        source="diary_sheet" if "diary_sheet" in said else "complaint",
        application_key=said.get("linked"),
        may_have_applied="code" in said,
    )


def _days(cell: str) -> tuple[date | None, date | None]:
    if cell == "?":
        return None, None
    first, _, last = cell.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last) if last else None
