"""The facts of letters to nobody in particular, as long or as bare as they can be; no database.

What forms let through at most, in one person: the longest names, a name written from right to
left, forty actions, many dates. And the least: no address, no telephone, no e-mail.
"""

import datetime as dt
from collections.abc import Callable

from cases import sample_letters
from cases.letter_facts import partnership_facts, procedure_facts, spoc_facts
from notifications.letter_kinds import LetterKind
from organisations.models import District, Partnership, PolicingArea
from tests.world import NOON
from thresholds.procedure import parse_procedure
from thresholds.shipped import shipped
from thresholds.threshold import evaluate
from thresholds.working_days import calendar_with

APPLICATION = sample_letters.APPLICATION
ARABIC = "عبد الرحمن بن محمد الخوارزمي"
LONG_NAME = "Wilhelmina Alexandra Featherstonehaugh-Cholmondeley of Marjoribanks " * 2 + "the Elder"
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
PARAGRAPH = (
    "The council, the police and the landlord each looked at what was reported to them and "
    "wrote down what they did. Nobody put the reports beside each other. "
)
LONG_ADDRESS = "\n".join(
    [
        "Flat 312, Building B, The Old Maltings",
        "Rear of 1182 Upper Carlton Road",
        LONG_WORD,
        "Kilton-under-Edge",
        "Worksop",
        "Nottinghamshire",
        "England",
    ]
)


def partnership(*, bare: bool) -> Partnership:
    """A partnership that was never saved."""
    area = PolicingArea(
        name="Nottinghamshire",
        policing_body_name="Office of the Police and Crime Commissioner for Nottinghamshire",
        contact_email="" if bare else "review@pcc.example",
        contact_phone="" if bare else "01632 960 900",
        contact_address="" if bare else "Arnot Hill House\nArnold\nNottingham\nNG5 6LU",
    )
    return Partnership(
        policing_area=area,
        slug="bassetlaw-newark-sherwood",
        name="Bassetlaw, Newark and Sherwood Community Safety Partnership",
        reference_prefix="BNS",
        contact_name="Community Safety Team",
        contact_email="safety@bns.example",
        contact_phone="01632 960100",
        contact_address="Queen's Buildings\nPotter Street\nWorksop\nS80 2AH",
        signatory="Head of Community Safety",
    )


def facts(kind: str, *, bare: bool = False, written_on: dt.date | None = None, **person) -> dict:
    """What a letter of the kind is made from: as much as there can be, or as little."""
    procedure = parse_procedure(shipped("bassetlaw-newark-sherwood"))
    sender = partnership(bare=bare)
    at = NOON
    made = {
        "written_on": (written_on or at.date()).isoformat(),
        "case": {"reference": "BNS-4K7P-M2XQ", "round": 1},
        "partnership": partnership_facts(sender),
        "spoc": spoc_facts(
            District(
                name="Bassetlaw",
                spoc_name="Sam Okafor" if bare else "Samuel Oluwaseun Adebayo-Okafor",
                spoc_email="spoc@bassetlaw.example",
                spoc_phone="01632 960101",
            )
        ),
        "procedure": procedure_facts(procedure),
        "applications": [_application(sender, procedure, at, bare=bare, person=person)],
    }
    return made | MORE.get(LetterKind(kind), _nothing)(procedure, bare)


def _application(sender, procedure, at, *, bare: bool, person: dict) -> dict:
    made = sample_letters._application(sender, procedure, calendar_with(), at=at)
    made["reference"] = "BNS-4K7P-M2XQ"
    least = {"name": "Jo", "address": "", "postcode": ""}
    most = {"name": LONG_NAME[:150], "address": LONG_ADDRESS, "postcode": "S80 1PS"}
    made["person"] |= (least if bare else most) | person
    made["adjustments"] = "" if bare else PARAGRAPH * 3
    return made


def _nothing(procedure, bare) -> dict:
    return {}


def _decision(procedure, bare) -> dict:
    count = 1 if bare else 9
    evaluation = evaluate(procedure, sample_letters._facts(NOON.date(), reports=count))
    reasons = "No." if bare else "\n\n".join([PARAGRAPH * 2] * 4)
    return {
        "decision": {
            "outcome": "rejected",
            "ground": "statutory",
            "reasons": reasons,
            "advice": "" if bare else reasons,
            "deferred_until": "2026-07-01",
            "redirected_to": "The council" if bare else f"The landlord, {LONG_WORD}",
            "evaluation": evaluation.to_json(),
            "reports": {
                f"report-{number}": {"application": APPLICATION, "own": True, "told": "the council"}
                for number in range(count)
            },
        }
    }


def _plan(procedure, bare) -> dict:
    action = {
        "wording": "Visit." if bare else PARAGRAPH,
        "agency": "A1 Housing" if bare else "Bassetlaw District Council, Neighbourhoods",
        "owner": "" if bare else "Alexandra Featherstonehaugh-Cholmondeley",
        "due_on": "2026-09-30",
        "status": "To do",
    }
    return {
        "plan": {
            "findings": "Nothing." if bare else "\n\n".join([PARAGRAPH] * 3),
            "agreed_on": "2026-06-17",
            "actions": [] if bare else [action] * 40,
            "recommendations": []
            if bare
            else [{"body": "Nottinghamshire Police", "wording": PARAGRAPH}] * 5,
        },
        "closing_reason": "Done." if bare else PARAGRAPH * 2,
    }


def _meeting(procedure, bare) -> dict:
    return {
        "meeting": {
            "chair": "Priya Nair",
            "place": "Town Hall" if bare else f"Worksop Town Hall, {LONG_WORD}",
            "locality": "Worksop",
            "starts_at": "2026-06-17T11:00:00+00:00",
        }
    }


def _extension(procedure, bare) -> dict:
    return {
        "extension": {
            "limit": "respond",
            "due_on": "2026-07-15",
            "revised_on": "2026-09-30",
            "reason": "Late." if bare else PARAGRAPH * 2,
            "summary": "Wednesday 15 July 2026 is 25 working days after we received it.",
        }
    }


def _moved(procedure, bare) -> dict:
    row = {"limit": "respond", "title": "Full response to the victim"}
    return {
        "moved": {
            "because": "Friday 12 June 2026 is now a bank holiday, so we do not count it.",
            "dates": [row | {"was_on": "2026-09-29", "due_on": "2026-09-30"}] * (1 if bare else 3),
        }
    }


def _second_review(procedure, bare) -> dict:
    grounds = [ground.title for ground in procedure.policing_body_review.grounds]
    return {
        "pcc": {
            "status": "upheld",
            "office": "Office of the Police and Crime Commissioner for Nottinghamshire",
            "requested_on": "2026-06-17",
            "last_date_on": "2026-07-15",
            "within_window": bare,
            "grounds": grounds[:1] if bare else grounds,
            "eligibility_reason": "In time.",
            "reasons": "Yes." if bare else "\n\n".join([PARAGRAPH] * 3),
            "recommendations": "" if bare else PARAGRAPH,
            "returned_to": "lmaps",
        }
    }


MORE: dict[LetterKind, Callable] = {
    LetterKind.ACCEPTANCE: _decision,
    LetterKind.REJECTION: _decision,
    LetterKind.DEFERRAL: _decision,
    LetterKind.REDIRECTION: _decision,
    LetterKind.NOT_VALID: _decision,
    LetterKind.REFERRAL: _meeting,
    LetterKind.RESPONSE: _plan,
    LetterKind.CLOSURE: _plan,
    LetterKind.EXTENSION: _extension,
    LetterKind.DATE_MOVED: _moved,
    LetterKind.PCC_RECEIVED: _second_review,
    LetterKind.PCC_OUTCOME: _second_review,
}
