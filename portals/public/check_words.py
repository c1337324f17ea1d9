"""What the check answers: each test met, not met or not known, each report, and what would help.

The findings are those of `thresholds.threshold.evaluate`, and so are its sentences about numbers
and days. Where an assessor would have to judge, the words here only repeat what the person said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portals.public.check_forms import DANGER, CheckForms
from portals.public.check_reports import ReportWords, reports_of
from portals.public.threshold_words import statute_in_words, words_of_route
from thresholds.conditions import Condition, Reason
from thresholds.exclusions import Exclusion
from thresholds.facts import Answer
from thresholds.findings import (
    CriterionFinding,
    Finding,
    Outcome,
    RouteFinding,
    Suggestion,
)
from thresholds.periods import day_in_words, number_in_words
from thresholds.procedure import Procedure
from thresholds.routes import (
    Discretion,
    Factor,
    Needs,
    OneIncident,
    Route,
    SeveralPeople,
    Threshold,
)

Asked = Mapping[str, Condition | Reason]

_HEADLINES = {
    Suggestion.MET_STATUTORY: (
        "It looks as if we have to review your case",
        "There have been enough complaints. By law we then have to look at it again, whatever else"
        " our rules ask.",
    ),
    Suggestion.MET_LOCAL: (
        "It looks as if we would review your case",
        "What you told us is enough for one of our rules.",
    ),
    Suggestion.DISCRETION_OPEN: (
        "It looks as if we could review your case",
        "We cannot see enough reports yet. But we can also review a case for other reasons, which"
        " are below. People decide that, so please apply.",
    ),
    Suggestion.NOT_KNOWN: (
        "It looks as if you could be close",
        "We cannot tell, because some things are not known yet. You do not have to find them out by"
        " yourself. Apply, and we find out together.",
    ),
    Suggestion.NOT_MET: (
        "It looks as if there are not enough reports yet",
        "This is not a no. You can apply all the same, and people look at it. Below is what would"
        " help.",
    ),
}

_TAGS = {
    Finding.MET: ("Looks met", "green"),
    Finding.NOT_MET: ("Not met so far", "grey"),
    Finding.NOT_KNOWN: ("Not known yet", "yellow"),
}
_POSSIBLE = ("Possible", "green")
_SAID = {
    Factor.HARM: ("it does harm, or could", "it does no harm"),
    Factor.VULNERABILITY: ("somebody is more at risk", "nobody is more at risk"),
    Factor.PERSISTENCE: ("it is still going on", "it has stopped"),
    Factor.ADEQUACY_OF_RESPONSE: ("not enough has been done", "enough has been done"),
}
_ALL_TOGETHER = "All of these together can be a reason for a review. People decide that."
_PEOPLE_DECIDE = "One of these can be a reason for a review. People decide that, not this page."
_NUMBERS = ("complaints", "people", "reports", "hate")
_ASK_OTHERS = "If it is safe for you, ask others who see or hear it: have they reported it as well?"


@dataclass(frozen=True, kw_only=True)
class CriterionWords:
    """One thing that a test asks for. cure: what would help, or nothing."""

    tag: str
    colour: str
    text: str
    cure: str


@dataclass(frozen=True, kw_only=True)
class TestWords:
    """The test in the Act, or one published route, criterion by criterion."""

    title: str
    tag: str
    colour: str
    criteria: tuple[CriterionWords, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckAnswer:
    """The whole answer, ready to show."""

    title: str
    lead: str
    danger: bool
    statute: str
    law: TestWords
    routes: tuple[TestWords, ...]
    narrower: bool
    reports: tuple[ReportWords, ...]
    exclusions: tuple[Exclusion, ...]
    today: str


def answer_of(forms: CheckForms, outcome: Outcome, procedure: Procedure) -> CheckAnswer:
    """The answer to valid forms, of which `outcome` was evaluated by `procedure`."""
    title, lead = _HEADLINES[outcome.suggestion]
    threshold = procedure.threshold
    routes = {route.code: route for route in threshold.routes}
    titles = _titles(threshold)
    asked = {question.code: question for question in threshold.questions()}
    unknown = forms.now.cleaned_data["others"] is None
    local_met = any(found.finding is Finding.MET for found in outcome.routes)
    ticked = {one.code for one in outcome.exclusions if one.applies is Answer.YES}
    return CheckAnswer(
        title=title,
        lead=lead,
        danger=forms.now.answer("harm") == DANGER,
        statute=statute_in_words(threshold),
        law=_law(outcome.statutory, others_unknown=unknown),
        routes=tuple(
            _route(
                found,
                routes[found.code],
                titles[found.code],
                asked=asked,
                others_unknown=unknown,
            )
            for found in outcome.routes
        ),
        narrower=outcome.statutory_met and (bool(ticked) or not local_met),
        reports=tuple(reports_of(forms, outcome, titles=titles, statute=threshold.statute)),
        exclusions=tuple(one for one in procedure.exclusions if one.code in ticked),
        today=day_in_words(forms.today),
    )


# --- Tests and routes ---------------------------------------------------------------------------


def _law(found: RouteFinding, *, others_unknown: bool) -> TestWords:
    tag, colour = _TAGS[found.finding]
    return TestWords(
        title="What the law says",
        tag=tag,
        colour=colour,
        criteria=tuple(_criteria(found, asked={}, others_unknown=others_unknown)),
    )


def _titles(threshold: Threshold) -> dict[str, str]:
    """What each route is called, by its code: in plain words, or by its published title where two
    would be called the same."""
    plain = {route.code: words_of_route(route).title for route in threshold.routes}
    called = list(plain.values())
    return {
        route.code: plain[route.code] if called.count(plain[route.code]) == 1 else route.title
        for route in threshold.routes
    }


def _route(
    found: RouteFinding, route: Route, title: str, *, asked: Asked, others_unknown: bool
) -> TestWords:
    if isinstance(route, Discretion):
        return _discretion(found, route, title, asked=asked)
    tag, colour = _TAGS[found.finding]
    others_matter = isinstance(route, SeveralPeople | OneIncident)
    implied = isinstance(route, SeveralPeople) and route.reports == route.people
    return TestWords(
        title=title,
        tag=tag,
        colour=colour,
        criteria=tuple(
            _criteria(
                found,
                asked=asked,
                others_unknown=others_unknown and others_matter,
                implied=("reports",) if implied else (),
            )
        ),
    )


def _criteria(
    found: RouteFinding, *, asked: Asked, others_unknown: bool, implied: tuple[str, ...] = ()
) -> Iterator[CriterionWords]:
    """Each criterion; numbers that hang on how many others there are say so.

    implied: codes that follow from another criterion, and would only say the same again.
    """
    for index, one in enumerate(found.criteria):
        if one.code in implied:
            continue
        if one.code in asked:
            yield _said(one, asked[one.code], met=_TAGS[Finding.MET])
            continue
        tag, colour = _TAGS[one.finding]
        text, cure = one.wording, one.cure or ""
        if others_unknown and one.finding is Finding.NOT_KNOWN and one.code in _NUMBERS:
            counted = f" So far we counted {_number(found.counted)}." if index == 0 else ""
            text = f"{_asked(one)}{counted} We do not know how many others there are."
            cure = _ASK_OTHERS
        yield CriterionWords(tag=tag, colour=colour, text=text, cure=cure)


def _asked(found: CriterionFinding) -> str:
    return f"This asks for {found.title[:1].lower()}{found.title[1:]}."


def _number(counted: int | None) -> str:
    return number_in_words(counted) if counted else "none"


def _discretion(found: RouteFinding, route: Discretion, title: str, *, asked: Asked) -> TestWords:
    """Each reason as the person gave it: whether it is one, only people can say."""
    factors = {factor.value: _SAID[factor] for factor in route.factors}
    criteria = []
    for one in found.criteria:
        if one.code in factors:
            criteria.append(_factor(one, *factors[one.code]))
        elif one.code in asked:
            criteria.append(_said(one, asked[one.code], met=_POSSIBLE))
        elif one.code == "senior":
            criteria.append(_senior(route.senior_role or ""))
        else:
            tag, colour = _TAGS[one.finding]
            criteria.append(
                CriterionWords(tag=tag, colour=colour, text=one.wording, cure=one.cure or "")
            )
    some = any(one.tag == _POSSIBLE[0] for one in criteria)
    tag, colour = _POSSIBLE if some else _TAGS[found.finding]
    note = _ALL_TOGETHER if route.needs is Needs.ALL else _PEOPLE_DECIDE
    return TestWords(title=title, tag=tag, colour=colour, criteria=tuple(criteria), note=note)


def _said(
    found: CriterionFinding, question: Condition | Reason, *, met: tuple[str, str]
) -> CriterionWords:
    """A condition or a reason of the procedure's own, with what the person answered."""
    answers = {
        Finding.MET: "You say that this is so.",
        Finding.NOT_MET: "You say that this is not so.",
        Finding.NOT_KNOWN: "You did not say if this is so.",
    }
    tag, colour = met if found.finding is Finding.MET else _TAGS[found.finding]
    return CriterionWords(
        tag=tag,
        colour=colour,
        text=f"{question.wording} {answers[found.finding]}",
        cure=found.cure or "",
    )


def _factor(found: CriterionFinding, yes: str, no: str) -> CriterionWords:
    if found.finding is Finding.NOT_KNOWN:
        tag, colour = _TAGS[Finding.NOT_KNOWN]
        cure = "If it is so, tell us when you apply."
        return CriterionWords(tag=tag, colour=colour, text=f"You did not say if {yes}.", cure=cure)
    met = found.finding is Finding.MET
    tag, colour = _POSSIBLE if met else _TAGS[Finding.NOT_MET]
    text = f"You say that {yes if met else no}."
    return CriterionWords(tag=tag, colour=colour, text=text, cure="")


def _senior(role: str) -> CriterionWords:
    tag, colour = _TAGS[Finding.NOT_KNOWN]
    return CriterionWords(tag=tag, colour=colour, text=f"The {role} has to agree.", cure="")
