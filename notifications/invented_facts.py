"""The facts of a case that nobody is meant by, as events freeze them for letters.

Everything that any kind of letter says is in them. Nothing here touches the database.
"""

import datetime as dt
from functools import cache

from cases.letter_facts import procedure_facts, survey_facts
from cases.models import ApplicantRequest, Consent, PccReview
from cases.sample_letters import sample_deadline
from cases.status import Ground, PccStatus
from thresholds.facts import Answer, Facts, Incident, LinkedApplication, Report
from thresholds.limits import Anchor
from thresholds.procedure import Procedure, parse_procedure
from thresholds.shipped import shipped
from thresholds.threshold import evaluate
from thresholds.working_days import calendar_of_years

SHIPPED = "bassetlaw-newark-sherwood"
TODAY = dt.date(2026, 6, 10)
NOW = dt.datetime(2026, 6, 10, 12, tzinfo=dt.UTC)
TEXT = "First reason.\nStill the first.\n\nSecond reason, with more to it."


@cache
def procedure() -> Procedure:
    """The procedure under which everything invented happens."""
    return parse_procedure(shipped(SHIPPED))


@cache
def deadlines() -> tuple[dict, ...]:
    """What is owed from the day of the application on, as letters' facts give it."""
    published = procedure()
    calendar = calendar_of_years((), first_year=TODAY.year, last_year=TODAY.year + 1)
    return tuple(
        sample_deadline(limit, published, calendar, at=NOW)
        for limit in published.limits_from(Anchor.RECEIPT)
    )


def plain_facts() -> dict:
    """A case in which everything is as it mostly is, with what every letter needs."""
    return {
        "written_on": TODAY.isoformat(),
        "case": {"reference": "EXT-AAAA-BBBB", "round": 1},
        "partnership": {
            "name": "Example Community Safety Partnership",
            "slug": "example",
            "theme": "teal",
            "contact_name": "Community Safety Team",
            "contact_email": "asb@council.example",
            "contact_phone": "01909 533533",
            "contact_address": "Town Hall\nHigh Street\nWorksop",
            "signatory": "Example Community Safety Partnership",
            "complaints_route": "You can complain to the council.",
            "policing_body": {
                "name": "Office of the Police and Crime Commissioner",
                "email": "office@pcc.example",
                "phone": "0115 844 5998",
                "address": "Arnot Hill House\nArnold",
            },
        },
        "spoc": {
            "district": "Bassetlaw",
            "name": "Sam Contact",
            "email": "sam@council.example",
            "phone": "01909 533000",
        },
        "procedure": procedure_facts(procedure()),
        "applications": [an_application(1)],
        "decision": a_decision(judged(3)),
        "meeting": {
            "starts_at": NOW.isoformat(),
            "place": "Town Hall, Worksop",
            "locality": "Worksop",
            "chair": "Chris Chair",
        },
        "plan": a_plan(3),
        "closing_reason": TEXT,
        "survey": survey_facts(NOW),
        "extension": {
            "limit": deadlines()[-1]["limit"],
            "reason": TEXT,
            "due_on": "2026-07-15",
            "revised_on": "2026-07-29",
            "summary": "25 working days from 10 June 2026.",
        },
        "moved": {"because": "A day off was added.", "dates": moved_dates(2)},
        "pcc": a_second_review(PccStatus.UPHELD, PccReview.ReturnTo.LMAPS.value),
        "request": {
            "kind": ApplicantRequest.Kind.CONSENT.value,
            "consent_kind": Consent.Kind.SHARE.value,
            "question": TEXT,
            "reason": TEXT,
            "help_offered": TEXT,
            "due_on": "2026-06-17",
            "asked_on": "2026-06-10",
        },
        "draft": {"actions": ["Visit every week.", "Put up a camera."], "comment_by": "2026-06-20"},
        "progress": {"message": TEXT, "actions": followed_actions(3)},
        "change": a_change() | {"wording": TEXT, "agency": "Bassetlaw District Council"},
    }


def a_change(**changes) -> dict:
    """The facts of what changed of an action: another date and another person."""
    return {
        "was_due_on": "2026-07-01",
        "due_on": "2026-07-31",
        "was_owner": "Dev Patel",
        "owner": "Ruth Webb",
        "dropped": False,
        "reason": TEXT,
        "made_on": "2026-06-20",
    } | changes


def followed_actions(number: int) -> list[dict]:
    """So many actions in turn done, late, dropped and open, each changed once."""
    stands = [
        {"status": "done", "finished_on": "2026-06-12", "late": False},
        {"status": "open", "finished_on": "", "late": True},
        {"status": "dropped", "finished_on": "2026-06-12", "late": False},
        {"status": "open", "finished_on": "", "late": False},
    ]
    return [
        {
            "wording": f"Action {index}: visit every week.",
            "agency": "Bassetlaw District Council",
            "owner": "Ruth Webb",
            "due_on": "2026-07-01",
            "changes": [a_change(dropped=stands[index % 4]["status"] == "dropped")],
        }
        | stands[index % 4]
        for index in range(number)
    ]


def an_application(number: int) -> dict:
    """The facts of one applicant; the number is the application's id."""
    return {
        "id": number,
        "reference": f"EXT-AAAA-{number:04}",
        "received_on": TODAY.isoformat(),
        "adjustments": "",
        "person": {
            "id": number,
            "name": "Joan Example",
            "address": "12 Example Road\nWorksop",
            "postcode": "S80 1PS",
            "email": "joan@home.example",
            "channels": {},
        },
        "procedure": procedure_facts(procedure()),
        "last_date": {"on": "2026-07-08", "summary": "28 days from the day of this letter."},
        "deadlines": [dict(deadline) for deadline in deadlines()],
        "invitation": {
            "reason": TEXT,
            "other_ways": TEXT,
            "heard_by": "2026-06-15",
            "over": False,
        },
    }


def a_decision(evaluated: tuple[dict, dict], **changes) -> dict:
    """The facts of a decision on what was judged, with parts of it changed."""
    evaluation, reports = evaluated
    return {
        "outcome": "accepted",
        "ground": Ground.STATUTORY.value,
        "reasons": TEXT,
        "advice": TEXT,
        "deferred_until": "2026-06-24",
        "redirected_to": "the council of the next district",
        "evaluation": evaluation,
        "reports": reports,
    } | changes


def judged(reports: int, *, others: int = 0, applicants: int = 1, rough: bool = False):
    """What the threshold finds of so many reports, and whose each of them is.

    others: reports by somebody else. applicants: the reports are theirs in turn. rough: nobody
    remembers the dates.
    """
    incidents, whose = [], {}
    for number in range(reports + others):
        key, own = f"report-{number}", number < reports
        applicant = number % applicants + 1
        happened = TODAY - dt.timedelta(days=20 * (number + 1))
        told = happened + dt.timedelta(days=1)
        report = Report(
            key=key,
            reporter_key=(f"applicant-{applicant}" if own else f"other-{number}"),
            reported_on=told if not rough or number % 2 else None,
            reported_until=told + dt.timedelta(days=9) if rough and number % 2 else None,
            agency_key="council",
            application_key=f"linked-{applicant}" if own and applicant > 1 else None,
        )
        incidents.append(
            Incident(
                key=f"incident-{number}",
                occurred_on=happened if not rough or number % 2 else None,
                occurred_until=happened + dt.timedelta(days=9) if rough and number % 2 else None,
                related=Answer.UNKNOWN if rough else Answer.YES,
                reports=(report,),
            )
        )
        whose[key] = {"application": applicant, "own": own, "told": "the council"}
    facts = Facts(
        application_on=TODAY,
        applicant_key="applicant-1",
        incidents=tuple(incidents),
        linked_applications=tuple(
            LinkedApplication(
                key=f"linked-{number}", application_on=TODAY, applicant_key=f"applicant-{number}"
            )
            for number in range(2, applicants + 1)
        ),
    )
    return evaluate(procedure(), facts).to_json(), whose


def a_plan(actions: int) -> dict:
    """The facts of an action plan with so many actions."""
    return {
        "findings": TEXT,
        "agreed_on": TODAY.isoformat(),
        "actions": [
            {
                "wording": f"Action {number + 1}: visit the street.\nAnd ring the tenant.",
                "agency": "Bassetlaw District Council",
                "owner": "Olive Owner" if number % 2 else "",
                "due_on": "2026-07-01",
                "status": "Open",
            }
            for number in range(actions)
        ],
        "recommendations": [{"body": "The landlord", "wording": "Mend the gate."}],
    }


def moved_dates(number: int) -> list[dict]:
    """So many dates that moved by a day; the first is of a step that is not owed any more."""
    rows = [*deadlines(), {"limit": "of_old", "title": "A step of an earlier version"}]
    return [
        {
            "limit": row["limit"],
            "title": row["title"],
            "was_on": "2026-07-14",
            "due_on": "2026-07-15",
        }
        for row in rows[-number:]
    ]


def a_second_review(status: str, returned_to: str = "", *, late: bool = False) -> dict:
    """The facts of a second review in a status."""
    return {
        "status": status,
        "office": "Office of the Police and Crime Commissioner",
        "requested_on": TODAY.isoformat(),
        "last_date_on": "2026-07-08",
        "within_window": not late,
        "grounds": [ground.title for ground in procedure().policing_body_review.grounds[:1]],
        "eligibility_reason": TEXT,
        "reasons": TEXT,
        "recommendations": "" if late else TEXT,
        "returned_to": returned_to,
    }
