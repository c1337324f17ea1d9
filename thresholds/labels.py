"""What the parts of a procedure are called where people read or edit them, and what they mean.

The table gives the words that were thought about; whatever it does not name is called by its own
name, so that a field or a kind of route that is new appears by itself, only less well worded.
"""

import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from thresholds.limits import counted
from thresholds.procedure import Procedure

# By class and field, else by field alone: label, help.
LABELS: dict[str, tuple[str, str]] = {
    "Procedure.title": ("Title of the procedure", "As the partnership publishes it."),
    "Procedure.source": ("Where it is taken from", ""),
    "Source.title": ("Published text", "Title and date of the text that people can read."),
    "Source.note": ("Note on the text", ""),
    "Procedure.names": ("Names", "Pages and letters use these words."),
    "Names.partnership": ("Partnership", "The full name."),
    "Names.scheme": ("The scheme", "For example, ASB case review (Community Trigger)."),
    "Names.application": ("An application", "A word in small letters, such as application."),
    "Names.review": ("The review", ""),
    "Names.panel": ("The meeting, short", "For example, LMAPS."),
    "Names.panel_in_full": ("The meeting, in full", ""),
    "Names.panel_plural": ("Several meetings", ""),
    "Names.contact": ("The contact, in full", "For example, single point of contact."),
    "Names.contact_short": ("The contact, short", "For example, SPOC."),
    "Names.local_policing_body": ("Local policing body", "Who can be asked to look again."),
    "Procedure.assessed_by": ("Assessed together by", "One on each line."),
    "Procedure.threshold": ("Threshold", ""),
    "Threshold.statute": (
        "The test in the Act, section 104(4)",
        "Computed for every application, whatever the routes below ask.",
    ),
    "Statute.count": (
        "Number of qualifying complaints",
        "Three, or fewer. The number may be set lower than three, not higher.",
    ),
    "Statute.report_within": (
        "A complaint counts when it is made within",
        "The Act: one month beginning with the day of the behaviour.",
    ),
    "Statute.application_within": (
        "The application comes within",
        "The Act: six months beginning with the day of the complaint.",
    ),
    "Threshold.report_within": (
        "A report counts for the routes when it is made within",
        "Leave it out where none is published.",
    ),
    "Threshold.application_within": (
        "Limit for the application",
        "Leave it out where none is published.",
    ),
    "ApplicationWithin.within": ("The application comes within", ""),
    "ApplicationWithin.anchor": ("Counted from", ""),
    "Threshold.routes": (
        "Routes over the threshold",
        "Any one is enough. They stand on the public page in this order.",
    ),
    "Threshold.sources_not_counted": (
        "Ways of reporting that do not count",
        "One on each line, in small letters, such as diary_sheet. The Act knows no such limit.",
    ),
    "kind:individual_reports": ("Reports by one person", ""),
    "kind:several_people": ("Reports by several people", ""),
    "kind:discretion": ("Discretion, section 104(5)", ""),
    "code": (
        "Code",
        "Small letters, digits and _. The record knows it by this; made from the title if empty.",
    ),
    "title": ("Title", ""),
    "clause": ("Clause of the published text", ""),
    "count": ("Number of reports", ""),
    "people": ("Number of people", ""),
    "reports": ("Number of reports together", ""),
    "window": ("Looks back over", "The Act: six months. Leave it out where none is published."),
    "window_anchor": ("The time is measured", ""),
    "WindowAnchor.application": ("back from the application", ""),
    "WindowAnchor.first_incident": ("from the first incident", ""),
    "distinct_incidents": ("Each report is about an incident of its own", ""),
    "related": ("The incidents must be related", "The Act does not ask this."),
    "persists": ("The problem must persist", "The Act does not ask this."),
    "recency": ("The latest must be recent", "The Act does not ask this."),
    "Recency.of": ("The latest", ""),
    "Recency.within": ("Lies within", ""),
    "applicant_counts": ("The applicant counts among them", ""),
    "separate_incidents_required": ("Each person reports an incident of their own", ""),
    "same_place": ("All in the same place", "The Act does not ask this."),
    "Discretion.factors": ("What is looked at", "Any one of these opens the route."),
    "Discretion.senior_role": (
        "Somebody senior who must agree",
        "Their role. Leave it empty where the assessors decide together.",
    ),
    "kind:one_incident": ("Reports about one incident", ""),
    "OneIncident.count": ("Number of reports about the incident", ""),
    "OneIncident.people": ("Number of people among them", ""),
    "repeats_count": ("The same person telling of it again counts again", ""),
    "hate": ("Some of the reports must be about hate", "The Act does not ask this."),
    "Hate.at_least": ("How many reports are about hate", ""),
    "Hate.characteristics": (
        "Characteristics that count",
        "One code on each line; leave it empty for any.",
    ),
    "Hate.recorded_at_the_time": ("The agency recorded it as hate at the time", ""),
    "Threshold.conditions": (
        "Conditions beyond numbers and dates",
        "A person answers each. The Act knows none of them.",
    ),
    "Condition.wording": ("Holds where", ""),
    "Condition.cure": ("What the applicant can do where it does not hold", ""),
    "Condition.routes": (
        "Routes that ask it",
        "The code of one on each line; leave it empty for every route that counts reports.",
    ),
    "Threshold.bodies_counted": (
        "Bodies to whom a report counts",
        "One on each line, such as council; leave it empty for any.",
    ),
    "Threshold.same_incident": ("Several reports by one person about one incident", ""),
    "SameIncident.once": ("count once", ""),
    "SameIncident.case_by_case": ("count once, unless a person decides otherwise", ""),
    "ApplicationAnchor.complaint": ("each complaint", ""),
    "ApplicationAnchor.first_complaint": ("the first complaint", ""),
    "ApplicationAnchor.latest_incident": ("the latest incident", ""),
    "Discretion.reasons": ("Further reasons", "A person answers each."),
    "Discretion.risk_bands": (
        "Bands of the risk matrix that open it",
        "The code of one on each line.",
    ),
    "Discretion.needs": ("How many of them are needed", ""),
    "Needs.any": ("any one is enough", ""),
    "Needs.all": ("all of them", ""),
    "Exclusion.seen_from": ("Seen from the reports", "Otherwise a person answers."),
    "kind:one_agency": ("Every report went to one agency", ""),
    "kind:too_recent": ("The latest report is too recent", ""),
    "kind:historic": ("No report is recent", ""),
    "Procedure.meeting_limits": (
        "What is due at the next meeting",
        "Rather than after a number of days.",
    ),
    "MeetingLimit.name": ("Code", ""),
    "MeetingLimit.title": ("What is owed", ""),
    "MeetingLimit.anchor": ("The first meeting after", ""),
    "MeetingLimit.notice_days": ("At least so many days later", ""),
    "MeetingLimit.held_every": ("Meetings are held every", ""),
    "MeetingLimit.met_by": ("Met when this is recorded", "One kind of event on each line."),
    "MeetingLimit.owner": ("Owed by", "spoc, applicant, local_policing_body, ..."),
    "MeetingLimit.basis": ("Where it comes from", ""),
    "Period.n": ("How many", ""),
    "Period.unit": ("Days, weeks or months", ""),
    "Period.counting": ("Counted", ""),
    "Counting.beginning_with": ("beginning with the day (that day is the first)", ""),
    "Counting.after": ("from the day after", ""),
    "Procedure.exclusions": (
        "When an application should not be submitted",
        "Advice only: the Act knows no exclusions.",
    ),
    "Exclusion.code": (
        "Code",
        "agency_timeframe_unexpired and single_agency_conduct_complaint are asked in the"
        " application; others are for the assessors.",
    ),
    "Exclusion.wording": ("What the public page says", ""),
    "Exclusion.advice": ("Where to go instead", ""),
    "Procedure.counting": ("Counting", ""),
    "CountingConvention.receipt": ("The day of receipt", ""),
    "ReceiptConvention.actual_date": ("the day on which it arrives", ""),
    "ReceiptConvention.next_working_day": ("the next working day, if it arrives on a day off", ""),
    "CountingConvention.office_closes": (
        "The office closes at",
        "Such as 17:00. Only with the next working day; leave it empty otherwise.",
    ),
    "Procedure.time_limits": ("Time limits", ""),
    "TimeLimit.name": (
        "Code",
        "Small letters, digits and _, such as acknowledge. Dates that run are known by it.",
    ),
    "TimeLimit.title": ("What is owed", ""),
    "TimeLimit.count": ("How many", ""),
    "TimeLimit.unit": ("Days, weeks or months", ""),
    "TimeLimit.anchor": ("Counted from", ""),
    "TimeLimit.direction": ("Before or after it", ""),
    "TimeLimit.met_by": (
        "Met when this is recorded",
        "One kind of event on each line, such as response.told.",
    ),
    "TimeLimit.extendable": ("May be extended, with a reason", ""),
    "TimeLimit.owner": ("Owed by", "spoc, applicant, local_policing_body, ..."),
    "TimeLimit.basis": ("Where it comes from", ""),
    "Procedure.risk_matrix": (
        "Risk matrix",
        "A score orders attention. It is never by itself a reason to refuse a case.",
    ),
    "RiskMatrix.version": ("Version of the matrix", ""),
    "RiskMatrix.label": ("Shown wherever a score is", ""),
    "RiskMatrix.questions": ("Questions", ""),
    "RiskQuestion.title": ("Question", ""),
    "RiskQuestion.answers": ("Answers", ""),
    "RiskAnswer.code": ("Code", ""),
    "RiskAnswer.title": ("Answer", ""),
    "RiskAnswer.points": ("Points", ""),
    "RiskMatrix.bands": ("Bands", "From the lowest to the highest."),
    "RiskBand.code": ("Code", ""),
    "RiskBand.from_points": ("From how many points", "The lowest band begins at 0."),
    "Procedure.policing_body_review": ("Review by the local policing body", ""),
    "PolicingBodyReview.wording": ("What pages and letters say", ""),
    "PolicingBodyReview.window": (
        "Time limit for asking",
        "The code of one of the time limits.",
    ),
    "PolicingBodyReview.grounds": ("Grounds", "For which the applicant can ask."),
    "Ground.code": ("Code", ""),
    "Ground.title": ("Ground", ""),
    "Ground.about": ("About", ""),
    "Procedure.peer_review_considered": (
        "A peer review by a neighbouring partnership is considered in every case",
        "",
    ),
    "Procedure.letters": ("Letters", "The texts stand in every letter, word for word."),
    "Letters.complaints_route": ("How to complain about one agency", ""),
    "Letters.emergency": ("In danger", ""),
    "Letters.support": ("Support", ""),
    "Letters.after_failure": (
        "When an e-mail or a text certainly did not arrive",
        "Never by a way that the person called unsafe. Where no way is left, the single point of"
        " contact sees it.",
    ),
    "AfterFailure.post": ("by post (after a text: by e-mail, then post)", ""),
    "AfterFailure.next_safe_way": ("by the next safe way: e-mail, text, post", ""),
    "AfterFailure.person": ("nothing by itself: a person decides", ""),
    "Procedure.open_questions": (
        "To be confirmed",
        "What the published text leaves open, and how it is read until then.",
    ),
    "OpenQuestion.setting": (
        "Setting",
        "Its path, such as threshold.routes[1].applicant_counts.",
    ),
    "OpenQuestion.question": ("Question for the partnership", ""),
    "OpenQuestion.chosen": ("How it is read until then", ""),
    "Procedure.not_expressed": (
        "In the published text, but not in this data",
        "One on each line.",
    ),
    "ReviewOf.threshold_decision": ("the decision about the threshold", ""),
    "ReviewOf.review": ("the way the review was carried out", ""),
}
LONG = frozenset(
    {"wording", "advice", "note", "question", "chosen", "complaints_route", "emergency", "support"}
)
"""Fields that hold sentences rather than a few words."""

_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")


def label_of(kind: type | None, field: str) -> str:
    """What a field is called."""
    return _row(kind, field)[0] or in_words(field)


def help_of(kind: type | None, field: str) -> str:
    """What to know before filling it in; empty where nothing is to be said."""
    return _row(kind, field)[1]


def kind_label(kind: type) -> str:
    """What a kind of route is called."""
    tag = getattr(kind, "kind", kind.__name__)
    known = LABELS.get(f"kind:{tag}")
    return known[0] if known else in_words(tag)


def choice_label(choice: StrEnum) -> str:
    """What one of several choices is called."""
    known = LABELS.get(f"{type(choice).__name__}.{choice.value}")
    return known[0] if known else getattr(choice, "text", None) or choice.value.replace("_", " ")


def in_words(name: str) -> str:
    """`same_place`: Same place."""
    return name.replace("_", " ").capitalize()


def place_in_words(path: str, content: Mapping[str, Any]) -> str:
    """`Threshold: Routes over the threshold: Three reports by one person: Number of reports`.

    path: as in a ProcedureError, without `procedure.`; content: the procedure's JSON value, whose
    titles tell the entries of a list apart.
    """
    return ": ".join(_walked(path, content)[0])


def kind_at(path: str, content: Mapping[str, Any]) -> Any:
    """The type of what stands at a path, for `value_in_words`; None where none is known."""
    return _walked(path, content)[1]


def _walked(path: str, content: Mapping[str, Any]) -> tuple[list[str], Any]:
    """The words of each step of a path, and the type at its end."""
    kind: Any = Procedure
    value: Any = content
    words: list[str] = []
    for name, index in _STEP.findall(path):
        if name:
            words.append(label_of(kind, name))
            value = value.get(name) if isinstance(value, Mapping) else None
            kind = _below(kind, name, value)
        else:
            number = int(index)
            value = value[number] if isinstance(value, list) and number < len(value) else None
            words.append(_entry(value, number))
            kind = _entry_kind(kind, value)
    return words, kind


def value_in_words(value: Any, kind: Any = None) -> str:
    """A JSON value as a person reads it: `yes`, `6`, `6 months beginning with`.

    kind: its type, as `kind_at` gives it; then a choice is called what the editor calls it.
    """
    if value is None or value == "":
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value_in_words(one, _entry_kind(kind, one)) for one in value) or "none"
    if isinstance(value, Mapping) and {"n", "unit"} <= set(value):
        counting = value.get("counting", "beginning_with").replace("_", " ")
        return f"{counted(value['n'], value['unit'])} {counting}" if value["n"] else "not set"
    if isinstance(value, Mapping):
        named = kind if isinstance(kind, type) else None
        return "; ".join(
            f"{label_of(named, name)}: {value_in_words(one, _below(kind, name, one))}"
            for name, one in value.items()
        )
    return _choice(value, kind)


def _choice(value: Any, kind: Any) -> str:
    """One of several choices as the editor calls it; anything else as it stands."""
    if isinstance(kind, type) and issubclass(kind, StrEnum) and value in set(kind):
        return choice_label(kind(value))
    return str(value)


def _row(kind: type | None, field: str) -> tuple[str, str]:
    own = LABELS.get(f"{kind.__name__}.{field}") if kind else None
    return own or LABELS.get(field) or ("", "")


def _below(kind: Any, name: str, value: Any) -> Any:
    """The kind of a field of a record, as far as it is known."""
    hints = get_type_hints(kind) if is_dataclass(kind) else {}
    return _chosen(hints.get(name), value)


def _entry_kind(kind: Any, value: Any) -> Any:
    """The kind of an entry of a list of that kind, as far as it is known."""
    return _chosen(get_args(kind)[0], value) if get_origin(kind) is tuple else None


def _chosen(kind: Any, value: Any) -> Any:
    """The kind itself or, of several, the only one or the one that the value's `kind` names."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    options = [one for one in get_args(kind) if one is not NoneType]
    tag = value.get("kind") if isinstance(value, Mapping) else None
    named = (one for one in options if one.kind == tag)
    return options[0] if len(options) == 1 else next(named, None)


def _entry(value: Any, number: int) -> str:
    title = value.get("title") if isinstance(value, Mapping) else None
    return f"“{title}”" if title else f"no. {number + 1}"
