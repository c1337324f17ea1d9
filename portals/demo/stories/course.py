"""The steps a case can take, in words that read as a story; `acts.py` carries them out."""

from dataclasses import dataclass
from typing import Any

from portals.demo.stories.shape import Step

# Answers to the risk matrix (thresholds/published) that come to each of its bands.
RISK = {
    "standard": {
        "how_often": "most_months",
        "linked": "yes",
        "worse": "no",
        "known_to_each_other": "by_sight",
        "intimidation": "none",
        "other_agencies": "yes",
        "targeted": "community",
        "hate": "no",
        "circumstances": "no",
        "affected": "moderately",
        "health": "none",
        "professional_support": "yes",
        "friends_and_family": "close",
        "others_affected": "yes",
    },
    "medium": {
        "how_often": "most_weeks",
        "linked": "yes",
        "worse": "yes",
        "known_to_each_other": "by_sight",
        "intimidation": "others",
        "other_agencies": "yes",
        "targeted": "household",
        "hate": "no",
        "circumstances": "no",
        "affected": "a_lot",
        "health": "one",
        "professional_support": "no",
        "friends_and_family": "some",
        "others_affected": "yes",
    },
    "high": {
        "how_often": "most_days",
        "linked": "yes",
        "worse": "yes",
        "known_to_each_other": "well",
        "intimidation": "victim_now",
        "other_agencies": "yes",
        "targeted": "victim",
        "hate": "no",
        "circumstances": "yes",
        "affected": "extremely",
        "health": "both",
        "professional_support": "no",
        "friends_and_family": "few",
        "others_affected": "yes",
    },
}


@dataclass(frozen=True, kw_only=True)
class Do:
    """An action of a plan: `wording` for the victim, `note` for the agencies, due in working"
    " days."""

    agency: str
    owner: str
    wording: str
    due: int = 15
    note: str = ""


def _step(act: str, after: int, *, ago: int | None = None, **given: Any) -> Step:
    return Step(act=act, after=after, ago=ago, given=given)


def acknowledged(after: int = 1) -> Step:
    """The SPOC confirms receipt, with the dates."""
    return _step("acknowledge", after)


def asked(agency: str, question: str, *, after: int = 1, within: int = 5) -> Step:
    """The SPOC asks an agency what it knows, to be answered within working days."""
    return _step("ask", after, agency=agency, question=question, within=within)


def answered(
    agency: str, text: str, *, others: tuple[tuple[str, int], ...] = (), after: int = 3
) -> Step:
    """The agency answers the latest question that it was asked.

    others: codes of other people, and of which incident reported to it, by number, they told it.
    """
    return _step("answer", after, agency=agency, text=text, others=others)


def questioned(question: str, reason: str, *, after: int = 1, within: int = 5) -> Step:
    """The SPOC asks the applicant something, to be answered within working days."""
    return _step("question", after, question=question, reason=reason, within=within)


def drafted(*actions: str, after: int = 0, within: int = 3) -> Step:
    """The draft of the plan goes to everybody in the review, for comment within working days."""
    return _step("draft", after, actions=actions, within=within)


def assessed(
    why: str,
    *,
    harm: str = "yes",
    adequate: str = "no",
    persists: str = "yes",
    timeframe: str = "no",
    conduct: str = "no",
    safety: str = "take",
    police: str = "take",
    police_says: str = "",
    landlord: str = "not_applicable",
    landlord_says: str = "",
    not_found: tuple[int, ...] = (),
    after: int = 0,
) -> Step:
    """The parties assess. not_found: reports, by number, that no agency's log has."""
    return _step(
        "assess",
        after,
        persists=persists,
        harm_view=harm,
        harm_reason=why,
        response_adequate=adequate,
        timeframe_unexpired=timeframe,
        conduct_of_one_agency=conduct,
        views={
            "community_safety": (safety, ""),
            "police": (police, police_says),
            "landlord": (landlord, landlord_says),
        },
        not_found=not_found,
    )


def at_risk(level: str, notes: str, *, vulnerable: bool = False, after: int = 1, **answers) -> Step:
    """The risk matrix: the usual answers of a band, with what differs for this person."""
    return _step("risk", after, answers=RISK[level] | answers, vulnerable=vulnerable, notes=notes)


def accepted(reasons: str, *, ground: str = "statutory", advice: str = "", after: int = 1) -> Step:
    """The threshold is met, or the case is taken because of harm (`ground`)."""
    return _step("decide", after, outcome="accepted", reasons=reasons, ground=ground, advice=advice)


def rejected(reasons: str, *, advice: str, second: bool = False, after: int = 1) -> Step:
    """second: a second person agreed, as they must for somebody vulnerable."""
    return _step("decide", after, outcome="rejected", reasons=reasons, advice=advice, second=second)


def deferred(reasons: str, *, until: int, advice: str = "", after: int = 1) -> Step:
    """until: working days after the decision."""
    return _step("decide", after, outcome="deferred", reasons=reasons, until=until, advice=advice)


def redirected(reasons: str, *, to: str, advice: str = "", after: int = 1) -> Step:
    """Another route is the right one; `to` says which."""
    return _step(
        "decide", after, outcome="redirected", reasons=reasons, redirected_to=to, advice=advice
    )


def not_valid(reasons: str, *, advice: str = "", after: int = 1) -> Step:
    """Not an application that this partnership can take."""
    return _step("decide", after, outcome="invalid", reasons=reasons, advice=advice)


def resumed(after: int) -> Step:
    """A deferred case is taken up again."""
    return _step("resume", after)


def peer_review(reason: str, *, by: str = "", after: int = 0) -> Step:
    """by: the slug of the neighbouring partnership, where one is wanted."""
    return _step("consider_peer", after, reason=reason, neighbour=by)


def referred(note: str = "", *, after: int = 0) -> Step:
    """On the agenda of the locality's next sitting, three working days later or more."""
    return _step("refer", after, note=note)


def left_out(reason: str, *, after: int = 0, within: int = 2) -> Step:
    """The applicant is not invited to the meeting; can be heard within working days."""
    return _step("leave_out", after, reason=reason, within=within)


def met(choice: str = "attended") -> Step:
    """The meeting is held; how the victim took part."""
    return _step("meet", 0, choice=choice)


def planned(
    findings: str,
    *actions: Do,
    adequate: str = "no",
    recommended: tuple[tuple[str, str], ...] = (),
) -> Step:
    """The meeting agrees a plan. recommended: pairs of body and wording."""
    return _step(
        "plan",
        0,
        findings=findings,
        actions=actions,
        response_adequate=adequate,
        recommendations=recommended,
    )


def responded(after: int = 3) -> Step:
    """The response with the plan goes to everybody in the review."""
    return _step("respond", after)


def progressed(action: int, note: str, *, status: str = "done", after: int = 8) -> Step:
    """The agency that owns an action, by its number in the plan, says how far it is."""
    return _step("progress", after, action=action, note=note, status=status)


def closed(reason: str, *, after: int = 10) -> Step:
    """The review ends, and the applicant is told why."""
    return _step("close", after, reason=reason)


def withdrawn(*, by: str = "applicant", after: int = 4) -> Step:
    """The applicant leaves the review, online or (`by="spoc"`) by letter."""
    return _step("withdraw", after, by=by)


def merged(into: str, *, after: int = 2) -> Step:
    """into: the key of the other story."""
    return _step("merge", after, into=into)


def extended(limit: str, reason: str, *, days: int, after: int = 1) -> Step:
    """days: working days after the date that held until then."""
    return _step("extend", after, limit=limit, reason=reason, days=days)


def asked_pcc(statement: str, *grounds: str, after: int = 6) -> Step:
    """The applicant asks the PCC office; grounds: codes of the published procedure."""
    return _step("ask_pcc", after, statement=statement, grounds=grounds)


def pcc_eligible(reason: str, *, after: int = 2) -> Step:
    """The office takes the request."""
    return _step("pcc_eligibility", after, eligible=True, reason=reason)


def pcc_not_eligible(reason: str, *, after: int = 2, ago: int | None = None) -> Step:
    """The office does not take the request."""
    return _step("pcc_eligibility", after, ago=ago, eligible=False, reason=reason)


def pcc_asked(question: str, *, after: int = 2) -> Step:
    """The office asks the partnership for what is missing."""
    return _step("pcc_ask", after, question=question)


def pcc_answered(text: str, *, after: int = 3) -> Step:
    """The partnership's SPOC answers the office, which reads on."""
    return _step("pcc_answer", after, text=text)


def pcc_began(*, after: int = 2) -> Step:
    """The bundle is complete; the office reads it."""
    return _step("pcc_begin", after)


def pcc_upheld(
    reasons: str, *, to: str, recommending: str = "", after: int = 6, ago: int | None = None
) -> Step:
    """to: where the case goes back to, `assessment` or `lmaps`."""
    return _step(
        "pcc_outcome",
        after,
        ago=ago,
        upheld=True,
        reasons=reasons,
        returned_to=to,
        recommendations=recommending,
    )


def pcc_not_upheld(
    reasons: str, *, recommending: str = "", after: int = 6, ago: int | None = None
) -> Step:
    """The process was proper."""
    return _step(
        "pcc_outcome",
        after,
        ago=ago,
        upheld=False,
        reasons=reasons,
        returned_to="",
        recommendations=recommending,
    )


def pcc_closed(*, after: int = 3) -> Step:
    """Nothing is left to do; the office's access ends."""
    return _step("pcc_close", after)
