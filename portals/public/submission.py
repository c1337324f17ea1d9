"""From the valid form to the command's Submission."""

from cases.commands.applying import (
    ContactGiven,
    IncidentGiven,
    PersonGiven,
    ReportGiven,
    Submission,
)
from cases.models import Application, SafeContact
from cases.models.applications import Answer
from cases.once import submission_key
from portals.public.apply_forms import ApplicationForms
from portals.public.incident_forms import OTHER, IncidentForm


def submission_from(forms: ApplicationForms, *, partnership_slug: str) -> Submission:
    """All that was typed. The key is the page's, made the partnership's own."""
    who, you = forms.who.cleaned_data, forms.you.cleaned_data
    now, agreed = forms.now.cleaned_data, forms.agreement.cleaned_data
    for_someone = who["route"] == Application.Route.SOMEONE
    return Submission(
        key=submission_key(who["key"], slug=partnership_slug),
        district_id=who["district"],
        route=who["route"],
        applicant=_applicant(you),
        victim=PersonGiven(full_name=who["victim_name"]) if for_someone else None,
        relationship=who["relationship"] if for_someone else "",
        victim_agrees=for_someone and who["victim_agrees"],
        contacts=_contacts(you),
        incidents=tuple(_incident(form) for form in forms.incidents.given()),
        impact=now["impact"],
        desired_outcome=now["desired_outcome"],
        adjustments=now["adjustments"],
        large_print=now["large_print"],
        persists=now["persists"],
        others_affected=now["others_affected"] or Answer.UNKNOWN,
        timeframe_unexpired=now["timeframe_unexpired"] or Answer.UNKNOWN,
        timeframe_until=now["timeframe_until"],
        conduct_of_one_agency=now["conduct_of_one_agency"] or Answer.UNKNOWN,
        consent_to_share=agreed["consent_to_share"],
        declared_true=agreed["declared_true"],
        others=_others(who),
    )


def _applicant(you: dict) -> PersonGiven:
    names = ("full_name", "email", "phone", "address", "postcode")
    return PersonGiven(**{name: you[name] for name in names})


def _others(who: dict) -> tuple[PersonGiven, ...]:
    if who["route"] != Application.Route.GROUP:
        return ()
    lines = (line.strip() for line in who["group_names"].splitlines())
    return tuple(PersonGiven(full_name=line[:150]) for line in lines if line)


def _contacts(you: dict) -> tuple[ContactGiven, ...]:
    """Every channel was asked about, so that an unticked one is known to be unsafe."""
    safe = you["safe_channels"]
    preferred = you["preferred"] or (safe[0] if len(safe) == 1 else "")
    return tuple(
        ContactGiven(
            channel=channel,
            safe=channel in safe,
            preferred=channel in safe and channel == preferred,
            note=you["contact_note"] if channel in safe else "",
            full_text=you["full_text"] and channel == SafeContact.Channel.EMAIL,
        )
        for channel in SafeContact.Channel.values
    )


def _incident(form: IncidentForm) -> IncidentGiven:
    return IncidentGiven(
        occurred_on=form.days["occurred"].first,
        occurred_until=form.days["occurred"].until,
        description=form.cleaned_data["description"],
        place=form.cleaned_data["place"],
        reports=tuple(_report(report) for report in form.reports_told()),
    )


def _report(report: dict) -> ReportGiven:
    elsewhere = report["told"] == OTHER
    return ReportGiven(
        reported_on=report["days"].first,
        reported_until=report["days"].until,
        agency_id=None if elsewhere else int(report["told"]),
        agency_said=report["other"] if elsewhere else "",
        method=report["method"],
        agency_reference=report["reference"],
        response=report["response"],
    )
