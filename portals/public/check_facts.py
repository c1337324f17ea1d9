"""From the check's answers to the plain facts that `thresholds` evaluates.

Other people are keys without a name. Somebody else's reports are all by one and the same person,
until the person says how many others there are: each of those may be one more, on a day that is
not known. Where that number is not known either, there may be as many as any test asks for.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from portals.components.fields import Days
from portals.public.check_forms import (
    DANGER,
    ELSE,
    HATE,
    NOT_HATE,
    UNKNOWN,
    CheckForms,
    CheckIncidentForm,
)
from portals.public.incident_forms import OTHER
from thresholds.facts import COMPLAINT, Answer, Facts, HateMark, Incident, Report

APPLICANT, SOMEBODY = "applicant", "somebody-else"
OTHERS, AGAIN = "others-", "again-"
_LONG_AGO = dt.timedelta(days=3650)
_INADEQUATE = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}


def facts_of(forms: CheckForms, *, kinds: Mapping[int, str]) -> Facts:
    """The facts of valid forms, as if the person applied today.

    kinds: what kind of body each agency is, for procedures that count only some.
    """
    now = forms.now
    given = [_incident(number, form, forms, kinds) for number, form in numbered_incidents(forms)]
    response = Answer(now.answer("response"))
    return Facts(
        application_on=forms.today,
        applicant_key=APPLICANT,
        incidents=tuple(_with_others(forms, given)),
        persists=Answer(now.answer("persists")),
        harm=Answer.YES if now.answer("harm") == DANGER else Answer(now.answer("harm")),
        vulnerability=Answer(now.answer("vulnerability")),
        response_inadequate=_INADEQUATE.get(response, Answer.UNKNOWN),
        **_own_questions(forms),
    )


def numbered_incidents(forms: CheckForms) -> Iterator[tuple[int, CheckIncidentForm]]:
    """The blocks that were filled in, each with its number on the page."""
    for number, form in enumerate(forms.incidents.forms, 1):
        if form.has_changed():
            yield number, form


def _incident(
    number: int, form: CheckIncidentForm, forms: CheckForms, kinds: Mapping[int, str]
) -> Incident:
    happened: Days | None = form.cleaned_data["occurred_on"]
    # A "no" is never ruled out here: only the assessors can do that, with a reason.
    related = Answer.YES if forms.now.answer("related") == Answer.YES else Answer.UNKNOWN
    return Incident(
        key=f"incident-{number}",
        occurred_on=happened and happened.first,
        occurred_until=happened and happened.last,
        place_key=form.cleaned_data.get("place", "").strip().lower() or None,
        related=related,
        hate=_hate(form),
        reports=tuple(_reports(number, form, kinds, most=forms.questions.people)),
    )


def _hate(form: CheckIncidentForm) -> tuple[HateMark, ...] | None:
    """Not known, not hate, or hate because of something."""
    said = form.cleaned_data.get("hate")
    if not said:
        return None
    if said == NOT_HATE:
        return ()
    recorded = Answer(form.cleaned_data.get("recorded") or Answer.UNKNOWN)
    return (HateMark(characteristic=None if said == HATE else said, recorded=recorded),)


def _reports(
    number: int, form: CheckIncidentForm, kinds: Mapping[int, str], *, most: int
) -> Iterator[Report]:
    """The report, and as many more of the same incident as there were, on days not known; no more
    than `most`, which any test asks for."""
    if not form.told:
        return
    told: Days | None = form.cleaned_data["first_on"]
    code = form.cleaned_data["first_told"]
    agency = None if code == OTHER else int(code)
    who = form.cleaned_data["reporter"]
    yield Report(
        key=f"report-{number}",
        reporter_key={ELSE: SOMEBODY, UNKNOWN: None}.get(who, APPLICANT),
        reported_on=told and told.first,
        reported_until=told and told.last,
        agency_key=None if agency is None else f"agency-{agency}",
        agency_kind=None if agency is None else kinds.get(agency),
        source=form.cleaned_data.get("source") or COMPLAINT,
    )
    for again in range(2, min(form.cleaned_data.get("times") or 1, most) + 1):
        yield Report(key=f"{AGAIN}{number}-{again}", reporter_key=None, reported_on=None)


def _with_others(forms: CheckForms, given: list[Incident]) -> Iterator[Incident]:
    """What was entered, and one more report for each further person, of which no day is known.

    Where nobody knows how many there are, none may have been made before today: then no test counts
    them for certain. Each is of an incident of its own; where a route counts reports of one
    incident, it may be the first one that was entered.
    """
    days: tuple[dt.date | None, dt.date | None] = (None, None)
    if forms.now.cleaned_data["others"] is None:
        days = (forms.today - _LONG_AGO, forms.today + dt.timedelta(days=1))
    others = [
        Report(
            key=f"{OTHERS}{person}",
            reporter_key=f"{OTHERS}{person}",
            reported_on=days[0],
            reported_until=days[1],
        )
        for person in range(1, _further_people(forms, given) + 1)
    ]
    if forms.questions.one_incident and given:
        yield replace(given[0], reports=(*given[0].reports, *others))
        yield from given[1:]
        return
    yield from given
    for report in others:
        yield Incident(key=report.key, occurred_on=None, related=Answer.YES, reports=(report,))


def _further_people(forms: CheckForms, given: list[Incident]) -> int:
    """How many people beside the applicant and the somebody whose reports were entered."""
    others = forms.now.cleaned_data["others"]
    if others is None:
        return forms.questions.people
    known = any(report.reporter_key == SOMEBODY for one in given for report in one.reports)
    return min(others - known, forms.questions.people)


def _own_questions(forms: CheckForms) -> dict:
    """Conditions, reasons and exclusions of the procedure by their codes; what is ticked is yes,
    and with anything ticked the rest is no."""
    answers = {one.code: Answer(forms.now.answer(name)) for name, one in forms.now.asked.items()}
    ticked = set(forms.now.cleaned_data.get("exclusions") or ())
    if ticked:
        for one in forms.questions.exclusions:
            answers[one.code] = Answer.YES if one.code in ticked else Answer.NO
    named = {code: answers.pop(code) for code in _NAMED if code in answers}
    return {**named, "answers": answers}


_NAMED = ("agency_timeframe_unexpired", "single_agency_conduct_complaint", "senior_agreed")
