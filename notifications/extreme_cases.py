"""Facts of invented cases at the edges of what can happen, to try every wording of a letter on.

Nobody is meant. Each holds everything that any kind of letter says, so that every letter can be
rendered from every case: the tests do it for the templates, publishing does it for a
partnership's own words (`notifications/releasing.py`). Nothing here touches the database.
"""

import copy
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cases.letter_facts import procedure_facts
from cases.models import PccReview
from cases.sample_letters import sample_deadline
from cases.status import Ground, PccStatus
from notifications.letter_kinds import LetterKind
from thresholds.facts import Answer, Facts, Incident, LinkedApplication, Report
from thresholds.limits import Anchor
from thresholds.procedure import Procedure, parse_procedure
from thresholds.shipped import shipped
from thresholds.threshold import evaluate
from thresholds.working_days import calendar_of_years

SHIPPED = "bassetlaw-newark-sherwood"
TODAY = dt.date(2026, 6, 10)
NOW = dt.datetime(2026, 6, 10, 12, tzinfo=dt.UTC)
LONG = 150
MOST_ACTIONS = 40
GROUP = 5
HOSTILE = "<script>alert('x')</script> & {name} **O’Brien** \"{{ name }}\""
RIGHT_TO_LEFT = "فاطمة بنت عبد الرحمن الأنصاري"
TEXT = "First reason.\nStill the first.\n\nSecond reason, with more to it."


@dataclass(frozen=True, kw_only=True)
class ExtremeCase:
    """One case: what is extreme about it, as a sentence says it after “where”, and its facts.

    kinds: the letters that it can be told in; all where it is None.
    """

    what: str
    facts: dict
    kinds: frozenset[str] | None = None

    @property
    def application_id(self) -> int:
        """Whose letter it is: the last applicant's, so that a group's letter is not the first."""
        return self.facts["applications"][-1]["id"]


@cache
def extreme_cases() -> tuple[ExtremeCase, ...]:
    """Every case, made once for each process; not to be changed."""
    return (
        plain_case(),
        *_of_persons(),
        *_of_reports(),
        *_of_dates(),
        *_of_decisions(),
        *_of_plans(),
        *_of_second_reviews(),
    )


@cache
def plain_case() -> ExtremeCase:
    """The one case that is not extreme; not to be changed."""
    return ExtremeCase(what="nothing is unusual", facts=_facts())


def cases_of(kind: str) -> list[ExtremeCase]:
    """Those in which this kind of letter can be written."""
    return [case for case in extreme_cases() if case.kinds is None or kind in case.kinds]


@cache
def _procedure() -> Procedure:
    return parse_procedure(shipped(SHIPPED))


@cache
def _deadlines() -> tuple[dict, ...]:
    procedure = _procedure()
    calendar = calendar_of_years((), first_year=TODAY.year, last_year=TODAY.year + 1)
    return tuple(
        sample_deadline(limit, procedure, calendar, at=NOW)
        for limit in procedure.limits_from(Anchor.RECEIPT)
    )


def _facts() -> dict:
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
        "procedure": procedure_facts(_procedure()),
        "applications": [_application(1)],
        "decision": _decision(_evaluated(3)),
        "meeting": {
            "starts_at": NOW.isoformat(),
            "place": "Town Hall, Worksop",
            "locality": "Worksop",
            "chair": "Chris Chair",
        },
        "plan": _plan(3),
        "closing_reason": TEXT,
        "extension": {
            "limit": _deadlines()[-1]["limit"],
            "reason": TEXT,
            "due_on": "2026-07-15",
            "revised_on": "2026-07-29",
            "summary": "25 working days from 10 June 2026.",
        },
        "moved": {"because": "A day off was added.", "dates": _moved(2)},
        "pcc": _second_review(PccStatus.UPHELD, PccReview.ReturnTo.LMAPS.value),
    }


def _application(number: int) -> dict:
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
        "procedure": procedure_facts(_procedure()),
        "last_date": {"on": "2026-07-08", "summary": "28 days from the day of this letter."},
        "deadlines": [dict(deadline) for deadline in _deadlines()],
    }


def _decision(evaluated: tuple[dict, dict], **changes) -> dict:
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


def _evaluated(reports: int, *, others: int = 0, applicants: int = 1, rough: bool = False):
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
    return evaluate(_procedure(), facts).to_json(), whose


def _plan(actions: int) -> dict:
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


def _moved(number: int) -> list[dict]:
    rows = [*_deadlines(), {"limit": "of_old", "title": "A step of an earlier version"}]
    return [
        {
            "limit": row["limit"],
            "title": row["title"],
            "was_on": "2026-07-14",
            "due_on": "2026-07-15",
        }
        for row in rows[-number:]
    ]


def _second_review(status: str, returned_to: str = "", *, late: bool = False) -> dict:
    return {
        "status": status,
        "office": "Office of the Police and Crime Commissioner",
        "requested_on": TODAY.isoformat(),
        "last_date_on": "2026-07-08",
        "within_window": not late,
        "grounds": [ground.title for ground in _procedure().policing_body_review.grounds[:1]],
        "eligibility_reason": TEXT,
        "reasons": TEXT,
        "recommendations": "" if late else TEXT,
        "returned_to": returned_to,
    }


def _changed(**changes) -> dict:
    """The plain case with whole parts changed."""
    return _facts() | changes


def _of_persons() -> Iterator[ExtremeCase]:
    yield ExtremeCase(what="there is no address, e-mail or phone", facts=_named("Jo", bare=True))
    yield ExtremeCase(what="every name is as long as can be", facts=_named(_long("Wolfeschlegel")))
    yield ExtremeCase(what="a name is one long word", facts=_named("W" * LONG))
    yield ExtremeCase(what="the name is written from right to left", facts=_named(RIGHT_TO_LEFT))
    yield ExtremeCase(what="HTML stands in names and texts", facts=_hostile())
    facts = _named("Joan Example")
    for application in facts["applications"]:
        application["adjustments"] = "Large print, please.\n\nRing me before you write."
        application["person"]["address"] = "\n".join(f"Line {number}" for number in range(1, 10))
    yield ExtremeCase(what="help was asked for and the address is long", facts=facts)
    group = _facts()
    group["applications"] = [_application(number) for number in range(1, GROUP + 1)]
    for application in group["applications"]:
        application["person"]["name"] = _long(f"Person{application['id']}")
    group["decision"] = _decision(_evaluated(10, applicants=GROUP))
    yield ExtremeCase(what="five people applied together", facts=group)


def _long(word: str) -> str:
    return " ".join([word] * LONG)[:LONG].strip()


def _named(name: str, *, bare: bool = False) -> dict:
    """Everybody has this name; bare: nothing is known that need not be."""
    facts = _facts()
    partnership, spoc = facts["partnership"], facts["spoc"]
    partnership |= {"name": name, "contact_name": name, "signatory": name}
    partnership["policing_body"]["name"] = spoc["name"] = spoc["district"] = name
    facts["meeting"] |= {"chair": name, "locality": name, "place": name}
    for application in facts["applications"]:
        application["person"]["name"] = name
    for action in facts["plan"]["actions"]:
        action |= {"agency": name, "owner": name}
    if bare:
        nothing = dict.fromkeys(("email", "phone", "address"), "")
        partnership["policing_body"] |= nothing
        partnership |= {f"contact_{key}": "" for key in nothing} | {"complaints_route": ""}
        spoc |= {"email": "", "phone": ""}
        for application in facts["applications"]:
            application["person"] |= nothing | {"postcode": ""}
    return facts


def _hostile() -> dict:
    """The same hostile text wherever somebody types."""
    facts = _named(HOSTILE)
    for application in facts["applications"]:
        application["adjustments"] = HOSTILE
        application["person"] |= {"address": HOSTILE, "postcode": "<b>"}
    facts["decision"] |= dict.fromkeys(("reasons", "advice", "redirected_to"), HOSTILE)
    for report in facts["decision"]["reports"].values():
        report["told"] = HOSTILE
    facts["plan"]["findings"] = facts["closing_reason"] = HOSTILE
    for action in facts["plan"]["actions"]:
        action["wording"] = HOSTILE
    facts["plan"]["recommendations"] = [{"body": HOSTILE, "wording": HOSTILE}]
    facts["extension"] |= {"reason": HOSTILE}
    texts = dict.fromkeys(("eligibility_reason", "reasons", "recommendations"), HOSTILE)
    facts["pcc"] |= texts
    return facts


def _of_reports() -> Iterator[ExtremeCase]:
    for what, evaluated in {
        "nothing was reported": _evaluated(0),
        "one report was made": _evaluated(1),
        "nobody remembers the dates": _evaluated(4, rough=True),
        "one report was somebody else’s": _evaluated(3, others=1),
        "many reports were other people’s": _evaluated(12, others=12),
    }.items():
        yield ExtremeCase(what=what, facts=_changed(decision=_decision(evaluated)))


def _of_dates() -> Iterator[ExtremeCase]:
    facts = _facts()
    for deadline in facts["applications"][0]["deadlines"]:
        deadline["binding_on"] = "2026-08-03"
    yield ExtremeCase(what="every date was extended", facts=facts)
    facts = _facts()
    facts["applications"][0]["deadlines"] = [
        deadline | {"met_by": ["acknowledgement.told"]} for deadline in _deadlines()[:1]
    ]
    facts["extension"]["limit"] = _deadlines()[0]["limit"]
    yield ExtremeCase(what="no date for the full answer is known", facts=facts)
    facts = copy.deepcopy(facts)
    for deadline in facts["applications"][0]["deadlines"]:
        deadline["open"] = False
    begun = {LetterKind.RECEIPT.value, LetterKind.ACKNOWLEDGEMENT.value}
    yield ExtremeCase(
        what="no date is open any more",
        facts=facts,
        kinds=frozenset(LetterKind.values) - begun,
    )
    facts = _facts()
    facts["applications"][0]["last_date"]["on"] = "2026-06-01"
    yield ExtremeCase(what="the last date to ask is over", facts=facts)
    facts = _changed(moved={"because": "The meetings have changed.", "dates": _moved(1)})
    yield ExtremeCase(what="one date moved", facts=facts)


def _of_decisions() -> Iterator[ExtremeCase]:
    for ground in Ground:
        changed = _decision(_evaluated(3), ground=ground.value, advice="")
        yield ExtremeCase(what=f"the ground is “{ground.label}”", facts=_changed(decision=changed))


def _of_plans() -> Iterator[ExtremeCase]:
    yield ExtremeCase(what="forty actions were agreed", facts=_changed(plan=_plan(MOST_ACTIONS)))
    empty = _plan(0) | {"recommendations": []}
    yield ExtremeCase(what="no action was agreed", facts=_changed(plan=empty))
    without = _facts()
    del without["plan"]
    yield ExtremeCase(
        what="there is no plan",
        facts=without,
        kinds=frozenset(LetterKind.values) - {LetterKind.RESPONSE.value},
    )


def _of_second_reviews() -> Iterator[ExtremeCase]:
    for status in PccStatus:
        places = PccReview.ReturnTo.values if status == PccStatus.UPHELD else [""]
        for place in places:
            for late in (False, True):
                when = "late" if late else "in time"
                yield ExtremeCase(
                    what=f"a second review, asked for {when}, is {status.label.lower()} {place}",
                    facts=_changed(pcc=_second_review(status.value, place, late=late)),
                    kinds=frozenset({LetterKind.PCC_RECEIVED, LetterKind.PCC_OUTCOME}),
                )
