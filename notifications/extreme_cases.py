"""Facts of invented cases at the edges of what can happen, to try every wording of a letter on.

Nobody is meant. Each holds everything that any kind of letter says, so that every letter can be
rendered from every case: the tests do it for the templates, publishing does it for a
partnership's own words (`notifications/releasing.py`). Nothing here touches the database.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cases.models import Consent, PccReview
from cases.status import Ground, PccStatus
from notifications.invented_facts import (
    a_change,
    a_decision,
    a_plan,
    a_second_review,
    an_application,
    deadlines,
    followed_actions,
    judged,
    moved_dates,
    plain_facts,
)
from notifications.letter_kinds import LetterKind

LONG = 150
MOST_ACTIONS = 40
GROUP = 5
HOSTILE = "<script>alert('x')</script> & {name} **O’Brien** \"{{ name }}\""
RIGHT_TO_LEFT = "فاطمة بنت عبد الرحمن الأنصاري"


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
        *_of_requests(),
        *_of_changes(),
        *_of_second_reviews(),
    )


@cache
def plain_case() -> ExtremeCase:
    """The one case that is not extreme; not to be changed."""
    return ExtremeCase(what="nothing is unusual", facts=plain_facts())


def cases_of(kind: str) -> list[ExtremeCase]:
    """Those in which this kind of letter can be written."""
    return [case for case in extreme_cases() if case.kinds is None or kind in case.kinds]


def _changed(**changes) -> dict:
    """The plain case with whole parts changed."""
    return plain_facts() | changes


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
    group = plain_facts()
    group["applications"] = [an_application(number) for number in range(1, GROUP + 1)]
    for application in group["applications"]:
        application["person"]["name"] = _long(f"Person{application['id']}")
    group["decision"] = a_decision(judged(10, applicants=GROUP))
    yield ExtremeCase(what="five people applied together", facts=group)


def _long(word: str) -> str:
    return " ".join([word] * LONG)[:LONG].strip()


def _named(name: str, *, bare: bool = False) -> dict:
    """Everybody has this name; bare: nothing is known that need not be."""
    facts = plain_facts()
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
    told = dict.fromkeys(("question", "reason", "help_offered", "other_ways", "message"), HOSTILE)
    facts["request"] |= told
    facts["progress"] |= told
    facts["change"] |= told | {"wording": HOSTILE, "owner": HOSTILE, "agency": HOSTILE}
    facts["draft"]["actions"] = [HOSTILE]
    for application in facts["applications"]:
        application["invitation"] |= told
    texts = dict.fromkeys(("eligibility_reason", "reasons", "recommendations"), HOSTILE)
    facts["pcc"] |= texts
    return facts


def _of_reports() -> Iterator[ExtremeCase]:
    for what, evaluated in {
        "nothing was reported": judged(0),
        "one report was made": judged(1),
        "nobody remembers the dates": judged(4, rough=True),
        "one report was somebody else’s": judged(3, others=1),
        "many reports were other people’s": judged(12, others=12),
    }.items():
        yield ExtremeCase(what=what, facts=_changed(decision=a_decision(evaluated)))


def _of_dates() -> Iterator[ExtremeCase]:
    facts = plain_facts()
    for deadline in facts["applications"][0]["deadlines"]:
        deadline["binding_on"] = "2026-08-03"
    yield ExtremeCase(what="every date was extended", facts=facts)
    facts = plain_facts()
    facts["applications"][0]["deadlines"] = [
        deadline | {"met_by": ["acknowledgement.told"]} for deadline in deadlines()[:1]
    ]
    facts["extension"]["limit"] = deadlines()[0]["limit"]
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
    facts = plain_facts()
    facts["applications"][0]["last_date"]["on"] = "2026-06-01"
    yield ExtremeCase(what="the last date to ask is over", facts=facts)
    facts = _changed(moved={"because": "The meetings have changed.", "dates": moved_dates(1)})
    yield ExtremeCase(what="one date moved", facts=facts)


def _of_decisions() -> Iterator[ExtremeCase]:
    for ground in Ground:
        changed = a_decision(judged(3), ground=ground.value, advice="")
        yield ExtremeCase(what=f"the ground is “{ground.label}”", facts=_changed(decision=changed))


def _of_plans() -> Iterator[ExtremeCase]:
    yield ExtremeCase(what="forty actions were agreed", facts=_changed(plan=a_plan(MOST_ACTIONS)))
    empty = a_plan(0) | {"recommendations": []}
    yield ExtremeCase(what="no action was agreed", facts=_changed(plan=empty))
    without = plain_facts()
    del without["plan"]
    yield ExtremeCase(
        what="there is no plan",
        facts=without,
        kinds=frozenset(LetterKind.values) - {LetterKind.RESPONSE.value},
    )


def _of_requests() -> Iterator[ExtremeCase]:
    facts = plain_facts()
    facts["request"] |= {"help_offered": "", "consent_kind": Consent.Kind.REPRESENT.value}
    yield ExtremeCase(what="no help of its own is offered with a question", facts=facts)
    facts = plain_facts()
    facts["applications"][0]["invitation"]["over"] = True
    facts["meeting"]["again"] = True
    yield ExtremeCase(what="the meeting is over, or they are invited after all", facts=facts)


def _of_changes() -> Iterator[ExtremeCase]:
    for what, changes in {
        "an action is dropped": {"dropped": True},
        "only the date of an action changes": {"owner": "Dev Patel"},
        "only the person of an action changes": {"due_on": "2026-07-01"},
    }.items():
        facts = plain_facts()
        facts["change"] |= a_change(**changes)
        for action in facts["progress"]["actions"]:
            action["changes"] = [a_change(**changes)]
        yield ExtremeCase(what=what, facts=facts)
    facts = plain_facts()
    facts["progress"]["actions"] = followed_actions(MOST_ACTIONS)
    facts["draft"]["actions"] = [action["wording"] for action in facts["progress"]["actions"]]
    yield ExtremeCase(what="forty actions are followed", facts=facts)
    facts = plain_facts()
    facts["progress"]["actions"] = [action | {"changes": []} for action in followed_actions(4)]
    yield ExtremeCase(what="nothing of the plan has changed", facts=facts)


def _of_second_reviews() -> Iterator[ExtremeCase]:
    for status in PccStatus:
        places = PccReview.ReturnTo.values if status == PccStatus.UPHELD else [""]
        for place in places:
            for late in (False, True):
                when = "late" if late else "in time"
                yield ExtremeCase(
                    what=f"a second review, asked for {when}, is {status.label.lower()} {place}",
                    facts=_changed(pcc=a_second_review(status.value, place, late=late)),
                    kinds=frozenset(
                        {LetterKind.PCC_RECEIVED, LetterKind.PCC_PACK_SENT, LetterKind.PCC_OUTCOME}
                    ),
                )
