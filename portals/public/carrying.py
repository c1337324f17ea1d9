"""From the check to the application form: what was typed goes on, and nothing is kept on the way.

Only what the person themself reported becomes a report: the form is about what they told. What
somebody else reported is put into words, so that it is not lost and nobody is said to have told.
"""

import uuid

from django.forms import Form
from django.http import QueryDict

from organisations.models import District
from portals.components.widgets import DateInput
from portals.public.check_facts import numbered_incidents
from portals.public.check_forms import ELSE, NONE, UNKNOWN, CheckForms, CheckIncidentForm
from thresholds.facts import Answer

_PREFIX = "incidents"
_EXCLUSIONS = {
    "agency_timeframe_unexpired": "timeframe_unexpired",
    "single_agency_conduct_complaint": "conduct_of_one_agency",
}


def comes_from_check(data: QueryDict | None) -> bool:
    """Whether a POST to the application form is what somebody typed into the check."""
    return data is not None and f"{_PREFIX}-resume" in data


def carried_over(forms: CheckForms, *, districts: list[District]) -> QueryDict:
    """The application form's data, to be opened unfinished, from bound forms, valid or not."""
    data = QueryDict(mutable=True)
    data["key"] = str(uuid.uuid4())
    if len(districts) == 1:
        data["district"] = str(districts[0].pk)
    given = [form for _number, form in numbered_incidents(forms)]
    for number, form in enumerate(given):
        data.update(_incident(f"{_PREFIX}-{number}-", form))
    data[f"{_PREFIX}-TOTAL_FORMS"] = str(max(len(given), 1))
    data[f"{_PREFIX}-INITIAL_FORMS"] = "0"
    data[f"{_PREFIX}-resume"] = "1"
    data.update(_now(forms))
    return data


def _incident(prefix: str, form: CheckIncidentForm) -> dict[str, str]:
    found = _date(form, "occurred_on")
    if "place" in form.fields:
        found["place"] = _value(form, "place")
    told = _value(form, "first_told")
    if told and _value(form, "reporter") in (ELSE, UNKNOWN):
        found["description"] = _told_by_others(form, told)
    elif told:
        found |= {"first_told": told} | _date(form, "first_on")
    return {f"{prefix}{name}": value for name, value in found.items()}


def _told_by_others(form: CheckIncidentForm, told: str) -> str:
    who = "Somebody else" if _value(form, "reporter") == ELSE else "Somebody"
    on = " ".join(part for part in form["first_on"].value() or () if part)
    agency = form.agencies.get(told, "another agency")
    return f"{who} told {agency} about this{f' ({on})' if on else ''}.\n"


def _date(form: CheckIncidentForm, name: str) -> dict[str, str]:
    """The three boxes as they were typed; a day that was left out is still to be given."""
    parts = form[name].value() or ("", "", "")
    return {f"{name}_{part}": text or "" for part, text in zip(DateInput.PARTS, parts, strict=True)}


def _now(forms: CheckForms) -> dict[str, str]:
    found = {}
    if "persists" in forms.now.fields:
        found["persists"] = _value(forms.now, "persists")
    if _value(forms.now, "others").strip("0 ").isdigit():
        found["others_affected"] = Answer.YES.value
    ticked = forms.now["exclusions"].value() or [] if "exclusions" in forms.now.fields else []
    for code, name in _EXCLUSIONS.items():
        if code in ticked:
            found[name] = Answer.YES.value
        elif NONE in ticked:
            found[name] = Answer.NO.value
    return found


def _value(form: Form, name: str) -> str:
    return form[name].value() or ""
