"""From an event's frozen facts to everything that one applicant's letter says.

Every key that a template names is there for every kind that uses it, so that no letter has an
empty place; `notifications/rendering.py` refuses one that has.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from cases.models import PccReview
from cases.status import Ground, PccStatus
from notifications import letter_parts
from notifications.findings_text import findings
from notifications.letter_files import design_of
from notifications.letter_kinds import LetterKind
from notifications.letter_translation import in_letters_language, language_tag
from notifications.wording import address_block, day, lines, moment, paragraphs


class NotAddressed(LookupError):
    """The event's facts do not name this application."""


GROUNDS = {
    Ground.STATUTORY: gettext_lazy(
        "At least three complaints were made in time about this behaviour. When that is so, the "
        "law (section 104(4) of the Anti-social Behaviour, Crime and Policing Act 2014) says that "
        "we must review the case."
    ),
    Ground.LOCAL: gettext_lazy("The threshold that we publish is met."),
    Ground.HARM: gettext_lazy(
        "The numbers that we publish are not reached, but the harm that is being done, or that may "
        "follow, is a reason to review the case."
    ),
}

STEPS = {
    "acknowledgement.told": gettext_lazy(
        "We confirm that we are dealing with it, and who your contact is"
    ),
    "decision.made": gettext_lazy("We decide whether your case is reviewed"),
    "plan.agreed": gettext_lazy("The agencies meet and review your case"),
    "response.told": gettext_lazy("You have our full answer"),
}


class IncompleteFacts(ValueError):
    """The facts lack something that this kind of letter must say."""


def context(
    *, kind: str, facts: Mapping, application_id: int, wording: Mapping[str, str] | None = None
) -> dict:
    """What the letter of this kind says to this applicant.

    facts: as `cases.letter_facts.letter_facts` froze them. wording: by free paragraph, the
    partnership's own text; what was worded for this one letter stands in the facts and wins.
    Raises NotAddressed, IncompleteFacts, OutcomeError.
    """
    kind = LetterKind(kind)
    application = _application(facts, application_id)
    with in_letters_language():
        values = _common(kind, facts, application) | PARTS[kind](facts, application)
    values["free"] = dict(wording or {}) | texts_for_one_letter(facts, application=application)
    lacking = [name for name in design_of(kind).required if not values[name]]
    if lacking:
        raise IncompleteFacts(f"a letter of kind {kind} needs {', '.join(lacking)}")
    return values


def texts_for_one_letter(facts: Mapping, *, application: Mapping) -> dict[str, str]:
    """By free paragraph, what was worded for this one letter; facts of before have none.

    An application that is told something else instead has a letter of another kind, whose
    paragraphs nobody has worded, although some are called the same.
    """
    if "letter" in application:
        return {}
    return {name: one["text"] for name, one in facts.get("free", {}).items()}


def _application(facts: Mapping, application_id: int) -> Mapping:
    for application in facts["applications"]:
        if application["id"] == application_id:
            return application
    raise NotAddressed(application_id)


def _common(kind: LetterKind, facts: Mapping, application: Mapping) -> dict:
    design, procedure = design_of(kind), application["procedure"]
    partnership, person = facts["partnership"], application["person"]
    sender = _policing_body(facts) if design.from_policing_body else _partnership(facts)
    return {
        "kind": kind.value,
        "subject": gettext(design.subject),
        "title": f"{gettext(design.subject)} ({application['reference']})",
        "language": language_tag(),
        "reference": application["reference"],
        "written_on": day(facts["written_on"]),
        "received_on": day(application["received_on"]),
        "name": person["name"],
        "address": address_block(
            name=person["name"], address=person["address"], postcode=person["postcode"]
        ),
        "adjustments": paragraphs(application["adjustments"]),
        "partnership": partnership["name"],
        "spoc": facts["spoc"]["name"],
        "scheme": procedure["scheme"],
        "panel": procedure["panel"],
        "panel_in_full": procedure["panel_in_full"],
        "policing_body": procedure["policing_body"],
        "emergency": procedure["emergency"],
        "support": procedure["support"],
        "tracker": tracker_address(partnership["slug"]),
        "privacy": f"{settings.BASE_URL}/p/{partnership['slug']}/privacy/",
        **sender,
    }


def tracker_address(slug: str) -> str:
    """Where applicants read their letters; nothing in it says who they are."""
    return f"{settings.BASE_URL}/p/{slug}/track/"


def _partnership(facts: Mapping) -> dict:
    partnership, spoc = facts["partnership"], facts["spoc"]
    return {
        "theme": partnership["theme"],
        "letterhead": {
            "name": partnership["name"],
            "place": _in_one_line(partnership["contact_name"], partnership["contact_address"]),
        },
        "contact": {
            "name": spoc["name"],
            "role": gettext("your contact in %(district)s") % {"district": spoc["district"]},
            "ways": _ways(
                phone=spoc["phone"] or partnership["contact_phone"],
                email=spoc["email"] or partnership["contact_email"],
                post=_in_one_line(partnership["contact_name"], partnership["contact_address"]),
            ),
        },
        "signature": [spoc["name"], gettext("on behalf of the %(signatory)s") % partnership],
    }


def _in_one_line(*texts: str) -> str:
    return ", ".join(line for text in texts for line in lines(text))


def _ways(*, phone: str, email: str, post: str) -> list[str]:
    named = {gettext("Phone"): phone, gettext("E-mail"): email, gettext("Post"): post}
    return [f"{name}: {value}" for name, value in named.items() if value]


def _policing_body(facts: Mapping) -> dict:
    body = facts["partnership"]["policing_body"]
    return {
        "theme": "slate",
        "letterhead": {"name": body["name"], "place": _in_one_line(body["address"])},
        "contact": {
            "name": body["name"],
            "role": gettext("the office that is dealing with your request"),
            "ways": _ways(
                phone=body["phone"], email=body["email"], post=_in_one_line(body["address"])
            ),
        },
        "signature": [body["name"]],
    }


def _step(deadline: Mapping) -> str:
    """What a time limit is about, said to the applicant; else as the procedure calls it."""
    for act in deadline["met_by"]:
        if act in STEPS:
            return str(STEPS[act])
    return deadline["title"]


def _dates(application: Mapping) -> list[dict]:
    """What is owed to the applicant by when, and how each date was worked out."""
    return [
        {
            "what": _step(deadline),
            "by": day(deadline["binding_on"]),
            "how": deadline["summary"],
            "changed": deadline["binding_on"] != deadline["due_on"],
        }
        for deadline in application["deadlines"]
        if deadline["open"]
    ]


def _answer_by(application: Mapping) -> str:
    """By when the full response is owed; empty where the procedure counts it from a later act."""
    for deadline in application["deadlines"]:
        if deadline["open"] and "response.told" in deadline["met_by"]:
            return day(deadline["binding_on"])
    return ""


def _complaints(facts: Mapping, application: Mapping) -> str:
    return facts["partnership"]["complaints_route"] or application["procedure"]["complaints_route"]


def _second_look(facts: Mapping, application: Mapping) -> dict:
    """How to ask the policing body's office, on what grounds, until when."""
    procedure, last = application["procedure"], application["last_date"]
    body = facts["partnership"]["policing_body"]
    return {
        "last_date_to_ask": day(last["on"]),
        "second_look": {
            "wording": procedure["review_wording"],
            "grounds": procedure["review_grounds"],
            "how": last["summary"],
            "over": bool(last["on"]) and last["on"] < facts["written_on"],
            "reach": [text for text in (body["phone"], body["email"]) if text],
        },
        "complaints": _complaints(facts, application),
    }


def _intake(facts: Mapping, application: Mapping) -> dict:
    return {"dates": _dates(application), "answer_by": _answer_by(application)}


def _decision(facts: Mapping, application: Mapping) -> dict:
    decision = facts["decision"]
    return {
        "ground": str(GROUNDS.get(decision["ground"], "")),
        "reasons": paragraphs(decision["reasons"]),
        "advice": paragraphs(decision["advice"]),
        "deferred_until": day(decision["deferred_until"]),
        "redirected_to": paragraphs(decision["redirected_to"]),
        "findings": findings(decision, application_id=application["id"]),
        "answer_by": _answer_by(application),
        **_second_look(facts, application),
    }


def _referral(facts: Mapping, application: Mapping) -> dict:
    meeting = facts["meeting"]
    return {
        "meets_at": moment(meeting["starts_at"]),
        "place": meeting["place"],
        "chair": meeting["chair"],
        "locality": meeting["locality"],
        "again": meeting.get("again", False),
        "answer_by": _answer_by(application),
    }


def _not_invited(facts: Mapping, application: Mapping) -> dict:
    told = application["invitation"]
    return _referral(facts, application) | {
        "reason": paragraphs(told["reason"]),
        "other_ways": paragraphs(told["other_ways"]),
        "heard_by": day(told["heard_by"]),
        "over": told["over"],
        "complaints": _complaints(facts, application),
    }


def _request(facts: Mapping, application: Mapping) -> dict:
    return letter_parts.request(facts["request"]) | {"answer_by": _answer_by(application)}


def _draft(facts: Mapping, application: Mapping) -> dict:
    return letter_parts.draft(facts["draft"]) | {"answer_by": _answer_by(application)}


def _progress(facts: Mapping, application: Mapping) -> dict:
    complaints = {"complaints": _complaints(facts, application)}
    return letter_parts.progress(facts["progress"]) | complaints


def _plan_changed(facts: Mapping, application: Mapping) -> dict:
    complaints = {"complaints": _complaints(facts, application)}
    return letter_parts.plan_changed(facts["change"]) | complaints


def _plan(facts: Mapping) -> dict:
    plan = facts.get("plan") or {}
    return {
        "plan_findings": paragraphs(plan.get("findings", "")),
        "agreed_on": day(plan.get("agreed_on", "")),
        "actions": [
            action | {"due_on": day(action["due_on"])} for action in plan.get("actions", [])
        ],
        "recommendations": plan.get("recommendations", []),
    }


def _response(facts: Mapping, application: Mapping) -> dict:
    return _plan(facts) | _second_look(facts, application)


def _closure(facts: Mapping, application: Mapping) -> dict:
    reason = {"reason": paragraphs(facts["closing_reason"])}
    return reason | _plan(facts) | _second_look(facts, application)


def _survey(facts: Mapping, application: Mapping) -> dict:
    survey, slug = facts["survey"], facts["partnership"]["slug"]
    return {
        "closed_on": day(survey["closed_on"]),
        "questions": survey["questions"],
        "survey_page": f"{settings.BASE_URL}/p/{slug}/survey/",
    }


def _extension(facts: Mapping, application: Mapping) -> dict:
    extension = facts["extension"]
    steps = {row["limit"]: _step(row) for row in application["deadlines"]}
    return {
        "what": steps[extension["limit"]],
        "due_on": day(extension["due_on"]),
        "revised_on": day(extension["revised_on"]),
        "reason": paragraphs(extension["reason"]),
        "how": extension["summary"],
        "complaints": _complaints(facts, application),
    }


def _date_moved(facts: Mapping, application: Mapping) -> dict:
    moved = facts["moved"]
    steps = {row["limit"]: _step(row) for row in application["deadlines"]}
    return {
        "because": moved["because"],
        "moved": [
            {
                "what": steps.get(row["limit"]) or row["title"],
                "was": day(row["was_on"]),
                "now": day(row["due_on"]),
            }
            for row in moved["dates"]
        ],
        "complaints": _complaints(facts, application),
        **_intake(facts, application),
    }


def _merger(facts: Mapping, application: Mapping) -> dict:
    return {"answer_by": _answer_by(application)}


def _nothing_more(facts: Mapping, application: Mapping) -> dict:
    return {}


def _second_review(facts: Mapping, application: Mapping) -> dict:
    pcc = facts["pcc"]
    return {
        "status": pcc["status"],
        "requested_on": day(pcc["requested_on"]),
        "grounds": pcc["grounds"],
        "late": not pcc["within_window"],
        "last_date": day(pcc["last_date_on"]),
        "reasons": paragraphs(_reasons_of(pcc)),
        "recommendations": paragraphs(pcc["recommendations"]),
        "to_assessment": pcc["returned_to"] == PccReview.ReturnTo.ASSESSMENT,
        "complaints": _complaints(facts, application),
    }


def _reasons_of(pcc: Mapping) -> str:
    refused = pcc["status"] == PccStatus.NOT_ELIGIBLE
    return pcc["eligibility_reason"] if refused else pcc["reasons"]


PARTS: dict[LetterKind, Callable[[Mapping, Mapping], dict]] = {
    LetterKind.RECEIPT: _intake,
    LetterKind.ACKNOWLEDGEMENT: _intake,
    LetterKind.ACCEPTANCE: _decision,
    LetterKind.REJECTION: _decision,
    LetterKind.DEFERRAL: _decision,
    LetterKind.REDIRECTION: _decision,
    LetterKind.NOT_VALID: _decision,
    LetterKind.MORE_INFORMATION: _request,
    LetterKind.CONSENT: _request,
    LetterKind.REQUEST_REMINDER: _request,
    LetterKind.REQUEST_WITHDRAWN: _request,
    LetterKind.REFERRAL: _referral,
    LetterKind.NOT_INVITED: _not_invited,
    LetterKind.DRAFT_PLAN: _draft,
    LetterKind.PROGRESS: _progress,
    LetterKind.PLAN_CHANGED: _plan_changed,
    LetterKind.RESPONSE: _response,
    LetterKind.CLOSURE: _closure,
    LetterKind.SURVEY: _survey,
    LetterKind.EXTENSION: _extension,
    LetterKind.DATE_MOVED: _date_moved,
    LetterKind.WITHDRAWAL: _nothing_more,
    LetterKind.MERGER: _merger,
    LetterKind.PCC_RECEIVED: _second_review,
    LetterKind.PCC_PACK_SENT: _second_review,
    LetterKind.PCC_OUTCOME: _second_review,
}
